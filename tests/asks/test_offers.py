"""Saying what one can help with, and resting without a word."""

from datetime import timedelta

import pytest

from kindring.accounts.actions.blocking import block
from kindring.accounts.models import User
from kindring.asks.actions import AskedFirst, no_longer_stretched, set_offer, set_stretched, withdraw_offer
from kindring.asks.models import Ask, Offer, Stretched
from kindring.circles.actions import leave_circle
from kindring.lib.refused import Refused
from kindring.notices.actions import leave_notice
from kindring.notices.models import Notice
from kindring.people.kinds import Kind
from tests import cast
from tests.asks.world import ask
from tests.cast import NOW, TODAY
from tests.street import Street, come, make_street

pytestmark = pytest.mark.django_db
MONDAY, SUNDAY = 1, 64


@pytest.fixture
def street() -> Street:
    made = make_street()
    made.people["cleo"] = cast.make_user("cleo")
    return made


def offer(street: Street, who: str, kind: Kind = Kind.PRACTICAL, days: int = 0, per_month: int = 2) -> Offer:
    return set_offer(by=street.by(who), kind=int(kind), days=days, per_month=per_month)


def offers_seen(user: User) -> set[tuple[object, int]]:
    return set(Offer.objects.visible_to(user, today=TODAY).values_list("owner_id", "kind"))


def test_an_offer_is_one_for_each_kind(street: Street) -> None:
    offer(street, "tomas", days=MONDAY)
    offer(street, "tomas", Kind.EMOTIONAL)
    offer(street, "tomas", days=SUNDAY, per_month=4)
    mine = Offer.objects.of(street.user("tomas")).order_by("kind").values_list("kind", "days", "per_month")
    assert list(mine) == [(1, 0, 2), (2, SUNDAY, 4)]


def test_all_seven_days_are_any_day(street: Street) -> None:
    assert offer(street, "tomas", days=127).days == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"kind": 3}, "kind_unknown"),
        ({"kind": 0}, "kind_unknown"),
        ({"days": 128}, "days_out_of_range"),
        ({"per_month": 0}, "per_month_out_of_range"),
        ({"per_month": 32}, "per_month_out_of_range"),
    ],
)
def test_what_does_not_fit_is_refused(street: Street, words: dict[str, int], code: str) -> None:
    with pytest.raises(Refused, match=code):
        set_offer(by=street.by("tomas"), **{"kind": 2, "days": 0, "per_month": 2} | words)
    assert not Offer.objects.of(street.user("tomas")).exists()


def test_taken_back_twice_is_taken_back(street: Street) -> None:
    offer(street, "tomas")
    offer(street, "ines")
    for _ in range(2):
        withdraw_offer(by=street.by("tomas"), kind=int(Kind.PRACTICAL))
    assert list(Offer.objects.values_list("owner_id", flat=True)) == [street.user("ines").id]


def test_members_see_what_members_offer_and_strangers_nothing(street: Street) -> None:
    offer(street, "tomas")
    tomas = (street.user("tomas").id, 2)
    for who in ("tomas", "ana", "ines"):
        assert offers_seen(street.user(who)) == {tomas}
    assert offers_seen(street.user("cleo")) == set()


def test_who_waits_to_be_confirmed_neither_sees_nor_is_seen(street: Street) -> None:
    come(street, "cleo")
    offer(street, "cleo")
    offer(street, "tomas")
    assert offers_seen(street.user("cleo")) == {(street.user("cleo").id, 2)}
    assert offers_seen(street.user("ana")) == {(street.user("tomas").id, 2)}


def test_who_left_neither_sees_nor_is_seen(street: Street) -> None:
    offer(street, "tomas")
    offer(street, "ines")
    with cast.signed_in(street.people["tomas"]):
        leave_circle(by=street.by("tomas"), now=NOW, circle=street.circle)
    assert offers_seen(street.user("tomas")) == {(street.user("tomas").id, 2)}
    assert offers_seen(street.user("ana")) == {(street.user("ines").id, 2)}


def test_blocked_members_see_nothing_of_each_other(street: Street) -> None:
    offer(street, "tomas")
    offer(street, "ines")
    block(by=street.by("tomas"), user=street.user("ines").id)
    for who in ("tomas", "ines"):
        assert offers_seen(street.user(who)) == {(street.user(who).id, 2)}
    assert len(offers_seen(street.user("ana"))) == 2


def test_who_is_stretched_is_seen_by_nobody_but_themselves(street: Street) -> None:
    offer(street, "tomas")
    set_stretched(by=street.by("tomas"), now=NOW, until=None)
    assert offers_seen(street.user("ana")) == set()
    assert offers_seen(street.user("tomas")) == {(street.user("tomas").id, 2)}
    assert not Stretched.objects.visible_to(street.user("ana")).exists()
    no_longer_stretched(by=street.by("tomas"))
    assert offers_seen(street.user("ana")) == {(street.user("tomas").id, 2)}


def test_a_rest_with_a_day_ends_by_itself_where_the_day_is_known(street: Street) -> None:
    offer(street, "tomas")
    until = TODAY + timedelta(days=3)
    set_stretched(by=street.by("tomas"), now=NOW, until=until)
    ana = street.user("ana")
    seen = [Offer.objects.visible_to(ana, today=until + timedelta(days=days)).exists() for days in (-1, 0)]
    assert seen == [False, True]
    assert not Offer.objects.visible_to(ana).exists()


def test_nobody_is_told_of_a_rest(street: Street) -> None:
    before = Notice.objects.count()
    set_stretched(by=street.by("tomas"), now=NOW, until=None)
    assert Notice.objects.count() == before


def test_another_day_takes_the_place_of_the_first(street: Street) -> None:
    for days in (3, 9, None):
        set_stretched(by=street.by("tomas"), now=NOW, until=TODAY + timedelta(days=days) if days else None)
    assert [row.until for row in Stretched.objects.all()] == [None]


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_rest_ends_on_a_day_to_come(street: Street, days: int) -> None:
    with pytest.raises(Refused, match="rest_day_out_of_range"):
        set_stretched(by=street.by("tomas"), now=NOW, until=TODAY + timedelta(days=days))


def test_resting_answers_how_they_are(street: Street) -> None:
    tomas, claim = street.user("tomas"), street.circle.id
    for sort in (Notice.Sort.CARE, Notice.Sort.THANKED):
        leave_notice(to=tomas.id, sort=sort, now=NOW, about=claim)
    set_stretched(by=street.by("tomas"), now=NOW, until=None)
    waiting = Notice.objects.visible_to(tomas).waiting().values_list("sort", flat=True)
    assert set(waiting) == {"thanked", "confirmed"}


def test_who_is_stretched_is_not_told_of_an_ask_and_finds_it_if_they_look(street: Street) -> None:
    set_stretched(by=street.by("tomas"), now=NOW, until=TODAY + timedelta(days=1))
    first = AskedFirst(users=[street.user("tomas").id, street.user("ines").id])
    made = ask(street, first=first).ask
    told = Notice.objects.filter(sort=Notice.Sort.ASKED, ask=made.id).values_list("owner_id", flat=True)
    assert list(told) == [street.user("ines").id]
    assert Ask.objects.visible_to(street.user("tomas")).filter(pk=made.pk).exists()
