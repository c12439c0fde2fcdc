"""Today in a browser: what is answered comes back to Today, what is left to rest can be taken up, and it ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import set_wish
from kindring.people.models import Moment, Person
from tests.cast import TODAY, in_touch, jonas, make_person, mira
from tests.web.seen import Form, Seen, seen

DRIFTING = (60, 50, 41)
QUESTION = "When did you last speak with"


def look(client: Client) -> Seen:
    return seen(client.get("/"))


def press(client: Client, form: Form, **more: Any) -> Any:
    return client.post(form.action, form.values | more)


def named_today(ana: User) -> Person:
    person = mira(ana)
    in_touch(ana, person, *DRIFTING, ask_about="the flat")
    return person


@pytest.mark.parametrize("answer", ["reached", "rest"])
def test_an_answer_stays_on_today_and_so_does_its_undo(ana: User, ana_online: Client, answer: str) -> None:
    person = named_today(ana)
    set_wish(by=Actor(ana), person=person, days=14)
    answered = press(ana_online, look(ana_online).form("/answer"), answer=answer)
    undo = seen(ana_online.get(answered["Location"])).forms[-1]
    back = press(ana_online, undo)
    assert back["Location"].startswith("/?done=")
    now = Person.objects.get()
    assert (now.wish_days, now.last_day) == (14, person.last_day)
    assert "Mira" in look(ana_online).text


def test_what_was_asked_waits_no_more_and_can_be_brought_back(ana: User, ana_online: Client) -> None:
    named_today(ana)
    page = look(ana_online)
    assert "Ask about the flat" in page.text
    after = seen(ana_online.get(press(ana_online, page.form("/asked"))["Location"]))
    assert "Ask about" not in after.text
    assert Moment.objects.filter(ask_about__isnull=False).count() == 3
    press(ana_online, after.form("/ask-again?back=%2F"))
    assert "Ask about the flat" in look(ana_online).text


def test_buttons_of_several_people_have_names_of_their_own(ana: User, ana_online: Client) -> None:
    in_touch(ana, mira(ana), *DRIFTING)
    in_touch(ana, jonas(ana), *DRIFTING)
    buttons = [attrs for tag, attrs in look(ana_online).tags if tag == "button"]
    labels = [attrs["aria-label"] for attrs in buttons if "aria-label" in attrs]
    for name in ("Mira", "Jonas"):
        assert {f"Not today: {name}", f"Leave to rest: {name}", f"I reached out to {name}"} <= set(labels)
    assert len(labels) == len(set(labels))


def test_a_walk_leads_to_the_days_and_words_for_it(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    in_touch(ana, person, *DRIFTING, way="in_person")
    page = look(ana_online)
    assert "Suggest a walk" in page.text
    plan = f"/people/{person.id}/together?what=walk"
    assert plan in page.links
    assert ana_online.get(plan).status_code == 200


PHONE = {"kind": "phone", "label": "", "value": "01 5550 100"}
HOME = {"kind": "address", "label": "", "value": "Ilica 1, Zagreb"}


@pytest.mark.parametrize(
    ("way", "channels", "words"),
    [
        ("letter", [PHONE, HOME], "Write a card: Ilica 1, Zagreb"),
        ("letter", [PHONE], "Write a card: no address is noted yet. Add one"),
        ("call", [HOME], "Call Mira: no number or e-mail address is noted yet. Add one"),
    ],
)
def test_only_what_is_not_noted_is_called_so(
    ana: User, ana_online: Client, way: str, channels: list[Any], words: str
) -> None:
    in_touch(ana, mira(ana, channels=channels), *DRIFTING, way=way)
    text = look(ana_online).text
    assert words in text
    assert ("Add one" in text) == ("Add one" in words)


def test_a_day_is_told_once(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    in_touch(ana, person, 60, 50, way="in_person")
    in_touch(ana, person, 41)
    assert "You last met on 3 October." in look(ana_online).text, "they spoke since"
    in_touch(ana, mira(ana), 23, way="in_person")
    set_wish(by=Actor(ana), person=person, days=0)
    page = look(ana_online)
    assert "Noted once, 23 days ago." in page.text
    assert "Suggest a walk" in page.text
    assert "You last met" not in page.text


@pytest.mark.parametrize(("silent", "offered"), [(59, False), (60, True)])
def test_the_guide_after_a_long_silence_waits_until_it_is_long(
    ana: User, ana_online: Client, silent: int, offered: bool
) -> None:
    person = mira(ana)
    in_touch(ana, person, silent + 20, silent + 10, silent)
    guide = f"{reverse('guide_silence')}?person={person.id}"
    assert (guide in look(ana_online).links) == offered
    assert (guide in seen(ana_online.get(reverse("person", args=[person.id]))).links) == offered


def test_in_the_first_days_today_asks_when_you_last_spoke(ana: User, ana_online: Client) -> None:
    make_person(ana, "Tomas", ring="outer")
    mira(ana)
    page = look(ana_online)
    asked = [words for words in ("Mira", "Tomas") if f"{QUESTION} {words}?" in page.text]
    assert asked == ["Mira", "Tomas"]
    assert "Nobody needs a word" not in page.text, "of whom nothing is known, that is not known either"
    first = next(link for link in page.links if link.startswith(reverse("moment_new")))
    form = seen(ana_online.get(first)).form("")
    assert form.values["day"] == "", "it was hardly today"
    assert ana_online.post(first, form.values).status_code == 422
    answer = ana_online.post(first, form.values | {"day": (TODAY - timedelta(days=20)).isoformat()})
    assert answer["Location"].startswith("/?done=")
    assert f"{QUESTION} Mira" not in look(ana_online).text


def test_today_asks_three_times_a_day_and_then_ends(ana: User, ana_online: Client) -> None:
    people = [make_person(ana, f"Guest {n}", ring="inner") for n in range(6)]
    assert look(ana_online).text.count(QUESTION) == 3
    in_touch(ana, people[0], 3)
    in_touch(ana, people[1], 3)
    assert look(ana_online).text.count(QUESTION) == 1
    in_touch(ana, people[2], 3)
    assert QUESTION not in look(ana_online).text


@pytest.mark.parametrize("aside", [{"ring": ""}, {"wish_days": 0}, {"may_suggest": False}, {"contacts": 1}])
def test_nobody_is_asked_about_whom_today_leaves_in_peace(ana: User, ana_online: Client, aside: Any) -> None:
    person = mira(ana)
    Person.objects.filter(id=person.id).update(**aside)
    assert QUESTION not in look(ana_online).text


def test_on_a_low_day_nothing_is_asked(ana: User, ana_online: Client) -> None:
    mira(ana)
    ana_online.post(reverse("low_day"), {"on": "yes"})
    assert QUESTION not in look(ana_online).text


def test_a_sentence_is_said_only_to_whoever_pressed(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    answer = ana_online.post(reverse("person_touch", args=[person.id]), {"back": "/"})
    sent = answer["Location"]
    assert "Noted: you were in touch today." in seen(ana_online.get(sent)).text
    changed = [sent.replace("touched", "removed"), sent.replace("about=", "about=x")]
    cut = [sent[:-1], sent.partition("&mark")[0]]
    for forged in (*changed, *cut, "/?done=password-changed", "/?done=touched&mark="):
        assert 'class="notice"' not in ana_online.get(forged).content.decode().partition("<template")[0], forged


def test_left_to_rest_from_the_page_the_wish_comes_back(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    set_wish(by=Actor(ana), person=person, days=30)
    here = reverse("person", args=[person.id])
    answer = ana_online.post(reverse("person_wish", args=[person.id]), {"days": "0"})
    page = seen(ana_online.get(answer["Location"]))
    assert "Left to rest." in page.text
    press(ana_online, page.form("/wake"))
    assert "every month" in seen(ana_online.get(here)).text
    assert Person.objects.get().wish_before_rest is None


def test_leaving_to_rest_twice_forgets_no_wish(ana: User, by: Actor) -> None:
    person = mira(ana)
    for days in (30, 0, 0):
        set_wish(by=by, person=person, days=days)
    assert Person.objects.get().wish_before_rest == 30
    set_wish(by=by, person=person, days=None)
    assert Person.objects.get().wish_before_rest is None
