"""The sealed formats: frozen for ever, the same as the reference, and refused wherever anything is changed."""

import importlib.util
import itertools
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindring.lib import sealing
from kindring.lib.sealed import place_of
from kindring.lib.sealing import PasswordCost, Unsealable, ValueKey

HERE = Path(__file__).parent
REFERENCE = HERE.parents[2] / "shared" / "security" / "sealing.py"
VECTORS: dict[str, Any] = json.loads((HERE / "sealed_vectors.json").read_text(encoding="utf-8"))
OWNER, ROW = VECTORS["owner"], VECTORS["row"]
USER_KEY = bytes.fromhex(VECTORS["user_key"])


def key_for(purpose: str) -> ValueKey:
    return ValueKey(sealing.subkey(USER_KEY, purpose))


def keys_for(purpose: str) -> dict[bytes, ValueKey]:
    key = key_for(purpose)
    return {key.id: key}


def kek_of(wrap: dict[str, Any]) -> bytes:
    if wrap["kind"] != "password":
        return sealing.secret_kek(bytes.fromhex(wrap["secret"]), wrap["kind"])
    salt, pepper = bytes.fromhex(VECTORS["salt"]), bytes.fromhex(VECTORS["pepper"])
    return sealing.password_kek(wrap["password"], salt, pepper, PasswordCost(**wrap["cost"]))


