"""Handing a key to someone who is not here: only their own private key opens it (HPKE, RFC 9180).

The suite and the spelling of the place are those of `sealing`: X25519, HKDF-SHA256, AES-256-GCM. A handed key is
bound to whom and what it is for, so that it opens nowhere else.
"""

from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from kindring.lib.sealing import Unsealable, context

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class KeyPair(NamedTuple):
    """Both halves, 32 bytes each; `private` is stored only sealed."""

    private: bytes
    public: bytes

    def __repr__(self) -> str:
        return "KeyPair()"

    @classmethod
    def new(cls) -> "KeyPair":
        made = X25519PrivateKey.generate()
        return cls(made.private_bytes_raw(), made.public_key().public_bytes_raw())


def public_of(private: bytes) -> bytes:
    """The public half that belongs to a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def hand_over(key: bytes, public: bytes, *place: object) -> bytes:
    """`key`, to be opened by whoever holds the private half of `public`, in this place only."""
    return _SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), info=context(*place))


def take(handed: bytes, private: bytes, *place: object) -> bytes:
    """The key that was handed over; `Unsealable` for any other private half, place or change."""
    try:
        return _SUITE.decrypt(handed, X25519PrivateKey.from_private_bytes(private), info=context(*place))
    except (InvalidTag, ValueError):
        raise Unsealable from None
