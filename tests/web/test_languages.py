"""What the program says is put into words once for each language."""

import re
from pathlib import Path

import pytest
from django.utils.translation import get_language, override

from kindring.web import languages
from kindring.web.languages import per_language, speaking
from kindring.web.words import way_word


def test_each_language_has_its_own_words_and_none_is_made_twice() -> None:
    made: list[str | None] = []

    @per_language
    def greeting(times: int) -> str:
        """Hello, hello"""
        made.append(get_language())
        return f"{get_language()} {times}"

    for language in ("en", "de", "en", "de"):
        with override(language):
            assert greeting(2) == f"{language} 2"
    assert made == ["en", "de"]
    assert greeting.__doc__ == "Hello, hello"


def test_what_has_no_word_is_not_remembered() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="carrier pigeon"):
            way_word("carrier pigeon")


def test_words_are_in_the_language_that_is_spoken_and_afterwards_in_the_one_before() -> None:
    @per_language
    def tongue(_number: int) -> str | None:
        return get_language()

    with override("fr"):
        with speaking("de"):
            assert (tongue(1), get_language()) == ("de", "de")
        assert (tongue(1), get_language()) == ("fr", "fr")
        with pytest.raises(ZeroDivisionError), speaking("de"):
            raise ZeroDivisionError
        assert tongue(1) == "fr"


def test_pages_change_the_language_in_one_way_only() -> None:
    """`per_language` would miss another one while a page is made; page_code's is over before any words are said."""
    rooms = Path(languages.__file__).parent.glob("*.py")
    changing = {room.name for room in rooms if re.search(r"(?<!timezone\.)\b(override|activate)\(", room.read_text())}
    assert changing == {"languages.py", "page_code.py"}
