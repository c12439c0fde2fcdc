"""Who may read what, told a second time and as simply as it can be: nothing here is taken from the program.

People are numbers. A text is a token; for each there is one rule, a function of a person and the state of the world.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

Rule = Callable[["Rules", int], bool]


@dataclass
class AskFacts:
    """Who asks; by stage the people or the circle that are asked; how many stages have begun; who holds places."""

    asker: int
    stages: list[tuple[frozenset[int], int | None]]
    begun: int = 1
    helpers: set[int] = field(default_factory=set)


@dataclass
class Rules:
    """The state of a world, kept beside it."""

    members: dict[int, set[int]] = field(default_factory=dict)
    stewards: dict[int, int] = field(default_factory=dict)
    blocks: set[frozenset[int]] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    asks: dict[int, AskFacts] = field(default_factory=dict)
    texts: dict[str, Rule] = field(default_factory=dict)
    kept: set[tuple[int, str]] = field(default_factory=set)  # by what name somebody knows whom they blocked

    def may_read(self, who: int, token: str) -> bool:
        return who not in self.gone and ((who, token) in self.kept or self.texts[token](self, who))

    def given(self, who: int) -> set[str]:
        """Every word that is for them."""
        return {token for token in self.texts if self.may_read(who, token)}

    def apart(self, one: int, other: int) -> bool:
        return frozenset({one, other}) in self.blocks

    def sees_ask(self, who: int, ask: int) -> bool:
        """The asker; whoever is named in a stage that has begun, or is in its circle; nobody past a block."""
        facts = self.asks[ask]
        if who == facts.asker:
            return True
        if facts.asker in self.gone or self.apart(who, facts.asker):
            return False
        begun = facts.stages[: facts.begun]
        return any(who in named or (circle is not None and who in self.members[circle]) for named, circle in begun)

    # The rules


def own(owner: int) -> Rule:
    return lambda _, who: who == owner


def of_circle(circle: int) -> Rule:
    return lambda rules, who: who in rules.members[circle]


def by_member(circle: int, author: int) -> Rule:
    """What a member wrote, as long as they have an account; nobody past a block."""
    return lambda rules, who: (
        author not in rules.gone and who in rules.members[circle] and not rules.apart(who, author)
    )


def while_member(circle: int, author: int) -> Rule:
    """The same, as long as they are in the circle; the steward also past a block."""
    there = by_member(circle, author)
    return lambda rules, who: (
        author in rules.members[circle]
        and (there(rules, who) or (who == rules.stewards[circle] and who in rules.members[circle]))
    )


def of_ask(ask: int) -> Rule:
    return lambda rules, who: rules.sees_ask(who, ask)


def for_helpers(ask: int) -> Rule:
    """The asker, and who has said yes."""
    return lambda rules, who: (
        rules.sees_ask(who, ask) and (who == rules.asks[ask].asker or who in rules.asks[ask].helpers)
    )


def of_helper(ask: int, helper: int) -> Rule:
    """What a helper says to everyone who sees the ask; nobody past a block with the helper."""
    return lambda rules, who: (
        rules.sees_ask(who, ask)
        and helper not in rules.gone
        and not rules.apart(who, helper)
        and helper in rules.asks[ask].helpers
    )


def between(ask: int, helper: int) -> Rule:
    """Only whoever asks and whoever helps."""
    return lambda rules, who: (
        who in {rules.asks[ask].asker, helper}
        and rules.sees_ask(who, ask)
        and helper not in rules.gone
        and not rules.apart(rules.asks[ask].asker, helper)
    )
