"""The policy that runs: `privacy.yaml`, typed.

It says of every column of the database whose it is, why it is there, how long it stays, whether it is exported,
how it is sealed and how it is erased. Export, erasure, the nightly retention and the page *What this server can
read* go by it, and `privacy_checks` compares it with the models.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, NoReturn, TypeVar

import yaml
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.migrations.recorder import MigrationRecorder


class PolicyError(Exception):
    """The file does not say what a policy has to say; the text names the place."""


class Whose(StrEnum):
    """Whom a value tells something about."""

    OWNER = "owner"
    PERSON = "the person on the map"
    NOBODY = "nobody"


class Sealing(StrEnum):
    """What it takes to read a value."""

    CIRCLE_KEY = "circle key"  # any confirmed member of the circle, while they are signed in
    ASK_KEY = "ask key"  # whoever was asked, and the helper who holds a link
    REPORT_KEY = "report key"  # the stewards whom a report is not about, or the server's safety contact
    SHARED_KEY = "shared plan key"  # the owner of a plan, and the members whom they chose
    USER_KEY = "user key"  # the owner's password or recovery code, or their browser while it is signed in
    WRAPPED_KEY = "wrapped key"  # the same; and what it opens is the user key
    SERVER_KEY = "server key"  # the server's key file
    KEYED_HASH = "keyed hash"  # only a value that is known already can be compared
    HASH = "hash"  # the same, without a key: of secrets that nobody can guess
    NO = "no"


SEALINGS = {
    Sealing.USER_KEY: "",
    Sealing.CIRCLE_KEY: "circle",
    Sealing.ASK_KEY: "ask",
    Sealing.REPORT_KEY: "report",
    Sealing.SHARED_KEY: "shared plan",
}
"""The ways in which a text is sealed: the class of data that its field names, where it is not the user's own."""


class Erased(StrEnum):
    """What takes a value away, besides its time."""

    ROW = "row"  # goes with everything that its owner wrote
    EMPTIED = "emptied"  # the row stays while the account does; the value goes with everything that was written
    ACCOUNT = "account"  # goes with the account
    NO = "no"  # nobody's


@dataclass(frozen=True, slots=True)
class DaysAfter:
    """Rows go `days` days after the day or time in `column`; never where it is empty.

    `column` may be one of a row that they point to: `link.ask.ends_on`.
    """

    days: int
    column: str


@dataclass(frozen=True, slots=True)
class WhileItHas:
    """Rows go when nothing is left that points to them by `relation`."""

    relation: str


@dataclass(frozen=True, slots=True)
class With:
    """Rows go with the row that `link` points to, by its CASCADE."""

    link: str


Rule = DaysAfter | WhileItHas | With


@dataclass(frozen=True, slots=True)
class FieldPolicy:
    """What holds for one column; `says` is for people, in one sentence."""

    name: str
    says: str
    why: str
    whose: Whose
    sealed: Sealing
    exported: bool
    erased: Erased


@dataclass(frozen=True, slots=True)
class ModelPolicy:
    """What holds for one table. `label` is Django's; `kept` says in words what `keep` does.

    `also` names the columns with users besides the owner with whose accounts a row goes as well.
    """

    label: str
    what: str
    kept: str
    keep: tuple[Rule, ...]
    erased: Erased
    also: tuple[str, ...]
    fields: Mapping[str, FieldPolicy]

    @property
    def model(self) -> type[models.Model]:
        return known_models()[self.label]

    @property
    def holds_keys(self) -> bool:
        """Whether a user key lies here, wrapped."""
        return any(field.sealed is Sealing.WRAPPED_KEY for field in self.fields.values())

    def exported(self) -> list[FieldPolicy]:
        return [field for field in self.fields.values() if field.exported]


Policy = Mapping[str, ModelPolicy]
"""The policies of all tables by label, in the order of the file."""


@cache
def policy() -> Policy:
    """The project's own policy, `kindring/privacy.yaml`."""
    return read_policy((resources.files("kindring") / "privacy.yaml").read_text(encoding="utf-8"))


