"""What happened, whom it concerns, and how they wish to hear of it."""

from kindring.notices.models.choices import NoticeChoices
from kindring.notices.models.notice import Notice
from kindring.notices.models.outgoing import Outgoing, PushPlace

__all__ = ["Notice", "NoticeChoices", "Outgoing", "PushPlace"]
