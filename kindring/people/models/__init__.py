"""The rows of the people room."""

from kindring.people.models.imports import ImportCard, ImportFile
from kindring.people.models.moment import Felt, Moment, Presence
from kindring.people.models.person import ImportantDate, Knows, Person, Ring, Role, State, Way
from kindring.people.models.suggestion import Suggestion

__all__ = [
    "Felt",
    "ImportCard",
    "ImportFile",
    "ImportantDate",
    "Knows",
    "Moment",
    "Person",
    "Presence",
    "Ring",
    "Role",
    "State",
    "Suggestion",
    "Way",
]
