"""What opens a vault changes in one place at a time."""

from django.utils.translation import gettext as _

from kindring.accounts.models import User
from kindring.lib.refused import Refused


def wait_for_turn(user: User) -> None:
    """Within a transaction: whoever changes this user's keys at the same moment waits, or is waited for.

    PostgreSQL locks the row; SQLite lets one transaction write at a time anyway. Refused for an erased user.
    """
    if User.objects.select_for_update().filter(pk=user.pk).values_list("pk").first() is None:
        raise Refused("no_such_user", _("This account has been erased."), 404)
