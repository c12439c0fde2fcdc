"""The pages that bring an address book onto the map, as browsers without JavaScript and htmx see them."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.models import User
from kindring.people.models import ImportCard, ImportFile
from tests.address_books import JONAS, MIRA, boxes, card, choose, outcomes, people_of, read, upload
from tests.cast import make_person
from tests.web.seen import Seen, seen

GUESTS = "".join(card(f"Guest {n:03}", f"TEL:+1 555 {n:04}") for n in range(120))
HTMX = {"HX-Request": "true"}


def address(book: ImportFile, name: str = "bring_choose") -> str:
    return reverse(name, args=[book.id])


def press(client: Client, page: Seen, book: ImportFile, **more: Any) -> Any:
    """What the form of the choosing page sends, with a button or ticks of one's own."""
    return client.post(address(book), page.form(str(book.id)).values | more)


# The way through


def test_whole_way_without_javascript(ana: User, ana_online: Client) -> None:
    sent_on = upload(ana_online, MIRA + JONAS)
    assert sent_on.status_code == 303
    book = ImportFile.objects.visible_to(ana).get()
    assert sent_on["Location"] == address(book)
    page = seen(ana_online.get(sent_on["Location"]))
    assert [("checked" in box) for box in boxes(page)] == [False, False]
    sent_on = press(ana_online, page, book, card=boxes(page)[0]["value"], step="go")
    assert sent_on["Location"] == address(book, "bring_go")
    preview = seen(ana_online.get(sent_on["Location"]))
    assert "1 person will come" in preview.text
    assert "With them come 1 phone and 1 e-mail address." in preview.text
    sent_on = ana_online.post(address(book, "bring_go"), preview.form("").values)
    assert sent_on.status_code == 303
    end = seen(ana_online.get(sent_on["Location"]))
    assert "1 person came along" in end.text
    assert reverse("people_place") in end.links
    assert [person.name for person in people_of(ana)] == ["Mira Horvat"]


def test_long_way_goes_on_with_a_button(ana: User, ana_online: Client) -> None:
    book = read(ana, GUESTS)
    choose(ana, book)
    go = address(book, "bring_go")
    assert ana_online.post(go).status_code == 303
    page = seen(ana_online.get(go))
    assert "100 of 120 people are here" in page.text
    assert ("progress", {"max": "120", "value": "100", "aria-label": "100 of 120 people are here"}) in page.tags
    assert "Go on" in page.text
    assert not [attrs for _, attrs in page.tags if "load" in attrs.get("hx-trigger", "")]
    ana_online.post(go)
    assert "120 people came along" in seen(ana_online.get(go)).text


def test_htmx_goes_on_by_itself_and_turns_the_page_at_the_end(ana: User, ana_online: Client) -> None:
    book = read(ana, GUESTS)
    choose(ana, book)
    go = address(book, "bring_go")
    part = ana_online.post(go, headers=HTMX)
    (form,) = [attrs for tag, attrs in seen(part).tags if tag == "form"]
    assert (form["hx-post"], form["hx-trigger"], form["id"]) == (go, "load, submit", "going")
    assert "<html" not in part.content.decode()
    end = ana_online.post(go, headers=HTMX)
    assert (end.status_code, end["HX-Redirect"]) == (204, go)


def test_looking_brings_nobody(ana: User, ana_online: Client) -> None:
    book = read(ana, MIRA)
    choose(ana, book)
    for name in ("bring_choose", "bring_go"):
        ana_online.get(address(book, name))
    assert not people_of(ana)
    assert outcomes(ana, book) == ["chosen"]


def test_going_without_anyone_chosen_leads_back(ana: User, ana_online: Client) -> None:
    book = read(ana, MIRA)
    page = ana_online.get(address(book, "bring_go"), follow=True)
    [(there, status)] = page.redirect_chain
    assert (there.partition("&mark=")[0], status) == (f"{address(book)}?done=bring_nobody", 303)
    assert "Nobody is chosen yet." in seen(page).text


