"""The measures, read from `measures/`: one file each, with its licence. A new measure is a new file."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from kindring.engine.measures import Band, Item, Measure, Option, Rule, faults

ENERGY = "energy"
ASKED = ("short", "long", "never", "tap")
_NEEDED = {
    "key",
    "version",
    "language",
    "title",
    "name",
    "place",
    "asked",
    "items",
    "options",
    "rules",
    "licence",
    "cite",
}
_ALLOWED = _NEEDED | {"own", "window", "stem", "ends", "notice", "remarks"}
_RULE = {
    *("key", "words", "items", "times", "complete_only", "bands", "source"),
    *("help_from", "help_upwards", "help_because", "least_change", "better"),
}


class BadDefinition(Exception):
    """A file that does not define a measure; the text says which and why."""


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by key, in the order in which they are offered."""
    found = [read_measure(name, text) for name, text in _files(resources.files("kindring.checkins") / "measures")]
    by_key = {measure.key: measure for measure in sorted(found, key=lambda one: (one.place, one.key))}
    if len(by_key) != len(found):
        raise BadDefinition("two files define one measure")
    return by_key


def _files(folder: Traversable) -> Iterable[tuple[str, str]]:
    """Name and text of each definition, also in folders of their own (packs with another licence)."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _files(entry)
        elif entry.name.endswith(".json"):
            yield entry.name, entry.read_text(encoding="utf-8")


def read_measure(name: str, text: str) -> Measure:
    """The measure that `text` defines; BadDefinition for anything missing, unknown, or that cannot be right."""
    try:
        told = json.loads(text)
        if told.keys() - _ALLOWED or _NEEDED - told.keys():
            raise BadDefinition(f"{name}: {sorted((told.keys() - _ALLOWED) | (_NEEDED - told.keys()))}")
        measure = _measure(told)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadDefinition(f"{name}: {error!r}") from None
    wrong = [*faults(measure), *_other_faults(measure, name)]
    if wrong:
        raise BadDefinition(f"{name}: {'; '.join(wrong)}")
    return measure


def _measure(told: Mapping[str, Any]) -> Measure:
    return Measure(
        key=told["key"],
        version=int(told["version"]),
        language=told["language"],
        title=told["title"],
        name=told["name"],
        place=int(told["place"]),
        asked=told["asked"],
        window=told.get("window", ""),
        stem=told.get("stem", ""),
        items=tuple(Item(**item) for item in told["items"]),
        options=tuple(map(_option, told["options"])),
        rules=tuple(map(_rule, told["rules"])),
        licence=told["licence"],
        notice=told.get("notice", ""),
        cite=told["cite"],
        own=told.get("own", False),
        ends=_two(told.get("ends", ["", ""])),
    )


def _two(told: list[str]) -> tuple[str, str]:
    first, last = told
    return first, last


def _option(told: Mapping[str, Any]) -> Option:
    if told["value"] is not None and type(told["value"]) is not int:
        raise TypeError("a value is a whole number")
    return Option(**told)


def _rule(told: Mapping[str, Any]) -> Rule:
    if told.keys() - _RULE:
        raise KeyError(*(told.keys() - _RULE))
    given = dict(told) | {"items": tuple(told["items"])}
    return Rule(**given | {"bands": tuple(Band(**band) for band in told.get("bands", ()))})


def _other_faults(measure: Measure, name: str) -> Iterable[str]:
    if name != f"{measure.key}.json":
        yield "the file is called otherwise than the measure"
    if measure.asked not in ASKED or measure.version < 1:
        yield "asked or version cannot be that"
    if not (measure.title and measure.licence and measure.cite):
        yield "title, licence and source have to be said"
