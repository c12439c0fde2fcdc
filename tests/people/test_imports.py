"""Bringing an address book: who comes, with what, and what is left of the file."""

from typing import Any

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import delete_person
from kindring.people.actions.card_details import newcomer
from kindring.people.actions.imports import bring_some, choose_cards, drop_file
from kindring.people.already_here import Here, on_the_map
from kindring.people.models import ImportantDate, ImportCard, ImportFile, Person, State
from tests.address_books import JONAS, MIRA, bring, card, cards_of, choose, only, outcomes, people_of, read
from tests.cast import NOW, TODAY, make_person, make_user, signed_in
from tests.refusals import refusal

Outcome = ImportCard.Outcome


# What goes where


def test_nobody_is_chosen_and_nobody_comes_by_themselves(ana: User) -> None:
    book = read(ana, MIRA + JONAS)
    assert outcomes(ana, book) == [Outcome.WAITING, Outcome.WAITING]
    steps = bring_some(by=Actor(ana), now=NOW, file=book)
    assert steps == (0, 0, 0)
    assert not people_of(ana)
    assert len(cards_of(ana, book)) == 2


def test_card_becomes_a_person(ana: User) -> None:
    lines = ("NICKNAME:Mimi", "PRONOUNS:she/her", "TEL;TYPE=CELL:+385 91 555", "EMAIL;TYPE=WORK:mira@example.org")
    more = ("ADR;TYPE=HOME:;;Ilica 1;Zagreb;;10000;Croatia", "URL:https://example.org", "UID:5f0c6a1e-mira")
    person = only(ana, *lines, *more)
    assert (person.name, person.called, person.pronouns) == ("Mira", "", "she/her")
    assert (person.shown_name, person.notes) == ("Mira", "Nickname: Mimi")
    assert person.source == "5f0c6a1e-mira"
    assert [(way["kind"], way["label"], way["value"]) for way in person.channels] == [
        ("phone", "mobile", "+385 91 555"),
        ("email", "work", "mira@example.org"),
        ("address", "home", "Ilica 1, Zagreb, 10000, Croatia"),
        ("other", "website", "https://example.org"),
    ]


def test_whoever_comes_waits_to_be_placed_and_is_not_suggested(ana: User) -> None:
    person = only(ana)
    assert (person.ring, person.role, person.placed_on, person.contacts) == ("", "", None, 0)
    assert list(Person.objects.visible_to(ana).unplaced()) == [person]
    assert not Person.objects.visible_to(ana).suggestible(TODAY)


def test_dates_come_with_and_without_a_year(ana: User) -> None:
    person = only(
        ana,
        "BDAY:--0304",
        "ANNIVERSARY:2009-08-08",
        "item1.X-ABDATE:2001-05-06",
        "item1.X-ABLabel:First met",
    )
    dates = {(day.sort, day.month, day.day, day.year, day.label) for day in person.dates.all()}
    assert dates == {
        ("birthday", 3, 4, "", ""),
        ("anniversary", 8, 8, "2009", ""),
        ("own", 5, 6, "2001", "First met"),
    }


def test_year_to_come_is_left_out_of_a_date(ana: User) -> None:
    (day,) = only(ana, "ANNIVERSARY:2031-08-08").dates.all()
    assert (day.month, day.day, day.year) == (8, 8, "")


@pytest.mark.parametrize(
    ("lines", "notes"),
    [
        (["ORG:St. Ann's", "TITLE:Nurse", "NOTE:Sings alto"], "Nurse at St. Ann's\nSings alto"),
        (["ORG:St. Ann's"], "Works at St. Ann's"),
        (["TITLE:Nurse"], "Nurse"),
        (["ORG:Mira", "X-ABShowAs:COMPANY"], ""),
        (["X-SPOUSE:Jonas"], "Spouse: Jonas"),
    ],
)
def test_work_and_relations_stand_in_the_notes(ana: User, lines: list[str], notes: str) -> None:
    assert only(ana, *lines).notes == notes


def test_ways_that_find_no_room_stand_in_the_notes(ana: User) -> None:
    person = only(ana, *(f"TEL;TYPE=HOME:+1 555 {n:04}" for n in range(23)))
    assert len(person.channels) == 20
    assert person.notes.splitlines() == [f"home: +1 555 {n:04}" for n in (20, 21, 22)]


