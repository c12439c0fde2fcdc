"""Keys that are handed to someone who is not here."""

import json
from pathlib import Path

import pytest

from kindring.lib.key_pairs import KeyPair, hand_over, take
from kindring.lib.sealing import Unsealable

KEY = bytes(range(32))
PLACE = ("circle", "c9", 3, "u1")
FROZEN = Path(__file__).with_name("handed_vector.json")


def test_only_the_private_half_takes_what_was_handed_over() -> None:
    ines, viktor = KeyPair.new(), KeyPair.new()
    handed = hand_over(KEY, ines.public, *PLACE)
    assert take(handed, ines.private, *PLACE) == KEY
    with pytest.raises(Unsealable):
        take(handed, viktor.private, *PLACE)


def test_a_handed_key_opens_in_its_place_only() -> None:
    ines = KeyPair.new()
    handed = hand_over(KEY, ines.public, *PLACE)
    for place in (("circle", "c9", 4, "u1"), ("circle", "c8", 3, "u1"), ("circle", "c9", 3, "u2"), ("ask", "c9", 3)):
        with pytest.raises(Unsealable):
            take(handed, ines.private, *place)


def test_every_bit_and_every_shorter_value_is_refused() -> None:
    ines = KeyPair.new()
    handed = hand_over(KEY, ines.public, *PLACE)
    for at in range(len(handed)):
        for bit in range(8):
            changed = bytearray(handed)
            changed[at] ^= 1 << bit
            with pytest.raises(Unsealable):
                take(bytes(changed), ines.private, *PLACE)
        with pytest.raises(Unsealable):
            take(handed[:at], ines.private, *PLACE)


def test_what_was_once_handed_over_opens_for_ever() -> None:
    frozen = {name: bytes.fromhex(value) for name, value in json.loads(FROZEN.read_text()).items()}
    assert take(frozen["handed"], frozen["private"], *PLACE) == frozen["key"]


def test_a_pair_does_not_show_itself() -> None:
    assert repr(KeyPair.new()) == "KeyPair()"
