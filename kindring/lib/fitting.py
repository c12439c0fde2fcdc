"""The shape of a row, checked against its model; what does not fit is refused with a stable code."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kindring.lib.refused import Refused

_CODES = {
    "max_length": "too_long",
    "invalid_choice": "unknown",
    "max_value": "out_of_range",
    "min_value": "out_of_range",
}


def refuse_others(given: Iterable[str], details: type) -> None:
    """TypeError for a name that `details` (a TypedDict) does not list: no form may reach a row's other columns."""
    others = set(given) - set(details.__annotations__)
    if others:
        raise TypeError(f"unexpected: {', '.join(sorted(others))}")


def check_fit(row: models.Model, fields: Iterable[str]) -> None:
    """Refused with `<field>_too_long`, `<field>_unknown`, `<field>_out_of_range` or `<field>_unusable`.

    Only `fields` are looked at: a sealed value that nobody touched stays closed and is not sealed anew.
    """
    checked = set(fields)
    if not checked:
        return
    try:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - checked)
    except ValidationError as error:
        name, problems = next(iter(error.error_dict.items()))
        raise _refusal(row, name, problems[0]) from None


def _refusal(row: models.Model, name: str, problem: ValidationError) -> Refused:
    code = _CODES.get(problem.code or "", "unusable")
    field: models.Field[Any, Any] = row._meta.get_field(name)  # type: ignore[assignment]
    words = {"field": capfirst(field.verbose_name), "most": field.max_length}
    if code == "too_long" and field.max_length:
        return Refused(f"{name}_too_long", _("%(field)s: at most %(most)d characters fit here.") % words, 422)
    return Refused(f"{name}_{code}", _("%(field)s: this does not fit here.") % words, 422)