def test_whoever_has_died_is_never_suggested(ana: User) -> None:
    person = only(ana, "DEATHDATE:2019-01-02")
    assert person.state == State.DIED
    assert not person.may_suggest


def test_card_that_does_not_fit_comes_with_its_name(ana: User) -> None:
    """The reader keeps less than this; should it ever keep more, nobody is lost."""
    ways = [("home", f"{n}" + '"' * 480) for n in range(20)]
    found = newcomer(ana.id, TODAY, {"name": "Mira", "source": "x", "phones": ways, "note": "Sings alto"})
    assert (found.person.name, found.person.source, found.person.channels) == ("Mira", "x", [])


# Choosing


def test_only_the_chosen_come_and_then_the_file_is_forgotten(ana: User) -> None:
    book = read(ana, MIRA + JONAS)
    choose(ana, book, "Jonas")
    assert bring_some(by=Actor(ana), now=NOW, file=book) == (1, 0, 0)
    assert [person.name for person in people_of(ana)] == ["Jonas"]
    assert not ImportCard.objects.exists()


def test_choices_of_other_pages_stay(ana: User, by: Actor) -> None:
    book = read(ana, "".join(card(f"Guest {n}") for n in range(6)))
    ids = [row.id for row in cards_of(ana, book)]
    choose_cards(by=by, file=book, shown=ids[:3], chosen=ids[:2])
    choose_cards(by=by, file=book, shown=ids[3:], chosen=ids[3:4])
    choose_cards(by=by, file=book, shown=ids[:3], chosen=ids[1:2])
    assert [row.card["name"] for row in cards_of(ana, book) if row.outcome == "chosen"] == ["Guest 1", "Guest 3"]


def test_what_cannot_come_cannot_be_chosen(ana: User) -> None:
    book = read(ana, MIRA + MIRA + card("Choir", "X-ADDRESSBOOKSERVER-KIND:group"))
    choose(ana, book)
    assert outcomes(ana, book) == [Outcome.CHOSEN, Outcome.KNOWN, Outcome.UNREADABLE]


def test_cards_of_another_file_are_not_touched(ana: User, by: Actor) -> None:
    one, other = read(ana, MIRA), read(ana, JONAS)
    ids = [row.id for row in cards_of(ana, other)]
    choose_cards(by=by, file=one, shown=ids, chosen=ids)
    assert outcomes(ana, other) == [Outcome.WAITING]


def test_stranger_can_neither_choose_nor_bring_nor_drop(ana: User) -> None:
    with signed_in(make_user("cleo")) as cleo:
        theirs, stranger = read(cleo, MIRA), Actor(ana)
        ids = list(ImportCard.objects.visible_to(cleo).values_list("id", flat=True))
    choose_cards(by=stranger, file=theirs, shown=ids, chosen=ids)
    assert refusal(bring_some, by=stranger, now=NOW, file=theirs) == "file_not_found"
    assert refusal(drop_file, by=stranger, file=theirs) == "file_not_found"
    assert list(ImportCard.objects.values_list("outcome", flat=True)) == [Outcome.WAITING]


# Nothing doubled


@pytest.mark.parametrize("text", [MIRA, JONAS, card("Mira"), MIRA + JONAS + card("Tomas")])
def test_file_brought_twice_doubles_nobody(ana: User, text: str) -> None:
    first = bring(ana, text)
    assert bring(ana, text) == first
    assert ImportFile.objects.visible_to(ana).get().came == 0


def test_same_person_of_a_later_export_is_known_by_the_uid(ana: User) -> None:
    bring(ana, MIRA)
    book = read(ana, card("Mira Novak", "UID:5f0c6a1e-mira"))
    assert found_for(ana, book) == [Here("Mira Horvat", same_card=True, sure=True)]


def test_whoever_was_renamed_on_the_map_is_still_known(ana: User) -> None:
    (person,) = bring(ana, MIRA)
    person.name = "Mimi"
    person.save()
    assert [here and here.name for here in found_for(ana, read(ana, MIRA))] == ["Mimi"]


