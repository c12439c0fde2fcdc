"""What happened, whom it concerns, and how they wish to hear of it."""

from kindring.notices.models.notice import Notice

__all__ = ["Notice"]
