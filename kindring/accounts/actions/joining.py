"""Joining, and writing the recovery code down."""

from datetime import datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kindring.accounts import vault
from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actions.sessions import keep_only
from kindring.accounts.actions.trying import begin
from kindring.accounts.actor import Actor
from kindring.accounts.mail_seal import seal_address
from kindring.accounts.models import KeyWrap, Session, User
from kindring.accounts.names import called_as, check_email, check_name, check_password
from kindring.accounts.throttle import Attempt
from kindring.lib.days import day_in
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable, new_recovery_code


class Joined(NamedTuple):
    """A new user and the keys that open what they will write."""

    user: User
    keys: vault.UserKeys

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def knock(*, by: Actor, now: datetime, address: str) -> None:
    """Counts someone who is about to join by where they come from, so that nobody fills the server or tries names.

    Stays counted whatever becomes of it: not part of the transaction in which they join.
    """
    begin(Attempt(address, b""), now, by_name=False)


@transaction.atomic
def join(
    *,
    by: Actor,
    now: datetime,
    name: str,
    password: str,
    called: str,
    adult: bool,
    email: str = "",
    time_zone: str = "UTC",
) -> Joined:
    """Makes a user with a key of their own; `by` is the system, since nobody is signed in yet."""
    check_name(name)
    check_password(password, name)
    if not adult:
        raise Refused("not_adult", _("Kindring is for adults."), 422)
    zone = known_zone(time_zone)
    user = User(name_hash=vault.name_hash(name), time_zone=zone)
    user.email_sealed = seal_address(user.id, check_email(email)) if email.strip() else None
    key, today = vault.new_user_key(), day_in(zone, now)
    with opened_with(vault.keyring_of(user.id, (key,))):
        user.called, user.recovery_code = called_as(called, name), new_recovery_code()
        _insert(user)
        vault.wrap_with_password(user.id, key, password, today).save(force_insert=True)
        vault.wrap_with_recovery(user.id, key, user.recovery_code, today).save(force_insert=True)
    return Joined(user, (key,))


def _insert(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Refused("name_taken", _("Someone here has that name already. Please choose another."), 409) from None


@cache
def known_zones() -> frozenset[str]:
    """The time zones that this server knows, by their IANA names; read from its disk once."""
    return frozenset(available_timezones() - {"Factory", "localtime"})


def known_zone(time_zone: str) -> str:
    """A zone that this server knows; UTC for anything else."""
    return time_zone if time_zone in known_zones() else "UTC"


@transaction.atomic
def confirm_recovery_code(*, by: Actor, code: str) -> None:
    """The person typed the code they wrote down: it is shown no more."""
    user = by.signed_in
    wait_for_turn(user)
    row = KeyWrap.objects.visible_to(user).filter(kind=KeyWrap.Kind.RECOVERY, set_aside=False).first()
    try:
        vault.open_with_recovery(row, code)
    except Unsealable:
        raise Refused("code_differs", _("That is not quite the code. Please compare it once more."), 422) from None
    user.recovery_code, user.recovery_confirmed = "", True
    user.save(update_fields=["recovery_code", "recovery_confirmed"])


@transaction.atomic
def renew_recovery_code(
    *, by: Actor, now: datetime, keys: vault.UserKeys, session: Session, secret: vault.BrowserSecret
) -> vault.BrowserSecret | None:
    """A new code in place of the one before, to be written down and typed once.

    Until then it is shown, and it opens everything: so every other browser is signed out.
    """
    user = by.signed_in
    wait_for_turn(user)
    KeyWrap.objects.visible_to(user).filter(kind=KeyWrap.Kind.RECOVERY, set_aside=False).delete()
    user.recovery_code, user.recovery_confirmed = new_recovery_code(), False
    user.save(update_fields=["recovery_code", "recovery_confirmed"])
    today = day_in(user.time_zone, now)
    vault.wrap_with_recovery(user.id, keys[0], user.recovery_code, today).save(force_insert=True)
    return keep_only(by=by, session=session, secret=secret, keys=keys)
