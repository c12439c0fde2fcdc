"""Counting tries to sign in, so that guesses get slow."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kindring.accounts.models import Throttle
from kindring.accounts.throttle import (
    FIRST_WAIT,
    FREE_TRIES,
    LAST_TRY,
    LONGEST_WAIT,
    PER_MINUTE,
    WINDOW,
    Attempt,
    keyed,
)
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable

_LOOKS = 10


@contextmanager
def trying(attempt: Attempt, now: datetime, words: str, *, by_name: bool = True) -> Iterator[None]:
    """One try at opening a vault, made within the block: counted before it, and given back when it succeeds.

    Refused with `words` where nothing opens. Not one transaction: a failed try must stay counted.
    """
    begin(attempt, now, by_name=by_name)
    try:
        yield
    except Unsealable:
        raise Refused("not_opened", words, 403) from None
    _succeeded(attempt)


def begin(attempt: Attempt, now: datetime, *, by_name: bool = True) -> None:
    """Counts the attempt; Refused with 429 when it comes too soon."""
    address, name, known = attempt.keys()
    with transaction.atomic():
        network = _row(address, now)
        person = _row(name, now) if by_name else Throttle(since=now)
        wait = _wait(network, person, now, known=known)
        if not wait:
            _count(network, now, window=True)
            if by_name:
                _count(person, now, window=False)
    if wait == "last":
        raise Refused(
            "only_recovery",
            _("Too many tries. Only the recovery code opens this now, or a link from whoever hosts the server."),
            429,
        )
    if wait:
        raise Refused("too_many_tries", _("Too many tries just now. Please wait a little and try again."), 429)


def _succeeded(attempt: Attempt) -> None:
    """Gives back what the attempt was counted as, and forgets the failures of the name."""
    address, name, _known = attempt.keys()
    with transaction.atomic():
        for row in Throttle.objects.select_for_update().filter(key_hash=address, failures__gt=0):
            row.failures -= 1
            row.save(update_fields=["failures"])
        Throttle.objects.filter(key_hash=name).delete()


def forget_name(name_hash: bytes) -> None:
    """A recovery or a host's link has proved the person: the name starts anew."""
    Throttle.objects.filter(key_hash=keyed("name", name_hash)).delete()


def pause_if_often(kind: str, who: bytes, now: datetime, most: int) -> None:
    """Counts something of `who` that is no try to sign in; Refused with 429 beyond `most` in a minute."""
    with transaction.atomic():
        row = _row(keyed(kind, who), now)
        often = row.failures >= most and now - row.since < WINDOW
        if not often:
            _count(row, now, window=True)
    if often:
        raise _too_often()


def _too_often() -> Refused:
    return Refused("too_often", _("That was a lot in a short time. Please wait a minute."), 429)


def _row(key_hash: bytes, now: datetime) -> Throttle:
    """The count of this hash, locked.

    Somebody may make it and, having got in, take it away again between two looks of ours: then we look once more.
    """
    for _look in range(_LOOKS):
        try:
            return Throttle.objects.select_for_update().get_or_create(key_hash=key_hash, defaults={"since": now})[0]
        except IntegrityError:
            continue
    raise _too_often()


def _wait(by_address: Throttle, by_name: Throttle, now: datetime, *, known: bool) -> str:
    if by_name.failures >= LAST_TRY:
        return "last"
    if by_address.failures >= PER_MINUTE and now - by_address.since < WINDOW:
        return "address"
    if not known and by_name.wait_until and now < by_name.wait_until:
        return "name"
    return ""


def _count(row: Throttle, now: datetime, *, window: bool) -> None:
    if window and now - row.since >= WINDOW:
        row.since, row.failures = now, 0
    row.failures += 1
    if not window:
        row.since = now
        if row.failures >= FREE_TRIES:
            row.wait_until = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.failures - FREE_TRIES, 10))
    row.save()
