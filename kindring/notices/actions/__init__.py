"""Every change of the notices room."""

from kindring.notices.actions.choices import (
    ask_for_proof,
    change_choices,
    end_feed,
    make_feed,
    provable,
    prove_address,
    stop_mail,
)
from kindring.notices.actions.notices import forget_notices, leave_notice, read_notices, settle_notices
from kindring.notices.actions.pushes import add_push_place, drop_push_places

__all__ = [
    "add_push_place",
    "ask_for_proof",
    "change_choices",
    "drop_push_places",
    "end_feed",
    "forget_notices",
    "leave_notice",
    "make_feed",
    "provable",
    "prove_address",
    "read_notices",
    "settle_notices",
    "stop_mail",
]
