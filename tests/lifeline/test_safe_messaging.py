"""Safe messaging: what the Lifeline says of the worst moments names no way to die, and help is near every mention.

After the published advice on speaking of suicide in public (WHO 2023; the Samaritans' media guidelines): no method or
means, "died by suicide", no single cause, and hope and help beside each mention.
"""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from kindring.lifeline.demo import LINES, write_plan
from kindring.lifeline.lines import lines_in
from kindring.web.guide_texts import GUIDES
from tests import cast
from tests.cast import NOW
from tests.doors.table import PARTS
from tests.house.reading import PROJECT
from tests.house.test_kind_words import sentences
from tests.online import browser_of
from tests.web.seen import seen

_ANY_CASE = re.IGNORECASE
WAYS_TO_DIE = re.compile(
    r"\b(overdos\w*|pills?|medications?|poison\w*|gas|hanging|noose|ropes?|hang(s|ed|ing)? (him|her|them|your)sel\w+"
    r"|jump(s|ed|ing)? (off|from|in front)|bridges?|railway|tracks|cliffs?|guns?|firearms?|weapons?|shoot\w*"
    r"|kni(fe|ves)|blades?|razors?|wrists?|cut(ting)? (your|them|him|her)sel\w+|drown\w*|suffocat\w*"
    r"|lethal|fatal|means)\b",
    _ANY_CASE,
)
WRONG_WORDS = re.compile(
    r"\b(commit\w* suicide|suicide victims?|(failed|successful|completed|unsuccessful) (suicide|attempt)"
    r"|suicide epidemic|suicidal people|chose to die|a way out|at peace now|permanent solution|cry for help"
    r"|just wants? attention)\b",
    _ANY_CASE,
)
ONE_CAUSE = re.compile(
    r"suicide[^.]{0,40}\b(?<!not )(because of|caused by|due to|the reason was)|(drove|driven) to suicide", _ANY_CASE
)
MENTION = re.compile(r"suicid", _ANY_CASE)
HELP = re.compile(r"\b(lines?|call(s|ed)?|help|doctor|counsellor|emergency)\b", _ANY_CASE)
HOPE = re.compile(r"\b(relief|pass(es|ed)?|works?|glad|easier|lighter|begins)\b", _ANY_CASE)
NEAR = 400  # characters on either side: about what one sees on a phone at once
PAGES = ("lifeline", "lines", "worried", *(guide.page for guide in GUIDES.values()))
OWN_PAGES = (
    *PAGES,
    *(f"lifeline_{part}" for part in PARTS),
    *(f"lifeline_{part}_readers" for part in PARTS),
    *("lifeline_review", "lifeline_print", "lifeline_device", "lifeline_photo", "lifeline_shared", "check_in"),
)


def without_names_of_lines(text: str) -> str:
    """Lines are called as they call themselves."""
    for name in sorted({line.name for country in lines_in(None) for line in country.lines}, key=len, reverse=True):
        text = text.replace(name, "a line")
    return text


def texts() -> Iterator[tuple[str, str]]:
    """Each page as somebody reads it, the demo's plan, the manual, and every sentence of the program."""
    for name in PAGES:
        yield name, seen(Client().get(reverse(name))).text
    ana = cast.make_user("ana")
    with cast.signed_in(ana) as user:
        write_plan(user, NOW)
    browser = browser_of(ana)
    for name in OWN_PAGES:
        yield f"{name} of her own", seen(browser.get(reverse(name))).text
    yield "demo", " ".join(line for lines in LINES.values() for line in lines)
    yield "manual", (PROJECT / "docs/using/lifeline.md").read_text(encoding="utf-8")


@pytest.fixture
def read(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return {name: without_names_of_lines(text) for name, text in texts()}


def unsafe(text: str) -> list[str]:
    """Ways to die, words that shame, and a cause given to one death."""
    return [match[0] for rule in (WAYS_TO_DIE, WRONG_WORDS, ONE_CAUSE) for match in rule.finditer(text)]


def alone(text: str) -> list[str]:
    """Mentions of suicide with no help, or no hope, in sight."""
    around = [text[max(0, at.start() - NEAR) : at.end() + NEAR] for at in MENTION.finditer(text)]
    return [part for part in around if not (HELP.search(part) and HOPE.search(part))]


def test_no_page_names_a_way_to_die_or_a_word_that_shames(read: dict[str, str]) -> None:
    assert {name: unsafe(text) for name, text in read.items() if unsafe(text)} == {}


def test_hope_and_help_are_near_every_mention(read: dict[str, str]) -> None:
    assert {name: alone(text) for name, text in read.items() if alone(text)} == {}
    assert "suicid" in read["worried"], "asking in plain words is part of it"


def test_of_whoever_died_it_is_said_that_they_died_by_suicide(read: dict[str, str]) -> None:
    assert "died by suicide" in read["worried"]
    assert re.search(r"died by suicide, it was not because", read["worried"])


def test_no_other_page_speaks_of_it_unasked() -> None:
    """The word stands where someone looks for it; nowhere does a page bring it up by itself."""
    said = {sentence.where for sentence in sentences() if MENTION.search(sentence.text)}
    assert said == {"worried.html"}


@pytest.mark.parametrize(
    "bad",
    [
        "She took an overdose.",
        "Hide the pills and the knives.",
        "He committed suicide.",
        "A failed attempt.",
        "He died by suicide because of his debts.",
        "She was driven to suicide.",
        "Stay away from the bridge.",
    ],
)
def test_the_rule_sees_what_must_not_be_said(bad: str) -> None:
    assert unsafe(bad)


def test_a_mention_without_hope_or_without_help_is_seen() -> None:
    assert alone("He died by suicide.")
    assert alone("He died by suicide. Call a line.")
    assert not alone("He died by suicide. Call a line; it grows easier.")
