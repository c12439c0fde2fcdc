"""How often someone may try to sign in.

Five failures a minute for an address prefix; ten for a name, then waits that double up to a quarter of an hour;
a hundred in all, then only the recovery code or the host's link helps. A browser that signed in with this name
before has a count of its own and is spared the waits, so that nobody can lock another person out from elsewhere.
An attempt is counted before it is looked at: guesses sent at once all count.
"""

import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings

PER_MINUTE = 5
FREE_TRIES = 10
LAST_TRY = 100
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
WINDOW = timedelta(minutes=1)
_TAG = 32


def prefix_of(address: str) -> str:
    """The network an address is counted under: /24 for IPv4, /48 for IPv6; odd addresses share one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def keyed(kind: str, *parts: bytes) -> bytes:
    return hmac.digest(settings.KINDRING_KEYS.throttle, kind.encode() + b"\0" + b"\0".join(parts), sha256)


def browser_mark(name_hash: bytes) -> str:
    """What a browser keeps to show that this name signed in with it before."""
    token = secrets.token_hex(16)
    return token + keyed("mark", name_hash, token.encode()).hex()[:_TAG]


def knows(mark: str, name_hash: bytes) -> bool:
    """Whether `mark` was given out for this name."""
    token, tag = mark[:-_TAG], mark[-_TAG:]
    return hmac.compare_digest(tag.encode(), keyed("mark", name_hash, token.encode()).hex()[:_TAG].encode())


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to prove who one is: from which network, for which name, in which browser."""

    address: str
    name_hash: bytes
    mark: str = ""

    def keys(self) -> tuple[bytes, bytes, bool]:
        """The two counts this attempt falls under, and whether the browser is spared the waits."""
        known = bool(self.mark) and knows(self.mark, self.name_hash)
        name = keyed("browser", self.name_hash, self.mark.encode()) if known else keyed("name", self.name_hash)
        return keyed("address", prefix_of(self.address).encode()), name, known
