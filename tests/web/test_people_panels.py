"""What stands beside the map: said in words, true, and left out where somebody does not want it."""

from typing import Any, get_args

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.checkins.actions import keep_answers
from kindring.engine.steps import Code, NextStep, Reason, Small, Sort, UnknownCode
from kindring.people.actions import change_person, log_moment, set_state
from kindring.people.actions.showing import choose_showing
from kindring.people.models import Person
from kindring.people.showing import PANELS, Showing
from kindring.web.step_words import step_words
from tests.cast import NOW, in_touch, jonas, make_person, mira, mrs_petrovic, tomas
from tests.web.seen import Seen, seen

E, P, A, C = 1, 2, 4, 8


def people(client: Client, **asked: str) -> Seen:
    return seen(client.get("/people", asked))


def choose(user: User, **other: Any) -> None:
    choose_showing(by=Actor(user), showing=Showing.read(Showing.read({}).stored() | other))


def kinds(page: Seen) -> dict[str, str]:
    """The line of each kind, as it is heard."""
    words = page.text.split("What holds you up")[1]
    return {
        kind: words.split(kind, 1)[1].split(";")[0].split(maxsplit=1)[1]
        for kind in ("emotional", "practical", "advice", "company")
    }


def lit(page: Seen) -> set[str]:
    return {
        attrs["data-person"] for tag, attrs in page.tags if tag == "a" and "lit" in attrs.get("class", "").split()
    }


def test_each_kind_says_how_many_people_there_are_for_it(ana: User, ana_online: Client) -> None:
    mira(ana, they_give=E | C)
    jonas(ana, they_give=E)
    tomas(ana, they_give=P)
    assert kinds(people(ana_online)) == {
        "emotional": "2 people", "practical": "1 person", "advice": "0 people", "company": "1 person",
    }  # fmt: skip


def test_two_of_each_are_ours_until_somebody_says_how_many(ana: User, ana_online: Client) -> None:
    mira(ana, they_give=E | P | A | C)
    page = people(ana_online)
    assert "1 person; 2 to begin with" in page.text
    assert "you wish for" not in page.text
    assert "Two of each to begin with: say how many are enough" in page.text
    assert reverse("settings_people") in page.links
    choose(ana)
    page = people(ana_online)
    assert "1 person; you wish for 2" in page.text
    assert "to begin with" not in page.text
    assert "How many are enough?" in page.text


def test_no_step_calls_a_wish_what_nobody_wished() -> None:
    some: Reason[str] = Reason("some", kind=A, count=1, of=2)
    step = NextStep("look", None, A, "read_about_one", (some,), ())
    assert step_words(step, {}, wished=False).why == ["For advice there is 1 person so far; we begin with 2."]
    assert step_words(step, {}).why == ["For advice there is 1 of the 2 people you wish for."]


def test_what_rests_on_one_person_is_named(ana: User, ana_online: Client) -> None:
    mira(ana, they_give=E | C)
    jonas(ana, they_give=E)
    tomas(ana, they_give=P)
    text = people(ana_online).text
    assert "Company rests on Mira alone." in text
    assert "Practical help rests on Tomas alone." in text
    assert "Nobody yet for advice." in text
    assert "Emotional support rest" not in text


def test_whoever_is_unsafe_or_not_placed_holds_nothing_up(ana: User, ana_online: Client) -> None:
    mira(ana, they_give=E)
    viktor = make_person(ana, "Viktor", ring="inner", they_give=P)
    make_person(ana, "Lin", they_give=A)
    set_state(by=Actor(ana), now=NOW, person=viktor, state="unsafe")
    page = people(ana_online)
    assert "Viktor" not in page.text
    assert "Nobody yet for practical help, advice and company." in page.text


def test_where_nothing_is_marked_yet_nobody_is_missing_and_the_nearest_is_asked_about(
    ana: User, ana_online: Client
) -> None:
    tomas(ana, they_give=0)
    person = mira(ana, they_give=0)
    page = people(ana_online)
    assert "What 2 people give you is not noted yet." in page.text
    assert "Nobody yet" not in page.text
    assert "in a club or a course" not in page.text
    assert "What does Mira give you?" in page.text
    assert f"/people/{person.id}/edit?marking=order#flows" in {
        attrs.get("href") for tag, attrs in page.tags if tag == "a"
    }
    assert 'id="flows"' in ana_online.get(f"/people/{person.id}/edit").content.decode()


