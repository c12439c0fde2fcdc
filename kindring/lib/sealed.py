"""Model fields whose text only its owner can open.

A sealed field seals when a row is saved and opens when the attribute is read. It finds its owner, its label
and its row by itself, and refuses plain text wherever Django would write or compare it without a row:
`update()`, `bulk_update()` and filters.
"""

import json
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from kindring.lib import keyring
from kindring.lib.ids import spelled
from kindring.lib.sealing import Unsealable, seal, unseal_in


class Sealed:
    """A value as it lies in the database; once it has been opened also its text and what the text says."""

    __slots__ = ("blob", "text", "value")

    def __init__(self, blob: bytes, text: str | None = None, value: Any = None) -> None:
        self.blob = blob
        self.text = text
        self.value = value

    def __repr__(self) -> str:
        return "Sealed()"


class Restored(Sealed):
    """A value straight from a backup: written as it is, although no key is there to look into it."""

    __slots__ = ()


def place_of(owner: UUID, label: str, row: UUID | str) -> bytes:
    """`sealing.context(owner, label, row)`, spelled fast: none of the three holds a character to escape."""
    return _place_before_row(owner.int, label) + _row_in_place(row)


def _row_in_place(row: UUID | str) -> bytes:
    return f'{row if isinstance(row, str) else spelled(row)}"]'.encode()


@lru_cache(maxsize=4096)
def _place_before_row(owner: int, label: str) -> bytes:
    return f'["kindring",1,"{UUID(int=owner)}","{label}","'.encode()


_as_stored: ContextVar[bool] = ContextVar("as_stored", default=False)


class SealedRow(models.Model):
    """A row with sealed fields: it can be read anew without being opened."""

    class Meta:
        abstract = True

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """As Django's, but sealed values stay as they are stored until somebody reads them."""
        token = _as_stored.set(True)
        try:
            super().refresh_from_db(using, fields, from_queryset)
        finally:
            _as_stored.reset(token)


class _SealedAttribute(DeferredAttribute):
    """Opens on reading, and keeps that beside the bytes, so that an untouched value is not resealed."""

    field: "SealedTextField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        held = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(held, Sealed):
            return held.value if held.text is not None else self._opened(held, instance)
        if held is None:  # kept, so that what is put into an empty list is found when the row is saved
            held = instance.__dict__[name] = self.field.empty()
        return held

    def __set__(self, instance: models.Model, value: Any) -> None:
        held = instance.__dict__.get(self.field.attname)
        if isinstance(held, Sealed) and self.field.says(held, value):
            held.value = value
        else:
            instance.__dict__[self.field.attname] = value

    def _opened(self, held: Sealed, instance: models.Model) -> Any:
        if _as_stored.get():
            return held
        held.text = open_value(self.field, self.field.owner_of(instance), instance.pk, held.blob)
        held.value = self.field.from_text(held.text)
        return held.value


