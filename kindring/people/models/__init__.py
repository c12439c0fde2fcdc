"""The rows of the people room."""

from kindring.people.models.imports import ImportCard, ImportFile
from kindring.people.models.moment import Moment, Presence, Way
from kindring.people.models.person import ImportantDate, Knows, Person, Ring, Role, State
from kindring.people.models.suggestion import Suggestion

__all__ = [
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
