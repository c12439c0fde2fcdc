"""A push goes only to the wide world, carries nothing, and proves who sends it."""

import base64
import http.server
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import override_settings

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.refused import Refused
from kindring.notices import push as sending_push
from kindring.notices.actions import add_push_place
from kindring.notices.models import Outgoing, PushPlace
from kindring.notices.outbox import fill
from kindring.notices.push import PlaceGone, headers, public_key, push
from kindring.notices.push_places import UnsafePlace, is_public, is_push_place, public_address
from kindring.notices.sending import send_what_is_due
from kindring.notices.smtp import NotTaken
from tests.cast import NOW
from tests.notices.happenings import MINUTE, happens

PLACE = "https://push.example.org/send/abc?x=1"


class PushService:
    """Stands in for a browser maker's server, on loopback."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[int] = []


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """Every push ends up here, whatever its address; only the way to the outside is replaced."""
    told = PushService()

    class Counter(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told.heard.append((self.path, dict(self.headers), body))
            self.send_response(told.answers.pop(0) if told.answers else 201)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()

    def connect(_host: str, _port: int) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)

    monkeypatch.setattr(sending_push, "connect", connect)
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_push_is_empty_and_the_same_for_everyone(service: PushService) -> None:
    push(PLACE, NOW)
    push("https://push.example.org/send/another", NOW)
    (path, first, body), (_, second, _) = service.heard
    assert path == "/send/abc?x=1"
    assert body == b""
    own = {"Authorization"}  # signed anew each time
    assert {name: value for name, value in first.items() if name not in own} == {
        name: value for name, value in second.items() if name not in own
    }
    assert first["Host"] == "push.example.org"
    assert (first["TTL"], first["Topic"]) == ("43200", "kindring")


@override_settings(KINDRING_SITE="https://kin.example.org")
def test_the_note_is_signed_for_this_service_by_the_key_that_browsers_were_given() -> None:
    said = headers(PLACE, NOW)["Authorization"]
    note, key = said.removeprefix("vapid t=").split(", k=")
    head, claims, signature = note.split(".")
    assert json.loads(unpacked(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(unpacked(claims)) == {
        "aud": "https://push.example.org",
        "exp": int((NOW + timedelta(hours=12)).timestamp()),
        "sub": "https://kin.example.org",
    }
    assert key == public_key()
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(key))
    raw = unpacked(signature)
    assert len(raw) == 64
    halves = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    point.verify(encode_dss_signature(*halves), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))


def test_the_key_is_that_of_the_key_file() -> None:
    assert public_key() == public_key()
    assert len(unpacked(public_key())) == 65
    assert sending_push._key(bytes(32)).private_numbers() != sending_push._key(b"\x01" * 32).private_numbers()
    assert sending_push._key(b"\xff" * 32).key_size == 256  # any 32 bytes make a key


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(status: int, service: PushService, user: User) -> None:
    for number in range(2):
        add_push_place(by=Actor(user), now=NOW, endpoint=f"https://push.example.org/{number}")
    happens(user)
    assert fill(NOW) == 1
    service.answers = [status, 201]
    assert send_what_is_due(lambda: NOW) == 1
    assert PushPlace.objects.count() == 1
    assert not Outgoing.objects.all().unsent().exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_push_service_that_is_busy_is_asked_again(status: int, service: PushService, user: User) -> None:
    add_push_place(by=Actor(user), now=NOW, endpoint=PLACE)
    happens(user)
    fill(NOW)
    service.answers = [status]
    assert send_what_is_due(lambda: NOW) == 0
    assert send_what_is_due(lambda: NOW + 2 * MINUTE) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_what_a_push_service_refuses_is_not_repeated(status: int, service: PushService, user: User) -> None:
    add_push_place(by=Actor(user), now=NOW, endpoint=PLACE)
    happens(user)
    fill(NOW)
    service.answers = [status]
    assert send_what_is_due(lambda: NOW) == 0
    assert Outgoing.objects.get().failed == f"push_{status}"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nobody_follows_where_a_place_points_to(status: int, service: PushService) -> None:
    service.answers = [status]
    with pytest.raises(NotTaken):
        push(PLACE, NOW)
    assert len(service.heard) == 1


def test_gone_is_gone(service: PushService) -> None:
    service.answers = [410]
    with pytest.raises(PlaceGone):
        push(PLACE, NOW)


# Where it may go


@pytest.mark.parametrize(
    "hostile",
    [
        "http://push.example.org/x",
        "https://localhost/x",
        "https://intranet/x",
        "https://printer.local/x",
        "https://db.internal/x",
        "https://127.0.0.1/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "https://127.1/x",
        "https://push.example.org:22/x",
        "https://push.example.org:99999/x",
        "https://user:pass@push.example.org/x",
        "https://push.example.org/x#y",
        "https://push.example.org/x\r\nHost: a",
        "https://push.example.org/ x",
        "https://push.exämple.org/x",
        "https:///x",
        "https://push.example.org./x",
        "file:///etc/passwd",
        "gopher://push.example.org/x",
        "//push.example.org/x",
        "",
        "x",
        "https://push.example.org/" + "x" * 1000,
        "https://[push/x",
    ],
)
def test_a_hostile_place_is_refused_before_anyone_is_asked(
    hostile: str, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: Any, **__: Any) -> Any:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    assert not is_push_place(hostile)
    with pytest.raises(Refused):
        add_push_place(by=Actor(user), now=NOW, endpoint=hostile)


@pytest.mark.parametrize(
    "known",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def-_",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QH",
        "https://wns2-par02p.notify.windows.com:443/w/?token=x%2f",
    ],
)
def test_the_services_of_the_browsers_pass(known: str) -> None:
    assert is_push_place(known)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:7f00:1::", "2002:a00:1::1", "64:ff9b:1::1"),
        *("64:ff9b::7f00:1", "64:ff9b::a00:1"),
    ],
)
def test_private_addresses_are_not_public_however_they_are_wrapped(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:220:1::1"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("found", [["10.0.0.1"], ["93.184.215.14", "127.0.0.1"], []])
def test_a_name_that_leads_inside_is_not_connected_to(found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when only one of its addresses does."""
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in found]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(UnsafePlace):
        public_address("push.example.org", 443)
    with pytest.raises(NotTaken) as problem:
        push(PLACE, NOW)
    assert problem.value.for_good


def test_the_connection_is_made_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may say something else a moment later."""
    answers = iter(["93.184.215.14", "127.0.0.1"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, 1, 6, "", (next(answers), 443))])
    connection = sending_push.connect("push.example.org", 443)
    assert (connection.host, connection._named) == ("93.184.215.14", "push.example.org")  # type: ignore[attr-defined]
    assert connection.timeout == sending_push.SECONDS
