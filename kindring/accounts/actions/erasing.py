"""Erasing an account, or only what is locked in it."""

from datetime import datetime

from django.utils.translation import gettext as _

from kindring.accounts.actions.signing import prove_again
from kindring.accounts.actions.trying import forget_name
from kindring.accounts.actor import Actor
from kindring.accounts.erasure import erase_locked_rows, erase_user
from kindring.lib.refused import Refused


def erase_account(*, by: Actor, now: datetime, password: str, address: str, mark: str = "") -> None:
    """Takes the account and everything in it away, for good; the password is asked for once more.

    Not atomic as a whole: a failed try must stay counted. The erasing itself is.
    """
    prove_again(by=by, now=now, password=password, address=address, mark=mark)
    user = by.signed_in
    erase_user(user, now)
    forget_name(bytes(user.name_hash))


def erase_locked(*, by: Actor, now: datetime, password: str, address: str, mark: str = "") -> None:
    """Takes away, for good, what waits for a key from before; the password is asked for once more, as above."""
    prove_again(by=by, now=now, password=password, address=address, mark=mark)
    if by.signed_in.locked_since is None:
        raise Refused("nothing_locked", _("Nothing is locked any more."))
    erase_locked_rows(by.signed_in)