def test_finished_book_leads_to_its_end(ana: User, ana_online: Client) -> None:
    book = read(ana, MIRA)
    choose(ana, book)
    ana_online.post(address(book, "bring_go"))
    assert ana_online.get(address(book))["Location"] == address(book, "bring_go")
    assert "1 person came along" in seen(ana_online.get(address(book, "bring_go"))).text


def test_those_who_were_here_are_told(ana: User, ana_online: Client) -> None:
    for text in (MIRA, MIRA, MIRA + JONAS):
        book = read(ana, text)
        choose(ana, book)
        ana_online.post(address(book, "bring_go"))
        page = seen(ana_online.get(address(book, "bring_go")))
    assert "1 person came along 1 more was on your map already and stays as it is." in page.text
    assert len(people_of(ana)) == 2


def test_waiting_books_are_offered_and_dropped(ana: User, ana_online: Client) -> None:
    book = read(ana, MIRA + JONAS)
    choose(ana, book, "Jonas")
    page = seen(ana_online.get("/bring"))
    assert "2 cards, read on Sunday 22 November 1 person is chosen" in page.text
    assert address(book) in page.links
    gone = ana_online.post(address(book, "bring_drop"), follow=True)
    assert "Removed." in seen(gone).text
    assert "Waiting here" not in seen(gone).text
    assert not ImportCard.objects.exists()


# Choosing


def test_choices_survive_the_next_page(ana: User, ana_online: Client) -> None:
    book = read(ana, GUESTS)
    first = seen(ana_online.get(address(book)))
    assert len(boxes(first)) == 50
    chosen = [box["value"] for box in boxes(first)[:3]]
    sent_on = press(ana_online, first, book, card=chosen, to="3")
    assert sent_on["Location"] == f"{address(book)}?page=3"
    third = seen(ana_online.get(sent_on["Location"]))
    assert len(boxes(third)) == 20
    assert "3 people chosen" in third.text
    press(ana_online, third, book, card=boxes(third)[0]["value"], to="1")
    again = seen(ana_online.get(address(book)))
    assert [box["value"] for box in boxes(again) if "checked" in box] == chosen
    assert "4 people chosen" in again.text


def test_all_on_this_page_leaves_those_who_may_be_here(ana: User, ana_online: Client) -> None:
    make_person(ana, "Jonas")
    make_person(ana, "Mira Horvat", channels=[{"kind": "phone", "label": "", "value": "091 555 0101"}])
    book = read(ana, MIRA + JONAS + card("Tomas"))
    page = seen(ana_online.get(address(book)))
    assert "Mira Horvat already on your map" in page.text
    assert "Jonas perhaps already here: Jonas" in page.text
    press(ana_online, page, book, step="all")
    assert outcomes(ana, book) == ["waiting", "waiting", "chosen"]
    page = seen(ana_online.get(address(book)))
    press(ana_online, page, book, card=[box["value"] for box in boxes(page)], step="none")
    assert outcomes(ana, book) == ["waiting"] * 3


def test_whoever_came_from_the_same_card_has_no_tick(ana: User, ana_online: Client) -> None:
    book = read(ana, MIRA)
    choose(ana, book)
    ana_online.post(address(book, "bring_go"))
    page = seen(ana_online.get(address(read(ana, MIRA + MIRA))))
    assert not boxes(page)
    assert page.text.count("already on your map") == 1
    assert page.text.count("The same card stands further up in the file.") == 1
    assert "All on this page" not in page.text


def test_search_finds_names_and_cannot_be_read_in_addresses(ana: User, ana_online: Client) -> None:
    book = read(ana, GUESTS + card("Mrs Petrović"))
    page = seen(ana_online.get(address(book)))
    answer = press(ana_online, page, book, asked="petrovic", step="search")
    assert (answer.status_code, "petrovic" in answer["Location"]) == (303, False)
    found = seen(ana_online.get(answer["Location"]))
    assert len(boxes(found)) == 1
    assert "Mrs Petrović" in found.text
    assert not [link for link in found.links if "petrovic" in link]
    answer = press(ana_online, found, book, step="all")
    assert outcomes(ana, book).count("chosen") == 1
    chosen = seen(ana_online.get(answer["Location"]))
    nobody = seen(ana_online.get(press(ana_online, chosen, book, asked="viktor", step="search")["Location"]))
    assert "Nobody here is called that." in nobody.text
    assert "1 person chosen" in nobody.text


