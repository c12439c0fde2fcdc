"""The measures as files: word for word as published, and a misprint is found."""

import hashlib
import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from kindring.checkins.definitions import BadDefinition, measures, read_measure
from kindring.engine.measures import Measure

FACTS = Path(__file__).parents[3] / "shared" / "science" / "instruments.json"
FROZEN = Path(__file__).parent / "frozen_measures.txt"
FOLDER = resources.files("kindring.checkins") / "measures"
ONS4 = {"ons_satisfied": "satisfied", "ons_worthwhile": "worthwhile", "ons_happy": "happy", "ons_anxious": "anxious"}


def fingerprint(measure: Measure) -> str:
    """Of every word that is asked and every number that is counted."""
    items = [(item.key, item.words, item.reverse) for item in measure.items]
    options = [(option.key, option.words, option.value) for option in measure.options]
    rules = [
        [rule.key, rule.items, rule.times, rule.complete_only, rule.help_from, rule.help_upwards, rule.least_change]
        for rule in measure.rules
    ]
    bands = [(rule.key, one.first, one.last, one.words) for rule in measure.rules for one in rule.bands]
    told = json.dumps([measure.window, measure.stem, measure.ends, items, options, rules, bands])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def test_no_word_and_no_number_changes_without_a_new_version() -> None:
    """A misprint in a file fails here. Who means a change raises `version` and adds a line to the list."""
    frozen = [line.split() for line in FROZEN.read_text(encoding="utf-8").splitlines()]
    now = [[key, str(one.version), fingerprint(one)] for key, one in measures().items()]
    assert [line for line in now if line not in frozen] == []


@pytest.mark.skipif(not FACTS.exists(), reason="../shared/science is not here")
@pytest.mark.parametrize("key", ["phq4", "gad7", "phq8", "uls3", "ons_lonely", "who5"])
def test_wording_and_values_are_the_published_ones(key: str) -> None:
    told, measure = json.loads(FACTS.read_text(encoding="utf-8"))[key], measures()[key]
    assert [[item.key, item.words] for item in measure.items] == told["items"]
    assert [[one.key, one.words, one.value] for one in measure.options] == told["options"]
    assert measure.window == told.get("window", measure.window)
    assert measure.stem == told.get("stem", measure.stem)


@pytest.mark.skipif(not FACTS.exists(), reason="../shared/science is not here")
def test_the_four_of_the_ons_are_word_for_word() -> None:
    told = dict(json.loads(FACTS.read_text(encoding="utf-8"))["ons4"]["items"])
    for key, item in ONS4.items():
        assert [(one.key, one.words) for one in measures()[key].items] == [(item, told[item])]
        assert [one.value for one in measures()[key].options] == list(range(11))
        assert measures()[key].ends == ("not at all", "completely")


def test_item_nine_is_never_asked() -> None:
    said = " ".join(item.words for measure in measures().values() for item in measure.items).lower()
    assert "better off dead" not in said
    assert "hurting yourself" not in said
    assert "phq9" not in measures()
    assert len(measures()["phq8"].items) == 8


def test_the_lowest_answer_is_not_at_all() -> None:
    """ "Not at all sure" is a known misprint of the GAD-7 (Zorowitz et al. 2021)."""
    for key in ("gad7", "phq4", "phq8"):
        assert measures()[key].options[0].words == "Not at all"


def test_every_file_names_its_licence_and_its_source() -> None:
    assert all(measure.licence and measure.cite for measure in measures().values())
    assert "CC BY-NC-SA 3.0 IGO" in measures()["who5"].notice
    assert "CC BY-NC-SA 3.0 IGO" in (FOLDER / "who5" / "NOTICE.txt").read_text(encoding="utf-8")


def test_nobody_is_asked_the_longer_ones_unless_they_choose_to_be() -> None:
    assert {key for key, measure in measures().items() if measure.asked == "never"} == {"gad7", "phq8", "who5"}


def spoilt(change: Callable[[dict[str, Any]], Any]) -> str:
    told = json.loads((FOLDER / "gad7.json").read_text(encoding="utf-8"))
    change(told)
    return json.dumps(told)


MISPRINTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a band is left out": lambda told: told["rules"][0]["bands"].pop(1),
    "bands overlap": lambda told: told["rules"][0]["bands"][0].update(last=5),
    "bands end too early": lambda told: told["rules"][0]["bands"][3].update(last=20),
    "no source": lambda told: told["rules"][0].pop("source"),
    "an item is counted twice": lambda told: told["rules"][0]["items"].append("worry"),
    "an item that is not asked": lambda told: told["rules"][0]["items"].append("sleep"),
    "two items of one key": lambda told: told["items"][1].update(key="nervous"),
    "an item without words": lambda told: told["items"][1].update(words=""),
    "two options count the same": lambda told: told["options"][1].update(value=0),
    "a value is left out": lambda told: told["options"][3].update(value=4),
    "a value that is no number": lambda told: told["options"][3].update(value="3"),
    "help begins where no score lies": lambda told: told["rules"][0].update(help_from=22),
    "a word that nobody knows": lambda told: told.update(licnce=""),
    "a word of a rule that nobody knows": lambda told: told["rules"][0].update(helpfrom=10),
    "no licence": lambda told: told.pop("licence"),
    "another name": lambda told: told.update(key="gad8"),
    "asked at no known time": lambda told: told.update(asked="daily"),
    "no version": lambda told: told.update(version=0),
}


@pytest.mark.parametrize("misprint", MISPRINTS)
def test_a_misprint_is_refused(misprint: str) -> None:
    assert read_measure("gad7.json", spoilt(lambda told: None)) == measures()["gad7"]
    with pytest.raises(BadDefinition):
        read_measure("gad7.json", spoilt(MISPRINTS[misprint]))


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"key": "x"}'])
def test_what_is_no_definition_is_refused(text: str) -> None:
    with pytest.raises(BadDefinition):
        read_measure("x.json", text)


@pytest.mark.parametrize("change", ["Feeling nervous, anxious and on edge", "feeling nervous, anxious or on edge"])
def test_a_misprint_in_a_word_changes_the_fingerprint(change: str) -> None:
    measure = read_measure("gad7.json", spoilt(lambda told: told["items"][0].update(words=change)))
    assert fingerprint(measure) != fingerprint(measures()["gad7"])
