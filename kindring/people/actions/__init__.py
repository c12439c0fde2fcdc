"""Every change of the people room."""

from kindring.people.actions.ask_about import bring_back_ask_about, clear_ask_about
from kindring.people.actions.dates import DateDetails, replace_dates
from kindring.people.actions.details import Channel, PersonChanges, PersonDetails
from kindring.people.actions.knows import forget_knows, note_knows
from kindring.people.actions.moments import (
    MomentChanges,
    MomentWords,
    change_moment,
    delete_moment,
    log_moment,
)
from kindring.people.actions.people import (
    add_person,
    change_person,
    delete_person,
    place_person,
    restore_person,
    set_state,
    set_wish,
)
from kindring.people.actions.suggestions import answer_suggestion, end_rest, keep_three, set_low_day

__all__ = [
    "Channel",
    "DateDetails",
    "MomentChanges",
    "MomentWords",
    "PersonChanges",
    "PersonDetails",
    "add_person",
    "answer_suggestion",
    "bring_back_ask_about",
    "change_moment",
    "change_person",
    "clear_ask_about",
    "delete_moment",
    "delete_person",
    "end_rest",
    "forget_knows",
    "keep_three",
    "log_moment",
    "note_knows",
    "place_person",
    "replace_dates",
    "restore_person",
    "set_low_day",
    "set_state",
    "set_wish",
]
