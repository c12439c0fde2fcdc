"""The rows of the circles room."""

from kindring.circles.models.circle import (
    CIRCLE,
    CIRCLE_KEY,
    BoardNote,
    BoardStep,
    Circle,
    CircleEpoch,
    CircleKey,
    CircleRow,
    CircleRowQuerySet,
    Invite,
    InviteQuerySet,
    Membership,
    NeverAgain,
    PersonLink,
    in_circle,
    not_blocked,
)
from kindring.circles.models.report import Report, ReportKey, ReportStep

__all__ = [
    "CIRCLE",
    "CIRCLE_KEY",
    "BoardNote",
    "BoardStep",
    "Circle",
    "CircleEpoch",
    "CircleKey",
    "CircleRow",
    "CircleRowQuerySet",
    "Invite",
    "InviteQuerySet",
    "Membership",
    "NeverAgain",
    "PersonLink",
    "Report",
    "ReportKey",
    "ReportStep",
    "in_circle",
    "not_blocked",
]
