"""Ten times as many people cost ten times as much: counted in calls, as a clock says little on a busy machine."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from kindring.engine.adequacy import Said, Supporter, adequacy, without_each, without_groups
from kindring.engine.matching import EVERY_KIND
from kindring.engine.presence import WAYS, Contact, in_touch, presence
from kindring.engine.reciprocity import Flow, give_and_take
from kindring.engine.steps import Tie, next_steps
from kindring.engine.structure import Alter, groups, structure

TODAY = date(2026, 11, 22)
RINGS = ("inner", "middle", "outer")
FEW, MANY = 150, 1500


class Map:
    """So many people, each knowing about six others, with seven moments each; the same every time."""

    def __init__(self, size: int) -> None:
        chance = Random(size)
        self.keys = [f"p{number}" for number in range(size)]
        self.people = [Supporter(key, chance.randrange(16)) for key in self.keys]
        self.knows = [(chance.choice(self.keys), chance.choice(self.keys)) for _ in range(3 * size)]
        self.days = [(key, TODAY - timedelta(chance.randrange(90)), chance.choice(WAYS)) for key in self.keys * 7]
        self.rings = {key: chance.choice(RINGS) for key in self.keys}


def what_if(of: Map) -> object:
    now = adequacy(of.people)
    return without_each(now, of.people), without_groups(now, of.people, groups(of.keys, of.knows))


def steps(of: Map) -> object:
    apart = presence({"message": 9})
    ties = [
        Tie(one.key, of.rings[one.key], one.kinds, gave={4: 1}, helped_on=TODAY, presence=apart) for one in of.people
    ]
    said: dict[int, Said] = dict.fromkeys(EVERY_KIND, "bit_short")
    return next_steps(adequacy(of.people, said=said), ties, of.knows, today=TODAY)


def calls(work: Callable[[Map], object], of: Map) -> int:
    count = 0

    def one_more(_frame: Any, event: str, _of: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(one_more)
    try:
        work(of)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "work",
    [
        what_if,
        steps,
        lambda of: structure([Alter(key, of.rings[key]) for key in of.keys], of.knows),
        lambda of: give_and_take([Flow((key,), day, given=1) for key, day, _ in of.days], of.rings, today=TODAY),
        lambda of: in_touch([Contact((key,), day, way) for key, day, way in of.days], of.keys, today=TODAY),
    ],
    ids=["what if", "steps", "structure", "give and take", "in touch"],
)
def test_ten_times_as_many_people_cost_ten_times_as_much(work: Callable[[Map], object]) -> None:
    few, many = calls(work, Map(FEW)), calls(work, Map(MANY))
    assert few > FEW
    assert many <= 10.5 * few
