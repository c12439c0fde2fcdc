"""A push without content: only that there is something. The words are in the browser already, the same for all.

Without content nothing has to be encrypted for the browser either, so no key of it is kept. Who sends is proved by a
signed note (VAPID, RFC 8292).
"""

import base64
import json
import ssl
from datetime import datetime, timedelta
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from kindring.notices.push_places import UnsafePlace, public_address
from kindring.notices.smtp import NotTaken

SECONDS = 10
KEPT_SECONDS = 12 * 3600  # how long a push service keeps it for a browser that is off
_NOTE_LASTS = timedelta(hours=12)
_GROUP_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
_OVER = {404, 410}
_LATER = {408, 425, 429}


class PlaceGone(Exception):
    """The browser does not want to be told any more."""


@lru_cache(maxsize=4)
def _key(seed: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_GROUP_ORDER - 1) + 1, ec.SECP256R1())


def server_key() -> ec.EllipticCurvePrivateKey:
    """The key by which push services know this server: made from its key file."""
    return _key(settings.KINDRING_KEYS.push)


def public_key() -> str:
    """Its public half, as browsers want it: an uncompressed point in URL-safe base64."""
    return _base64(server_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def push(endpoint: str, now: datetime) -> None:
    """Returns when the push service has taken it over; `PlaceGone` or `NotTaken` for everything else."""
    try:
        status = _post(endpoint, headers(endpoint, now))
    except UnsafePlace:
        raise NotTaken("unsafe", for_good=True) from None
    except (HTTPException, OSError, ValueError) as problem:
        raise NotTaken(type(problem).__name__) from None
    if status in _OVER:
        raise PlaceGone
    if not 200 <= status < 300:
        raise NotTaken(f"push_{status}", for_good=400 <= status < 500 and status not in _LATER)


def headers(endpoint: str, now: datetime) -> dict[str, str]:
    """Everything that is said: who sends, how long it keeps, and that a newer one takes its place."""
    note = _note(endpoint, now)
    return {
        "Authorization": f"vapid t={note}, k={public_key()}",
        "TTL": str(KEPT_SECONDS),
        "Topic": "kindring",
        "Urgency": "normal",
        "Content-Length": "0",
    }


def _note(endpoint: str, now: datetime) -> str:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + _NOTE_LASTS).timestamp()),
        "sub": settings.KINDRING_SITE,
    }
    said = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(server_key().sign(said.encode(), ec.ECDSA(SHA256())))
    return f"{said}.{_base64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def _json(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _post(endpoint: str, said: dict[str, str]) -> int:
    """The status. A place that answers with a redirect is not followed, and no more is read than the first lines."""
    parts = urlsplit(endpoint)
    connection = connect(parts.hostname or "", parts.port or 443)
    try:
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        connection.request("POST", path, headers=said | {"Host": parts.netloc})
        return connection.getresponse().status
    finally:
        connection.close()


def connect(host: str, port: int) -> HTTPConnection:
    """To the address that was found public, with the certificate of the name."""
    return _Pinned(public_address(host, port), host, port)


class _Pinned(HTTPSConnection):
    """Connects to one address, and expects there who was asked for by name."""

    def __init__(self, address: str, host: str, port: int) -> None:
        super().__init__(address, port, timeout=SECONDS)
        self._named, self._safe = host, ssl.create_default_context()

    def connect(self) -> None:
        HTTPConnection.connect(self)
        self.sock = self._safe.wrap_socket(self.sock, server_hostname=self._named)
