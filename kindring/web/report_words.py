"""How reports are spoken of: reasons, states, and what a reader can do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.circles.models import Report

WORRIED = "worried"
REASONS: list[tuple[str, str | Promise]] = [
    (WORRIED, _("I am worried about them")),
    ("unkind", _("Unkind or humiliating")),
    ("pressure", _("Pressure, threats, or something that frightens")),
    ("private", _("Something private was passed on")),
    ("unwanted", _("Contact that is not wanted")),
    ("not_them", _("They are not who they say they are")),
    ("money", _("Asked for money, or sold something")),
    ("other", _("Something else")),
]
STATES: dict[str, str | Promise] = {
    Report.State.NEW: _("Handed over; nobody has opened it yet."),
    Report.State.SEEN: _("Somebody has read it."),
    Report.State.ACTED: _("Something was done."),
    Report.State.CLOSED: _("Closed."),
}
STEPS: dict[str, str | Promise] = {
    Report.State.SEEN: _("I have read it"),
    Report.State.ACTED: _("Something was done"),
    Report.State.CLOSED: _("Close it"),
}
DONE: dict[str, str | Promise] = {
    Report.State.SEEN: _("read"),
    Report.State.ACTED: _("something was done"),
    Report.State.CLOSED: _("closed"),
}


def reason_words(reason: str) -> str | Promise:
    return dict(REASONS).get(reason, _("Something else"))


def next_steps(state: str) -> list[tuple[str, str | Promise]]:
    """What can still be noted, in order."""
    order = list(Report.State)
    later = order[order.index(Report.State(state)) + 1 :]
    return [(step, STEPS[step]) for step in later]
