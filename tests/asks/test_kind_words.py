"""Kind words between two members: for the two alone, sealed, few enough, and gone from sight with a block."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from kindring.accounts.actions.blocking import mute
from kindring.asks.actions import say_kind_word, take_kind_word_away
from kindring.asks.actions.kind_words import MOST_A_DAY, MOST_TO_ONE
from kindring.asks.models import KindWord
from kindring.circles.actions import block_member, leave_circle, link_person
from kindring.insights.kind_words import kind_words, place_of
from kindring.lib.refused import Refused
from kindring.notices.models import Notice
from kindring.people.actions import set_state
from tests import cast
from tests.cast import NOW
from tests.street import Street, bring_in, come, make_street

THANKS = "Thank you for the ladder."


@contextmanager
def refused_with(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as refused:
        yield
    assert refused.value.code == code


@pytest.fixture
def street(db: None) -> Street:
    return make_street()


def says(street: Street, who: str, to: str, words: str = THANKS, key: UUID | None = None, days: int = 0) -> KindWord:
    now = NOW + timedelta(days=days)
    with cast.signed_in(street.people[who]):
        member = street.membership(to).id
        return say_kind_word(
            by=street.by(who), now=now, key=key or uuid4(), circle=street.circle, member=member, words=words
        )


def read_by(street: Street, who: str) -> list[tuple[str, str, bool]]:
    with cast.signed_in(street.people[who]):
        return [(one.words, one.name, one.mine) for one in kind_words(street.user(who), 1).said]


def told(street: Street, who: str) -> int:
    return Notice.objects.visible_to(street.user(who)).filter(sort=Notice.Sort.KIND_WORD).count()


def test_the_two_read_it_and_nobody_else(street: Street) -> None:
    says(street, "ana", "tomas")
    assert read_by(street, "tomas") == [(THANKS, "Ana", False)]
    assert read_by(street, "ana") == [(THANKS, "Tomas", True)]
    assert read_by(street, "ines") == []
    assert (told(street, "tomas"), told(street, "ines"), told(street, "ana")) == (1, 0, 0)


def test_the_words_are_sealed(street: Street) -> None:
    row = says(street, "ana", "tomas")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM asks_kindword WHERE owner_id IS NOT NULL")
        (stored,) = cursor.fetchone()
    assert b"ladder" not in bytes(stored)
    assert str(row) == str(row.id)


def test_a_second_press_says_it_once(street: Street) -> None:
    key = uuid4()
    assert says(street, "ana", "tomas", key=key) == says(street, "ana", "tomas", key=key)
    assert KindWord.objects.count() == 1


def test_a_block_hides_it_from_both_and_whoever_is_blocked_is_not_there(street: Street) -> None:
    says(street, "ana", "tomas")
    says(street, "tomas", "ana")
    with cast.signed_in(street.people["tomas"]):
        block_member(by=street.by("tomas"), now=NOW, circle=street.circle, member=street.membership("ana").id)
    assert read_by(street, "ana") == read_by(street, "tomas") == []
    assert (told(street, "ana"), told(street, "tomas")) == (0, 0)
    with refused_with("member_not_found"):
        says(street, "tomas", "ana")


def test_from_a_steward_past_a_block_it_looks_like_any_other_and_no_word_is_kept(street: Street) -> None:
    """Ana looks after the street, and is not to learn that Tomas blocked her: the limit is the same, too."""
    with cast.signed_in(street.people["tomas"]):
        block_member(by=street.by("tomas"), now=NOW, circle=street.circle, member=street.membership("ana").id)
    for number in range(MOST_TO_ONE):
        says(street, "ana", "tomas", f"{number}")
    with refused_with("kind_words_today"):
        says(street, "ana", "tomas", "more")
    assert not KindWord.objects.filter(words__isnull=False).exists()
    assert told(street, "tomas") == 0


def test_whoever_muted_them_hears_no_bell_and_can_read_it(street: Street) -> None:
    with cast.signed_in(street.people["tomas"]):
        mute(by=street.by("tomas"), user=street.user("ana").id, name="Ana")
    says(street, "ana", "tomas")
    assert told(street, "tomas") == 0
    assert len(read_by(street, "tomas")) == 1


def test_who_waits_or_is_oneself_gets_none(street: Street) -> None:
    street.people["new"] = cast.make_user("new")
    come(street, "new")
    for to in ("new", "ana"):
        with refused_with("member_not_found"):
            says(street, "ana", to)


def test_whoever_left_the_circle_reads_and_writes_nothing_in_it(street: Street) -> None:
    says(street, "ana", "tomas")
    with cast.signed_in(street.people["tomas"]):
        leave_circle(by=street.by("tomas"), now=NOW, circle=street.circle)
        assert not KindWord.objects.visible_to(street.user("tomas")).exists()
        with refused_with("circle_not_found"):
            say_kind_word(
                by=street.by("tomas"), now=NOW, key=uuid4(), circle=street.circle, words="x",
                member=street.membership("ana").id,
            )  # fmt: skip
    assert read_by(street, "ana") == [(THANKS, "", True)]


def test_whoever_left_the_circle_hears_no_bell_of_what_they_cannot_read(street: Street) -> None:
    says(street, "ana", "tomas")
    says(street, "ana", "ines")
    with cast.signed_in(street.people["tomas"]):
        leave_circle(by=street.by("tomas"), now=NOW, circle=street.circle)
    assert (told(street, "tomas"), told(street, "ines")) == (0, 1)


def test_there_is_a_limit_for_one_and_for_a_day(street: Street) -> None:
    for number in range(MOST_TO_ONE):
        says(street, "ana", "tomas", f"{number}")
    with refused_with("kind_words_today"):
        says(street, "ana", "tomas", "more")
    for number in range(MOST_A_DAY // MOST_TO_ONE + 1):
        street.people[f"n{number}"] = cast.make_user(f"n{number}")
        bring_in(street, f"n{number}")
    with refused_with("kind_words_today"):
        for number in range(MOST_A_DAY // MOST_TO_ONE + 1):
            for again in range(MOST_TO_ONE):
                says(street, "ana", f"n{number}", f"{again}")
    assert KindWord.objects.count() == MOST_A_DAY
    says(street, "ana", "tomas", "on the next day", days=2)


@pytest.mark.parametrize("words", ["", "  \n", "\u200b"])
def test_nothing_is_no_word(street: Street, words: str) -> None:
    with refused_with("words_empty"):
        says(street, "ana", "tomas", words)


@pytest.mark.parametrize("who", ["ana", "tomas"])
def test_either_of_the_two_takes_it_away(street: Street, who: str) -> None:
    row = says(street, "ana", "tomas")
    with cast.signed_in(street.people["ines"]):
        take_kind_word_away(by=street.by("ines"), word=row)
    assert read_by(street, "tomas")
    with cast.signed_in(street.people[who]):
        take_kind_word_away(by=street.by(who), word=row)
    assert read_by(street, "ana") == read_by(street, "tomas") == []
    assert KindWord.objects.filter(words__isnull=True).exists()
    assert told(street, "tomas") == 0


def test_writing_and_taking_away_over_and_over_rings_no_bell(street: Street) -> None:
    for number in range(MOST_TO_ONE):
        row = says(street, "ana", "tomas", f"{number}")
        with cast.signed_in(street.people["ana"]):
            take_kind_word_away(by=street.by("ana"), word=row)
    with refused_with("kind_words_today"):
        says(street, "ana", "tomas")


def test_a_person_is_met_in_a_circle_only_where_the_user_said_who_they_are(street: Street) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        person, other = cast.tomas(ana), cast.mira(ana)
        assert place_of(ana, person) is None
        link_person(by=street.by("ana"), person=person, user=street.user("tomas").id)
        place = place_of(ana, person)
        assert place is not None
        assert (place.member, place.circle) == (street.membership("tomas"), "Our street")
        assert place_of(ana, other) is None
        block_member(by=street.by("ana"), now=NOW, circle=street.circle, member=place.member.id)
        assert place_of(ana, person) is None


@pytest.mark.parametrize("state", ["unsafe", "died"])
def test_to_somebody_unsafe_or_dead_no_way_is_offered(street: Street, state: str) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        person = cast.tomas(ana)
        link_person(by=street.by("ana"), person=person, user=street.user("tomas").id)
        person = set_state(by=street.by("ana"), now=NOW, person=person, state=state)
        assert place_of(ana, person) is None
