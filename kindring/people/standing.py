"""Where a tie has ended, is unsafe or the person has died, nothing is planned and nothing prepared."""

from django.utils.translation import gettext as _

from kindring.lib.refused import Refused
from kindring.people.models import Person


def check_standing(person: Person) -> None:
    """Refused `nothing_planned` with whoever may not be suggested either; the words do not say which of the three."""
    if not person.may_suggest:
        raise Refused("nothing_planned", _("As things stand between you, Kindring plans nothing here."))
