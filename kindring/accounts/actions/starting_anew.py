"""After a reset without the recovery code: what was sealed is kept locked, or erased."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kindring.accounts import vault
from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actions.sessions import end_sessions, keep_only
from kindring.accounts.actions.signing import Proved, find_reset_link
from kindring.accounts.actions.trying import forget_name, trying
from kindring.accounts.actor import Actor
from kindring.accounts.erasure import erase_rows
from kindring.accounts.models import KeyWrap, ResetLink, Session, User
from kindring.accounts.names import called_as, check_password
from kindring.accounts.throttle import Attempt
from kindring.lib.days import day_in
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from kindring.lib.rows import lockable_models
from kindring.lib.sealing import Unsealable, key_id, new_recovery_code


@transaction.atomic
def use_reset_link(*, by: Actor, now: datetime, secret: str, name: str, password: str, erase: bool) -> Proved:
    """A new key for the person who holds the host's link; what the key before sealed stays locked or goes."""
    link = find_reset_link(secret, now)
    if link is None or bytes(link.owner.name_hash) != vault.name_hash(name):
        raise _link_ended()
    check_password(password, name)
    user = link.owner
    _use_up(link)
    wait_for_turn(user)
    end_sessions(by=Actor(user))
    if erase:
        erase_rows(user, now)
    else:
        _set_aside(user, day_in(user.time_zone, now))
    key = _new_key(user, now, password, called=name)
    forget_name(bytes(user.name_hash))
    return Proved(user, (key,))


def _set_aside(user: User, today: date) -> None:
    """Whatever opens until now waits for the key that is lost; rows that wait already go on waiting for theirs."""
    wraps = KeyWrap.objects.visible_to(user)
    wrap = wraps.filter(set_aside=False).exclude(kind=KeyWrap.Kind.OLDER).first()
    lost = bytes(wrap.key_id) if wrap else b""
    for model in lockable_models():
        QuerySet(model).filter(owner_id=user.id, locked_by=None).update(locked_by=lost)
    wraps.update(set_aside=True)
    user.locked_since, user.three_chosen_on = today, None
    user.save(update_fields=["locked_since", "three_chosen_on"])


def _use_up(link: ResetLink) -> None:
    """Of two that come at once, one finds the link gone."""
    used, _rows = ResetLink.objects.visible_to(link.owner).filter(pk=link.pk).delete()
    if not used:
        raise _link_ended()


def _link_ended() -> Refused:
    return Refused("link_ended", _("This link has been used, has ended, or is for another name."), 403)


def _new_key(user: User, now: datetime, password: str, called: str) -> bytes:
    key, today = vault.new_user_key(), day_in(user.time_zone, now)
    with opened_with(vault.keyring_of(user.id, (key,))):
        user.called, user.recovery_code, user.recovery_confirmed = called_as(called), new_recovery_code(), False
        # Only these: erasing has just emptied others behind the back of this object.
        user.save(update_fields=["called", "recovery_code", "recovery_confirmed"])
        vault.wrap_with_password(user.id, key, password, today).save(force_insert=True)
        vault.wrap_with_recovery(user.id, key, user.recovery_code, today).save(force_insert=True)
    return key


def prove_before(*, by: Actor, now: datetime, secret: str, address: str, mark: str = "") -> vault.UserKeys:
    """The keys that the recovery code or the password of before opens; a try like any other, so it is counted."""
    user = by.signed_in
    attempt = Attempt(address, bytes(user.name_hash), mark)
    with trying(attempt, now, _("Neither a recovery code nor a password of before: that opens nothing.")):
        rows = list(KeyWrap.objects.visible_to(user).filter(set_aside=True))
        key = next((key for row in rows if (key := _try(row, secret))), None)
        if key is None:
            raise Unsealable
    return key, *(older for row in rows if (older := _try_older(row, key)))


@transaction.atomic
def reopen_older(
    *,
    by: Actor,
    now: datetime,
    keys: vault.UserKeys,
    older: vault.UserKeys,
    session: Session,
    secret: vault.BrowserSecret,
) -> vault.BrowserSecret | None:
    """What was kept locked opens again with `keys` (`prove_before` gave `older`); other browsers are signed out."""
    user = by.signed_in
    wait_for_turn(user)
    opened = [key_id(key) for key in older]
    found, _rows = KeyWrap.objects.visible_to(user).filter(set_aside=True, key_id__in=opened).delete()
    if not found:  # the form was sent twice
        raise Refused("open_already", _("That is open already."))
    today = day_in(user.time_zone, now)
    for key in older:
        vault.wrap_older(user.id, key, keys[0], today).save(force_insert=True)
    _unlock(user, opened)
    return keep_only(by=by, session=session, secret=secret, keys=(*keys, *older))


def _unlock(user: User, keys: list[bytes]) -> None:
    """The rows that waited for these keys are on every page again; Today looks anew."""
    rows: list[QuerySet[Any]] = [QuerySet(model).filter(owner_id=user.id) for model in lockable_models()]
    for found in rows:
        found.filter(locked_by__in=keys).update(locked_by=None)
    if not any(found.exclude(locked_by=None).exists() for found in rows):
        user.locked_since = None
    user.three_chosen_on = None
    user.save(update_fields=["locked_since", "three_chosen_on"])


def _try(row: KeyWrap, secret: str) -> bytes | None:
    try:
        if row.kind == KeyWrap.Kind.PASSWORD:
            return vault.open_with_password(row, secret)
        return vault.open_with_recovery(row, secret) if row.kind == KeyWrap.Kind.RECOVERY else None
    except Unsealable:
        return None


def _try_older(row: KeyWrap, key: bytes) -> bytes | None:
    try:
        return vault.open_older(row, key) if row.kind == KeyWrap.Kind.OLDER else None
    except Unsealable:
        return None
