"""Asking: who can open it, when, and who never."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django_tasks_db.models import DBTaskResult

from kindring.accounts.actions.blocking import mute
from kindring.accounts.actor import SYSTEM, Actor
from kindring.asks.actions import (
    AskedFirst,
    SlotDetails,
    Widening,
    add_link,
    add_slots,
    change_ask,
    claim_place,
    close_ask,
    find_link,
    make_ask,
    open_link,
    put_away,
    remove_slot,
    revoke_link,
    stay_with_these,
    stop_ask,
    widen_due,
    widen_now,
)
from kindring.asks.keys import keyring_of_link, open_asks
from kindring.asks.models import Ask, Asked, HelperLink, PutAway, Slot, Stage
from kindring.circles.actions import block_member, leave_circle
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable
from kindring.notices.models import Notice
from tests import cast
from tests.asks.world import SOUP, TOMORROW, ask, claim, claim_by_link, link_of, slot_of
from tests.cast import NOW
from tests.street import Street, make_street

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def street() -> Street:
    made = make_street()
    made.people["cleo"] = cast.make_user("cleo")
    return made


def sees(street: Street, name: str, made: Ask) -> str | None:
    """What this user reads of the ask through the door; None where it does not exist for them."""
    with cast.signed_in(street.people[name]) as user:
        row = Ask.objects.visible_to(user).filter(pk=made.pk).first()
        if row is None:
            return None
        open_asks(user, [row.id])
        return str(row.what)


def reads_past_the_door(street: Street, name: str, made: Ask) -> str | None:
    with cast.signed_in(street.people[name]) as user:
        open_asks(user, [made.id])
        try:
            return str(Ask.objects.get(pk=made.pk).what)
        except Unsealable:
            return None


def told(street: Street, name: str, made: Ask) -> list[str]:
    return list(Notice.objects.filter(owner=street.user(name), ask=made.id).values_list("sort", flat=True))


def in_stages(street: Street, **options: Any) -> Ask:
    """Tomas first; after a day the circle."""
    slots = [SlotDetails(TOMORROW + timedelta(days=2))]
    return ask(street, then=[Widening(timedelta(days=1), circle=street.circle)], slots=slots, **options).ask


def test_only_who_is_named_sees_a_new_ask(street: Street) -> None:
    made = in_stages(street)
    assert [sees(street, name, made) for name in ("ana", "tomas", "ines", "cleo")] == ["Dinner", "Dinner", None, None]
    assert told(street, "tomas", made) == ["asked"]
    assert told(street, "ines", made) == told(street, "ana", made) == []


def test_after_the_wait_it_widens_to_the_circle_once(street: Street) -> None:
    made = in_stages(street)
    stage = Stage.objects.get(ask=made, number=1)
    assert not widen_due(by=SYSTEM, now=NOW + timedelta(hours=23), stage=stage.id)
    assert sees(street, "ines", made) is None
    assert widen_due(by=SYSTEM, now=NOW + timedelta(days=1), stage=stage.id)
    assert not widen_due(by=SYSTEM, now=NOW + timedelta(days=1), stage=stage.id)
    assert sees(street, "ines", made) == "Dinner"
    assert told(street, "ines", made) == ["asked"]
    assert told(street, "tomas", made) == ["asked"]


def test_the_widening_is_left_for_its_hour(street: Street) -> None:
    in_stages(street)
    task = DBTaskResult.objects.get(task_path="kindring.asks.actions.later.widen")
    assert task.run_after == NOW + timedelta(days=1)


def test_it_does_not_widen_when_all_is_found_or_over(street: Street) -> None:
    found, over = in_stages(street), in_stages(street)
    claim(street, "tomas", slot_of(found))
    stop_ask(by=street.by("ana"), now=NOW, ask=over)
    for made in (found, over):
        for stage in Stage.objects.filter(ask=made, number=1):
            assert not widen_due(by=SYSTEM, now=NOW + timedelta(days=1), stage=stage.id)
        assert sees(street, "ines", made) is None


def test_the_asker_may_widen_now_or_never(street: Street) -> None:
    now, never = in_stages(street), in_stages(street)
    widen_now(by=street.by("ana"), now=NOW, ask=now)
    assert sees(street, "ines", now) == "Dinner"
    stay_with_these(by=street.by("ana"), ask=never)
    widen_now(by=street.by("ana"), now=NOW, ask=never)
    assert sees(street, "ines", never) is None


def test_a_ring_is_asked_later_by_name(street: Street) -> None:
    made = ask(street, then=[Widening(HOUR, users=[street.user("ines").id])]).ask
    assert sees(street, "ines", made) is None
    widen_now(by=street.by("ana"), now=NOW, ask=made)
    assert sees(street, "ines", made) == "Dinner"


def test_a_stranger_is_never_asked(street: Street) -> None:
    for options in (
        {"first": AskedFirst(users=[street.user("cleo").id])},
        {"then": [Widening(HOUR, users=[street.user("cleo").id])]},
    ):
        with pytest.raises(Refused, match="member_not_found"):
            ask(street, **options)
    assert not Ask.objects.exists()


def test_who_left_the_circle_sees_nothing_of_it(street: Street) -> None:
    made = in_stages(street)
    widen_now(by=street.by("ana"), now=NOW, ask=made)
    assert sees(street, "ines", made) == "Dinner"
    with cast.signed_in(street.people["ines"]):
        leave_circle(by=street.by("ines"), now=NOW, circle=street.circle)
    assert sees(street, "ines", made) is None
    assert reads_past_the_door(street, "ines", made) is None


@pytest.mark.parametrize("blocker", ["ana", "tomas"])
def test_past_a_block_there_is_no_ask(street: Street, blocker: str) -> None:
    made = in_stages(street)
    widen_now(by=street.by("ana"), now=NOW, ask=made)
    claim(street, "tomas", slot_of(made))
    other = "tomas" if blocker == "ana" else "ana"
    with cast.signed_in(street.people[blocker]):
        member = street.membership(other).id
        block_member(by=street.by(blocker), now=NOW, circle=street.circle, member=member)
    assert sees(street, "tomas", made) is None
    assert sees(street, "ines", made) == "Dinner"
    assert not slot_of(made).claims.exists()
    assert told(street, "tomas", made) == []
    again = in_stages(street, first=AskedFirst(users=[street.user("ines").id]))
    widen_now(by=street.by("ana"), now=NOW, ask=again)
    assert told(street, "tomas", again) == []
    with pytest.raises(Refused, match="member_not_found"):
        ask(street)


def test_who_muted_the_asker_is_not_told(street: Street) -> None:
    mute(by=street.by("tomas"), user=street.user("ana").id)
    made = ask(street).ask
    assert told(street, "tomas", made) == []
    assert sees(street, "tomas", made) == "Dinner"


def test_a_form_sent_twice_asks_once(street: Street) -> None:
    number = uuid4()
    first, again = ask(street, id=number).ask, ask(street, id=number).ask
    assert first == again
    assert (Ask.objects.count(), Slot.objects.count(), Stage.objects.count()) == (1, 1, 1)
    with pytest.raises(Refused, match="ask_not_found"):
        ask(street, "ines", id=number)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"what": " "}, "what_missing"),
        ({"what": "x" * 201}, "what_too_long"),
        ({"sort": "money"}, "sort_unknown"),
        ({"called": ""}, "asker_unnamed"),
        ({"slots": []}, "slots_missing"),
        ({"slots": [SlotDetails(NOW - 2 * HOUR)]}, "slot_over"),
        ({"slots": [SlotDetails(NOW + timedelta(days=400))]}, "slot_too_far"),
        ({"slots": [SlotDetails(TOMORROW + number * HOUR) for number in range(61)]}, "slots_too_many"),
        ({"slots": [SlotDetails(TOMORROW, places=0)]}, "places_out_of_range"),
        ({"why_for": "everybody"}, "why_for"),
        ({"first": AskedFirst()}, "named_missing"),
        ({"first": AskedFirst(links=["a", "b", "c", "d"])}, "named_missing"),
        ({"then": [Widening(timedelta(days=15))]}, "wait_unusable"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_leaves_nothing(street: Street, options: Any, code: str) -> None:
    with pytest.raises(Refused, match=code):
        ask(street, **options)
    assert not Ask.objects.exists()
    assert not Asked.objects.exists()


def test_an_ask_without_a_time_is_of_use_for_a_month(street: Street) -> None:
    assert ask(street, slots=[SlotDetails()]).ask.ends_on == NOW.date() + timedelta(days=30)


def test_the_day_of_an_ask_is_the_askers(street: Street) -> None:
    late = NOW.replace(hour=23, minute=30) + timedelta(days=3)
    user = street.user("ana")
    user.time_zone = "Pacific/Auckland"
    made = ask(street, slots=[SlotDetails(late)]).ask
    assert made.ends_on == late.date() + timedelta(days=1)
    assert made.time_zone == "Pacific/Auckland"


# Links


def test_a_link_opens_one_ask_and_nothing_else(street: Street) -> None:
    made = ask(street, first=AskedFirst(links=["Bo"]))
    other = ask(street).ask
    secret = made.secrets["Bo"]
    with opened_with(keyring_of_link(link_of(secret), secret)):
        assert Ask.objects.get(pk=made.ask.pk).what == "Dinner"
        with pytest.raises(Unsealable):
            _ = Ask.objects.get(pk=other.pk).what
    with pytest.raises(Unsealable):
        keyring_of_link(link_of(secret), secret[:-1] + "x")


def test_a_link_ends_with_the_ask_or_when_it_is_taken_back(street: Street) -> None:
    made = ask(street, first=AskedFirst(links=["Bo", "Mia"]))
    revoke_link(by=street.by("ana"), link=link_of(made.secrets["Bo"]))
    assert find_link(made.secrets["Bo"]) is None
    assert find_link(made.secrets["Mia"]) is not None
    bo = HelperLink.objects.get(revoked=True)
    with opened_with(keyring_of_link(bo, made.secrets["Bo"])), pytest.raises(Refused, match="ask_not_found"):
        claim_place(by=Actor(None, bo.id), now=NOW, slot=slot_of(made.ask), name="Bo")
    close_ask(by=street.by("ana"), now=NOW, ask=made.ask)
    assert open_link(by=SYSTEM, now=NOW, secret=made.secrets["Mia"], address="192.0.2.1") is None


def test_somebody_else_cannot_take_a_link_back(street: Street) -> None:
    secret = ask(street, first=AskedFirst(links=["Bo"])).secrets["Bo"]
    revoke_link(by=street.by("tomas"), link=link_of(secret))
    assert find_link(secret) is not None


def test_one_more_link_shows_its_secret_to_the_asker_again(street: Street) -> None:
    made = ask(street).ask
    with cast.signed_in(street.people["ana"]) as ana:
        link = add_link(by=street.by("ana"), now=NOW, ask=made, label="Bo")
        assert add_link(by=street.by("ana"), now=NOW, ask=made, label="Bo") == link
        open_asks(ana, [made.id])
        secret = HelperLink.objects.get(pk=link.pk).secret
    assert claim_by_link(secret, slot_of(made)).link_id == link.id


# Changing


def test_an_ask_can_be_made_smaller(street: Street) -> None:
    made = ask(street).ask
    with cast.signed_in(street.people["ana"]):
        change_ask(by=street.by("ana"), ask=made, what="Soup is enough")
    assert sees(street, "tomas", made) == "Soup is enough"
    with cast.signed_in(street.people["tomas"]), pytest.raises(Refused, match="ask_not_found"):
        change_ask(by=street.by("tomas"), ask=made, what="Mine")


def test_dates_come_and_go_and_who_held_one_is_told(street: Street) -> None:
    made = ask(street).ask
    by = street.by("ana")
    with pytest.raises(Refused, match="last_slot"):
        remove_slot(by=by, now=NOW, slot=slot_of(made))
    for _ in range(2):
        add_slots(by=by, now=NOW, ask=made, slots=[SlotDetails(TOMORROW + timedelta(days=7))])
    assert Slot.objects.filter(ask=made).count() == 2
    assert Ask.objects.get(pk=made.pk).ends_on == (TOMORROW + timedelta(days=7)).date()
    held = claim(street, "tomas", slot_of(made))
    remove_slot(by=by, now=NOW, slot=slot_of(made))
    assert Notice.objects.filter(owner=street.user("tomas"), sort="ended", about=held.id).exists()


def test_not_this_time_is_told_to_nobody(street: Street) -> None:
    made = ask(street).ask
    before = Notice.objects.filter(owner=street.user("ana")).count()
    put_away(by=street.by("tomas"), now=NOW, ask=made)
    put_away(by=street.by("tomas"), now=NOW, ask=made)
    assert PutAway.objects.visible_to(street.user("tomas")).count() == 1
    assert not PutAway.objects.visible_to(street.user("ana")).exists()
    assert Notice.objects.filter(owner=street.user("ana")).count() == before
    assert Notice.objects.get(owner=street.user("tomas"), ask=made.id).acted_at


def test_twenty_open_asks_are_enough(street: Street) -> None:
    for number in range(20):
        ask(street, ago=20 - number)
    with pytest.raises(Refused, match="asks_too_many"):
        ask(street)


def test_a_form_reaches_no_other_column(street: Street) -> None:
    with cast.signed_in(street.people["ana"]), pytest.raises(TypeError, match="owner"):
        make_ask(
            by=street.by("ana"),
            now=NOW,
            id=uuid4(),
            called="Ana",
            slots=[SlotDetails(TOMORROW)],
            first=AskedFirst(users=[street.user("tomas").id]),
            **{**SOUP, "owner": "x"},
        )
