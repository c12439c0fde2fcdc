"""Beginning, locking and ending signed-in browsers."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from kindring.accounts.actor import Actor
from kindring.accounts.models import Session
from kindring.accounts.vault import BrowserSecret, UserKeys
from kindring.lib.days import hour_of


class Begun(NamedTuple):
    """A new session: its row, and the secret for the cookie, which is nowhere else."""

    session: Session
    secret: BrowserSecret


@transaction.atomic
def begin_session(
    *,
    by: Actor,
    now: datetime,
    keys: UserKeys,
    device: str,
    stays: bool = False,
    instead_of: Session | None = None,
) -> Begun:
    """Signs this browser in with the keys that were just opened.

    `stays`: the person asked to stay signed in. `instead_of`: who was signed in here before, perhaps someone else.
    """
    if instead_of is not None:
        end_session(by=Actor(instead_of.owner), session=instead_of.id)
    secret, hour = BrowserSecret.new(stays=stays), hour_of(now)
    session = Session(owner_id=by.owner_id, secret_hash=secret.hash, device=device, started_at=hour, seen_at=hour)
    session.wrap = secret.wrap(by.owner_id, keys)
    session.save()
    return Begun(session, secret)


def lock_session(*, by: Actor, session: Session) -> None:
    """Forgets the keys of this browser: it stays signed in, and nothing opens until the password is typed."""
    Session.objects.visible_to(by.signed_in).filter(pk=session.pk).update(wrap=None)


def renew_session(*, by: Actor, session: Session, secret: BrowserSecret, keys: UserKeys) -> BrowserSecret | None:
    """A new secret for a browser in which the password was just typed; copies of the one before open nothing.

    None for a session that has ended, or that another tab renewed at the same moment: the browser has that one's.
    """
    new = BrowserSecret.new(stays=secret.stays)
    mine = Session.objects.visible_to(by.signed_in).filter(pk=session.pk, secret_hash=secret.hash)
    return new if mine.update(secret_hash=new.hash, wrap=new.wrap(by.owner_id, keys)) else None


def end_session(*, by: Actor, session: UUID) -> bool:
    """Signs one browser out; False where there is no such session of this user."""
    ended, _rows = Session.objects.visible_to(by.signed_in).filter(pk=session).delete()
    return bool(ended)


def end_sessions(*, by: Actor, but: Session | None = None) -> int:
    """Signs every browser out, except `but`; the number that were."""
    sessions = Session.objects.visible_to(by.signed_in)
    if but is not None:
        sessions = sessions.exclude(pk=but.pk)
    return sessions.delete()[0]


@transaction.atomic
def keep_only(*, by: Actor, session: Session, secret: BrowserSecret, keys: UserKeys) -> BrowserSecret | None:
    """After what opens the vault changed: this browser goes on with a new secret, every other is signed out."""
    end_sessions(by=by, but=session)
    return renew_session(by=by, session=session, secret=secret, keys=keys)


def note_seen(*, by: Actor, now: datetime, session: Session) -> None:
    """Keeps the hour at which a browser was last here: at most one write an hour."""
    hour = hour_of(now)
    if session.seen_at != hour:
        Session.objects.visible_to(by.signed_in).filter(pk=session.pk).update(seen_at=hour)
