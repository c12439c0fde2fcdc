"""Where the forms of a helper's page lead: to the pages of a user, or to those behind a link."""

from dataclasses import dataclass

from kindring.asks.models import Ask
from kindring.web.addresses import url


@dataclass(frozen=True, slots=True, repr=False)
class Ways:
    """Addresses. Those behind a link hold its secret."""

    claim: str
    withdraw: str
    propose: str
    went: str
    calendar: str


def ways_of(ask: Ask) -> Ways:
    """For whoever signed in."""
    return Ways(*(url(f"ask_{name}", ask.id) for name in ("claim", "withdraw", "propose", "went", "calendar")))


def ways_by(secret: str) -> Ways:
    """For whoever holds the link."""
    return Ways(*(url(f"helper_{name}", secret) for name in ("claim", "withdraw", "propose", "went", "calendar")))
