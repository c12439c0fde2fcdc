"""The rows of the asks room."""

from kindring.asks.models.ask import (
    Ask,
    Asked,
    Claim,
    HelperLink,
    Proposal,
    PutAway,
    Slot,
    Stage,
    Treat,
)
from kindring.asks.models.kind_word import KindWord
from kindring.asks.models.offer import Offer, Stretched

__all__ = [
    "Ask",
    "Asked",
    "Claim",
    "HelperLink",
    "KindWord",
    "Offer",
    "Proposal",
    "PutAway",
    "Slot",
    "Stage",
    "Stretched",
    "Treat",
]
