"""Kind words on the pages: from a person's page or a member's, to one member, and read by the two."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kindring.asks.models import KindWord
from kindring.circles.actions import link_person
from kindring.circles.keys import open_circles
from kindring.people.models import Moment, Person
from kindring.web.thank_words import NEWS, THANKS
from tests import cast
from tests.cast import NOW
from tests.online import browser_of
from tests.street import Street, make_street
from tests.web.seen import Seen, seen, where

LIFT = "Thank you for the lift."


@pytest.fixture
def street(db: None, monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_street()


@pytest.fixture
def tomas(street: Street) -> Person:
    """Tomas on Ana's map, who is the Tomas of the street."""
    with cast.signed_in(street.people["ana"]) as ana:
        person = cast.tomas(ana)
        link_person(by=street.by("ana"), person=person, user=street.user("tomas").id)
    return person


def browse(street: Street, who: str) -> Client:
    return browser_of(street.people[who])


def note(client: Client, person: Person) -> Seen:
    return seen(client.post(reverse("person_thanks", args=[person.id]), {"what": "A lift", "then": ""}))


def given(client: Client, person: Person, *, sort: str = "thanks", **sent: str) -> Any:
    words = {"what": str(THANKS.firsts[1].words), "words": LIFT}
    return client.post(reverse(f"person_{sort}_given", args=[person.id]), words | sent)


def test_thanks_reach_a_member_and_become_a_moment_with_one_tap(street: Street, tomas: Person) -> None:
    ana = browse(street, "ana")
    page = note(ana, tomas)
    assert "Tomas is with you in Our street." in page.text
    form = page.form("/thanks/noted")
    answer = given(ana, tomas, **{name: form.values[name] for name in ("key", "note")})
    assert where(answer).startswith(f"{reverse('person', args=[tomas.id])}?done=words_given")
    moment = Moment.objects.get()
    with cast.signed_in(street.people["ana"]):
        assert moment.thanks == LIFT
    theirs = browse(street, "tomas")
    assert "Someone has a kind word for you." in seen(theirs.get(reverse("notices"))).text
    read = seen(theirs.get(reverse("kind_words")))
    assert LIFT in read.text
    assert "Ana to you" in read.text
    assert reverse("member", args=[street.membership("ana").id]) in read.links
    assert LIFT not in seen(browse(street, "ines").get(reverse("kind_words"))).text


def test_without_the_tick_nothing_is_noted(street: Street, tomas: Person) -> None:
    given(browse(street, "ana"), tomas)
    assert KindWord.objects.count() == 1
    assert not Moment.objects.exists()


def test_good_news_go_the_same_way(street: Street, tomas: Person) -> None:
    given(browse(street, "ana"), tomas, sort="news", what=str(NEWS.firsts[0].words))
    assert "Ana to you" in seen(browse(street, "tomas").get(reverse("kind_words"))).text


def test_where_one_cannot_be_nothing_happens_and_the_words_stay(street: Street, tomas: Person) -> None:
    """Both or neither; the text is on the page for another try."""
    ana = browse(street, "ana")
    answer = given(ana, tomas, words="x" * 1001, note="1")
    assert answer.status_code == 422
    assert "x" * 1001 in answer.content.decode()
    assert not KindWord.objects.exists()
    assert not Moment.objects.exists()


def test_where_the_moment_cannot_be_kept_nothing_was_given(
    street: Street, tomas: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_words: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("kindring.web.thanks.note_sent_words", full)
    answer = given(browse(street, "ana"), tomas, note="1")
    assert answer.status_code == 503
    assert LIFT in answer.content.decode()
    assert not KindWord.objects.exists()


def test_someone_who_is_in_no_circle_gets_none(street: Street) -> None:
    with cast.signed_in(street.people["ana"]) as user:
        mira = cast.mira(user)
    ana = browse(street, "ana")
    assert "here in Kindring" not in note(ana, mira).text
    assert given(ana, mira).status_code == 404


def test_a_member_page_leads_to_a_word_for_them(street: Street) -> None:
    ana, member = browse(street, "ana"), street.membership("tomas").id
    address = reverse("member_word", args=[member])
    assert address in seen(ana.get(reverse("member", args=[member]))).links
    form = seen(ana.get(address)).form("")
    assert ana.post(address, form.values | {"words": ""}).status_code == 422
    answer = ana.post(address, form.values | {"words": LIFT})
    assert where(answer) == f"{reverse('member', args=[member])}?done=kind-word"
    assert KindWord.objects.count() == 1


def test_whoever_it_is_for_can_take_it_away(street: Street, tomas: Person) -> None:
    given(browse(street, "ana"), tomas)
    theirs = browse(street, "tomas")
    form = seen(theirs.get(reverse("kind_words"))).form("/away")
    theirs.post(form.action)
    assert "Nothing yet" in seen(theirs.get(reverse("kind_words"))).text


def test_the_page_costs_the_same_for_one_and_many(street: Street) -> None:
    theirs, costs = browse(street, "tomas"), []
    for count in (1, 12):
        with cast.signed_in(street.people["ana"]) as ana:
            open_circles(ana)
            for number in range(count):
                row = KindWord(owner=ana, circle=street.circle, reader=street.user("tomas"), written_at=NOW)
                row.words = f"{number}"
                row.save(force_insert=True)
        theirs.get(reverse("kind_words"))
        with CaptureQueriesContext(connection) as queries:
            theirs.get(reverse("kind_words"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
