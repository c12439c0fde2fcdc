"""The safety contact of this server: who reads a report that the stewards of a circle should not."""

from uuid import UUID

from django.conf import settings
from django.db.models import Exists

from kindring.accounts.models import User
from kindring.accounts.vault import name_hash


def is_safety_contact(user: UUID) -> Exists:
    """In a query: whether this user is the safety contact, by what the host says today."""
    named = User.objects.filter(name_hash=name_hash(settings.KINDRING_SAFETY_CONTACT or ""))
    return Exists(named.filter(pk=user) if settings.KINDRING_SAFETY_CONTACT else User.objects.none())


def safety_contact() -> UUID | None:
    """The user whom the host named (`KINDRING_SAFETY_CONTACT`); None where nobody is, or nobody has that name."""
    name = settings.KINDRING_SAFETY_CONTACT
    return User.objects.filter(name_hash=name_hash(name)).values_list("id", flat=True).first() if name else None
