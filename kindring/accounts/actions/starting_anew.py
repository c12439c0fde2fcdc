"""After a reset without the recovery code: what was sealed is kept locked, or erased."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts import vault
from kindring.accounts.actions.sessions import end_sessions
from kindring.accounts.actions.signing import Proved, find_reset_link
from kindring.accounts.actions.trying import forget_name
from kindring.accounts.actor import Actor
from kindring.accounts.erasure import erase_rows
from kindring.accounts.models import KeyWrap, User
from kindring.accounts.names import check_password
from kindring.lib.days import day_in
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable, key_id, new_recovery_code


@transaction.atomic
def use_reset_link(*, by: Actor, now: datetime, secret: str, name: str, password: str, erase: bool) -> Proved:
    """A new key for the person who holds the host's link; what the key before sealed stays locked or goes."""
    link = find_reset_link(secret, now)
    if link is None or bytes(link.owner.name_hash) != vault.name_hash(name):
        raise Refused("link_ended", _("This link has been used, has ended, or is for another name."), 403)
    check_password(password, name)
    user = link.owner
    link.delete()
    end_sessions(by=Actor(user))
    if erase:
        erase_rows(user)
    else:
        KeyWrap.objects.visible_to(user).update(set_aside=True)
    key = _new_key(user, now, password, called=name)
    forget_name(bytes(user.name_hash))
    return Proved(user, (key,))


def _new_key(user: User, now: datetime, password: str, called: str) -> bytes:
    key, today = vault.new_user_key(), day_in(user.time_zone, now)
    with opened_with(vault.keyring_of(user.id, (key,))):
        user.called, user.recovery_code, user.recovery_confirmed = (
            called.strip()[:80],
            new_recovery_code(),
            False,
        )
        user.save()
        vault.wrap_with_password(user.id, key, password, today).save(force_insert=True)
        vault.wrap_with_recovery(user.id, key, user.recovery_code, today).save(force_insert=True)
    return key


@transaction.atomic
def reopen_older(*, by: Actor, now: datetime, keys: vault.UserKeys, secret: str) -> vault.UserKeys:
    """What was kept locked opens by the recovery code or the password of that time; all keys that open now.

    The caller gives the new keys to the session. Refused where nothing opens.
    """
    user = by.signed_in
    rows = list(KeyWrap.objects.visible_to(user).filter(set_aside=True))
    older = next((key for row in rows if (key := _try(row, secret))), None)
    if older is None:
        raise Refused("not_opened", _("Neither a recovery code nor a password of before: that opens nothing."), 403)
    chain = _chain(rows, older)
    opened = [key_id(key) for key in chain]
    KeyWrap.objects.visible_to(user).filter(set_aside=True, key_id__in=opened).delete()
    today = day_in(user.time_zone, now)
    for key in chain:
        vault.wrap_older(user.id, key, keys[0], today).save(force_insert=True)
    return (*keys, *chain)


def _chain(rows: list[KeyWrap], key: bytes) -> vault.UserKeys:
    """`key` and what it opens in turn; other keys that were set aside stay locked."""
    chain = [key]
    for row in rows:
        try:
            chain += vault.with_older([row], key)[1:]
        except Unsealable:
            continue
    return tuple(chain)


def _try(row: KeyWrap, secret: str) -> bytes | None:
    try:
        if row.kind == KeyWrap.Kind.PASSWORD:
            return vault.open_with_password(row, secret)
        return vault.open_with_recovery(row, secret) if row.kind == KeyWrap.Kind.RECOVERY else None
    except Unsealable:
        return None
