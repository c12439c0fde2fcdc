"""Adding someone, and changing what is written about them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import replace_dates, set_state
from kindring.people.models import ImportantDate, Person
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, make_person, mira
from tests.web.seen import seen, where


def at(name: str, person: Person) -> str:
    return reverse(name, args=[person.id])


def stored(person: Person) -> Person:
    return Person.objects.get(id=person.id)


def edited(client: Client, person: Person, **changes: Any) -> Any:
    """The edit form sent as it came, with these changes; None takes a field out."""
    values = seen(client.get(at("person_edit", person))).form("/edit").values | changes
    return client.post(
        at("person_edit", person), {name: value for name, value in values.items() if value is not None}
    )


def test_a_name_is_enough_and_the_form_waits_for_the_next(ana: User, ana_online: Client) -> None:
    answer = ana_online.post("/people/new", {"name": "Mira"})
    mira = Person.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/people/new?added={mira.id}")
    page = seen(ana_online.get(answer["Location"]))
    assert "Mira is added. Add another" in page.text
    focused = [attrs.get("name") for tag, attrs in page.tags if "autofocus" in attrs]
    assert focused == ["name"]
    assert page.form("/people/new").values["name"] == ""


def test_five_people_in_a_row_with_the_keyboard_alone(ana: User, ana_online: Client) -> None:
    page = seen(ana_online.get("/people/new"))
    for name in ("Mira", "Jonas", "Tomas", "Ines", "Mrs Petrović"):
        form = page.form("/people/new")
        page = seen(ana_online.post(form.action, form.values | {"name": name}, follow=True))
    assert sorted(person.name for person in Person.objects.all()) == [
        "Ines",
        "Jonas",
        "Mira",
        "Mrs Petrović",
        "Tomas",
    ]


def test_the_first_button_of_the_form_is_the_one_that_adds(ana_online: Client) -> None:
    """Enter in a field presses the first button."""
    page = seen(ana_online.get("/people/new"))
    main = [attrs for tag, attrs in page.tags if tag == "button" and "name" in attrs]
    buttons = [attrs for tag, attrs in page.tags if tag == "button" and attrs.get("class") == "button first"]
    assert (len(buttons), "name" in buttons[0], main[0]["name"]) == (1, False, "open")


def test_adding_with_everything_opens_the_page(ana: User, ana_online: Client) -> None:
    sent = {
        "name": "Mira Horvat", "called": "Mimi", "pronouns": "she/her", "ring": "inner", "role": "family",
        "they_give": ["emotional", "companionship"], "you_give": ["practical"], "how_met": "At the\r\nwedding",
        "notes": "Likes tea", "open": "1",
    }  # fmt: skip
    answer = ana_online.post("/people/new", sent)
    person = Person.objects.get()
    assert answer["Location"].startswith(at("person", person))
    assert (person.they_give, person.you_give, person.ring) == (9, 2, "inner")
    assert (person.called, person.how_met) == ("Mimi", "At the\nwedding")


def test_a_name_that_is_there_already_is_hinted_not_refused(ana: User, ana_online: Client) -> None:
    first = make_person(ana, "Jonas  Weber")
    page = seen(ana_online.post("/people/new", {"name": "jonas weber"}, follow=True))
    assert Person.objects.count() == 2
    assert "Someone else on your map has the same name" in page.text
    assert at("person", first) in page.links


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "\u200b"}, {"role": "boss"}, {"notes": "n" * 10_001}])
def test_a_wrong_form_comes_back_with_all_that_was_typed(
    ana: User, ana_online: Client, wrong: dict[str, str]
) -> None:
    sent = {
        "name": "Mira",
        "ring": "inner",
        "pronouns": "she/her",
        "they_give": ["practical"],
        "notes": "tea",
    } | wrong
    answer = ana_online.post("/people/new", sent)
    values = seen(answer).form("/people/new").values
    assert (answer.status_code, Person.objects.count()) == (422, 0)
    assert [values[name] for name in ("ring", "pronouns", "they_give", "notes")] == [
        "inner", "she/her", "practical", sent["notes"]
    ]  # fmt: skip


def test_errors_are_tied_to_their_fields(ana_online: Client) -> None:
    page = seen(ana_online.post("/people/new", {"name": ""}))
    assert set(page.described()["name"].split()) <= set(page.ids)
    assert "#id_name" in page.links


def test_details_open_only_where_something_was_typed_in_them(ana_online: Client) -> None:
    for sent, open_ in (({"name": ""}, False), ({"name": "", "they_give": ["practical"]}, True)):
        page = seen(ana_online.post("/people/new", sent))
        assert [("open" in attrs) for tag, attrs in page.tags if tag == "details"] == [open_]


def test_line_ends_count_as_one_character(ana: User, ana_online: Client) -> None:
    assert ana_online.post("/people/new", {"name": "Mira", "notes": "n\r\n" * 5000}).status_code == 303


@pytest.mark.parametrize("name", ["person", "person_edit"])
def test_every_field_has_a_name_for_those_who_listen(ana: User, ana_online: Client, name: str) -> None:
    person = jonas(ana, channels=[{"kind": "phone", "label": "", "value": "123"}])
    mira(ana)
    assert seen(ana_online.get(at(name, person))).nameless() == []


@pytest.mark.parametrize("address", ["/people/new", "/people/list", "/people/place", "/moments/new"])
def test_every_field_of_every_form_has_a_name(ana: User, ana_online: Client, address: str) -> None:
    mira(ana)
    make_person(ana, "Tomas")
    assert seen(ana_online.get(address)).nameless() == []


def test_sending_the_edit_form_untouched_changes_nothing(ana: User, ana_online: Client) -> None:
    person = jonas(
        ana, called="Jo", how_met="Choir", notes="One\nTwo", wish_days=14,
        channels=[{"kind": "email", "label": "work", "value": "jonas@example.org"}],
    )  # fmt: skip
    replace_dates(by=Actor(ana), person=person, dates=[{"month": 3, "day": 4, "year": 1986}], now=NOW)
    in_touch(ana, person, 3)
    before = {name: getattr(stored(person), name) for name in [field.attname for field in Person._meta.fields]}
    answer = edited(ana_online, person)
    assert (answer.status_code, where(answer)) == (303, at("person", person) + "?done=person_kept")
    assert {name: getattr(stored(person), name) for name in before} == before
    row = ImportantDate.objects.get()
    assert (row.sort, row.month, row.day, row.year) == ("birthday", 3, 4, "1986")


def test_everything_can_be_changed(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    answer = edited(
        ana_online, person,
        **{
            "name": "Jonas Weber", "called": "Jo", "pronouns": "they/them", "ring": "outer", "role": "colleague",
            "they_give": ["informational"], "you_give": [], "how_met": "Work", "notes": "n", "wish_count": "2",
            "wish_unit": "weeks", "channels-0-kind": "phone", "channels-0-value": "123 45",
            "channels-0-label": "mobile", "dates-0-sort": "own", "dates-0-label": "moves", "dates-0-day": "29",
            "dates-0-month": "2", "dates-0-year": "", "state": "paused", "until": str(TODAY + timedelta(days=5)),
        },
    )  # fmt: skip
    row = stored(person)
    assert answer.status_code == 303
    assert (row.name, row.called, row.pronouns, row.ring, row.role) == (
        "Jonas Weber",
        "Jo",
        "they/them",
        "outer",
        "colleague",
    )
    assert (row.they_give, row.you_give, row.how_met, row.notes, row.wish_days) == (4, 0, "Work", "n", 14)
    assert row.channels == [{"kind": "phone", "label": "mobile", "value": "123 45"}]
    assert (row.state, row.paused_until) == ("paused", TODAY + timedelta(days=5))
    day = ImportantDate.objects.get()
    assert (day.sort, day.label, day.day, day.month, day.year) == ("own", "moves", 29, 2, "")


def test_an_emptied_line_is_removed(ana: User, ana_online: Client) -> None:
    kept = {"kind": "phone", "label": "", "value": "222"}
    person = jonas(ana, channels=[{"kind": "phone", "label": "", "value": "111"}, kept])
    replace_dates(by=Actor(ana), person=person, dates=[{"month": 3, "day": 4}], now=NOW)
    edited(ana_online, person, **{"channels-0-value": "", "dates-0-day": "", "dates-0-month": ""})
    assert stored(person).channels == [kept]
    assert not ImportantDate.objects.exists()


def test_another_line_keeps_what_was_typed_and_changes_nothing(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    sent = {
        "another": "channels",
        "name": "",
        "notes": "half a",
        "channels-0-value": "123",
        "they_give": ["practical"],
    }
    answer = edited(ana_online, person, **sent)
    values = seen(answer).form("/edit").values
    assert answer.status_code == 200
    assert 'role="alert"' not in answer.content.decode()
    assert (values["name"], values["notes"], values["they_give"]) == ("", "half a", "practical")
    assert (values["channels-0-value"], values["channels-1-value"]) == ("123", "")
    assert stored(person).channels == []
    again = seen(ana_online.post(at("person_edit", person), values | {"another": "dates"})).form("/edit").values
    assert (again["channels-0-value"], again["dates-1-day"]) == ("123", "")
    done = ana_online.post(at("person_edit", person), again | {"name": "Jonas", "channels-1-value": "456"})
    assert (done.status_code, [channel["value"] for channel in stored(person).channels]) == (303, ["123", "456"])


def test_lines_have_an_end(ana: User, ana_online: Client) -> None:
    values = seen(ana_online.get(at("person_edit", jonas(ana)))).form("/edit").values
    person = Person.objects.get()
    for total in ("20", "9999999", "x", ""):
        sent = values | {"another": "channels", "channels-TOTAL_FORMS": total}
        answer = ana_online.post(at("person_edit", person), sent)
        assert (answer.status_code, "channels-20-value" in answer.content.decode()) == (200, False)
        assert ana_online.post(at("person_edit", person), sent | {"another": ""}).status_code in {303, 422}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"dates-0-day": "31", "dates-0-month": "2"}, "There is no such day in the calendar."),
        (
            {"dates-0-day": "29", "dates-0-month": "2", "dates-0-year": "2023"},
            "There is no such day in the calendar.",
        ),
        ({"dates-0-day": "3"}, "A date needs its day and its month."),
        ({"dates-0-day": "3", "dates-0-month": "2", "dates-0-year": "2099"}, "The year of a date lies between"),
        ({"state": "paused"}, "A pause needs the day on which it ends"),
        ({"state": "paused", "until": "2020-01-01"}, "A pause ends on a day to come"),
        ({"wish_count": "3", "wish_unit": "years"}, "Two years is the longest wish"),
        ({"wish_count": "0"}, "At least 1, or nothing"),
        ({"name": "   "}, "A name is needed."),
        ({"state": "angry"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_half_kept(
    ana: User, ana_online: Client, wrong: dict[str, str], words: str
) -> None:
    person = jonas(ana)
    answer = edited(ana_online, person, notes="typed", **wrong)
    page = seen(answer)
    assert (answer.status_code, words in page.text) == (422, True), page.text
    assert "Something needs another look" in page.text
    assert page.form("/edit").values["notes"] == "typed"
    assert (stored(person).notes, ImportantDate.objects.count()) == ("", 0)


@pytest.mark.parametrize(
    ("sent", "days"),
    [
        ({"wish_count": "10", "wish_unit": "days"}, 10),
        ({"wish_count": "3", "wish_unit": "months"}, 90),
        ({"wish_count": "1", "wish_unit": "years"}, 365),
        ({"wish_count": "3", "wish_unit": "weeks", "rest": "on"}, 0),
        ({"wish_count": ""}, None),
    ],
)
def test_a_wish_in_days_weeks_months_or_years(
    ana: User, ana_online: Client, sent: dict[str, str], days: int | None
) -> None:
    person = jonas(ana, wish_days=7)
    edited(ana_online, person, **sent)
    assert stored(person).wish_days == days
    again = seen(ana_online.get(at("person_edit", person))).form("/edit").values
    assert again.get("rest", "") == ("on" if days == 0 else "")
    edited(ana_online, person)
    assert stored(person).wish_days == days


def test_a_pause_that_is_over_does_not_stand_in_the_way_of_a_change(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    set_state(by=Actor(ana), now=NOW, person=person, state="paused", until=TODAY + timedelta(days=1))
    Person.objects.filter(id=person.id).update(paused_until=days_ago(3))
    assert edited(ana_online, person, notes="new").status_code == 303
    assert stored(person).notes == "new"


def test_an_address_of_several_lines_becomes_one_when_it_is_edited(ana: User, ana_online: Client) -> None:
    person = jonas(ana, channels=[{"kind": "address", "label": "", "value": "Seestraße 4\n13353 Berlin"}])
    assert "Seestraße 4\n13353 Berlin" in ana_online.get(at("person", person)).content.decode()
    edited(ana_online, person)
    assert stored(person).channels[0]["value"] == "Seestraße 4, 13353 Berlin"
