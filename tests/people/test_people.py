"""Adding, changing, placing and removing people."""

from datetime import timedelta
from typing import Any

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import (
    Channel,
    add_person,
    change_person,
    delete_person,
    place_person,
    restore_person,
    set_state,
    set_wish,
)
from kindring.people.models import Person, State
from tests.cast import NOW, TODAY, jonas, make_person, make_user, mira, signed_in
from tests.refusals import refusal


def stored(person: Person) -> Person:
    return Person.objects.get(id=person.id)


def test_a_name_is_enough(by: Actor) -> None:
    row = stored(add_person(by=by, now=NOW, name="Mira"))
    assert (row.name, row.shown_name, row.ring, row.placed_on) == ("Mira", "Mira", "", None)
    assert row.may_suggest
    assert row.rhythm is None


def test_everything_said_is_kept(by: Actor) -> None:
    channels = [{"kind": "phone", "label": "home", "value": "+385 1 234 567"}]
    details: dict[str, Any] = {
        "called": "Mimi", "pronouns": "she/her", "role": "family", "they_give": 9, "you_give": 1,
        "channels": channels, "how_met": "At the wedding.", "notes": "Two\nlines", "wish_days": 30, "source": "uid-1",
    }  # fmt: skip
    row = stored(add_person(by=by, now=NOW, name="Mira Horvat", ring="inner", **details))
    assert {name: getattr(row, name) for name in details} == details
    assert row.shown_name == "Mimi"
    assert row.placed_on == TODAY


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "\u200b\u200d", "\u202e"])
def test_a_name_that_cannot_be_seen_is_refused(by: Actor, name: str) -> None:
    assert refusal(add_person, by=by, now=NOW, name=name) == "name_missing"
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"name": "M" * 201}, "name_too_long"),
        ({"called": "M" * 81}, "called_too_long"),
        ({"notes": "n" * 10_001}, "notes_too_long"),
        ({"ring": "nearest"}, "ring_unknown"),
        ({"role": "enemy"}, "role_unknown"),
        ({"they_give": 16}, "they_give_out_of_range"),
        ({"you_give": -1}, "you_give_out_of_range"),
        ({"wish_days": 731}, "wish_days_out_of_range"),
        ({"wish_days": -1}, "wish_days_out_of_range"),
        ({"channels": [{"kind": "fax", "label": "", "value": "1"}]}, "channels_unknown"),
        ({"channels": [{"kind": "phone", "label": "l" * 41, "value": "1"}]}, "channels_too_long"),
        ({"channels": [{"kind": "phone", "label": "", "value": "1" * 501}]}, "channels_too_long"),
        ({"channels": [{"kind": "phone", "label": "", "value": str(n)} for n in range(21)]}, "channels_too_many"),
    ],
)
def test_what_does_not_fit_is_refused(by: Actor, details: dict[str, Any], code: str) -> None:
    assert refusal(add_person, **{"by": by, "now": NOW, "name": "Mira"} | details) == code
    assert not Person.objects.exists()


def test_text_is_cleaned_but_not_changed(by: Actor) -> None:
    person = add_person(by=by, now=NOW, name="  Mrs \u202e Petrović\r\n ", notes=" One\r\ntwo\x00\n", called="\u200b")
    row = stored(person)
    assert (row.name, row.notes, row.called) == ("Mrs Petrović", "One\ntwo", "")
    assert row.shown_name == "Mrs Petrović"


def test_half_a_character_is_no_error(by: Actor) -> None:
    assert stored(add_person(by=by, now=NOW, name="Mi\ud800ra")).name == "Mira"


def test_empty_and_double_channels_are_left_out(by: Actor) -> None:
    one: Channel = {"kind": "email", "label": "", "value": " mira@example.org "}
    row = stored(add_person(by=by, now=NOW, name="Mira", channels=[one, one, {**one, "value": " "}]))
    assert row.channels == [{"kind": "email", "label": "", "value": "mira@example.org"}]


