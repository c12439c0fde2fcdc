"""What a hot query read, as what it is: rows with some of their fields, and opened words."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState

from kindring.lib.sealed import Sealed, open_value, opener, sealed_field

Row = TypeVar("Row", bound=models.Model)


class Columns(Generic[Row]):
    """Some columns of a model, to be read by `values_list` and made into a row of it again.

    A field that was not read is not there: asking for it costs a query, as with `only()`.
    """

    def __init__(self, model: type[Row], names: Iterable[str] = ()) -> None:
        self._model = model
        every = [field.attname for field in model._meta.concrete_fields]
        wanted = {"id", "owner_id", *names} if names else set(every)
        self.names = [name for name in every if name in wanted]

    def under(self, prefix: str) -> list[str]:
        """The columns' names from a related row's point of view: `person__ring`."""
        return [f"{prefix}__{name}" for name in self.names]

    def row(self, values: Sequence[Any]) -> Row:
        """As Django's `from_db`, without the signals that nobody here listens to, in a tenth of its time."""
        row = self._model.__new__(self._model)
        row.__dict__.update(zip(self.names, values, strict=True))
        row._state = ModelState()
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return row


class Words:
    """A sealed field, to open values that were read without their row."""

    def __init__(self, model: type[models.Model], name: str) -> None:
        self._field = sealed_field(model, name)

    def open(self, owner: UUID, row: UUID, sealed: Sealed | None) -> str:
        """The text; '' where nothing is stored."""
        return open_value(self._field, owner, row, sealed.blob) if sealed is not None else ""

    def of(self, owner: UUID) -> Callable[[UUID | str, Sealed | None], str]:
        """`open` for many rows of one owner: a function from a row's id and value to the text."""
        return opener(self._field, owner)
