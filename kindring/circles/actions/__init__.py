"""Every change of the circles room."""

from kindring.circles.actions.board import pin_note, take_note_down
from kindring.circles.actions.circles import agree, change_circle, change_own_name, start_circle
from kindring.circles.actions.inviting import accept_invite, decline_invite, find_invite, invite, revoke_invite
from kindring.circles.actions.keys import hand_over_keys
from kindring.circles.actions.links import link_person, unlink_person
from kindring.circles.actions.members import (
    confirm_member,
    leave_circle,
    make_steward,
    step_down,
    stop_waiting,
    take_stewardship,
    turn_away,
)
from kindring.circles.actions.reporting import Told, report_member, report_unseen, step_report
from kindring.circles.actions.safety import block_member, mute_member

__all__ = [
    "Told",
    "accept_invite",
    "agree",
    "block_member",
    "change_circle",
    "change_own_name",
    "confirm_member",
    "decline_invite",
    "find_invite",
    "hand_over_keys",
    "invite",
    "leave_circle",
    "link_person",
    "make_steward",
    "mute_member",
    "pin_note",
    "report_member",
    "report_unseen",
    "revoke_invite",
    "start_circle",
    "step_down",
    "step_report",
    "stop_waiting",
    "take_note_down",
    "take_stewardship",
    "turn_away",
    "unlink_person",
]
