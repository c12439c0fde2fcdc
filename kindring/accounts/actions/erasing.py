"""Erasing an account."""

from datetime import datetime

from kindring.accounts.actions.signing import prove_again
from kindring.accounts.actions.trying import forget_name
from kindring.accounts.actor import Actor
from kindring.accounts.erasure import erase_user


def erase_account(*, by: Actor, now: datetime, password: str, address: str, mark: str = "") -> None:
    """Takes the account and everything in it away, for good; the password is asked for once more.

    Not atomic as a whole: a failed try must stay counted. The erasing itself is.
    """
    prove_again(by=by, now=now, password=password, address=address, mark=mark)
    user = by.signed_in
    erase_user(user)
    forget_name(bytes(user.name_hash))
