"""The rows of the people room."""

from kindring.people.models.imports import ImportCard, ImportFile
from kindring.people.models.moment import Felt, Moment, Presence
from kindring.people.models.months import MapMonth, PeopleChoice, TieMonth
from kindring.people.models.person import ImportantDate, Knows, Person, Ring, Role, State, Way
from kindring.people.models.suggestion import Suggestion
from kindring.people.models.together import TimeTogether

__all__ = [
    "Felt",
    "ImportCard",
    "ImportFile",
    "ImportantDate",
    "Knows",
    "MapMonth",
    "Moment",
    "PeopleChoice",
    "Person",
    "Presence",
    "Ring",
    "Role",
    "State",
    "Suggestion",
    "TieMonth",
    "TimeTogether",
    "Way",
]