@cache
def known_models() -> dict[str, type[models.Model]]:
    """Every model that has a table, by label; also the one in which Django notes its migrations."""
    found: list[type[models.Model]] = [*apps.get_models(include_auto_created=True), MigrationRecorder.Migration]
    return {model._meta.label: model for model in found if model._meta.managed and not model._meta.proxy}


def field_at(model: type[models.Model], column: str) -> Any:
    """The field that a rule names, on the model or along the rows it points to; `FieldDoesNotExist` for none."""
    *links, name = column.split(".")
    for link in links:
        target = model._meta.get_field(link).related_model
        if not (isinstance(target, type) and issubclass(target, models.Model)):
            raise FieldDoesNotExist
        model = target
    return model._meta.get_field(name)


def read_policy(text: str) -> Policy:
    """The policy in a YAML text; PolicyError for anything that is missing, unknown or misspelled."""
    try:
        tables = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PolicyError(f"not YAML: {error}") from None
    return {label: _model(label, _mapping(told, label)) for label, told in _mapping(tables, "file").items()}


_OF_MODEL = frozenset({"what", "whose", "why", "keep", "kept", "erased", "also", "fields"})
_OF_FIELD = frozenset({"says", "why", "whose", "sealed", "exported", "erased"})


def _model(label: str, told: dict[str, Any]) -> ModelPolicy:
    _only(told, _OF_MODEL, label)
    fields = _mapping(told.get("fields"), label)
    shared: dict[str, Any] = {name: told[name] for name in ("whose", "why", "erased") if name in told}
    return ModelPolicy(
        label=label,
        what=_words(told, "what", label),
        kept=_words(told, "kept", label),
        keep=_rules(_words(told, "keep", label), label),
        erased=_one(told, "erased", Erased, label),
        also=tuple(_words(told, "also", label).split(", ")) if "also" in told else (),
        fields={
            name: _field(name, shared, _mapping(line, f"{label}.{name}"), label) for name, line in fields.items()
        },
    )


def _field(name: str, shared: dict[str, Any], line: dict[str, Any], label: str) -> FieldPolicy:
    place = f"{label}.{name}"
    _only(line, _OF_FIELD, place)
    told = shared | line
    if not isinstance(told.get("exported"), bool):
        _wrong(place, "exported is yes or no")
    return FieldPolicy(
        name=name,
        says=_words(told, "says", place),
        why=_words(told, "why", place),
        whose=_one(told, "whose", Whose, place),
        sealed=_one(told, "sealed", Sealing, place),
        exported=told["exported"],
        erased=_one(told, "erased", Erased, place),
    )


_RULES: tuple[tuple[str, Callable[[re.Match[str]], Rule | None]], ...] = (
    (r"account", lambda _: None),
    (r"as long as the program runs", lambda _: None),
    (r"(\d+) days? after ([\w.]+)", lambda found: DaysAfter(int(found[1]), found[2])),
    (r"while it has (\w+)", lambda found: WhileItHas(found[1])),
    (r"with (\w+)", lambda found: With(found[1])),
)


def _rules(keep: str, place: str) -> tuple[Rule, ...]:
    rules = (_rule(part.strip(), place) for part in keep.split(","))
    return tuple(rule for rule in rules if rule is not None)


def _rule(part: str, place: str) -> Rule | None:
    for pattern, made_of in _RULES:
        if found := re.fullmatch(pattern, part):
            return made_of(found)
    return _wrong(place, f"keep cannot be {part!r}")


def _words(told: Mapping[str, Any], name: str, place: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value.strip():
        _wrong(place, f"{name} has to say something")
    return " ".join(value.split())


Choice = TypeVar("Choice", bound=StrEnum)


def _one(told: Mapping[str, Any], name: str, kind: type[Choice], place: str) -> Choice:
    value = told.get(name)
    try:
        return kind("no" if value is False else str(value))  # YAML reads a bare no as False
    except ValueError:
        return _wrong(place, f"{name} cannot be {value!r}")


def _mapping(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        _wrong(place, "names and what holds for them are expected")
    return value


def _only(told: Mapping[str, Any], known: frozenset[str], place: str) -> None:
    if unknown := sorted(set(told) - known):
        _wrong(place, f"{unknown[0]} is not known")


def _wrong(place: str, what: str) -> NoReturn:
    raise PolicyError(f"{place}: {what}")