def test_what_people_give_is_marked_one_after_the_other_and_can_be_left(ana: User, ana_online: Client) -> None:
    last, first = tomas(ana, they_give=0), mira(ana, they_give=0)
    jonas(ana, they_give=E)
    second = mrs_petrovic(ana)

    def kept(person: Person, *gives: str, how: str = "order") -> str:
        details = {"name": person.name, "ring": person.ring, "state": "active", "marking": how, "they_give": gives}
        none = {f"{rows}-{form}_FORMS": "0" for rows in ("channels", "dates") for form in ("TOTAL", "INITIAL")}
        answer = ana_online.post(f"/people/{person.id}/edit", details | none)
        assert answer.status_code == 303, answer.content.decode()
        return answer["Location"].split("&done")[0].split("?done")[0]

    opened = seen(ana_online.get(f"/people/{first.id}/edit", {"marking": "order"}))
    assert "What does Mira give you?" in opened.text
    assert "Enough for now" in opened.text
    assert reverse("people") in opened.links
    assert kept(last, how="first") == f"/people/{first.id}/edit?marking=order", "whoever came first, then the closest"
    assert kept(first, how="first") == f"/people/{second.id}/edit?marking=order", "and nobody twice in a row"
    assert kept(first, "emotional") == f"/people/{second.id}/edit?marking=order"
    assert kept(second) == f"/people/{last.id}/edit?marking=order", "with nothing ticked nobody is asked about again"
    assert kept(last, "practical") == "/people"
    first.refresh_from_db()
    assert first.they_give == E


def test_before_a_club_it_is_asked_whether_somebody_close_could(ana: User, ana_online: Client) -> None:
    mira(ana, they_give=P | A | C)
    simon = make_person(ana, "Simon", ring="middle")
    page = people(ana_online)
    assert "Could Simon give you emotional support?" in page.text
    assert "What Simon gives you is not marked yet." in page.text
    assert "in a club or a course" not in page.text
    ticks = f"/people/{simon.id}/edit?marking=first#flows"
    assert ticks in page.links
    change_person(by=Actor(ana), now=NOW, person=simon, they_give=P | A | C)
    page = people(ana_online)
    assert "Look for emotional support in a club or a course" in page.text
    assert "Could Mira give it, too?" in page.text


def test_whoever_gave_what_nobody_is_marked_for_is_asked_about_and_not_counted(ana: User, ana_online: Client) -> None:
    mira(ana, they_give=E | P | C)
    greg = make_person(ana, "Greg", ring="outer", they_give=P)
    in_touch(ana, greg, 30, 20, received=A)
    in_touch(ana, greg, 10, received=E)
    page = people(ana_online)
    assert "Nobody yet for advice." in page.text, "a count is no mark"
    assert "Greg gave you advice in these months: does it belong here?" in page.text
    assert f"/people/{greg.id}/edit?marking=first#flows" in page.links
    change_person(by=Actor(ana), now=NOW, person=greg, they_give=P | A)
    page = people(ana_online)
    assert "Nobody yet" not in page.text
    assert "does it belong here" not in page.text


def test_what_was_given_long_ago_asks_nothing(ana: User, ana_online: Client) -> None:
    mira(ana, they_give=E | P | C)
    in_touch(ana, make_person(ana, "Greg", ring="outer", they_give=P), 300, received=A)
    assert "does it belong here" not in people(ana_online).text


def test_where_everybody_is_marked_nobody_is_asked_about(ana: User, ana_online: Client) -> None:
    mira(ana, they_give=E)
    page = people(ana_online)
    assert "give you?" not in page.text
    assert "Look for practical help in a club or a course" in page.text
    assert page.text.count("in a club or a course") == 1


def test_the_own_answer_stands_beside_the_number_and_wins(ana: User, ana_online: Client) -> None:
    for name in ("Mira", "Jonas"):
        make_person(ana, name, ring="inner", they_give=E | P | A | C)
    assert "only you can say" in people(ana_online).text
    keep_answers(by=Actor(ana), now=NOW, measure="enough", answers={"informational": "very_short"})
    text = people(ana_online).text
    assert "you said: very short" in text
    assert "What you said on 22 November counts more than any number." in text
    assert "only you can say" not in text


def test_an_answer_from_long_ago_is_no_answer(ana: User, ana_online: Client) -> None:
    mira(ana)
    long_ago = NOW.replace(month=7)
    keep_answers(by=Actor(ana), now=long_ago, measure="enough", answers={"informational": "very_short"})
    assert "you said" not in people(ana_online).text


def test_a_picked_kind_lights_its_people_and_names_them(ana: User, ana_online: Client) -> None:
    one, other = mira(ana, they_give=E | C), jonas(ana, they_give=E)
    page = people(ana_online, kind="companionship")
    assert lit(page) == {str(one.id)}
    assert "One person is lit on the map, for company: Mira" in page.text
    assert lit(people(ana_online, kind="emotional")) == {str(one.id), str(other.id)}
    current = [attrs["href"] for tag, attrs in page.tags if tag == "a" and attrs.get("aria-current") == "true"]
    assert current == ["/people#map"], "pressed once more, everyone is as before"


@pytest.mark.parametrize("asked", ["", "money", "emotional'", "1"])
def test_a_kind_that_is_none_lights_nobody(ana: User, ana_online: Client, asked: str) -> None:
    mira(ana)
    page = people(ana_online, kind=asked)
    assert not lit(page)
    assert "lit on the map" not in page.text


