"""Every change of the check-in room."""

from kindring.checkins.actions.answering import change_checkin, delete_checkin, keep_answers, note_energy
from kindring.checkins.actions.choosing import choose_measures
from kindring.checkins.actions.self_time import delete_self_time, finish_self_time, keep_self_time

__all__ = [
    "change_checkin",
    "choose_measures",
    "delete_checkin",
    "delete_self_time",
    "finish_self_time",
    "keep_answers",
    "keep_self_time",
    "note_energy",
]
