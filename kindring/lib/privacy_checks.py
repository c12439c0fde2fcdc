"""System checks that compare `privacy.yaml` with the models: nothing is kept that is not declared."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from kindring.lib.privacy import (
    SEALINGS,
    DaysAfter,
    Erased,
    FieldPolicy,
    ModelPolicy,
    Policy,
    PolicyError,
    Rule,
    Sealing,
    WhileItHas,
    Whose,
    field_at,
    known_models,
    policy,
)
from kindring.lib.sealed import SealedTextField

UNREADABLE = "privacy.E000"
UNDECLARED = "privacy.E001"
NOT_THERE = "privacy.E002"
SEALED_OTHERWISE = "privacy.E003"
NOT_ERASED = "privacy.E004"
NO_SUCH_RULE = "privacy.E005"


def check_privacy(app_configs: Sequence[Any] | None = None, **_: Any) -> list[CheckMessage]:
    """The project's policy against the project's models; for Django's check framework."""
    try:
        declared = policy()
    except PolicyError as error:
        return [Error(f"privacy.yaml: {error}", id=UNREADABLE)]
    return list(compare(declared, known_models()))


def compare(declared: Policy, known: dict[str, type[models.Model]]) -> Iterator[CheckMessage]:
    """What is wrong with `declared`, if it has to cover the models in `known`."""
    for label in known.keys() - declared.keys():
        yield Error(f"{label} is not declared in privacy.yaml", id=UNDECLARED)
    for label, told in declared.items():
        if label not in known:
            yield Error(f"privacy.yaml declares {label}, which does not exist", id=NOT_THERE)
        else:
            yield from _compare_model(told, known[label])


def _compare_model(told: ModelPolicy, model: type[models.Model]) -> Iterator[CheckMessage]:
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name in fields.keys() - told.fields.keys():
        yield Error(f"{told.label}.{name} is not declared in privacy.yaml", id=UNDECLARED)
    for name, line in told.fields.items():
        if name not in fields:
            yield Error(f"privacy.yaml declares {told.label}.{name}, which does not exist", id=NOT_THERE)
        elif not _sealed_as_said(fields[name], line.sealed):
            message = f"{told.label}.{name} is not sealed as privacy.yaml says ({line.sealed})"
            yield Error(message, id=SEALED_OTHERWISE)
        else:
            yield from _compare_erasing(told, line)
    yield from _compare_owner(told, fields)
    for rule in told.keep:
        if not _can_run(rule, model):
            yield Error(f"{told.label}: keep names what the model does not have: {rule}", id=NO_SUCH_RULE)


def _sealed_as_said(field: Any, said: Sealing) -> bool:
    if not isinstance(field, SealedTextField):
        return said not in SEALINGS
    shared = field.subkey if field.under else ""
    return SEALINGS.get(said) == shared


def _compare_owner(told: ModelPolicy, fields: dict[str, Any]) -> Iterator[CheckMessage]:
    """Every row that has an owner is erased with its owner, and what is about someone has an owner."""
    if told.label.lower() == settings.AUTH_USER_MODEL.lower():
        expected = Erased.ACCOUNT
    else:
        links = [field for field in fields.values() if _is_owner(field)]
        expected = Erased.ROW if links else Erased.NO
        if {field.name for field in links} - {"owner"} != set(told.also):
            message = f"{told.label}: the owner of a row is called owner; `also` names whoever else it goes with"
            yield Error(message, id=NOT_ERASED)
    if told.erased is not expected:
        yield Error(f"{told.label} is erased by {told.erased!r}, not {expected!r}", id=NOT_ERASED)


def _compare_erasing(told: ModelPolicy, line: FieldPolicy) -> Iterator[CheckMessage]:
    nobodys = line.whose is Whose.NOBODY
    if told.erased is Erased.NO and not nobodys and line.sealed is Sealing.NO:
        yield Error(f"{told.label}.{line.name} is about someone and nobody can erase it", id=NOT_ERASED)
    if line.erased is not told.erased and (told.erased, line.erased) != (Erased.ACCOUNT, Erased.EMPTIED):
        yield Error(f"{told.label}.{line.name} cannot be erased otherwise than its row", id=NOT_ERASED)


def _is_owner(field: Any) -> bool:
    if field.remote_field is None:
        return False
    model = field.remote_field.model
    label: str = model if isinstance(model, str) else model._meta.label  # a name where it is not loaded
    return label.lower() == settings.AUTH_USER_MODEL.lower()


def _can_run(rule: Rule, model: type[models.Model]) -> bool:
    """Whether the model has what the rule names, and it is of the kind that the rule needs."""
    name = (
        rule.column if isinstance(rule, DaysAfter) else rule.relation if isinstance(rule, WhileItHas) else rule.link
    )
    try:
        field = field_at(model, name)
    except FieldDoesNotExist:
        return False
    if isinstance(rule, DaysAfter):
        return isinstance(field, models.DateField)
    if isinstance(rule, WhileItHas):
        return bool(field.one_to_many)
    return isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
