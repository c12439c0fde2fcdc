"""The kit: fields tied to what is said of them, marks with words, pages of a list."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from kindring.web.addresses import url
from kindring.web.words import initials


def test_field_is_tied_to_hint_and_error(visitor: Client) -> None:
    page = visitor.get("/sample?name=Mrs Petrovic").content.decode()
    name = re.search(r"<input[^>]*name=\"name\"[^>]*>", page)
    assert name
    assert 'aria-describedby="id_name_hint id_name_errors"' in name[0]
    assert 'aria-invalid="true"' in name[0]
    assert 'id="id_name_hint"' in page
    assert 'id="id_name_errors"' in page
    assert '<label for="id_name">Name</label>' in page


def test_group_is_a_fieldset_with_its_error(visitor: Client) -> None:
    page = visitor.get("/sample?name=Mira").content.decode()
    assert '<fieldset class="field" aria-describedby="id_kinds_errors">' in page
    assert "<legend>Kinds</legend>" in page
    assert page.count('type="checkbox" name="kinds"') == 4


def test_chosen_choices_stay_chosen(visitor: Client) -> None:
    page = visitor.get("/sample?name=Mira&kinds=practical").content.decode()
    assert re.findall(r'value="(\w+)" id="id_kinds_\d" checked', page) == ["practical"]


def test_summary_of_errors_leads_to_each_field(visitor: Client) -> None:
    page = visitor.get("/sample?name=").content.decode()
    targets = re.findall(r'<li><a href="#([^"]+)">', page)
    assert targets == ["id_name", "id_day", "id_kinds_0", "id_adult"]
    assert all(f'id="{target}"' in page for target in targets)


def test_untouched_form_shows_no_problem(visitor: Client) -> None:
    assert 'role="alert"' not in visitor.get("/sample").content.decode()


def test_marks_are_never_colour_alone(visitor: Client) -> None:
    page = visitor.get("/sample").content.decode()
    assert re.search(r'<span class="tag informational"><svg.*#lightbulb"/></svg> advice</span>', page)


def test_pager_says_where_one_is_and_keeps_the_question(visitor: Client) -> None:
    page = visitor.get("/sample").content.decode()
    assert "Page 2 of 5" in page
    assert 'href="/sample?q=a%26b&amp;page=3"' in page
    assert 'href="/sample?q=a%26b&amp;page=1"' in page


def test_every_form_stands_without_script(visitor: Client) -> None:
    page = visitor.get("/sample").content.decode()
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        assert 'method="post"' in form
        assert "csrfmiddlewaretoken" in form


def test_address_with_id_is_the_resolved_one(sample_site: None) -> None:
    thing = uuid4()
    assert url("undo", thing) == f"/undo/{thing}"
    assert url("sample", query={"q": "a b"}) == "/sample?q=a+b"
    assert url("sample", fragment="tie") == "/sample#tie"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mira", "M"),
        ("Luka Horvat", "LH"),
        ("Mrs Petrović", "P"),
        ("Dr. Ana María Novak", "AN"),
        ("Mr. Michael Angstadt Jr.", "MA"),
        ("Dr", "D"),
        ("élodie", "É"),
        ("王芳", "王"),
        ("(Jonas) Berg", "B"),
        ("🌻", "·"),
        ("", "·"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
