"""Proving who one is: by password, by recovery code, by a link that the host printed.

None of these is atomic as a whole: a failed try must stay counted although the person is refused.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts import vault
from kindring.accounts.actions.sessions import end_sessions
from kindring.accounts.actions.trying import begin, forget_name, succeeded
from kindring.accounts.actor import Actor
from kindring.accounts.models import KeyWrap, ResetLink, User
from kindring.accounts.names import check_password
from kindring.accounts.throttle import Attempt
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable

LINK_LASTS = timedelta(days=1)


class Proved(NamedTuple):
    """Someone who showed that they are a user, and the keys this opened."""

    user: User
    keys: vault.UserKeys


def sign_in(*, by: Actor, now: datetime, name: str, password: str, address: str, mark: str = "") -> Proved:
    """Opens the vault with a password. An unknown name costs the same work and gets the same answer."""
    attempt = Attempt(address, vault.name_hash(name), mark)
    begin(attempt, now)
    rows = _wraps(attempt.name_hash)
    try:
        key = vault.open_with_password(_one(rows, KeyWrap.Kind.PASSWORD), password)
        proved = Proved(rows[0].owner, vault.with_older(rows, key))
    except Unsealable:
        raise Refused("not_opened", _("That name and password do not open anything here."), 403) from None
    succeeded(attempt)
    return proved


def prove_again(*, by: Actor, now: datetime, password: str, address: str, mark: str = "") -> vault.UserKeys:
    """The password once more: to unlock, to change what opens the vault, to erase."""
    user = by.signed_in
    attempt = Attempt(address, bytes(user.name_hash), mark)
    begin(attempt, now)
    rows = list(KeyWrap.objects.visible_to(user))
    try:
        key = vault.open_with_password(_one(rows, KeyWrap.Kind.PASSWORD), password)
    except Unsealable:
        raise Refused("not_opened", _("That is not the password."), 403) from None
    succeeded(attempt)
    return vault.with_older(rows, key)


def recover(*, by: Actor, now: datetime, name: str, code: str, password: str, address: str) -> Proved:
    """A new password by the recovery code: what was sealed stays open.

    Counted by address only: the code cannot be guessed, and it is the way back for someone locked out by others.
    """
    check_password(password, name)
    attempt = Attempt(address, vault.name_hash(name))
    begin(attempt, now, by_name=False)
    rows = _wraps(attempt.name_hash)
    try:
        key = vault.open_with_recovery(_one(rows, KeyWrap.Kind.RECOVERY), code)
        keys = vault.with_older(rows, key)
    except Unsealable:
        raise Refused("not_opened", _("That name and recovery code do not open anything here."), 403) from None
    user = rows[0].owner
    replace_password(by=Actor(user), now=now, keys=keys, password=password)
    end_sessions(by=Actor(user))
    forget_name(attempt.name_hash)
    return Proved(user, keys)


def _wraps(name_hash: bytes) -> list[KeyWrap]:
    return list(KeyWrap.objects.filter(owner__name_hash=name_hash).select_related("owner"))


def _one(rows: list[KeyWrap], kind: KeyWrap.Kind) -> KeyWrap | None:
    return next((row for row in rows if row.kind == kind and not row.set_aside), None)


@transaction.atomic
def replace_password(*, by: Actor, now: datetime, keys: vault.UserKeys, password: str) -> None:
    """Wraps the same key by another password; every browser is signed out by the caller's choice, not here."""
    user = by.signed_in
    KeyWrap.objects.visible_to(user).filter(kind=KeyWrap.Kind.PASSWORD, set_aside=False).delete()
    vault.wrap_with_password(user.id, keys[0], password, now.date()).save(force_insert=True)


def change_password(*, by: Actor, now: datetime, keys: vault.UserKeys, password: str) -> None:
    """The person is signed in and has just typed the password before (`prove_again` gave `keys`)."""
    check_password(password)
    replace_password(by=by, now=now, keys=keys, password=password)


def print_reset_link(*, by: Actor, now: datetime, name: str) -> str:
    """The secret of a one-use link for the host to hand over in person; it replaces any before."""
    user = User.objects.filter(name_hash=vault.name_hash(name)).first()
    if user is None:
        raise Refused("no_such_name", _("Nobody here has that name."), 404)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        ResetLink.objects.visible_to(user).delete()
        ResetLink(owner=user, secret_hash=sha256(secret.encode()).digest(), ends_at=now + LINK_LASTS).save()
    return secret


def find_reset_link(secret: str, now: datetime) -> ResetLink | None:
    """The link of this secret while it lasts."""
    rows = ResetLink.objects.filter(secret_hash=sha256(secret.encode()).digest(), ends_at__gt=now)
    return rows.select_related("owner").first()