def test_give_and_take_are_told_in_words(ana: User, ana_online: Client) -> None:
    person = tomas(ana)
    assert "Nothing is noted that went either way." in people(ana_online).text
    in_touch(ana, person, 9, 8, 7, received=P)
    text = people(ana_online).text
    assert "Too early to say yet." in text
    assert "It is noted 3 times only" in text
    in_touch(ana, person, 6, 5, 4, 3, 2, received=P)
    in_touch(ana, person, 1, given=E)
    text = people(ana_online).text
    assert "You were given more, since 1 May." in text
    assert "You gave 1 time and were given something 8 times." in text


def test_nobody_counts_among_the_closest_unless_it_is_wanted(ana: User, ana_online: Client) -> None:
    in_touch(ana, mira(ana), *range(8), given=E)
    text = people(ana_online).text
    assert "Nothing is noted that went either way." in text
    assert "Those closest to you are left out: nobody counts there." in text
    choose(ana, with_inner=True)
    text = people(ana_online).text
    assert "You gave more, since 1 May." in text
    assert "left out: nobody counts" not in text


def test_beside_the_numbers_it_is_said_that_a_time_with_several_counts_with_each(
    ana: User, ana_online: Client
) -> None:
    guests = [make_person(ana, f"Guest {number}", ring="middle") for number in range(6)]
    each = "A time with several people counts with each of them."
    assert each not in people(ana_online).text
    log_moment(by=Actor(ana), now=NOW, people=guests, way="in_person", given=P)
    text = people(ana_online).text
    assert "You gave 6 times" in text
    assert "You met 6 of 6 times." in text
    assert text.count(each) == 2


def test_what_lies_before_the_chosen_span_does_not_count(ana: User, ana_online: Client) -> None:
    in_touch(ana, tomas(ana), *range(250, 258), given=E, way="in_person")
    text = people(ana_online).text
    assert "You gave more" not in text
    choose(ana, give_take_months=12, in_person_months=12)
    text = people(ana_online).text
    assert "You gave more, since 1 November." in text
    assert "Mostly in person, since 1 November." in text


def test_how_one_is_in_touch_is_told_of_those_whom_one_ever_met(ana: User, ana_online: Client) -> None:
    person, far = tomas(ana), make_person(ana, "Wen", ring="outer")
    in_touch(ana, far, *range(1, 20), way="message")
    assert "From five moments that say how, with people whom you ever met" in people(ana_online).text
    in_touch(ana, person, 30, 28, 26, 24, 20, 18, 16, 14, 12, way="in_person")
    in_touch(ana, person, 10, 8, way="call")
    text = people(ana_online).text
    assert "Mostly in person, since 1 August. You met 9 of 11 times. Call 2." in text


def test_with_every_panel_left_out_the_map_is_still_whole(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    choose(ana, hidden=list(PANELS))
    page = people(ana_online, kind="emotional")
    assert reverse("person", args=[person.id]) in page.links
    for title in ("What holds you up", "Give and take", "How you are in touch", "Fading", "In touch today?"):
        assert title not in page.text
    assert not lit(page)


def test_the_page_asks_as_often_for_2_people_as_for_40(ana: User, ana_online: Client, statements: Any) -> None:
    counts = []
    for more in (2, 38):
        for n in range(more):
            in_touch(ana, make_person(ana, f"Guest {n}", ring="outer", they_give=n % 16), 3, 40, way="call", given=E)
        people(ana_online)
        with statements() as ran:
            people(ana_online)
        counts.append(len(ran))
    assert counts[0] == counts[1]
    assert Person.objects.count() == 40


def test_a_small_step_says_why_how_small_and_where(ana: User, ana_online: Client) -> None:
    person = tomas(ana, they_give=15)
    mira(ana, they_give=15)
    assert "A small step" not in people(ana_online).text
    in_touch(ana, person, 20, 9, received=P)
    page = people(ana_online)
    assert "Thank Tomas" in page.text
    assert "Tomas gave you something 9 days ago, and no thanks is noted since." in page.text
    assert "One line is enough." in page.text
    assert reverse("person_thanks", args=[person.id]) in page.links


def test_every_step_has_words_for_each_reason(ana: User) -> None:
    names = {"a": "Mira", "b": "Bo"}
    for code in get_args(Code):
        reason: Reason[str] = Reason(code, kind=4, count=2, of=3, days=4, said="bit_short", key="b")
        for sort, smallest in zip(get_args(Sort), get_args(Small), strict=False):
            step = NextStep(sort, None if sort == "look" else "a" * 32, 4, smallest, (reason,), get_args(UnknownCode))
            words = step_words(step, names | {"a" * 32: "Mira"})
            assert all([words.title, words.why[0], words.smallest, words.unknown])
            assert "%(" not in f"{words}{words.why}{words.title}"
    assert len(get_args(Small)) >= len(get_args(Sort))
