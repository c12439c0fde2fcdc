"""The mark that Today's people have been chosen for a day."""

from kindring.accounts.actor import Actor
from kindring.accounts.models import User


def choose_again(by: Actor) -> None:
    """Something changed: the next look at Today fills its free places. Whoever was shown keeps theirs."""
    user = by.signed_in
    User.objects.filter(id=user.id).exclude(three_chosen_on=None).update(three_chosen_on=None)
    user.three_chosen_on = None
