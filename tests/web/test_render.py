"""Pages, their blocks for htmx, and what is said after something was done."""

import pytest
from django.test import Client
from jinja2 import UndefinedError

from kindring.web.done import done
from kindring.web.render import go
from tests.web.samples.urls import THING
from tests.web.seen import where


def test_browser_gets_the_page_and_htmx_its_block(visitor: Client, htmx: Client) -> None:
    page, part = visitor.get("/sample").content.decode(), htmx.get("/sample").content.decode()
    assert "<html" in page
    assert part.strip().startswith('<article id="part">')
    assert part.strip() in page or "csrfmiddlewaretoken" in part  # the token is masked anew each time
    assert visitor.get("/sample")["Vary"].startswith("HX-Request")


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_link_and_step_back_get_the_whole_page(htmx: Client, header: str) -> None:
    assert "<html" in htmx.get("/sample", headers={header: "true"}).content.decode()


def test_page_marks_its_room_and_has_a_neutral_title(visitor: Client) -> None:
    page = visitor.get("/sample").content.decode()
    assert '<html lang="en" dir="ltr">' in page
    assert "<title>People · Kindring</title>" in page
    assert 'href="/people" aria-current="page"' in page
    assert page.count("aria-current") == 1


def test_words_of_people_are_escaped(visitor: Client) -> None:
    page = visitor.get("/sample").content.decode()
    assert "&lt;b&gt;Mira&lt;/b&gt;" in page
    assert "<b>Mira" not in page


def test_done_is_said_with_its_way_back(visitor: Client) -> None:
    sent_on = visitor.post("/note")
    assert sent_on.status_code == 303
    assert where(sent_on) == f"/sample?q=mi&done=sample_noted&about={THING}"
    page = visitor.get(sent_on["Location"]).content.decode()
    assert "Noted." in page
    assert f'action="/undo/{THING}?back=' in page


@pytest.mark.parametrize("query", ["done=unheard_of", "done=sample_noted&about=1", "about=1", "done="])
def test_strange_address_says_nothing(visitor: Client, query: str) -> None:
    assert 'class="notice"' not in visitor.get(f"/sample?{query}").content.decode().partition("<template")[0]


def test_htmx_brings_what_is_said_along(htmx: Client) -> None:
    part = htmx.post("/note").content.decode()
    assert part.strip().startswith('<article id="part">')
    assert '<div id="notices" class="notices" role="status" hx-swap-oob="true">' in part
    assert f'action="/undo/{THING}?back=' in part


def test_redirect_turns_the_page_for_htmx(htmx: Client) -> None:
    answer = htmx.get("/away")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sample")
    assert "Location" not in answer


def test_redirect_keeps_nothing_it_was_not_asked_to(sample_site: None) -> None:
    assert go("sample")["Location"] == "/sample"
    assert go("undo", THING, fragment="tie")["Location"] == f"/undo/{THING}#tie"


def test_two_closing_sentences_cannot_share_a_code() -> None:
    done("sample_only_once", "Once.")
    with pytest.raises(ValueError, match="sample_only_once"):
        done("sample_only_once", "Twice.")


def test_forgotten_name_is_an_error(sample_site: None) -> None:
    from django.template import engines

    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{{ nobody }}").render({})
