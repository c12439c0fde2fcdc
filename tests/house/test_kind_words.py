"""No word of ours counts, blames, measures or treats anyone: looked for in every sentence that a person can read.

The questions of published measures are not ours, and stand in their own files word for word.
"""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from kindring.lib.privacy import policy
from tests.house.reading import PROJECT, Module, calls, modules
from tests.house.test_words import GETTEXT

FORBIDDEN = {
    "nobody is counted or ranked": (
        r"scor(e|es|ed|ing)|streaks?|leaderboards?|rank(s|ed|ing)?|badges?|rewards?|(your|bonus|earn\w*) points"
    ),
    "nobody is late": r"overdue|backlog|too late for|you (are|were) late|at last",
    "nobody is blamed": (
        r"you (should|ought|forgot|failed|missed|neglected)|you('ve| have)n?('t| not) (been|written|called)"
        r"|don['’]t forget|neglect(ed|ing)?|guilt(y)?|lazy|disappoint\w*|your fault"
    ),
    "this is no clinic": (
        r"patients?|diagnos\w+|symptoms?|treatments?|disorders?|relaps\w+|complian(ce|t)|clients?|therapy"
        r"|at[- ]risk|high[- ]risk|mental(ly)? ill\w*|depress\w+|abnormal\w*|normal people"
    ),
    "nobody is a lonely person": r"lonel(y|iness)|loners?|isolated|friendless|needy",
    "nobody is shamed in death": (
        r"commit\w* suicide|suicide victims?|(failed|successful) (attempt|suicide)|kill\w* (him|her|them)selves?"
    ),
    "nothing is promised": r"guarantee\w*|cures?|cured|will make you (happy|happier|better)|live longer",
}
# What is said there on purpose, and why.
MEANT = {
    "The published ranges call this “%(band)s” (%(source)s). It is no diagnosis.": "says what it is not",
}


class Sentence(NamedTuple):
    """What somebody can read, and where it stands."""

    where: str
    text: str


def of_code(module: Module) -> Iterator[Sentence]:
    for call in calls(module):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        for text in call.args if name in GETTEXT else ():
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield Sentence(f"{module.name}:{call.lineno}", text.value)


def of_templates() -> Iterator[Sentence]:
    """Whatever stands in quotes after a bracket or a comma: what is no sentence does no harm here."""
    said = re.compile(r"""[(,]\s*("[^"]*"|'[^']*')""")
    for file in sorted((PROJECT / "kindring/web/templates").rglob("*.html")):
        for found in said.finditer(file.read_text(encoding="utf-8")):
            yield Sentence(file.name, found[1][1:-1])


def of_the_policy() -> Iterator[Sentence]:
    for label, told in policy().items():
        yield from (Sentence(label, text) for text in (told.what, told.kept))
        yield from (Sentence(label, text) for line in told.fields.values() for text in (line.says, line.why))


def sentences() -> list[Sentence]:
    code = [sentence for module in modules("kindring") for sentence in of_code(module)]
    return [*code, *of_templates(), *of_the_policy()]


def unkind(text: str) -> list[str]:
    return [rule for rule, words in FORBIDDEN.items() if re.search(rf"\b({words})\b", text, re.IGNORECASE)]


def test_no_sentence_counts_blames_measures_or_treats_anyone() -> None:
    found = [(said, unkind(said.text)) for said in sentences() if said.text not in MEANT]
    assert [f"{said.where}: {said.text} ({rules[0]})" for said, rules in found if rules] == []


def test_it_looks_at_all_there_is_to_read() -> None:
    found = sentences()
    assert len(found) > 1500
    texts = {said.text for said in found}
    for known in (
        "That is all for today.",
        "Not today",
        "Make it small",
        "People and places that take my mind off it",
    ):
        assert known in texts, known


@pytest.mark.parametrize(
    "bad",
    [
        "Mira's score went up.",
        "A streak of 12 days!",
        "You are the patient.",
        "Your diagnosis",
        "Two people are overdue.",
        "You seem to be a lonely person.",
        "Don't forget Mira.",
        "You haven't called Jonas.",
        "You should write to her.",
        "He committed suicide.",
        "This will make you happier.",
        "Your friend ranks third.",
    ],
)
def test_the_rule_sees_an_unkind_word(bad: str) -> None:
    assert unkind(bad)


@pytest.mark.parametrize(
    "good", ["You two usually speak every 9 days; it has been 26.", "They died by suicide.", "Not today"]
)
def test_the_rule_lets_plain_words_pass(good: str) -> None:
    assert unkind(good) == []
