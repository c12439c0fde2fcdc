"""Thanks and good news: two taps to the note, a third to send it; what is not noted is not kept."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from kindring.accounts.models import User
from kindring.people.kinds import Kind
from kindring.people.models import Moment, Person
from kindring.web.thank_words import NEWS, SORTS, THANKS, Sort
from tests import cast
from tests.web.seen import Seen, seen, where

NUMBER = [{"kind": "phone", "label": "", "value": "+44 7700 900123"}]
every_sort = pytest.mark.parametrize("sort", SORTS, ids=[sort.key for sort in SORTS])


def at(person: Person, sort: Sort = THANKS) -> str:
    return reverse(sort.page, args=[person.id])


def after(client: Client, person: Person, sort: Sort = THANKS, **sent: str) -> Seen:
    answer = client.post(at(person, sort), sent)
    assert answer.status_code == 200
    return seen(answer)


def noted(client: Client, person: Person, sort: Sort = THANKS, **sent: str) -> Any:
    return client.post(reverse(f"{sort.page}_noted", args=[person.id]), sent)


def text_in(page: Seen) -> str:
    return next(str(field.value) for form in page.forms for field in form.fields if field.name == "words")


@pytest.fixture
def mira(ana: User) -> Person:
    return cast.mira(ana, channels=NUMBER)


@every_sort
def test_three_taps_bring_a_note_on_its_way(ana_online: Client, mira: Person, sort: Sort) -> None:
    first = seen(ana_online.get(at(mira, sort)))
    assert str(sort.first) in first.text
    chosen, why = str(sort.firsts[1].words), str(sort.seconds[0].words)
    assert chosen in first.text
    second = after(ana_online, mira, sort, what=chosen)
    assert str(sort.second) in second.text
    third = after(ana_online, mira, sort, what=chosen, then=why)
    assert text_in(third) == f"{sort.opening % {'name': 'Mira'}} {chosen} {why}"
    message = next(link for link in third.links if link.startswith("sms:+447700900123"))
    assert unquote(message.partition("body=")[2]) == text_in(third)


def test_own_words_take_the_place_of_a_choice(ana_online: Client, mira: Person) -> None:
    page = after(ana_online, mira, what="You drove <me> home.", then="")
    assert text_in(page) == "Mira, thank you. You drove <me> home."


def test_nothing_said_leaves_the_question(ana_online: Client, mira: Person) -> None:
    for empty in ("", "   ", "\u200b\n"):
        assert str(THANKS.first) in after(ana_online, mira, what=empty).text


def test_changes_reach_the_links_without_javascript(ana_online: Client, mira: Person) -> None:
    page = after(ana_online, mira, what="A lift", words="My own note\r\nin two lines")
    message = next(link for link in page.links if link.startswith("sms:"))
    assert unquote(message.partition("body=")[2]) == "My own note\nin two lines"


def test_nothing_is_kept_before_it_is_noted(ana_online: Client, mira: Person) -> None:
    after(ana_online, mira, what="A lift")
    after(ana_online, mira, what="A lift", then="I slept.")
    assert not Moment.objects.exists()


def test_noted_thanks_say_what_was_given_and_received(ana_online: Client, mira: Person) -> None:
    answer = noted(ana_online, mira, what=str(THANKS.firsts[1].words), words="Thank you for the shelf.")
    moment = Moment.objects.get()
    assert (moment.received, moment.given) == (Kind.PRACTICAL, Kind.EMOTIONAL)
    assert (moment.way, moment.thanks, moment.note) == ("message", "Thank you for the shelf.", "")
    assert where(answer).startswith(f"{reverse('person', args=[mira.id])}?done=words_noted")
    page = seen(ana_online.get(answer["Location"]))
    assert "Noted, with your words." in page.text
    assert "Thanks: Thank you for the shelf." in page.text
    ana_online.post(page.form(f"/moments/{moment.id}/delete?back=%2Fpeople%2F{mira.id}").action)
    assert not Moment.objects.exists()


def test_help_that_is_noted_already_is_not_counted_again_with_its_thanks(
    ana: User, ana_online: Client, mira: Person
) -> None:
    hand = str(THANKS.firsts[1].words)
    cast.in_touch(ana, mira, 3, received=int(Kind.PRACTICAL))
    noted(ana_online, mira, what=hand, words="For the shelves.")
    assert [moment.received for moment in Moment.objects.order_by("day")] == [Kind.PRACTICAL, 0]
    noted(ana_online, mira, what=hand, words="And for the lamp, of which nothing was noted.")
    assert sorted(moment.received for moment in Moment.objects.all()) == [0, Kind.PRACTICAL, Kind.PRACTICAL]


def test_own_words_leave_open_what_kind_it_was(ana_online: Client, mira: Person) -> None:
    noted(ana_online, mira, what="You drove me home.", words="Thank you.")
    assert Moment.objects.get().received == 0


def test_good_news_are_company_given(ana_online: Client, mira: Person) -> None:
    noted(ana_online, mira, NEWS, what=str(NEWS.firsts[0].words), words="It worked out.")
    moment = Moment.objects.get()
    assert (moment.received, moment.given) == (0, Kind.COMPANIONSHIP)
    assert (moment.thanks, moment.note) == ("", "It worked out.")


def test_a_second_press_notes_nothing_twice(ana_online: Client, mira: Person) -> None:
    for _ in range(2):
        noted(ana_online, mira, what="A lift", words="Thank you.\r\nReally.")
    assert Moment.objects.count() == 1
    noted(ana_online, mira, what="A lift", words="Another one.")
    assert Moment.objects.count() == 2


def test_the_same_words_to_two_people_are_two_moments(ana: User, ana_online: Client, mira: Person) -> None:
    for person in (mira, cast.jonas(ana)):
        noted(ana_online, person, what="A lift", words="Thank you.")
    assert Moment.objects.count() == 2


def test_words_stay_where_they_do_not_fit_or_cannot_be_kept(
    ana_online: Client, mira: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = noted(ana_online, mira, what="A lift", words="x" * 1001)
    assert long.status_code in {409, 422}
    assert text_in(seen(long)) == "x" * 1001

    def full(**_words: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("kindring.web.thanks.note_sent_words", full)
    answer = noted(ana_online, mira, what="A lift", words="Thank you for the shelf.")
    assert answer.status_code == 503
    assert text_in(seen(answer)) == "Thank you for the shelf."


@pytest.mark.parametrize("state", ["unsafe", "died"])
def test_no_way_leads_to_someone_unsafe_or_dead(ana: User, ana_online: Client, mira: Person, state: str) -> None:
    ana_online.post(reverse("person_state", args=[mira.id]), {"state": state})
    assert (
        reverse("person_thanks", args=[mira.id]) not in seen(ana_online.get(reverse("person", args=[mira.id]))).links
    )
    page = after(ana_online, mira, what="A lift", then="")
    assert [link for link in page.links if link.startswith(("sms:", "mailto:"))] == []


def test_a_page_of_a_person_offers_the_guide_that_fits_and_one_only(ana: User, ana_online: Client) -> None:
    def offered(person: Person) -> list[str]:
        links = seen(ana_online.get(reverse("person", args=[person.id]))).links
        return [link for link in links if link.startswith("/guides/")]

    near, far = cast.mira(ana), cast.jonas(ana)
    cast.in_touch(ana, near, 30, 20, 10, 2)
    cast.in_touch(ana, far, 150, 143, 136, 129, 122)
    assert offered(near) == []
    assert offered(far) == [f"{reverse('guide_silence')}?person={far.id}"]
    for state in ("ended", "unsafe"):
        ana_online.post(reverse("person_state", args=[far.id]), {"state": state})
        assert offered(far) == [reverse("guide_distance")]
    ana_online.post(reverse("person_state", args=[far.id]), {"state": "died"})
    assert offered(far) == []
