"""Every change of the lifeline room."""

from kindring.lifeline.actions.plan import keep_part, set_review

__all__ = ["keep_part", "set_review"]