def test_ticks_are_kept_as_they_are_made(ana: User, ana_online: Client) -> None:
    book = read(ana, MIRA + JONAS)
    page = seen(ana_online.get(address(book)))
    (listed,) = [attrs for tag, attrs in page.tags if tag == "ul" and "hx-trigger" in attrs]
    assert (listed["hx-trigger"], listed["hx-target"]) == ("change", "#count")
    sent = page.form(str(book.id)).values | {"card": boxes(page)[1]["value"]}
    answer = ana_online.post(address(book), sent, headers=HTMX | {"HX-Target": "count"})
    assert seen(answer).text == "1 person chosen"
    assert outcomes(ana, book) == ["waiting", "chosen"]


def test_htmx_gets_the_next_page_in_place(ana: User, ana_online: Client) -> None:
    book = read(ana, GUESTS)
    page = seen(ana_online.get(address(book)))
    answer = ana_online.post(
        address(book), page.form(str(book.id)).values | {"to": "2"}, headers=HTMX | {"HX-Target": "choose"}
    )
    assert answer.content.decode().strip().startswith('<div id="choose"')
    assert "Guest 050" in seen(answer).text


@pytest.mark.parametrize(
    "sent",
    [
        {"card": "x"},
        {"shown": "1"},
        {"page": "minus"},
        {"page": "0"},
        {"step": "everything"},
        {"asked": "x" * 101},
        {"asked": "a\0b"},
        {"shown": [str(uuid4()) for _ in range(51)]},
    ],
)
def test_choice_that_makes_no_sense_changes_nothing(ana: User, ana_online: Client, sent: dict[str, Any]) -> None:
    book = read(ana, MIRA)
    choose(ana, book)
    assert ana_online.post(address(book), sent).status_code == 422
    assert outcomes(ana, book) == ["chosen"]


def test_strange_page_numbers_show_a_page(ana: User, ana_online: Client) -> None:
    book = read(ana, GUESTS)
    for number in ("x", "-1", "999", "0", "9" * 30, "²"):
        assert len(boxes(seen(ana_online.get(address(book), {"page": number})))) in {20, 50}


def test_what_cannot_come_is_listed_with_line_and_reason(ana: User, ana_online: Client) -> None:
    book = read(ana, MIRA + card("", "NOTE:nobody"), b"PK\x03\x04")
    page = seen(ana_online.get(address(book)))
    assert "2 cards cannot come: see why" in page.text
    (link,) = [link for link in page.links if "left=1" in link]
    listed = ana_online.get(link).content.decode()
    assert "<b>line 8 of 0.vcf</b><br>There is nothing on this card to call someone by." in listed
    assert "<b>1.vcf</b><br>This is a packed file." in listed


def test_pictures_and_odd_dates_are_said_to_stay_behind(ana: User, ana_online: Client) -> None:
    text = card("Mira", "PHOTO;ENCODING=b:AAAA", "BDAY;VALUE=text:circa 1800", "BDAY:--0304")
    page = seen(ana_online.get(address(read(ana, text))))
    assert "1 picture stays behind" in page.text
    assert "birthday 4 March" in page.text
    assert "Stays behind: a date that could not be read (circa 1800)" in page.text


def test_reading_that_was_cut_short_is_said(ana: User, ana_online: Client) -> None:
    book = read(ana, MIRA)
    book.cut_short = "too long"
    book.save()
    assert "Reading took too long and stopped" in seen(ana_online.get(address(book))).text


def test_file_with_nobody_to_choose_says_so(ana: User, ana_online: Client) -> None:
    page = seen(ana_online.get(address(read(ana, card("", "NOTE:nobody")))))
    assert "There is nobody to choose in this file." in page.text
    assert "1 card cannot come: see why" in page.text
