"""Short marks of what somebody saw."""

from kindring.lib.short_marks import short_mark


def test_pages_that_lie_open_keep_their_marks() -> None:
    """Frozen: another spelling would call every form that is open somewhere out of date."""
    assert short_mark("abc") == "ba7816bf8f01cfea"


def test_another_word_has_another_mark() -> None:
    assert short_mark("walk") != short_mark("walks")
