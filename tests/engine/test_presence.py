"""How people are in touch: silent while too little is known, and never where they can only be far apart."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kindring.engine.presence import WAYS, Contact, Reason, Unknown, in_touch, presence
from kindring.people.models import Way

EXAMPLES = Path(__file__).parents[3] / "shared" / "science" / "engine_examples.json"
TODAY = date(2026, 11, 22)
PEOPLE = ["mira", "jonas", "tomas"]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def seen(who: str, way: str, times: int = 1, days: int = 1) -> Contact[str]:
    return Contact((who,), ago(days), way, times)


def test_the_ways_are_those_of_the_house() -> None:
    assert tuple(Way.values) == WAYS


# Counted by way


@pytest.mark.parametrize(
    ("times", "word"),
    [
        ({"in_person": 5}, "mostly in person"),
        ({"in_person": 3, "call": 3}, "some of both"),
        ({"in_person": 1, "message": 9}, "mostly from afar"),
        ({"video": 5}, "mostly from afar"),
        ({"in_person": 3, "call": 2}, "some of both"),
    ],
)
def test_a_word_is_one_sided_only_where_chance_would_hardly_do_it(times: dict[str, int], word: str) -> None:
    now = presence(times)
    assert (now.word, now.shown) == (word, True)
    assert now.reasons == (Reason(times.get("in_person", 0), sum(times.values()), 90),)


def test_below_five_moments_nothing_is_shown() -> None:
    now = presence({"in_person": 4, "": 9})
    assert (now.word, now.share, now.interval, now.ways, now.shown) == ("too early to say", None, None, (), False)
    assert now.unknown == (Unknown("too_few", 4), Unknown("way_not_said", 9))


def test_without_any_record_that_is_what_it_says() -> None:
    assert presence({}).unknown == (Unknown("no_record"),)
    assert presence({}).share is None


def test_moments_whose_way_was_not_said_are_told_and_not_counted() -> None:
    now = presence({"in_person": 3, "call": 2, "": 7})
    assert (now.share, now.unknown) == (0.6, (Unknown("way_not_said", 7),))


def test_each_way_has_its_share_the_most_frequent_first() -> None:
    now = presence({"message": 6, "in_person": 3, "call": 1, "letter": 0})
    assert [(one.way, one.times, one.share) for one in now.ways] == [
        ("message", 6, 0.6),
        ("in_person", 3, 0.3),
        ("call", 1, 0.1),
    ]
    assert all(one.interval[0] < one.share < one.interval[1] for one in now.ways)
    assert now.ways[1].interval == now.interval


@pytest.mark.parametrize("times", [{"telegram": 5}, {"call": -1}])
def test_ways_that_there_are_not_are_refused(times: Mapping[str, int]) -> None:
    with pytest.raises(ValueError, match="moments by"):
        presence(times)


# Per person and over all


def test_whoever_can_only_be_in_touch_from_afar_is_left_out() -> None:
    contacts = [seen("mira", "call", 9), seen("jonas", "in_person", 5)]
    now = in_touch(contacts, PEOPLE, today=TODAY, only_remote=["mira", "somebody else"])
    assert set(now.by_person) == {"jonas"}
    assert (now.overall.share, now.overall.unknown) == (1, (Unknown("only_remote", 1),))


def test_the_last_ninety_days_count() -> None:
    contacts = [seen("mira", "call", 3, days=89), seen("mira", "call", 9, days=90), seen("mira", "in_person", 3, -1)]
    now = in_touch(contacts, PEOPLE, today=TODAY)
    assert now.overall.reasons == now.by_person["mira"].reasons == (Reason(3, 6, 90),)
    year = in_touch(contacts, PEOPLE, today=TODAY, span=timedelta(days=365))
    assert year.overall.reasons == (Reason(3, 15, 365),)


def test_whoever_may_not_be_looked_at_counts_nowhere() -> None:
    now = in_touch([seen("viktor", "in_person", 9)], PEOPLE, today=TODAY)
    assert (now.by_person, now.overall.unknown) == ({}, (Unknown("no_record"),))


def test_a_moment_with_several_people_is_one_over_all() -> None:
    now = in_touch([Contact(("mira", "jonas", "viktor"), TODAY, "in_person", 5)], PEOPLE, today=TODAY)
    assert now.overall.reasons == (Reason(5, 5, 90),)
    assert {key: one.reasons[0].moments for key, one in now.by_person.items()} == {"mira": 5, "jonas": 5}


def examples() -> list[Any]:
    return json.loads(EXAMPLES.read_text())["in_person_share"] if EXAMPLES.exists() else []


@pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/science is not here")
@pytest.mark.parametrize("example", examples(), ids=str)
def test_examples(example: dict[str, Any]) -> None:
    """The file gives six digits; more cannot be compared."""
    now = presence({"in_person": example["in_person"], "call": example["total"] - example["in_person"]})
    assert now.shown == example["show"]
    assert now.share == (None if example["share"] is None else pytest.approx(example["share"], abs=1e-9))
    assert [round(end, 6) for end in now.interval or ()] == (example["interval80"] or [])


# Laws

TIMES = st.dictionaries(st.sampled_from([*WAYS, ""]), st.integers(0, 9) | st.integers(0, 300))
WORDS = ["mostly from afar", "some of both", "mostly in person"]
CONTACTS = st.lists(
    st.builds(
        Contact,
        st.sets(st.sampled_from([*PEOPLE, "viktor"]), max_size=3).map(lambda some: tuple(sorted(some))),
        st.integers(-1, 120).map(ago),
        st.sampled_from([*WAYS, ""]),
        st.integers(0, 4),
    ),
    max_size=8,
)
many = settings(max_examples=1000)


@many
@given(TIMES)
def test_shares_are_of_a_whole_or_there_are_none(times: dict[str, int]) -> None:
    now = presence(times)
    moments = sum(count for way, count in times.items() if way)
    if moments < 5:
        assert (now.share, now.interval, now.ways, now.reasons) == (None, None, (), ())
        assert now.unknown
        return
    assert now.interval is not None
    assert sum(one.times for one in now.ways) == moments
    assert sum(one.share for one in now.ways) == pytest.approx(1)
    assert 0 <= now.interval[0] <= (now.share or 0) <= now.interval[1] <= 1


@many
@given(TIMES)
def test_meeting_once_more_never_says_that_one_meets_less(times: dict[str, int]) -> None:
    before, after = presence(times), presence({**times, "in_person": times.get("in_person", 0) + 1})
    if before.share is not None:
        assert (after.share or 0) >= before.share
        assert WORDS.index(after.word) >= WORDS.index(before.word)


@many
@given(CONTACTS, st.integers())
def test_names_and_order_change_nothing(contacts: list[Contact[str]], seed: int) -> None:
    before = in_touch(contacts, PEOPLE, today=TODAY, only_remote=["tomas"])
    renamed = [Contact(tuple(f"{key}!" for key in one.people), one.day, one.way, one.times) for one in contacts]
    Random(seed).shuffle(renamed)
    after = in_touch(renamed, [f"{key}!" for key in PEOPLE], today=TODAY, only_remote=["tomas!"])
    assert after.overall == before.overall
    assert after.by_person == {f"{key}!": one for key, one in before.by_person.items()}
    assert "tomas" not in before.by_person