def test_an_address_keeps_its_lines(by: Actor) -> None:
    lines: list[Channel] = [{"kind": "address", "label": "", "value": "Ilica 1\nZagreb"}]
    assert stored(add_person(by=by, now=NOW, name="Mira", channels=lines)).channels == lines


def test_a_change_leaves_the_rest(ana: User, by: Actor) -> None:
    person = mira(ana, notes="Likes the sea.", channels=[{"kind": "phone", "label": "", "value": "1"}])
    before = stored(person).__dict__["notes"].blob
    change_person(by=by, now=NOW, person=person, name="Mira H.", role="friend")
    row = stored(person)
    assert (row.name, row.role, row.ring, row.notes) == ("Mira H.", "friend", "inner", "Likes the sea.")
    assert row.__dict__["notes"].blob == before


def test_details_can_be_taken_back(ana: User, by: Actor) -> None:
    person = mira(ana, called="Mimi", wish_days=7)
    change_person(by=by, now=NOW, person=person, called="", wish_days=None, channels=[], role="")
    row = stored(person)
    assert (row.called, row.wish_days, row.channels, row.role) == ("", None, [], "")


def test_a_change_without_anything_changes_nothing(ana: User, by: Actor) -> None:
    assert stored(change_person(by=by, now=NOW, person=mira(ana))).name == "Mira"


def test_a_name_cannot_be_taken_away(ana: User, by: Actor) -> None:
    assert refusal(change_person, by=by, now=NOW, person=mira(ana), name=" ") == "name_missing"


def test_unknown_details_are_a_mistake_of_the_program(ana: User, by: Actor) -> None:
    with pytest.raises(TypeError):
        change_person(by=by, now=NOW, person=mira(ana), deleted_at=NOW)  # type: ignore[call-arg]


def test_the_first_placing_is_remembered(ana: User, by: Actor) -> None:
    person = make_person(ana, "Tomas")
    later = NOW + timedelta(days=9)
    place_person(by=by, now=NOW, person=person, ring="outer")
    place_person(by=by, now=later, person=person, ring="")
    assert stored(person).ring == ""
    place_person(by=by, now=later, person=person, ring="inner")
    assert (stored(person).ring, stored(person).placed_on) == ("inner", TODAY)


def test_placing_counts_days_in_the_users_zone(by: Actor, ana: User) -> None:
    ana.time_zone = "Pacific/Auckland"  # 13 hours ahead in November
    assert mira(ana, now=NOW.replace(hour=22)).placed_on == TODAY + timedelta(days=1)


def test_an_unknown_ring_is_refused(ana: User, by: Actor) -> None:
    person = mira(ana)
    assert refusal(place_person, by=by, now=NOW, person=person, ring="core") == "ring_unknown"
    assert stored(person).ring == "inner"


@pytest.mark.parametrize("state", ["ended", "unsafe", "died"])
def test_what_is_over_is_never_suggested(ana: User, by: Actor, state: str) -> None:
    person = mira(ana)
    set_state(by=by, now=NOW, person=person, state=state)
    row = stored(person)
    assert (row.state, row.may_suggest, row.paused_until) == (state, False, None)
    assert not Person.objects.on_map().exists()


def test_active_again_is_as_if_nothing_had_been(ana: User, by: Actor) -> None:
    person = mira(ana)
    set_state(by=by, now=NOW, person=person, state="unsafe")
    set_state(by=by, now=NOW, person=person, state="active")
    row = stored(person)
    assert (row.state, row.may_suggest) == ("", True)
    assert Person.objects.filter(state__isnull=True).exists()
    assert row.state_on(TODAY) is State.ACTIVE


def test_a_pause_lasts_until_its_day(ana: User, by: Actor) -> None:
    person = mira(ana)
    until = TODAY + timedelta(days=10)
    set_state(by=by, now=NOW, person=person, state="paused", until=until)
    row = stored(person)
    assert (row.state, row.may_suggest, row.paused_until) == ("paused", True, until)
    assert row.state_on(until - timedelta(days=1)) is State.PAUSED
    assert row.state_on(until) is State.ACTIVE
    assert not Person.objects.suggestible(TODAY).exists()
    assert Person.objects.suggestible(until).exists()


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (None, "until_missing"),
        (0, "until_out_of_range"),
        (-3, "until_out_of_range"),
        (3661, "until_out_of_range"),
    ],
)
def test_a_pause_needs_a_day_to_come(ana: User, by: Actor, days: int | None, code: str) -> None:
    until = None if days is None else TODAY + timedelta(days=days)
    assert refusal(set_state, by=by, now=NOW, person=mira(ana), state="paused", until=until) == code


