"""The step that fits."""

from typing import Any

import pytest

from kindring.engine.next_step import Step, next_step

USUAL: dict[str, Any] = {
    "word": "due",
    "nothing_noted": False,
    "last_way": "",
    "met_days_ago": None,
    "reachable_by": {"phone", "email"},
    "feast_in": None,
}


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({"feast_in": 2}, "card"),
        ({"feast_in": 0}, "call"),
        ({"feast_in": 0, "reachable_by": {"email"}}, "message"),
        ({"feast_in": 1, "nothing_noted": True, "word": "sleeping"}, "card"),
        ({"nothing_noted": True, "last_way": "call"}, "first_word"),
        ({"word": "sleeping", "last_way": "in_person", "met_days_ago": 200}, "message"),
        ({"last_way": "message", "met_days_ago": 90}, "walk"),
        ({"last_way": "message", "met_days_ago": 365}, "walk"),
        ({"last_way": "message", "met_days_ago": 366}, "message"),
        ({"last_way": "message", "met_days_ago": 89}, "message"),
        ({"last_way": "in_person", "met_days_ago": 30}, "walk"),
        ({"last_way": "video"}, "call"),
        ({"last_way": "call", "reachable_by": set()}, "call"),
        ({"last_way": "letter"}, "card"),
        ({}, "call"),
        ({"reachable_by": {"email", "address"}}, "message"),
        ({"reachable_by": {"address"}}, "card"),
        ({"reachable_by": set()}, "message"),
    ],
)
def test_the_first_rule_that_holds_decides(facts: dict[str, Any], step: Step) -> None:
    assert next_step(**USUAL | facts) == step
