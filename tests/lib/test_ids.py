"""Ids that are remembered are what Python makes of them."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kindring.lib.ids import id_of, spelled


@given(st.uuids())
def test_as_python_does(one: UUID) -> None:
    for _ in range(2):  # made, and remembered
        assert spelled(one) == str(one)
        assert id_of(one.hex) == one