def test_an_unknown_state_is_refused(ana: User, by: Actor) -> None:
    assert refusal(set_state, by=by, now=NOW, person=mira(ana), state="lost") == "state_unknown"


@pytest.mark.parametrize("days", [None, 0, 1, 730])
def test_a_wish_may_be(ana: User, by: Actor, days: int | None) -> None:
    assert stored(set_wish(by=by, person=mira(ana), days=days)).wish_days == days


@pytest.mark.parametrize("days", [-1, 731])
def test_a_wish_may_not_be(ana: User, by: Actor, days: int) -> None:
    assert refusal(set_wish, by=by, person=mira(ana), days=days) == "wish_days_out_of_range"


def test_deleted_is_off_every_list_and_comes_back_whole(ana: User, by: Actor) -> None:
    person = mira(ana, notes="Likes the sea.")
    delete_person(by=by, now=NOW, person=person)
    mine = Person.objects.visible_to(ana)
    assert not mine.kept().exists()
    assert not mine.on_map().exists()
    assert mine.restorable(NOW).exists()
    restore_person(by=by, now=NOW + timedelta(days=6), person=person)
    row = mine.kept().get()
    assert (row.notes, row.ring, row.deleted_at) == ("Likes the sea.", "inner", None)


def test_after_a_week_there_is_no_way_back(ana: User, by: Actor) -> None:
    person = mira(ana)
    delete_person(by=by, now=NOW, person=person)
    late = NOW + timedelta(days=7)
    assert not Person.objects.visible_to(ana).restorable(late).exists()
    assert refusal(restore_person, by=by, now=late, person=person) == "person_not_found"


def test_deleting_twice_does_not_start_the_week_again(ana: User, by: Actor) -> None:
    person = mira(ana)
    delete_person(by=by, now=NOW, person=person)
    delete_person(by=by, now=NOW + timedelta(days=5), person=person)
    assert stored(person).deleted_at == NOW


def test_restoring_someone_who_is_there_changes_nothing(ana: User, by: Actor) -> None:
    assert stored(restore_person(by=by, now=NOW, person=mira(ana))).deleted_at is None


def test_the_deleted_are_not_changed(ana: User, by: Actor) -> None:
    person = delete_person(by=by, now=NOW, person=mira(ana))
    for action, words in _changes(person):
        assert refusal(action, by=by, **words) == "person_not_found"


def test_strangers_people_are_refused_like_missing_ones(ana: User, cleo: User, by: Actor) -> None:
    missing = Person(owner_id=ana.id, name="Nobody")
    theirs = mira(ana)
    with signed_in(make_user("viktor")) as viktor:
        for person in (missing, theirs):
            for action, words in [*_changes(person), (delete_person, {"now": NOW, "person": person})]:
                assert refusal(action, by=Actor(viktor), **words) == "person_not_found"
    assert stored(theirs).deleted_at is None


def _changes(person: Person) -> list[tuple[Any, dict[str, Any]]]:
    return [
        (change_person, {"now": NOW, "person": person, "name": "Someone"}),
        (place_person, {"now": NOW, "person": person, "ring": "outer"}),
        (set_state, {"now": NOW, "person": person, "state": "ended"}),
        (set_wish, {"person": person, "days": 3}),
    ]


def test_the_cast_stands_apart(ana: User) -> None:
    mira(ana)
    jonas(ana)
    with signed_in(make_user("cleo")) as cleo:
        mira(cleo)
        assert Person.objects.visible_to(cleo).count() == 1
    assert Person.objects.visible_to(ana).count() == 2
