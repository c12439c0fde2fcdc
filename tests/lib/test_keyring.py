"""Keys are open only where they were opened: in one thread of work, for one owner, and nowhere afterwards."""

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from kindring.lib import keyring
from kindring.lib.keyring import Keyring, opened_with
from kindring.lib.sealing import Unsealable, seal, unseal

OWNER = uuid4()


def ring(*keys: bytes) -> Keyring:
    made = Keyring()
    made.add(OWNER, *(keys or (bytes(32),)))
    return made


def test_without_a_keyring_nothing_opens() -> None:
    with pytest.raises(Unsealable):
        keyring.current()


def test_a_keyring_is_closed_again_even_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), opened_with(ring()):
        raise ZeroDivisionError
    with pytest.raises(Unsealable):
        keyring.current()


def test_an_inner_block_may_close_what_an_outer_one_opened() -> None:
    outer = ring()
    with opened_with(outer):
        with opened_with(None), pytest.raises(Unsealable):
            keyring.current()
        assert keyring.current() is outer


def test_another_owners_key_is_not_there() -> None:
    with pytest.raises(Unsealable):
        ring().key_of(uuid4())
    with pytest.raises(Unsealable):
        ring().to_open(uuid4(), "people")
    assert not ring().has(uuid4())


def test_threads_never_see_each_others_keyring() -> None:
    """Two requests at once: each holds its own for as long as the other holds its own."""
    both_open = threading.Barrier(2, timeout=10)

    def serve(own: Keyring) -> bool:
        with opened_with(own):
            both_open.wait()
            seen = keyring.current()
            both_open.wait()
        return seen is own

    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(serve, [ring(), ring()]))


def test_a_new_thread_starts_without_keys() -> None:
    found: list[bool] = []

    def look() -> None:
        try:
            keyring.current()
        except Unsealable:
            found.append(False)
        else:
            found.append(True)

    with opened_with(ring()):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == [False]


def test_what_runs_in_a_copied_context_leaves_the_keys_outside_alone() -> None:
    def open_inside() -> Callable[[], None]:
        return lambda: opened_with(ring()).__enter__()

    contextvars.copy_context().run(open_inside())
    with pytest.raises(Unsealable):
        keyring.current()


def test_older_keys_open_and_the_newest_seals() -> None:
    old, new = b"o" * 32, b"n" * 32
    blob = seal(ring(old).to_seal(OWNER, "people"), "Mira", "ana")
    keys = ring(new, old)
    assert unseal(keys.to_open(OWNER, "people"), blob, "ana") == "Mira"
    assert keys.to_seal(OWNER, "people").id == ring(new).to_seal(OWNER, "people").id
    with pytest.raises(Unsealable):
        unseal(ring(new).to_open(OWNER, "people"), blob, "ana")


def test_new_keys_for_an_owner_take_the_place_of_derived_ones() -> None:
    keys = ring(b"o" * 32)
    before = keys.to_seal(OWNER, "people").id
    keys.add(OWNER, b"n" * 32)
    assert keys.to_seal(OWNER, "people").id != before


def test_a_keyring_does_not_show_what_it_holds() -> None:
    assert repr(ring()) == "Keyring()"
