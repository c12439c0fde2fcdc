"""Where a push may go: the address comes from a browser, that is from anybody, and must lead to nothing of ours.

Only https, only the usual port, only a name (no bare number), only where every address of that name is a public one;
and the connection is made to the address that was looked at, not to whatever the name says a moment later.
"""

import ipaddress
import socket
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

LONGEST = 1000
PORT = 443
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class UnsafePlace(Exception):
    """A push would go to this computer or its neighbours, or nowhere."""


def is_push_place(endpoint: str) -> bool:
    """Whether an address looks like one of a push service; nobody is asked."""
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        return False
    try:
        parts = urlsplit(endpoint)
        return _is_public_name(parts)
    except ValueError:
        return False


def _is_public_name(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    named = "." in host and not host.endswith((".local", ".internal", ".localhost", ".")) and not host[-1].isdigit()
    bare = parts.username is None and parts.password is None and not parts.fragment
    return parts.scheme == "https" and named and bare and parts.port in {None, PORT} and ":" not in host


def public_address(host: str, port: int) -> str:
    """One address of this name, after all of them were looked at. `UnsafePlace` where one of them is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnsafePlace("no address") from None
    addresses = [str(place[0]) for *_, place in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise UnsafePlace("not public")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the wide world's, also when it is wrapped into another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    every = [ip, *(_inside(ip) if isinstance(ip, ipaddress.IPv6Address) else ())]
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in every)


def _inside(ip: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The older addresses to which gateways send on what comes to this one."""
    for wrapped in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())):
        if wrapped is not None:
            yield wrapped
    if ip in _NAT64:
        yield ipaddress.IPv4Address(ip.packed[-4:])
