"""Joining, and writing the recovery code down."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kindring.accounts import vault
from kindring.accounts.actions.trying import begin
from kindring.accounts.actor import Actor
from kindring.accounts.mail_seal import seal_address
from kindring.accounts.models import KeyWrap, User
from kindring.accounts.names import check_name, check_password
from kindring.accounts.throttle import Attempt
from kindring.lib.days import day_in
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable, new_recovery_code


class Joined(NamedTuple):
    """A new user and the keys that open what they will write."""

    user: User
    keys: vault.UserKeys


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
    address: str = "",
) -> Joined:
    """Makes a user with a key of their own; `by` is the system, since nobody is signed in yet.

    Counted by `address` (where one is given), so that nobody fills the server with users.
    """
    check_name(name)
    check_password(password, name)
    if not adult:
        raise Refused("not_adult", _("Kindring is for adults."), 422)
    zone = known_zone(time_zone)
    attempt = Attempt(address, vault.name_hash(name))
    if address:
        begin(attempt, now, by_name=False)
    user = User(name_hash=attempt.name_hash, time_zone=zone, created_on=day_in(zone, now))
    key = vault.new_user_key()
    try:
        with transaction.atomic(), opened_with(vault.keyring_of(user.id, (key,))):
            _write(user, key, password, called.strip() or name.strip(), email)
    except IntegrityError:
        raise Refused("name_taken", _("Someone here has that name already. Please choose another."), 409) from None
    return Joined(user, (key,))


def _write(user: User, key: bytes, password: str, called: str, email: str) -> None:
    user.called = called[:80]
    user.email_sealed = seal_address(user.id, email) if email else None
    user.recovery_code = new_recovery_code()
    user.save(force_insert=True)
    vault.wrap_with_password(user.id, key, password, user.created_on).save(force_insert=True)
    vault.wrap_with_recovery(user.id, key, user.recovery_code, user.created_on).save(force_insert=True)


def known_zone(time_zone: str) -> str:
    """A zone that this server knows; UTC for anything else."""
    return time_zone if time_zone in available_timezones() else "UTC"


@transaction.atomic
def confirm_recovery_code(*, by: Actor, code: str) -> None:
    """The person typed the code they wrote down: it is shown no more."""
    user = by.signed_in
    row = KeyWrap.objects.visible_to(user).filter(kind=KeyWrap.Kind.RECOVERY, set_aside=False).first()
    try:
        vault.open_with_recovery(row, code)
    except Unsealable:
        raise Refused("code_differs", _("That is not quite the code. Please compare it once more."), 422) from None
    user.recovery_code, user.recovery_confirmed = "", True
    user.save(update_fields=["recovery_code", "recovery_confirmed"])


@transaction.atomic
def renew_recovery_code(*, by: Actor, now: datetime, keys: vault.UserKeys) -> None:
    """A new code in place of the one before, to be written down and typed once."""
    user = by.signed_in
    rows = KeyWrap.objects.visible_to(user).filter(kind=KeyWrap.Kind.RECOVERY, set_aside=False)
    rows.delete()
    user.recovery_code, user.recovery_confirmed = new_recovery_code(), False
    user.save(update_fields=["recovery_code", "recovery_confirmed"])
    today = day_in(user.time_zone, now)
    vault.wrap_with_recovery(user.id, keys[0], user.recovery_code, today).save(force_insert=True)
