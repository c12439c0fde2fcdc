"""The mark that Today's people have been chosen for a day."""

from kindring.accounts.actor import Actor
from kindring.accounts.models import User


def choose_again(by: Actor) -> None:
    """Something changes: the next look at Today fills its free places. Whoever was shown keeps theirs.

    Called before people are locked, because that look locks the user first and people then: in one order everywhere,
    two transactions never wait for each other.
    """
    user = by.signed_in
    User.objects.filter(id=user.id).exclude(three_chosen_on=None).update(three_chosen_on=None)
    user.three_chosen_on = None
