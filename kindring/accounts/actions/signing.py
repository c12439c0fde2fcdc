"""Proving who one is: by password, by recovery code, by a link that the host printed.

None of these is atomic as a whole: a failed try must stay counted although the person is refused.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts import vault
from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actions.sessions import end_sessions, keep_only
from kindring.accounts.actions.trying import trying
from kindring.accounts.actor import Actor
from kindring.accounts.models import KeyWrap, ResetLink, Session, User
from kindring.accounts.names import check_password
from kindring.accounts.throttle import Attempt
from kindring.lib.days import day_in
from kindring.lib.link_secrets import new_secret, secret_hash
from kindring.lib.refused import Refused

LINK_LASTS = timedelta(days=1)


class Proved(NamedTuple):
    """Someone who showed that they are a user, and the keys this opened."""

    user: User
    keys: vault.UserKeys

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def sign_in(*, by: Actor, now: datetime, name: str, password: str, address: str, mark: str = "") -> Proved:
    """Opens the vault with a password. An unknown name costs the same work and gets the same answer."""
    attempt = Attempt(address, vault.name_hash(name), mark)
    with trying(attempt, now, _("That name and password do not open anything here.")):
        rows = _wraps(attempt.name_hash)
        key = vault.open_with_password(_one(rows, KeyWrap.Kind.PASSWORD), password)
        return Proved(rows[0].owner, vault.with_older(rows, key))


def prove_again(*, by: Actor, now: datetime, password: str, address: str, mark: str = "") -> vault.UserKeys:
    """The password once more: to unlock, to change what opens the vault, to erase."""
    user = by.signed_in
    attempt = Attempt(address, bytes(user.name_hash), mark)
    with trying(attempt, now, _("That is not the password.")):
        rows = list(KeyWrap.objects.visible_to(user))
        key = vault.open_with_password(_one(rows, KeyWrap.Kind.PASSWORD), password)
    return vault.with_older(rows, key)


def recover(*, by: Actor, now: datetime, name: str, code: str, password: str, address: str) -> Proved:
    """A new password by the recovery code: what was sealed stays open.

    Counted by address only: the code cannot be guessed, and it is the way back for someone locked out by others.
    """
    check_password(password, name)
    attempt = Attempt(address, vault.name_hash(name))
    with trying(attempt, now, _("That name and recovery code do not open anything here."), by_name=False):
        rows = _wraps(attempt.name_hash)
        key = vault.open_with_recovery(_one(rows, KeyWrap.Kind.RECOVERY), code)
        keys = vault.with_older(rows, key)
        _begin_anew(Actor(rows[0].owner), now, keys, password)
    return Proved(rows[0].owner, keys)


@transaction.atomic
def _begin_anew(by: Actor, now: datetime, keys: vault.UserKeys, password: str) -> None:
    _replace_password(by, now, keys, password)
    end_sessions(by=by)


def _wraps(name_hash: bytes) -> list[KeyWrap]:
    return list(KeyWrap.objects.filter(owner__name_hash=name_hash).select_related("owner"))


def _one(rows: list[KeyWrap], kind: KeyWrap.Kind) -> KeyWrap | None:
    return next((row for row in rows if row.kind == kind and not row.set_aside), None)


def _replace_password(by: Actor, now: datetime, keys: vault.UserKeys, password: str) -> None:
    """Wraps the same key by another password; within a transaction."""
    user = by.signed_in
    wait_for_turn(user)
    KeyWrap.objects.visible_to(user).filter(kind=KeyWrap.Kind.PASSWORD, set_aside=False).delete()
    today = day_in(user.time_zone, now)
    vault.wrap_with_password(user.id, keys[0], password, today).save(force_insert=True)


@transaction.atomic
def change_password(
    *, by: Actor, now: datetime, keys: vault.UserKeys, password: str, session: Session, secret: vault.BrowserSecret
) -> vault.BrowserSecret | None:
    """Another password in this browser, a new secret for it, and every other browser signed out.

    The person is signed in and has just typed the password before (`prove_again` gave `keys`).
    """
    check_password(password)
    if vault.name_hash(password) == bytes(by.signed_in.name_hash):
        raise Refused("password_is_name", _("The password should not contain your sign-in name."), 422)
    _replace_password(by, now, keys, password)
    return keep_only(by=by, session=session, secret=secret, keys=keys)


def print_reset_link(*, by: Actor, now: datetime, name: str) -> str:
    """The secret of a one-use link for the host to hand over in person; it replaces any before."""
    user = User.objects.filter(name_hash=vault.name_hash(name)).first()
    if user is None:
        raise Refused("no_such_name", _("Nobody here has that name."), 404)
    secret = new_secret()
    with transaction.atomic():
        wait_for_turn(user)
        ResetLink.objects.visible_to(user).delete()
        ResetLink(owner=user, secret_hash=secret_hash(secret), ends_at=now + LINK_LASTS).save()
    return secret


def find_reset_link(secret: str, now: datetime) -> ResetLink | None:
    """The link of this secret while it lasts."""
    rows = ResetLink.objects.filter(secret_hash=secret_hash(secret), ends_at__gt=now)
    return rows.select_related("owner").first()
