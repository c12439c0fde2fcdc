"""How form fields reach the page: what the kit's `field` macro needs to know, and the inputs Django lacks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField

from kindring.lib.sealed import sealed_field


def longest(model: type[models.Model], name: str) -> int:
    """How many characters fit into the sealed field of this name."""
    return sealed_field(model, name).max_length or 0


class DayInput(forms.DateInput):
    """The browser's own choice of a day. `latest` is the last one it offers: the form still has to check."""

    input_type = "date"

    def __init__(self, latest: date | None = None) -> None:
        super().__init__({"max": latest.isoformat()} if latest else None, format="%Y-%m-%d")


def described(bound: BoundField, hint: str, attrs: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes that tie an input, or a group of them, to its hint and its errors."""
    told = [f"{bound.auto_id}_hint"] if hint else []
    told += [f"{bound.auto_id}_errors"] if bound.errors else []
    return {**attrs, **({"aria-describedby": " ".join(told)} if told else {})}


def first_input_id(bound: BoundField) -> str:
    """The id to which a link from the list of errors leads: the input, or the first one of a group."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label
