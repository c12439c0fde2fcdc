"""What tests of circles may ask for."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from kindring.asks import keys as ask_keys
from kindring.circles import keys as circle_keys
from kindring.circles import reports as circle_reports
from kindring.lib.key_pairs import hand_over
from kindring.lifeline import sharing


@pytest.fixture
def locked_for() -> Iterator[set[bytes]]:
    """The public halves for which any key was locked."""
    publics: set[bytes] = set()

    def watched(key: bytes, public: bytes, *place: object) -> bytes:
        publics.add(public)
        return hand_over(key, public, *place)

    with (
        patch.object(circle_keys, "hand_over", watched),
        patch.object(ask_keys, "hand_over", watched),
        patch.object(circle_reports, "hand_over", watched),
        patch.object(sharing, "hand_over", watched),
    ):
        yield publics
