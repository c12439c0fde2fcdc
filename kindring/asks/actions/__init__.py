"""Every change of the asks room."""

from kindring.asks.actions.answering import leave_proposal, propose, put_away, take_out_again, take_proposal
from kindring.asks.actions.asking import AskedFirst, Asking, AskWords, SlotDetails, Widening, make_ask
from kindring.asks.actions.changing import add_slots, change_ask, move_slot, remove_slot
from kindring.asks.actions.claiming import PlaceTaken, claim_place, withdraw_claim
from kindring.asks.actions.closing import (
    close_ask,
    note_all_help,
    note_help_given,
    note_help_received,
    say_how_it_went,
    stop_ask,
    thank,
)
from kindring.asks.actions.kind_words import say_kind_word, take_kind_word_away
from kindring.asks.actions.limits import AskedOften
from kindring.asks.actions.links import add_link, find_link, open_link, revoke_link
from kindring.asks.actions.offers import answer_care, no_longer_stretched, set_offer, set_stretched, withdraw_offer
from kindring.asks.actions.treat import keep_treat
from kindring.asks.actions.widening import stay_with_these, widen_due, widen_now

__all__ = [
    "AskWords",
    "AskedFirst",
    "AskedOften",
    "Asking",
    "PlaceTaken",
    "SlotDetails",
    "Widening",
    "add_link",
    "add_slots",
    "answer_care",
    "change_ask",
    "claim_place",
    "close_ask",
    "find_link",
    "keep_treat",
    "leave_proposal",
    "make_ask",
    "move_slot",
    "no_longer_stretched",
    "note_all_help",
    "note_help_given",
    "note_help_received",
    "open_link",
    "propose",
    "put_away",
    "remove_slot",
    "revoke_link",
    "say_how_it_went",
    "say_kind_word",
    "set_offer",
    "set_stretched",
    "stay_with_these",
    "stop_ask",
    "take_kind_word_away",
    "take_out_again",
    "take_proposal",
    "thank",
    "widen_due",
    "widen_now",
    "withdraw_claim",
    "withdraw_offer",
]
