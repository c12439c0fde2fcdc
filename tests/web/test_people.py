"""All people: the map, the list, placing those who wait, and who was removed."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import delete_person, note_knows, replace_dates, set_state
from kindring.people.models import Moment, Person
from tests.cast import NOW, TODAY, in_touch, jonas, make_person, make_user, mira, mrs_petrovic, signed_in, tomas
from tests.online import browser_of
from tests.web.seen import seen, where


def address_of(person: Person) -> str:
    return reverse("person", args=[person.id])


def state(user: User, person: Person, word: str, **options: Any) -> None:
    set_state(by=Actor(user), now=NOW, person=person, state=word, **options)


def test_map_counts_and_links_everyone_in_a_ring(ana: User, ana_online: Client) -> None:
    people = [mira(ana), jonas(ana), mrs_petrovic(ana), tomas(ana)]
    page = seen(ana_online.get("/people"))
    assert "4 people · 2 closest, 1 close, 1 wider" in page.text
    assert {address_of(person) for person in people} <= set(page.links)
    spoken = [attrs.get("aria-label", "") for tag, attrs in page.tags if tag == "a"]
    assert "Mira, closest, gives emotional and company" in spoken


def test_counts_leave_out_rings_without_people(ana: User, ana_online: Client) -> None:
    mira(ana)
    assert "1 person · 1 closest" in seen(ana_online.get("/people")).text


def test_empty_map_has_a_first_step(ana_online: Client) -> None:
    page = seen(ana_online.get("/people"))
    assert "Nobody here yet" in page.text
    assert {reverse("person_new"), reverse("bring")} <= set(page.links)
    assert "data-map" not in "".join(name for _, attrs in page.tags for name in attrs)


def test_those_without_a_ring_wait_to_be_placed(ana: User, ana_online: Client) -> None:
    make_person(ana, "Jonas")
    make_person(ana, "Tomas")
    state(ana, make_person(ana, "Viktor"), "ended")
    page = seen(ana_online.get("/people"))
    assert "2 people wait to be placed" in page.text
    assert reverse("people_place") in page.links
    assert "Nobody here yet" not in page.text


def test_map_says_who_is_fading_and_why(ana: User, ana_online: Client) -> None:
    in_touch(ana, jonas(ana), 80, 73, 66, 59)
    in_touch(ana, mira(ana), 20, 10, 0)
    page = seen(ana_online.get("/people"))
    assert "Jonas is paler on the map: it has been longer than is usual between you." in page.text


def test_map_does_not_call_it_usual_where_nothing_is_noted(ana: User, ana_online: Client) -> None:
    for name in ("Mira", "Jonas"):
        make_person(ana, name, ring="inner", now=NOW - timedelta(days=300))
    text = seen(ana_online.get("/people")).text
    assert "Jonas and Mira are paler because nothing is noted yet." in text
    assert "usual" not in text


def test_map_says_when_nobody_fades(ana: User, ana_online: Client) -> None:
    in_touch(ana, mira(ana), 10, 0)
    assert "Nobody, just now." in seen(ana_online.get("/people")).text


def test_moving_on_the_map_comes_back_to_the_map(ana: User, ana_online: Client) -> None:
    person = tomas(ana)
    page = ana_online.get("/people").content.decode()
    move = f"/people/{{key}}/ring?back={reverse('people')}"
    assert move in page
    answer = ana_online.post(move.replace("{key}", str(person.id)), {"ring": "inner"})
    assert (answer.status_code, where(answer)) == (303, "/people?done=placed")
    person.refresh_from_db()
    assert person.ring == "inner"


def test_one_tap_beside_the_map_for_the_closest(ana: User, ana_online: Client) -> None:
    in_touch(ana, mira(ana), 0)
    person = jonas(ana)
    tomas(ana)
    page = seen(ana_online.get("/people"))
    taps = [attrs["formaction"] for tag, attrs in page.tags if "formaction" in attrs]
    assert taps == [reverse("person_touch", args=[person.id])]
    form = next(form for form in page.forms if "back" in form.values)
    after = seen(ana_online.post(taps[0], form.values, follow=True))
    assert "Noted: you were in touch today." in after.text
    assert not [attrs for _, attrs in after.tags if "formaction" in attrs]


def listed(client: Client, **asked: str) -> list[str]:
    """The names on the list, in order; words to search for go by POST."""
    sealed = {"q", "state"} & asked.keys()
    page = seen(client.post("/people/list", asked, follow=True) if sealed else client.get("/people/list", asked))
    names = {address_of(person): person.shown_name for person in Person.objects.all()}
    return [names[link] for link in page.links if link in names]


def test_search_finds_words_anywhere_whatever_case_and_accents(ana: User, ana_online: Client) -> None:
    mrs_petrovic(ana, notes="Waters the PLANTS")
    make_person(ana, "Đurđa Łukasz", called="Oma", how_met="At the café")
    jonas(ana, channels=[{"kind": "phone", "label": "work", "value": "+49 (30) 231-25"}])
    make_person(ana, "Zoë Müller")
    for asked, name in {
        "petrovic": "Mrs Petrović", "PETROVIĆ mrs": "Mrs Petrović", "plants": "Mrs Petrović", "durda": "Oma",
        "lukasz": "Oma", "oma": "Oma", "cafe": "Oma", "zoe muller": "Zoë Müller", "23125": "Jonas", "work": "Jonas",
    }.items():  # fmt: skip
        assert listed(ana_online, q=asked) == [name], asked
    assert listed(ana_online, q="petrovic jonas") == []
    assert "Nobody like that" in seen(ana_online.post("/people/list", {"q": "zzz"}, follow=True)).text


def test_filters_narrow_by_ring_role_and_state(ana: User, ana_online: Client) -> None:
    mira(ana)
    tomas(ana)
    make_person(ana, "Ines")
    state(ana, jonas(ana), "paused", until=TODAY + timedelta(days=9))
    assert listed(ana_online, ring="inner") == ["Jonas", "Mira"]
    assert listed(ana_online, ring="none") == ["Ines"]
    assert listed(ana_online, role="community") == ["Tomas"]
    assert listed(ana_online, state="paused") == ["Jonas"]
    assert listed(ana_online, ring="inner", state="active") == ["Mira"]
    assert listed(ana_online, ring="nearest", role="x") == ["Ines", "Jonas", "Mira", "Tomas"]


def test_a_pause_that_is_over_counts_as_active(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    state(ana, person, "paused", until=TODAY + timedelta(days=1))
    Person.objects.filter(id=person.id).update(paused_until=TODAY)
    assert listed(ana_online, state="active") == ["Mira"]
    assert listed(ana_online, state="paused") == []


@pytest.mark.parametrize("page", ["2", "99", "0", "-1", "x", "9" * 5000])
def test_list_comes_in_pages_of_fifty(ana: User, ana_online: Client, page: str) -> None:
    for number in range(51):
        make_person(ana, f"Person {number:02}")
    assert len(listed(ana_online)) == 50
    expected = 1 if page in {"2", "99"} else 50
    assert len(listed(ana_online, page=page)) == expected


def test_pages_keep_what_was_asked_for(ana: User, ana_online: Client) -> None:
    for number in range(60):
        make_person(ana, f"Anna & Bo {number:02}", ring="inner", role="friend")
    page = seen(ana_online.get("/people/list", {"role": "friend", "ring": "inner"}))
    following = next(link for link in page.links if "page=2" in link)
    assert len([link for link in seen(ana_online.get(following)).links if "/people/" in link]) > 10


def test_what_is_searched_for_is_in_the_address_and_cannot_be_read_there(ana: User, ana_online: Client) -> None:
    for number in range(60):
        make_person(ana, f"Anna & Bo {number:02}")
    mira(ana)
    sent = ana_online.post("/people/list", {"q": "anna & bo", "role": ""})
    there = sent["Location"]
    assert (sent.status_code, "anna" in there.lower(), len(there) < 300) == (303, False, True)
    page = seen(ana_online.get(there))
    assert "60 people" in page.text
    assert page.form("/people/list").values["q"] == "anna & bo"
    following = next(link for link in page.links if "page=2" in link)
    assert "60 people" in seen(ana_online.get(following)).text
    assert ana_online.post("/people/list", {"q": "anna & bo", "role": ""})["Location"] != there
    assert seen(ana_online.get("/people/list?q=anna&state=unsafe")).text.count("61 people") == 1


def test_the_longest_search_fits_into_an_address(ana_online: Client) -> None:
    asked = {"q": "\U0001f33b" * 200, "state": "paused", "role": "family"}
    there = ana_online.post("/people/list", asked)["Location"]
    assert len(there) < 2048
    assert seen(ana_online.get(there)).form("/people/list").values["q"] == asked["q"]


def test_a_search_of_someone_else_or_nonsense_finds_everyone(ana: User, ana_online: Client) -> None:
    mira(ana)
    jonas(ana)
    mine = ana_online.post("/people/list", {"q": "mira"})["Location"]
    theirs = browser_of(make_user("cleo")).post("/people/list", {"q": "mira"})["Location"]
    for there in (theirs, mine[:-2], mine + "A" * 3000, "/people/list?asked=%C3%A9", "/people/list?asked=A"):
        assert "2 people" in seen(ana_online.get(there)).text, there
    assert "1 person" in seen(ana_online.get(mine)).text


def test_filters_without_words_lead_to_an_address_that_can_be_kept(ana: User, ana_online: Client) -> None:
    answer = ana_online.post("/people/list", {"q": "", "ring": "inner"})
    assert (answer.status_code, answer["Location"]) == (303, "/people/list?ring=inner")


def test_a_row_says_ring_role_and_last_day(ana: User, ana_online: Client) -> None:
    in_touch(ana, mira(ana), 1)
    tomas(ana)
    text = seen(ana_online.get("/people/list")).text
    assert "closest · family · last in touch yesterday" in text
    assert "wider · community · nothing noted yet" in text


def test_one_tap_in_the_list_comes_back_to_the_same_list_and_can_be_undone(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    page = seen(ana_online.get("/people/list?role=family&ring=inner"))
    form = page.form("/touch")
    answer = ana_online.post(form.action, form.values)
    moment = Moment.objects.get()
    assert where(answer) == f"/people/list?role=family&ring=inner&done=touched&about={moment.id}"
    after = seen(ana_online.get(answer["Location"]))
    assert "Noted: you were in touch today." in after.text
    assert not [one for one in after.forms if one.action.endswith("/touch")]
    undo = after.form(quote("/people/list?role=family&ring=inner", safe=""))
    back = ana_online.post(undo.action, undo.values)
    assert where(back) == "/people/list?role=family&ring=inner&done=moment_taken_back"
    person.refresh_from_db()
    assert (Moment.objects.count(), person.last_day) == (0, None)


def test_one_tap_by_htmx_brings_only_the_row_and_the_notice(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    back = "/people/list?role=family"
    answer = ana_online.post(
        reverse("person_touch", args=[person.id]), {"back": back}, headers={"HX-Request": "true"}
    )
    body = seen(answer)
    assert (answer.status_code, f"p-{person.id}" in body.ids, "notices" in body.ids) == (200, True, True)
    assert "<html" not in answer.content.decode()
    assert body.forms[-1].action.endswith(f"?back={quote(back, safe='')}")


@pytest.mark.parametrize("elsewhere", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:x"])
def test_going_back_never_leaves_this_server(ana: User, ana_online: Client, elsewhere: str) -> None:
    person = mira(ana)
    answer = ana_online.post(reverse("person_touch", args=[person.id]), {"back": elsewhere})
    assert answer["Location"].startswith(f"/people/{person.id}?")


def test_a_notice_about_a_stranger_row_is_not_shown(ana: User, ana_online: Client) -> None:
    other = make_user("cleo")
    with signed_in(other) as cleo:
        theirs = in_touch(cleo, mira(cleo), 0)[0]
    text = seen(ana_online.get(f"/people/list?done=touched&about={theirs.id}")).text
    assert "Noted" not in text


def test_placing_one_after_another_keeps_the_place_of_the_keyboard(ana: User, ana_online: Client) -> None:
    for name in ("Ines", "Jonas", "Mira"):
        make_person(ana, name)
    page = seen(ana_online.get("/people/place"))
    assert [form.values["at"] for form in page.forms if form.action == "/people/place"] == ["0", "1", "2"]
    second = [form for form in page.forms if form.action == "/people/place"][1]
    answer = ana_online.post("/people/place", {**second.values, "ring": "middle"})
    placed = Person.objects.get(ring="middle")
    assert (answer.status_code, placed.shown_name) == (303, "Jonas")
    after = seen(ana_online.get(answer["Location"]))
    assert "Jonas · close" in after.text
    focused = [attrs for tag, attrs in after.tags if tag == "button" and "autofocus" in attrs]
    assert [attrs["aria-label"] for attrs in focused] == ["Mira: closest"]


def test_when_all_are_placed_the_page_says_so(ana: User, ana_online: Client) -> None:
    mira(ana)
    assert "Everyone has a place" in seen(ana_online.get("/people/place?at=7&page=9")).text


@pytest.mark.parametrize("sent", [{"ring": ""}, {"ring": "nearest"}, {"ring": "inner", "person": "x"}, {}])
def test_placing_with_nonsense_changes_nothing(ana: User, ana_online: Client, sent: dict[str, str]) -> None:
    person = make_person(ana, "Ines")
    assert ana_online.post("/people/place", {"person": str(person.id), **sent}).status_code == 422
    person.refresh_from_db()
    assert person.ring == ""


def test_removed_people_can_be_brought_back_for_a_week(ana: User, ana_online: Client) -> None:
    here, gone = mira(ana), jonas(ana)
    delete_person(by=Actor(ana), now=NOW - timedelta(days=6), person=here)
    delete_person(by=Actor(ana), now=NOW - timedelta(days=8), person=gone)
    assert "1 person was removed this week" in seen(ana_online.get("/people/list")).text
    page = seen(ana_online.get("/people/deleted"))
    assert "Mira" in page.text
    assert "Jonas" not in page.text
    assert ana_online.post(page.form("/restore").action).status_code == 303
    assert ana_online.get(address_of(here)).status_code == 200
    assert ana_online.post(reverse("person_restore", args=[gone.id])).status_code == 404


def lived_in(user: User, number: int) -> None:
    """So many people who know each other, with moments and dates; some wait, some were removed."""
    by, people = Actor(user), []
    for at in range(number):
        person = make_person(user, f"Person {at}", ring="inner" if at % 2 else "", role="friend")
        replace_dates(by=by, person=person, dates=[{"month": 12, "day": 1 + at % 28}], now=NOW)
        in_touch(user, person, 30 + at % 7, 3, way="call")
        people.append(person)
    for other in people[1:]:
        note_knows(by=by, one=people[0], other=other)
    for at in range(number):
        delete_person(by=by, now=NOW, person=make_person(user, f"Removed {at}"))


def queries(client: Client, address: str) -> int:
    client.get(address)  # compiles what is compiled once
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_page_costs_the_same_number_of_queries_for_2_rows_and_200(ana: User, ana_online: Client) -> None:
    addresses = (
        "/people",
        "/people/list",
        "/people/list?ring=inner",
        "/people/place",
        "/people/deleted",
        "/moments/new",
    )
    lived_in(ana, 2)
    few = {address: queries(ana_online, address) for address in addresses}
    for at in range(200):
        make_person(ana, f"More {at}", ring="inner" if at % 2 else "", role="family")
        delete_person(by=Actor(ana), now=NOW, person=make_person(ana, f"Gone {at}"))
    assert {address: queries(ana_online, address) for address in addresses} == few