class SealedTextField(models.Field[Any, Any]):
    """Text sealed under the owner's subkey for `subkey`; '' is stored as NULL.

    `label` is part of every sealed value of this field and can never change, even if the field is renamed.
    The row must have `owner_id` (a user is their own owner) and a uuid primary key made before it is saved.
    What belongs to several people names in `under` the column with the id of the circle or ask whose key seals it.
    """

    descriptor_class = _SealedAttribute
    description = "Sealed text"

    def __init__(self, label: str, subkey: str, *, under: str = "", max_length: int = 200, **options: Any) -> None:
        self.label, self.subkey, self.under = label, subkey, under
        options |= {"null": True, "blank": True, "editable": True, "max_length": max_length}
        super().__init__(**options)
        self.validators.append(MaxLengthValidator(max_length))

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("null", "blank"):
            options.pop(fixed, None)
        if self.under:
            options["under"] = self.under
        return name, path, args, options | {"label": self.label, "subkey": self.subkey}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def owner_of(self, instance: models.Model) -> UUID:
        if self.under:
            return cast("UUID", getattr(instance, self.under))
        return cast("UUID", instance.owner_id if hasattr(instance, "owner_id") else instance.pk)

    def empty(self) -> Any:
        return ""

    def from_text(self, text: str) -> Any:
        return text

    def to_text(self, value: Any) -> str:
        return str(value)

    def to_python(self, value: Any) -> Any:
        return self.empty() if value is None else value

    def from_db_value(self, value: bytes | None, *_: object) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def says(self, held: Sealed, value: Any) -> bool:
        """Whether `held` was opened and `value` says the same, so that its bytes may stay."""
        if held.text is None or value is None or isinstance(value, Sealed):
            return False
        return self.to_text(value) == held.text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's own signature
        held = model_instance.__dict__.get(self.attname)
        if isinstance(held, Sealed):
            if self._may_stay(held, model_instance, add=add):
                return held
            held = model_instance.__dict__[self.attname] = held.value
        if held is None or held == self.empty():
            return None
        held = model_instance.__dict__[self.attname] = self._sealed_for(model_instance, held)
        return held

    def _may_stay(self, held: Sealed, instance: models.Model, *, add: bool) -> bool:
        """Whether the bytes of `held` may be written as they are: not edited in place, not of another row."""
        if held.text is not None and not self.says(held, held.value):
            return False
        if not add or isinstance(held, Restored):
            return True
        try:
            open_value(self, self.owner_of(instance), instance.pk, held.blob)
        except Unsealable:
            if held.text is None:
                raise
            return False
        return True

    def _sealed_for(self, instance: models.Model, value: Any) -> Sealed:
        owner, text = self.owner_of(instance), self.to_text(value)
        key = keyring.current().to_seal(owner, self.subkey)
        return Sealed(seal(key, text, owner, self.label, instance.pk), text, value)

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None or isinstance(value, Sealed):
            return value.blob if value else None
        raise TypeError(f"{self.label} is sealed: change it on its row and save that")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        blob = value if prepared else self.get_prep_value(value)
        return None if blob is None else connection.Database.Binary(blob)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.label} is sealed: open the rows and compare in memory")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        return None

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.label} is sealed: it is not serialised")


class SealedJSONField(SealedTextField):
    """A list or dict, sealed as JSON; `empty_as` makes the value of an empty field."""

    description = "Sealed list or dict"

    def __init__(
        self,
        label: str,
        subkey: str,
        *,
        empty_as: Callable[[], Any] = list,
        max_length: int = 4000,
        **options: Any,
    ) -> None:
        self.empty_as = empty_as
        super().__init__(label, subkey, max_length=max_length, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"empty_as": self.empty_as}

    def empty(self) -> Any:
        return self.empty_as()

    def from_text(self, text: str) -> Any:
        return json.loads(text)

    def to_text(self, value: Any) -> str:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.to_text(value))


def open_value(field: SealedTextField, owner: UUID, row: UUID, blob: Sealed | bytes | None) -> str:
    """The text of a value that was read without its row (`values_list`); '' for NULL."""
    if blob is None:
        return ""
    if isinstance(blob, Sealed):
        blob = blob.blob
    keys = keyring.current().to_open(owner, field.subkey)
    return unseal_in(keys, blob, place_of(owner, field.label, row))


def opener(field: SealedTextField, owner: UUID) -> Callable[[UUID | str, Sealed | None], str]:
    """`open_value` for many rows of one owner: its keys are found and its place is spelled once."""
    keys = keyring.current().to_open(owner, field.subkey)
    begins = _place_before_row(owner.int, field.label)

    def text(row: UUID | str, held: Sealed | None) -> str:
        return "" if held is None else unseal_in(keys, held.blob, begins + _row_in_place(row))

    return text


def sealed_field(model: type[models.Model], name: str) -> SealedTextField:
    """The sealed field `name` of `model`, for `open_value`."""
    field = model._meta.get_field(name)
    if not isinstance(field, SealedTextField):
        raise TypeError(f"{model.__name__}.{name} is not sealed")
    return field
