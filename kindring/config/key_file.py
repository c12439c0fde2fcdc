"""The server's own key: a file outside the database, made once, from which every server-side key is derived.

It is not enough to open what people wrote; but without it no name is found and no password opens. A new one
must therefore never quietly take the place of a lost one.
"""

import base64
import binascii
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kindring.config.cannot_start import CannotStart

BYTES = 32


class KeyFileRefused(CannotStart):
    """The key file is lost, unreadable, damaged or open to others."""


@dataclass(frozen=True)
class ServerKeys:
    """Keys of 32 bytes, one for each purpose; `django_secret` is base64 text. None of them is ever shown."""

    django_secret: str
    pepper: bytes
    names: bytes
    mail: bytes
    throttle: bytes
    notices: bytes
    push: bytes

    def __repr__(self) -> str:
        return "ServerKeys(…)"


def derive(root: bytes) -> ServerKeys:
    """The purpose keys of one root key of 32 bytes (HKDF-SHA256, info `kindring/v1/server/<purpose>`)."""

    def key(purpose: str) -> bytes:
        return HKDF(SHA256(), BYTES, None, f"kindring/v1/server/{purpose}".encode()).derive(root)

    return ServerKeys(
        django_secret=base64.b64encode(key("django")).decode(),
        pepper=key("pepper"),
        names=key("names"),
        mail=key("mail"),
        throttle=key("throttle"),
        notices=key("notices"),
        push=key("push"),
    )


def read_or_make(path: Path, *, has_users: Callable[[], bool]) -> bytes:
    """The root key in `path`; made there when this is a first run. Raises `KeyFileRefused`.

    `has_users` is asked only when the file is missing.
    """
    if not path.exists():
        if has_users():
            raise KeyFileRefused(
                f"the key file {path} is missing, but the database has users: put it back from your backup;"
                " without the same key nobody can sign in"
            )
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    """Write a new key beside `path`, then link it there: two first starts at once end with one key."""
    try:
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        handle, fresh = mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600 from the start
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(os.urandom(BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            Path(fresh).unlink()
    except OSError as problem:
        raise KeyFileRefused(f"the key file {path} cannot be made: {problem.strerror}") from problem


def _read(path: Path) -> bytes:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        text = path.read_bytes()
    except OSError as problem:
        raise KeyFileRefused(f"the key file {path} cannot be read: {problem.strerror}") from problem
    if mode & 0o077:
        raise KeyFileRefused(f"the key file {path} can be read by others: run chmod 600 {path}")
    try:
        root = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        root = b""
    if len(root) != BYTES:
        raise KeyFileRefused(f"the key file {path} is damaged: put it back from your backup")
    return root