@pytest.fixture
def reference() -> ModuleType:
    """The reference implementation of the format, where it is at hand."""
    if not REFERENCE.exists():
        pytest.skip("the reference of the sealed format is not here")
    spec = importlib.util.spec_from_file_location("sealing_reference", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Frozen vectors


@pytest.mark.parametrize("purpose", VECTORS["subkeys"])
def test_subkeys_and_their_ids_are_frozen(purpose: str) -> None:
    frozen = VECTORS["subkeys"][purpose]
    assert sealing.subkey(USER_KEY, purpose).hex() == frozen["key"]
    assert key_for(purpose).id.hex() == frozen["id"]


@pytest.mark.parametrize("value", VECTORS["values"], ids=lambda value: value["label"])
def test_frozen_values_open(value: dict[str, str]) -> None:
    opened = sealing.unseal(keys_for(value["subkey"]), bytes.fromhex(value["blob"]), OWNER, value["label"], ROW)
    assert opened == value["text"]


@pytest.mark.parametrize("value", VECTORS["values"], ids=lambda value: value["label"])
def test_sealing_with_the_frozen_nonce_gives_the_frozen_bytes(
    value: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = bytes.fromhex(value["blob"])
    monkeypatch.setattr(sealing.os, "urandom", lambda _: blob[10:22])  # type: ignore[attr-defined]
    assert sealing.seal(key_for(value["subkey"]), value["text"], OWNER, value["label"], ROW) == blob


@pytest.mark.parametrize("wrap", VECTORS["wraps"], ids=lambda wrap: wrap["kind"])
def test_frozen_wraps_open_and_are_made_the_same(wrap: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    kek, blob, key = kek_of(wrap), bytes.fromhex(wrap["wrap"]), bytes.fromhex(wrap["key"])
    assert sealing.unwrap(kek, blob, *wrap["place"]) == key
    monkeypatch.setattr(sealing.os, "urandom", lambda _: blob[2:14])  # type: ignore[attr-defined]
    assert sealing.wrap(kek, key, *wrap["place"]) == blob


@pytest.mark.parametrize("code", VECTORS["recovery_codes"], ids=lambda code: code["typed"])
def test_a_recovery_code_is_read_however_it_is_typed(code: dict[str, str]) -> None:
    assert sealing.recovery_secret(code["typed"]).hex() == code["secret"]


@pytest.mark.parametrize("typed", ["", "7ZZZ", "U" * 32, "0" * 31, "0" * 33, "٣" * 32, "0" * 31 + "é"])
def test_what_is_no_recovery_code_opens_nothing(typed: str) -> None:
    with pytest.raises(Unsealable):
        sealing.recovery_secret(typed)


def test_a_new_recovery_code_has_160_bits_and_reads_back() -> None:
    codes = {sealing.new_recovery_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(sealing.recovery_secret(code)) == 20 for code in codes)


# The reference


@pytest.mark.parametrize("text", ["", "x", "Mrs Petrović", "🌱" * 255, "n" * 1020, "n" * 1021, "n" * 20_000])
def test_values_pass_between_us_and_the_reference(reference: ModuleType, text: str) -> None:
    raw = sealing.subkey(USER_KEY, "notes")
    assert reference.hk(USER_KEY, b"kindring/v1/data/notes") == raw
    place = (OWNER, "moment.note", ROW)
    ours, theirs = sealing.seal(ValueKey(raw), text, *place), reference.seal(raw, text, *place)
    assert len(ours) == len(theirs)
    assert reference.unseal({reference.kid(raw): raw}, ours, *place) == text
    assert sealing.unseal(keys_for("notes"), theirs, *place) == text


@pytest.mark.parametrize("wrap", VECTORS["wraps"], ids=lambda wrap: wrap["kind"])
def test_wraps_pass_between_us_and_the_reference(reference: ModuleType, wrap: dict[str, Any]) -> None:
    kek = kek_of(wrap)
    theirs = reference.wrap(kek, USER_KEY, *wrap["place"])
    assert sealing.unwrap(kek, theirs, *wrap["place"]) == USER_KEY
    assert reference.unwrap(kek, sealing.wrap(kek, USER_KEY, *wrap["place"]), *wrap["place"]) == USER_KEY


def test_a_password_opens_the_same_in_both(reference: ModuleType) -> None:
    salt, pepper = bytes(range(16)), bytes(range(32))
    cost = PasswordCost(iterations=2, lanes=1, memory_cost=64)
    theirs = reference.kek_password("ein Boot", salt, pepper, {**cost._asdict(), "length": 32})
    assert sealing.password_kek("ein Boot", salt, pepper, cost) == theirs
    assert PasswordCost()._asdict() | {"length": 32} == reference.PW


def test_the_fast_spelling_of_a_place_is_the_context(reference: ModuleType) -> None:
    import uuid

    owner, row = uuid.uuid4(), uuid.uuid4()
    assert place_of(owner, "person.name", row) == sealing.context(owner, "person.name", row)
    assert place_of(owner, "person.name", row) == reference.aad(owner, "person.name", row)


@given(st.lists(st.text() | st.sampled_from(["person.name", 'a"b', "a\\b", "\x7f", "ß", ""])))
def test_every_place_is_spelled_as_json(parts: list[str]) -> None:
    words = json.dumps(["kindring", 1, *parts], separators=(",", ":"), ensure_ascii=True)
    assert sealing.context(*parts) == words.encode()


# Refused


def test_ten_thousand_values_in_another_place_are_refused() -> None:
    """102 places (owners, labels, rows); every value of each in every other: 10,302 swaps."""
    owners, labels = ("ana", "mira"), ("person.name", "person.notes", "moment.note")
    places = [(owner, label, row) for owner in owners for label in labels for row in range(17)]
    keys, key = keys_for("people"), key_for("people")
    blobs = {place: sealing.seal(key, f"text {place}", *place) for place in places}
    refused = 0
    for place, other in itertools.permutations(places, 2):
        with pytest.raises(Unsealable):
            sealing.unseal(keys, blobs[place], *other)
        refused += 1
    assert refused >= 10_000
    assert all(sealing.unseal(keys, blobs[place], *place) == f"text {place}" for place in places)


def test_every_flipped_bit_of_fifty_values_is_refused() -> None:
    keys, key = keys_for("notes"), key_for("notes")
    flipped = 0
    for number in range(50):
        blob = sealing.seal(key, "walnuts " * number, "ana", "moment.note", number)
        for bit in range(len(blob) * 8):
            changed = bytearray(blob)
            changed[bit // 8] ^= 1 << bit % 8
            with pytest.raises(Unsealable):
                sealing.unseal(keys, bytes(changed), "ana", "moment.note", number)
            flipped += 1
    assert flipped > 80_000


def test_every_truncation_and_any_addition_is_refused() -> None:
    keys, blob = (
        keys_for("notes"),
        sealing.seal(key_for("notes"), "Allergic to walnuts", "ana", "person.notes", 1),
    )
    for length in range(len(blob)):
        with pytest.raises(Unsealable):
            sealing.unseal(keys, blob[:length], "ana", "person.notes", 1)
    for tail in (b"\0", blob):
        with pytest.raises(Unsealable):
            sealing.unseal(keys, blob + tail, "ana", "person.notes", 1)


def test_another_key_opens_nothing() -> None:
    blob = sealing.seal(key_for("notes"), "x", "ana", "person.notes", 1)
    with pytest.raises(Unsealable):
        sealing.unseal(keys_for("journal"), blob, "ana", "person.notes", 1)
    with pytest.raises(Unsealable):
        sealing.unseal({}, blob, "ana", "person.notes", 1)
    impostor = {key_for("notes").id: key_for("journal")}
    with pytest.raises(Unsealable):
        sealing.unseal(impostor, blob, "ana", "person.notes", 1)


def test_a_wrap_opens_in_its_place_and_whole_only() -> None:
    kek = sealing.secret_kek(bytes(20), "recovery")
    blob = sealing.wrap(kek, USER_KEY, "ana", "recovery", "id")
    others: list[tuple[bytes, tuple[str, ...]]] = [
        (kek, ("mira", "recovery", "id")),
        (kek, ("ana", "password", "id")),
        (kek, ("ana", "recovery")),
        (sealing.secret_kek(bytes(20), "session"), ("ana", "recovery", "id")),
    ]
    for other, place in others:
        with pytest.raises(Unsealable):
            sealing.unwrap(other, blob, *place)
    for length in range(len(blob)):
        with pytest.raises(Unsealable):
            sealing.unwrap(kek, blob[:length], "ana", "recovery", "id")
    for bit in range(len(blob) * 8):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unsealable):
            sealing.unwrap(kek, bytes(changed), "ana", "recovery", "id")


def test_a_value_is_no_wrap_and_a_wrap_no_value() -> None:
    kek = sealing.secret_kek(bytes(20), "recovery")
    with pytest.raises(Unsealable):
        sealing.unwrap(kek, sealing.seal(ValueKey(kek), "x", "wrap", "ana"), "ana")
    key = ValueKey(kek)
    with pytest.raises(Unsealable):
        sealing.unseal({key.id: key}, sealing.wrap(kek, USER_KEY, "ana"), "ana")


@pytest.mark.parametrize(("length", "sealed"), [(0, 64), (60, 64), (61, 128), (1020, 1024), (1021, 1536)])
def test_the_length_of_a_text_is_hidden_in_steps(length: int, sealed: int) -> None:
    assert len(sealing.seal(key_for("notes"), "n" * length, "ana")) == 2 + 8 + 12 + sealed + 16


def test_equal_texts_are_sealed_differently() -> None:
    key = key_for("notes")
    assert len({sealing.seal(key, "x", "ana") for _ in range(100)}) == 100


def test_keys_are_in_no_repr() -> None:
    assert repr(key_for("notes")) == "ValueKey()"
