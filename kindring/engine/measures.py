"""Scoring a measure: answers to published questions in, scores with their reasons out.

A measure is data (`Measure`); a new one is a new file, never new code. Answers go by key, never by place: copies
of one measure differ in their order. An answer that is missing is never 0. It leaves an interval of what the score
could be, and a band is named only if both ends of it lie in that band (`../shared/science/engine_examples.json`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

Answers = Mapping[str, str]
"""The key of an item to the key of the option that was chosen. What was skipped is not in it."""


class BadAnswer(Exception):
    """An answer that the measure does not know; the text names item and option."""


@dataclass(frozen=True)
class Option:
    """One answer to choose from. `value` is None for one that counts nothing ("I did not need anyone")."""

    key: str
    words: str
    value: int | None


@dataclass(frozen=True)
class Item:
    """One question. `reverse`: its values count from the other end."""

    key: str
    words: str
    reverse: bool = False


@dataclass(frozen=True)
class Band:
    """A range of a score with a name, both ends included."""

    first: int
    last: int
    words: str


@dataclass(frozen=True)
class Rule:
    """How a score is made of items: the sum of their values, times `times`.

    `complete_only`: there is no score while an answer is missing. `bands` cover every value or are empty; `source`
    says where they come from. `help_from` (with `help_upwards`) is the first value at which the page says what can
    help; `help_because` why there. `least_change` is the published smallest change worth a word, None where no
    source gives one. `better` is "higher", "lower" or "".
    """

    key: str
    words: str
    items: tuple[str, ...]
    times: int = 1
    complete_only: bool = False
    bands: tuple[Band, ...] = ()
    source: str = ""
    help_from: int | None = None
    help_upwards: bool = True
    help_because: str = ""
    least_change: int | None = None
    better: str = ""


@dataclass(frozen=True)
class Measure:
    """Some questions that belong together, word for word as published in `language`.

    `asked` is when it is asked unless the person chooses otherwise: short, long, never or tap. `version` grows when
    a word or a value changes; answers to another version are not scored by this one.
    """

    key: str
    version: int
    language: str
    title: str
    name: str
    place: int
    asked: str
    window: str
    stem: str
    items: tuple[Item, ...]
    options: tuple[Option, ...]
    rules: tuple[Rule, ...]
    licence: str
    notice: str
    cite: str
    own: bool = False
    ends: tuple[str, str] = ("", "")

    @cached_property
    def by_item(self) -> Mapping[str, Item]:
        return {item.key: item for item in self.items}

    @cached_property
    def by_option(self) -> Mapping[str, Option]:
        return {option.key: option for option in self.options}

    @cached_property
    def ends_of_values(self) -> tuple[int, int]:
        """The least and the greatest value of an option."""
        values = [option.value for option in self.options if option.value is not None]
        return min(values), max(values)

    @cached_property
    def worth(self) -> Mapping[tuple[str, str], int | None]:
        """What each answer to each item counts, by the keys of both; a reversed item counts from the other end."""
        both = sum(self.ends_of_values)
        return {
            (item.key, option.key): both - option.value if item.reverse and option.value is not None else option.value
            for item in self.items
            for option in self.options
        }


class Score(NamedTuple):
    """What a rule makes of answers. `low` and `high` are equal where nothing is missing, None where there is none.

    `band` is None where none is named. `answered` of `items` were answered.
    """

    rule: Rule
    low: int | None
    high: int | None
    band: Band | None
    answered: int
    items: int

    @property
    def value(self) -> int | None:
        """The score, if it is one number."""
        return self.low if self.low == self.high else None

    @property
    def is_whole(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def is_high(self) -> bool:
        """Whether it lies, whatever is missing, where the page says what can help."""
        if self.rule.help_from is None or self.low is None or self.high is None:
            return False
        return self.low >= self.rule.help_from if self.rule.help_upwards else self.high <= self.rule.help_from


def score(measure: Measure, answers: Answers) -> tuple[Score, ...]:
    """One score for each rule of the measure; BadAnswer for an item or an option that it does not have."""
    for given in answers.items():
        if given not in measure.worth:
            raise BadAnswer(f"{measure.key}: {given}")
    return tuple([_score(measure, rule, answers) for rule in measure.rules])


def ends(measure: Measure, rule: Rule) -> tuple[int, int]:
    """The least and the greatest score that a rule can give."""
    least, most = measure.ends_of_values
    return least * len(rule.items) * rule.times, most * len(rule.items) * rule.times


def _score(measure: Measure, rule: Rule, answers: Answers) -> Score:
    items, worth = len(rule.items), measure.worth
    counted = [worth[item, answers[item]] for item in rule.items if item in answers]
    missing = items - len(counted)
    known = [value for value in counted if value is not None]
    if not counted or len(known) < len(counted) or (missing and rule.complete_only):
        return Score(rule, None, None, None, len(counted), items)
    least, most = measure.ends_of_values if missing else (0, 0)
    low, high = rule.times * (sum(known) + missing * least), rule.times * (sum(known) + missing * most)
    return Score(rule, low, high, _band(rule, low, high), len(counted), items)


def _band(rule: Rule, low: int, high: int) -> Band | None:
    for band in rule.bands:
        if band.first <= low and high <= band.last:
            return band
    return None


def faults(measure: Measure) -> Iterator[str]:
    """What cannot be right about a definition, in words for whoever wrote it."""
    for what, keys in (("item", measure.by_item), ("option", measure.by_option)):
        told = measure.items if what == "item" else measure.options
        if not told or len(keys) != len(told) or not all(one.key and one.words for one in told):
            yield f"{what}s are missing, doubled or without words"
    values = [option.value for option in measure.options if option.value is not None]
    if len(values) < 2 or len(set(values)) != len(values):
        yield "two options count the same, or fewer than two count"
    elif sorted(values) != list(range(min(values), max(values) + 1)):
        yield "the values of the options leave a gap"
    if not measure.rules or len({rule.key for rule in measure.rules}) != len(measure.rules):
        yield "rules are missing or doubled"
    if values:
        for rule in measure.rules:
            yield from (f"{rule.key}: {fault}" for fault in _faults_of(measure, rule))


def _faults_of(measure: Measure, rule: Rule) -> Iterator[str]:
    if not rule.items or len(set(rule.items)) != len(rule.items) or set(rule.items) - measure.by_item.keys():
        yield "counts an item twice, none, or one that is not asked"
    first, last = ends(measure, rule)
    if rule.bands and not _cover(rule, first, last):
        yield f"the bands do not cover {first} to {last} once each"
    if rule.bands and not rule.source:
        yield "bands without a source"
    if rule.help_from is not None and not (first <= rule.help_from <= last and rule.help_because):
        yield "help begins outside the score, or without a reason"
    if rule.times < 1 or rule.better not in {"higher", "lower", ""}:
        yield "times or better cannot be that"


def _cover(rule: Rule, first: int, last: int) -> bool:
    """Whether every score that can be lies in one band. With `times`, only multiples can be."""
    scores = range(first, last + 1, rule.times)
    return all(sum(band.first <= one <= band.last for band in rule.bands) == 1 for one in scores) and (
        rule.bands[0].first == first and rule.bands[-1].last == last
    )
