"""A tolerant, bounded reader of address books in vCard 2.1 (versit), 3.0 (RFC 2426) and 4.0 (RFC 6350)."""

from kindring.people.vcard.card import Card, Reading, RefusedCard, Skipped, Stopped, UnreadableFile
from kindring.people.vcard.reading import read_cards

__all__ = ["Card", "Reading", "RefusedCard", "Skipped", "Stopped", "UnreadableFile", "read_cards"]
