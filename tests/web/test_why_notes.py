"""The short "why": at the moment it is for, never twice in a row, and never more than is known."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import set_low_day, set_state
from kindring.web import why_notes
from kindring.web.why_notes import IN_GUIDES, NOTES, Known, evidence, known
from tests import cast
from tests.cast import NOW, TODAY
from tests.online import browser_of
from tests.web.seen import seen

ALL = [*IN_GUIDES, *(note for notes in NOTES.values() for note in notes)]
# What none of them may say, whatever it is about.
NEVER = (
    r"\b(prov(e|es|en)|cures?|guarantee[sd]?|prevents?|treats?|lives? longer)\b",
    r"\b(kindring|this (app|program|site))\b",
    r"\blonel(y|iness)\b",
    r"\byou (should|must|have to|ought)\b",
    r"\d+ ?(%|per ?cent)",
)


def overclaims(note: Known) -> list[str]:
    """What this note says that its fact does not support, and what it leaves out that the fact needs."""
    fact: Any = evidence()[note.fact]
    said = [pattern for pattern in (*fact["never"], *NEVER) if re.search(pattern, str(note.words), re.IGNORECASE)]
    said += [pattern for pattern in NEVER if re.search(pattern, str(note.how), re.IGNORECASE)]
    return said + [f"without {needed}" for needed in fact["says"] if needed not in str(note.words)]


@pytest.mark.parametrize("note", ALL, ids=[note.fact for note in ALL])
def test_no_note_claims_what_its_fact_does_not_support(note: Known) -> None:
    assert overclaims(note) == []


@pytest.mark.parametrize("note", ALL, ids=[note.fact for note in ALL])
def test_every_note_rests_on_a_fact_that_was_looked_up(note: Known) -> None:
    fact = evidence()[note.fact]
    assert fact["status"] in {"verified", "partly verified"}
    assert fact["do_not_claim"]
    assert note.source
    assert re.search(r"\d{4}|arXiv", note.source)
    if fact["status"] == "partly verified":
        assert fact["kind"] != fact["source"]


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("ask_help", "Everybody will help if you ask."),
        ("reach_out", "Every message is welcome, most of all as a surprise."),
        ("say_thanks", "Saying thanks has a large effect on you, not only a little."),
        ("help_others", "Helping makes you feel slightly better and goes with health."),
        ("call_not_type", "Text is bad: call, whatever suits you both."),
        ("one_good_talk", "One good talk went with an evening 20 % better."),
        ("kind_acts", "Kindness cures a little."),
    ],
)
def test_the_comparison_sees_what_claims_too_much(fact: str, words: str) -> None:
    assert overclaims(Known(fact, words, ""))


def test_every_fact_is_used_and_no_other() -> None:
    assert {note.fact for note in ALL} == set(evidence())
    assert len({note.fact for note in ALL}) == len(ALL)


def test_nothing_is_said_twice_in_a_row() -> None:
    """Neither on the second page for the same moment, nor on the next day."""
    for moment in NOTES:
        said = []
        for days in range(800):
            day = date(2026, 1, 1) + timedelta(days=days)
            said.append(known(moment, day))
            if moment == "silence":
                said.append(known(moment, day, later=True))
        assert all(one != other for one, other in pairwise(said)), moment
        assert set(said) == set(NOTES[moment]), f"some of {moment} never come up"


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


Browse = Callable[[str], str]


@pytest.fixture
def browse(at_noon: None, db: Any) -> Any:
    joined = cast.make_user("ana")
    browser = browser_of(joined)
    with cast.signed_in(joined) as user:
        yield user, lambda address: seen(browser.get(address)).text


def said_in(text: str, moment: why_notes.Hesitation) -> list[Known]:
    return [note for note in NOTES[moment] if " ".join(str(note.words).split()) in text]


def test_whoever_is_about_to_ask_reads_one_and_can_ask_how_it_is_known(browse: tuple[User, Browse]) -> None:
    text = browse[1](reverse("ask_new") + "?from=0")
    (note,) = said_in(text, "ask")
    assert note == known("ask", TODAY)
    assert "How is this known?" in text
    assert note.source in text


def test_a_long_silence_gets_one_on_today_and_another_on_the_page_of_the_person(browse: tuple[User, Browse]) -> None:
    user, text_of = browse
    mira = cast.mira(user)
    cast.in_touch(user, mira, 150, 143, 136, 129, 122)
    (on_today,) = said_in(text_of(reverse("today")), "silence")
    (on_page,) = said_in(text_of(reverse("person", args=[mira.id])), "silence")
    assert on_today != on_page


def test_where_nothing_drifts_nothing_is_said(browse: tuple[User, Browse]) -> None:
    user, text_of = browse
    mira = cast.mira(user)
    cast.in_touch(user, mira, 30, 20, 10, 2)
    for address in (reverse("today"), reverse("person", args=[mira.id])):
        assert said_in(text_of(address), "silence") == []


@pytest.mark.parametrize("state", ["unsafe", "ended", "died"])
def test_nobody_is_talked_into_writing_to_whom_they_parted_from(browse: tuple[User, Browse], state: str) -> None:
    user, text_of = browse
    mira = cast.mira(user)
    cast.in_touch(user, mira, 150, 143, 136, 129, 122)
    set_state(by=Actor(user), now=NOW, person=mira, state=state)
    for address in (reverse("today"), reverse("person", args=[mira.id])):
        assert said_in(text_of(address), "silence") == []


def test_a_low_day_is_left_alone(browse: tuple[User, Browse]) -> None:
    user, text_of = browse
    cast.in_touch(user, cast.mira(user), 150, 143, 136, 129, 122)
    set_low_day(by=Actor(user), now=NOW, on=True)
    assert said_in(text_of(reverse("today")), "silence") == []
