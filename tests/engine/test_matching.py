"""Whom to ask first, who is left alone, who carries too much, and what someone could give."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindring.engine.matching import (
    LISTENING,
    Carried,
    Carrying,
    GiveBack,
    Helper,
    Reason,
    Terms,
    carrying,
    give_back,
    heavy,
    load,
    suggest_helpers,
)
from kindring.people.kinds import ALL_KINDS, KINDS, Kind

TODAY = date(2026, 11, 22)
LISTEN, HAND, KNOW, COMPANY = (
    int(kind) for kind in (Kind.EMOTIONAL, Kind.PRACTICAL, Kind.INFORMATIONAL, Kind.COMPANIONSHIP)
)
MONDAY, SUNDAY = 1, 64


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def helper(key: str, *days_ago: int, kinds: int = HAND, **details: Any) -> Helper[str]:
    """Offers practical help on any day, and took some on so many days ago."""
    known: dict[str, Any] = {"offered": (Terms(HAND),)} | details
    return Helper(key, carried=tuple(Carried(key, kinds, ago(days), yours=False) for days in days_ago), **known)


def keys(*helpers: Helper[str], kinds: int = HAND, **options: Any) -> list[str]:
    return [one.key for one in suggest_helpers(kinds, helpers, today=TODAY, **options)]


def reasons(one: Helper[str], kinds: int = HAND, **options: Any) -> list[Reason]:
    (found,) = suggest_helpers(kinds, [one], today=TODAY, **options)
    return list(found.reasons)


def codes(one: Helper[str], kinds: int = HAND, **options: Any) -> list[str]:
    return [reason.code for reason in reasons(one, kinds, **options)]


def test_the_bits_are_those_of_the_kinds() -> None:
    assert Kind.EMOTIONAL == LISTENING
    assert [int(kind) for kind in KINDS] == [1, 2, 4, 8]


# Who may be asked


def test_only_who_is_willing_for_the_kind() -> None:
    says, marked, other = helper("says"), Helper("marked", marked=HAND), helper("other", offered=(Terms(LISTEN),))
    assert set(keys(says, marked, other, Helper("nobody"))) == {"says", "marked"}


@pytest.mark.parametrize(
    "stands_against",
    [{"allowed": False}, {"blocked": True}, {"rests_until": TODAY + timedelta(days=1)}, {"rests_until": date.max}],
)
def test_some_are_left_alone(stands_against: dict[str, Any]) -> None:
    assert keys(helper("tomas", **stands_against)) == []


def test_a_rest_ends_on_its_day() -> None:
    assert keys(helper("tomas", rests_until=TODAY)) == ["tomas"]


def test_a_cap_is_for_thirty_days_and_for_its_kind() -> None:
    twice = (Terms(HAND, per_month=2),)
    assert keys(helper("tomas", 1, 29, offered=twice)) == []
    assert keys(helper("tomas", 1, 30, offered=twice)) == ["tomas"]
    assert keys(helper("tomas", 1, 29, kinds=COMPANY, offered=twice)) == ["tomas"]


def test_an_ask_of_two_kinds_respects_the_cap_of_each() -> None:
    capped = helper("tomas", 3, kinds=LISTEN, offered=(Terms(HAND), Terms(LISTEN, per_month=1)))
    assert keys(capped, kinds=HAND) == ["tomas"]
    assert keys(capped, kinds=HAND | LISTEN) == []


# The order


def test_more_of_the_kinds_comes_before_closeness() -> None:
    both = helper("both", offered=(Terms(HAND), Terms(LISTEN)), ring="outer")
    assert keys(helper("one", ring="inner"), both, kinds=HAND | LISTEN) == ["both", "one"]


def test_closeness_comes_before_the_day() -> None:
    not_sundays = (Terms(HAND, days=MONDAY),)
    near, far = helper("near", ring="inner", offered=not_sundays), helper("far", ring="middle")
    assert keys(far, near, days=SUNDAY) == ["near", "far"]


def test_the_day_comes_before_load() -> None:
    not_sundays = (Terms(HAND, days=MONDAY),)
    assert keys(helper("free", offered=not_sundays), helper("busy", 1, 2, 3), days=SUNDAY) == ["busy", "free"]
    assert keys(helper("free", offered=not_sundays), helper("busy", 1, 2, 3), days=SUNDAY | MONDAY) == [
        "free",
        "busy",
    ]


def test_only_the_days_of_the_kind_asked_for_count() -> None:
    listens_on_mondays = (Terms(HAND), Terms(LISTEN, days=MONDAY))
    assert keys(helper("busy", 1), helper("free", offered=listens_on_mondays), days=SUNDAY) == ["free", "busy"]


def test_the_lightest_load_comes_before_who_was_asked_lately() -> None:
    asked = helper("asked", asked_on=ago(1))
    assert keys(helper("busy", 5, 29), asked) == ["asked", "busy"]
    assert keys(helper("long ago", 30, 40), asked) == ["long ago", "asked"]


def test_longest_since_asked_comes_first_and_never_asked_before_that() -> None:
    assert keys(helper("lately", asked_on=ago(3)), helper("never"), helper("once", asked_on=ago(90))) == [
        "never",
        "once",
        "lately",
    ]


def test_equal_people_take_turns_by_day() -> None:
    same = [helper(f"p{number}") for number in range(12)]
    days = [tuple(one.key for one in suggest_helpers(HAND, same, today=ago(n))) for n in range(4)]
    assert days[0] == tuple(one.key for one in suggest_helpers(HAND, same[::-1], today=TODAY))
    assert len(set(days)) > 1


# The reasons


def test_reasons_name_what_speaks_for_someone() -> None:
    tomas = helper("tomas", marked=HAND | LISTEN, ring="outer", you_asked_on=ago(40))
    assert reasons(tomas, HAND | LISTEN, days=SUNDAY) == [
        Reason("offers", kinds=HAND),
        Reason("gives", kinds=LISTEN),
        Reason("ring", ring="outer"),
        Reason("day"),
        Reason("asked", days=40),
        Reason("rested"),
    ]


def test_a_day_is_no_reason_where_nobody_spoke_of_days() -> None:
    assert "day" not in codes(Helper("mira", marked=HAND), days=SUNDAY)
    assert "day" not in codes(helper("tomas"))
    assert "day" not in codes(helper("tomas", offered=(Terms(HAND, days=MONDAY),)), days=SUNDAY)


def test_reasons_tell_nothing_of_what_someone_does_for_others() -> None:
    idle = helper("tomas", you_asked_on=ago(40))
    busy = replace(idle, carried=helper("tomas", 1, 2, 3).carried, asked_on=ago(1))
    assert reasons(idle) == reasons(busy)
    yours = replace(idle, carried=(Carried("tomas", HAND, ago(1)),))
    assert "rested" not in codes(yours)


# Laws

DAYS_AGO = st.integers(-1, 70)
CARRIED = st.builds(
    lambda kinds, days, yours: Carried("x", kinds, ago(days), yours), st.integers(1, 15), DAYS_AGO, st.booleans()
)
TERMS = st.builds(Terms, st.sampled_from([1, 2, 4, 8]), st.integers(0, 127), st.integers(1, 4))
HELPER = st.builds(
    lambda **details: Helper("x", **details),
    offered=st.lists(TERMS, max_size=4, unique_by=lambda terms: terms.kind).map(tuple),
    marked=st.integers(0, 15),
    ring=st.sampled_from(["", "inner", "middle", "outer"]),
    allowed=st.sampled_from([True, True, True, False]),
    blocked=st.sampled_from([False, False, False, True]),
    rests_until=st.none() | DAYS_AGO.map(ago),
    carried=st.lists(CARRIED, max_size=6).map(tuple),
    asked_on=st.none() | DAYS_AGO.map(ago),
    you_asked_on=st.none() | DAYS_AGO.map(ago),
)
HELPERS = st.lists(HELPER, max_size=8).map(
    lambda some: [replace(one, key=f"p{number}") for number, one in enumerate(some)]
)
ASK = st.tuples(st.integers(1, 15), st.integers(0, 127))


@given(HELPERS, ASK, st.integers())
def test_the_order_of_the_input_does_not_matter(helpers: list[Helper[str]], ask: tuple[int, int], seed: int) -> None:
    kinds, days = ask
    found = suggest_helpers(kinds, helpers, today=TODAY, days=days)
    Random(seed).shuffle(helpers)
    assert found == suggest_helpers(kinds, helpers, today=TODAY, days=days)
    assert len({one.key for one in found}) == len(found)


@given(HELPERS, ASK, st.data())
def test_more_load_never_moves_someone_up(
    helpers: list[Helper[str]], ask: tuple[int, int], data: st.DataObject
) -> None:
    kinds, days = ask
    before = keys(*helpers, kinds=kinds, days=days)
    if not before:
        return
    key = data.draw(st.sampled_from(before))
    more = data.draw(CARRIED)
    busier = [replace(one, carried=(*one.carried, more)) if one.key == key else one for one in helpers]
    after = keys(*busier, kinds=kinds, days=days)
    assert [one for one in after if one != key] == [one for one in before if one != key]
    assert key not in after or after.index(key) >= before.index(key)


@given(HELPERS, ASK)
def test_who_is_to_be_left_alone_never_appears(helpers: list[Helper[str]], ask: tuple[int, int]) -> None:
    kinds, days = ask
    by_key = {one.key: one for one in helpers}
    for found in suggest_helpers(kinds, helpers, today=TODAY, days=days):
        one = by_key[found.key]
        assert one.allowed
        assert not one.blocked
        assert one.rests_until is None or one.rests_until <= TODAY
        month = [row.kinds for row in one.carried if (TODAY - row.on).days < 30]
        for terms in one.offered:
            if terms.kind & kinds:
                assert sum(bool(row & terms.kind) for row in month) < terms.per_month
        assert found.kinds
        assert found.kinds & ~kinds == 0
        assert found.reasons


@given(HELPERS, ASK)
def test_who_may_be_asked_is_never_left_out(helpers: list[Helper[str]], ask: tuple[int, int]) -> None:
    kinds, days = ask
    free = [replace(one, allowed=True, blocked=False, rests_until=None, carried=()) for one in helpers]
    willing = {one.key for one in free if kinds & (one.marked | sum(terms.kind for terms in one.offered))}
    assert set(keys(*free, kinds=kinds, days=days)) == willing


@given(HELPERS, ASK)
def test_the_order_is_fit_then_load_then_longest_since_asked(
    helpers: list[Helper[str]], ask: tuple[int, int]
) -> None:
    kinds, _ = ask
    same = [
        replace(one, marked=15, ring="inner", offered=(), allowed=True, blocked=False, rests_until=None)
        for one in helpers
    ]
    by_key = {one.key: one for one in same}
    order = [(load(by_key[key], TODAY), by_key[key].asked_on or date.min) for key in keys(*same, kinds=kinds)]
    assert order == sorted(order)
    assert len(order) == len(same)


# Who carries more than half


def took(who: str, times: int, kinds: int = HAND, days: int = 5) -> list[Carried[str]]:
    return [Carried(who, kinds, ago(days))] * times


def test_one_who_carries_more_than_half_of_a_kind_is_named() -> None:
    assert carrying([*took("mira", 3), *took("tomas", 1)], today=TODAY) == [Carrying("mira", HAND, 3, 4)]


@pytest.mark.parametrize(
    "claims",
    [
        [*took("mira", 2), *took("tomas", 2)],
        [*took("mira", 2), *took("tomas", 1)],
        [*took("mira", 3, HAND), *took("mira", 3, LISTEN), *took("tomas", 1, KNOW)],
        [*took("mira", 3), *took("mira", 2, days=60), *took("tomas", 1, days=61)],
    ],
    ids=["just half", "too few", "other kinds", "too long ago"],
)
def test_nobody_is_named_where_it_is_shared_or_little(claims: list[Carried[str]]) -> None:
    assert carrying(claims, today=TODAY) == []


def test_with_one_helper_there_is_nobody_to_share_with() -> None:
    assert carrying(took("mira", 9), today=TODAY, known=["mira"]) == []
    assert carrying(took("mira", 9), today=TODAY, known=["mira", "tomas"]) == [Carrying("mira", HAND, 9, 9)]


def test_every_kind_is_looked_at_by_itself() -> None:
    claims = [*took("mira", 4, LISTEN), *took("tomas", 4, HAND | COMPANY)]
    assert [(one.helper, one.kind) for one in carrying(claims, today=TODAY)] == [
        ("mira", LISTEN),
        ("tomas", HAND),
        ("tomas", COMPANY),
    ]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 15), DAYS_AGO), max_size=30), st.integers())
def test_carrying_counts_truly(rows: list[tuple[str, int, int]], seed: int) -> None:
    claims = [Carried(who, kinds, ago(days)) for who, kinds, days in rows]
    found = carrying(claims, today=TODAY)
    Random(seed).shuffle(claims)
    assert found == carrying(claims, today=TODAY)
    for one in found:
        of = [who for who, kinds, days in rows if kinds & one.kind and days < 60]
        assert (one.of, one.times) == (len(of), of.count(one.helper))
        assert one.of >= 4
        assert 2 * one.times > one.of
    assert len({one.kind for one in found}) == len(found)


# How are you?


def test_the_second_listening_in_two_weeks_is_asked_about() -> None:
    assert not heavy(LISTEN, took("mira", 1, LISTEN, 0), today=TODAY)
    assert heavy(LISTEN, [*took("mira", 1, LISTEN, 0), *took("mira", 1, LISTEN, 13)], today=TODAY)
    assert not heavy(LISTEN, [*took("mira", 1, LISTEN, 0), *took("mira", 1, LISTEN, 14)], today=TODAY)


def test_what_is_still_to_come_weighs_nothing_yet() -> None:
    assert not heavy(LISTEN, [*took("mira", 1, LISTEN, 0), *took("mira", 1, LISTEN, -1)], today=TODAY)


def test_only_listening_is_asked_about() -> None:
    many = [*took("mira", 5, LISTEN, 0), *took("mira", 5, HAND, 0)]
    assert not heavy(HAND | COMPANY, many, today=TODAY)
    assert heavy(LISTEN | HAND, many, today=TODAY)
    assert not heavy(LISTEN, took("mira", 5, HAND | COMPANY | KNOW, 0), today=TODAY)


# One small thing


def test_what_one_has_and_the_other_lacks_comes_first() -> None:
    assert give_back(HAND, HAND | LISTEN) == GiveBack("ear", LISTEN)
    assert give_back(KNOW, KNOW | HAND) == GiveBack("hand", HAND)
    assert give_back(HAND, HAND) == GiveBack("hand", HAND)
    assert give_back(LISTEN, HAND | KNOW | COMPANY) == GiveBack("know_how", KNOW)


def test_a_kind_word_is_enough() -> None:
    assert give_back(HAND, 0) == give_back(HAND, ALL_KINDS, low_day=True) == GiveBack("kind_word")


@given(st.integers(0, 15), st.integers(0, 15))
def test_only_what_someone_can_give_is_asked_of_them(received: int, gives: int) -> None:
    found = give_back(received, gives)
    assert found.kind & ~gives == 0
    assert bool(found.kind) == bool(gives)
