"""What the program says is put into words once for each language."""

import pytest
from django.utils.translation import get_language, override

from kindring.web.languages import per_language
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
