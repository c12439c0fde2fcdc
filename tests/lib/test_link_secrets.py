"""The secrets of links."""

import re

from kindring.lib.link_secrets import new_secret, secret_hash


def test_a_secret_has_256_bits_and_fits_an_address() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", new_secret())


def test_no_two_secrets_are_the_same() -> None:
    assert len({new_secret() for _ in range(100)}) == 100


def test_links_that_were_made_are_found_for_ever() -> None:
    """Frozen: another hash would end every link there is."""
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert secret_hash("abc").hex() == known