def test_the_same_card_twice_in_a_file_comes_once(ana: User) -> None:
    book = read(ana, MIRA + MIRA)
    assert [(row.outcome, row.reason) for row in cards_of(ana, book)] == [("waiting", ""), ("known", "twice")]
    assert len(bring(ana, MIRA + MIRA)) == 1


def test_two_cards_of_one_name_both_come_and_say_so(ana: User) -> None:
    text = card("Mira", "NOTE:one") + card("Mira", "NOTE:two")
    assert [row.card.get("like") for row in cards_of(ana, read(ana, text))] == [None, [1, ""]]
    assert len(bring(ana, text)) == 2
    assert len(bring(ana, text)) == 2


def test_a_uid_that_every_card_shares_tells_nobody_apart(ana: User) -> None:
    bring(ana, card("Mira", "UID:00000000-same") + card("Jonas", "UID:00000000-same"))
    bring(ana, card("Tomas", "UID:00000000-same") + card("Mira", "UID:00000000-same"))
    assert [person.name for person in people_of(ana)] == ["Jonas", "Mira", "Tomas"]


def test_short_uid_is_no_name_for_the_whole_world(ana: User) -> None:
    bring(ana, card("Mira", "UID:1"))
    assert [person.name for person in bring(ana, card("Jonas", "UID:1"))] == ["Jonas", "Mira"]


def test_whoever_was_removed_may_come_again(ana: User, by: Actor) -> None:
    (person,) = bring(ana, MIRA)
    delete_person(by=by, now=NOW, person=person)
    assert len(bring(ana, MIRA)) == 2


def test_pressed_again_after_the_end_nothing_happens(ana: User, by: Actor) -> None:
    book = read(ana, MIRA + JONAS)
    choose(ana, book)
    ends = [bring_some(by=by, now=NOW, file=book) for _ in range(2)]
    assert ends == [(2, 0, 0), (2, 0, 0)]
    assert len(people_of(ana)) == 2


def test_steps_go_on_where_they_were(ana: User, by: Actor) -> None:
    book = read(ana, "".join(card(f"Guest {n}", "BDAY:--0304") for n in range(7)))
    choose(ana, book)
    steps = [bring_some(by=by, now=NOW, file=book, most=3) for _ in range(3)]
    assert [(step.done, step.left) for step in steps] == [(3, 4), (6, 1), (7, 0)]
    assert ImportantDate.objects.visible_to(ana).count() == 7


def test_step_that_breaks_leaves_nothing_half(ana: User, by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    book = read(ana, "".join(card(f"Guest {n}", "BDAY:--0304") for n in range(4)))
    choose(ana, book)
    bring_some(by=by, now=NOW, file=book, most=1)

    def break_(*_args: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(ImportantDate.objects, "bulk_create", break_)
        with pytest.raises(ZeroDivisionError):
            bring_some(by=by, now=NOW, file=book)
    assert len(people_of(ana)) == 1
    assert bring_some(by=by, now=NOW, file=book) == (4, 0, 0)
    assert len(people_of(ana)) == 4


# Who is here already


def found_for(user: User, book: ImportFile) -> list[Here | None]:
    people = on_the_map(user)
    return [people.find(row.card) for row in cards_of(user, book)]


@pytest.mark.parametrize(
    ("name", "line", "found"),
    [
        ("mira  HORVAT", "TEL:091/555-0101", True),
        ("Mira Horvat", "EMAIL:MIRA@example.org", True),
        ("Mira Horvat", "TEL:+385 91 555 0199", False),
        ("Mira Horvat", "TEL:01", False),
        ("Mira", "TEL:091 555 0101", None),
    ],
)
def test_known_by_name_and_a_way_to_reach_them(ana: User, name: str, line: str, found: bool | None) -> None:
    ways = [
        {"kind": "phone", "label": "", "value": "+385 91 555 0101"},
        {"kind": "phone", "label": "", "value": "01"},
        {"kind": "email", "label": "", "value": "mira@example.org"},
    ]
    make_person(ana, "Mira Horvat", channels=ways)
    (here,) = found_for(ana, read(ana, card(name, line)))
    assert here == (None if found is None else Here("Mira Horvat", same_card=False, sure=found))


def test_namesakes_can_be_brought_by_choice(ana: User) -> None:
    make_person(ana, "Jonas")
    assert [person.name for person in bring(ana, JONAS)] == ["Jonas", "Jonas"]
