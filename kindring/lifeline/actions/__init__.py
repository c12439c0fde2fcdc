"""Every change of the lifeline room."""

from kindring.lifeline.actions.plan import keep_part, set_review
from kindring.lifeline.actions.sharing import end_sharing, share_part, stop_reading

__all__ = ["end_sharing", "keep_part", "set_review", "share_part", "stop_reading"]
