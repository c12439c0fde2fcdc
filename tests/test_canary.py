"""Unique words in every sealed column, in names, passwords and codes; then nowhere is one of them in clear.

Looked through: every byte of the database's file and its log, every value of every table, every other file of the
data folder, both files of a backup, all that was logged, mails, error reports, cookies and the pages of an error.
Each word is looked for as it is and in the spellings in which data travels: UTF-16, hex, base64, JSON, URLs.
"""

import base64
import gzip
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import get_exception_reporter_class
from django_tasks_db.models import DBTaskResult

from kindring.accounts import tasks
from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.signing import sign_in
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.backups import back_up
from kindring.accounts.models import User
from kindring.config.logs import PrivateFormatter
from kindring.lib.privacy import known_models, policy
from kindring.lib.sealed import SealedTextField
from kindring.people.actions import add_person, log_moment
from kindring.people.models import Person
from kindring.web.sessions import COOKIE
from tests import cast
from tests.everything import every_value, one_of_everything, unique_word

pytestmark = pytest.mark.django_db(transaction=True)


def spellings(secret: str | bytes) -> set[bytes]:
    """How a secret could lie around, in clear or nearly so."""
    raw = secret.encode() if isinstance(secret, str) else secret
    found = {raw, raw.hex().encode(), raw.hex().upper().encode()}
    for lead in range(3):  # base64 depends on how many bytes stand before
        coded = base64.b64encode(bytes(lead) + raw + bytes(3))
        found.add(coded[4 if lead else 0 :][: len(raw) // 3 * 4 - 4])
    if isinstance(secret, str):
        found |= {secret.encode("utf-16-le"), secret.encode("utf-16-be"), quote(secret).encode()}
        found |= {json.dumps(secret)[1:-1].encode(), ascii(secret)[1:-1].encode(), secret.casefold().encode()}
    return {spelling for spelling in found if len(spelling) >= 8}


class Canaries(dict[str, str | bytes]):
    """Secrets by what they are."""

    def found_in(self, places: dict[str, bytes]) -> list[str]:
        return [
            f"{what} in {place}"
            for what, secret in self.items()
            for spelling in spellings(secret)
            for place, content in places.items()
            if spelling in content
        ]


def everywhere() -> dict[str, bytes]:
    """Every file of the data folder, database and log included, and every value of every table."""
    places = {str(file): file.read_bytes() for file in settings.ENVIRONMENT.data.rglob("*") if file.is_file()}
    there = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite":
        assert str(there) in places, "the database lies somewhere else"
        assert places.get(f"{there}-wal"), "nothing of the log was looked through"
    values: dict[str, list[bytes]] = {}
    for place, value in every_value():
        values.setdefault(place, []).append(value if isinstance(value, bytes) else str(value).encode())
    return places | {place: b"\n".join(found) for place, found in values.items()}


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """All that the product's own log handlers write, down to the smallest remark."""
    text = io.StringIO()
    handlers: list[Any] = [
        handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, PrivateFormatter)
    ]
    assert handlers, "the product's log is not set up"
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    before = [handler.setStream(text) for handler in handlers]
    yield text
    for handler, stream in zip(handlers, before, strict=True):
        handler.setStream(stream)
    logging.getLogger().setLevel(level)


@pytest.fixture
def life(monkeypatch: pytest.MonkeyPatch) -> "Life":
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.NOW)
    return Life(monkeypatch)


class Life:
    """What somebody does here, each time with words that are nowhere else."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.browser = Client(raise_request_exception=False)
        self.canaries = Canaries()
        self.pages: dict[str, bytes] = {}

    def word(self, what: str, plain: str = "") -> str:
        self.canaries[what] = plain or unique_word(12)
        return str(self.canaries[what])

    def join(self) -> User:
        """Joins through the page, and proves the recovery code."""
        sent = {
            "name": self.word("sign-in name"),
            "password": self.word("password"),
            "called": self.word("called"),
            "email": self.word("email", "zq7canary4vx@example.org"),
            "adult": "on",
        }
        assert self.browser.post(reverse("join"), sent).status_code == 303
        page = self.browser.get(reverse("join_code")).content.decode()
        code = page.split('class="code')[1].split(">", 1)[1].split("<", 1)[0].strip()
        self.canaries |= {"recovery code": code, "recovery code typed": code.replace("-", "")}
        assert self.browser.post(reverse("join_code"), {"code": code}).status_code == 303
        user = User.objects.get()
        self.joined = self._signed_in()
        return user

    def _signed_in(self) -> Joined:
        """The keys of the open browser, which are canaries themselves."""
        name, password = str(self.canaries["sign-in name"]), str(self.canaries["password"])
        proved = sign_in(by=SYSTEM, now=cast.NOW, name=name, password=password, address="192.0.2.9")
        self.canaries |= {"user key": proved.keys[0], "cookie": bytes.fromhex(self.browser.cookies[COOKIE].value)}
        self.canaries["cookie text"] = self.browser.cookies[COOKIE].value
        return Joined(proved.user, proved.keys)

    def fail_to_sign_in(self) -> None:
        """A password typed into the field of the name, and the other way round, as people do."""
        stranger = Client()
        for what in ("a password in the wrong field", "a mistyped password"):
            word = self.word(what)
            stranger.post(reverse("sign_in"), {"name": word, "password": word})
            self.browser.post(reverse("settings_password"), {"password": word, "new_password": word})

    def write_everything(self, user: User) -> Person:
        """A word in every sealed column of the schema, and then some through actions and pages."""
        with cast.signed_in(self.joined):
            made = one_of_everything(user)
            by, now = Actor(user), cast.NOW
            person = add_person(by=by, now=now, name=self.word("a name"), ring="inner", notes=self.word("notes"))
            log_moment(by=by, now=now, people=[person], note=self.word("a note"), thanks=self.word("thanks"))
        self.canaries |= {f"{label}.{column}": word for (label, column), word in made.words.items()}
        sent = {"name": self.word("a name by form"), "notes": self.word("notes by form"), "ring": "outer"}
        assert self.browser.post(reverse("person_new"), sent).status_code == 303
        card = (
            f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{self.word('a card')}\r\nNOTE:{self.word('its note')}\r\nEND:VCARD\r\n"
        )
        book = SimpleUploadedFile(f"{self.word('a file name')}.vcf", card.encode(), "text/vcard")
        assert self.browser.post(reverse("bring"), {"book": book}).status_code == 303
        return person

    def look(self, person: Person) -> None:
        """Pages that open what was written, a search for it, a page that is not there, and the export."""
        self.browser.get(reverse("people"))
        self.browser.get(reverse("person", args=[person.id]))
        self.browser.post(reverse("people_list"), {"q": self.word("a search")})
        self.browser.get(f"/{quote(self.word('an address'))}")
        self.browser.get(reverse("reset_link", args=[self.word("a link", "zq7Canary-secret-of-a-link_4vx")]))
        self.browser.get(reverse("helper", args=[self.word("a helper's link", "zq7Canary-secret-of-a-helper_4vx")]))
        assert str(self.canaries["a name"]) in self.browser.post(reverse("settings_export")).content.decode()

    def break_down(self) -> None:
        """A page that fails with somebody's words in the error, in its variables and in what was posted."""
        secret = self.word("in an error")

        def fails(*_: object) -> None:
            told = f"{secret} cannot be read"
            raise ValueError(told)

        self.monkeypatch.setattr("kindring.web.settings.open_address", fails)
        response = self.browser.get(reverse("settings"))
        assert response.status_code == 500
        self.pages["the error's page"] = response.content
        try:
            fails()
        except ValueError:
            request = RequestFactory().post("/settings", {"called": secret})
            request.COOKIES[COOKIE] = str(self.canaries["cookie text"])
            reporter: Any = get_exception_reporter_class(request)
            report = reporter(request, *sys.exc_info())
        self.pages["error report"] = (report.get_traceback_text() + report.get_traceback_html()).encode()

    def sleep(self) -> None:
        """A night that works, and one that fails with somebody's words in the error."""
        call_command("ensure_nightly")
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
        secret = self.word("in a task's error")

        def fails(_: object) -> None:
            raise ValueError(secret)

        self.monkeypatch.setattr(tasks, "delete_what_is_over", fails)
        tasks.tidy_at_night.enqueue()
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    def back_up(self, folder: Path) -> None:
        pair = back_up(folder, cast.NOW)
        self.pages |= {file.name: gzip.decompress(file.read_bytes()) for file in (pair.data, pair.keys)}


@pytest.fixture
def lived(life: Life, logged: io.StringIO, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Life:
    """Everything done once; what was printed and logged lies in `pages`."""
    user = life.join()
    life.fail_to_sign_in()
    person = life.write_everything(user)
    life.look(person)
    life.break_down()
    life.sleep()
    life.back_up(tmp_path)
    printed = capfd.readouterr()
    life.pages |= {"log": logged.getvalue().encode(), "printed": (printed.out + printed.err).encode()}
    life.pages["mails"] = "".join(f"{letter.subject}{letter.body}" for letter in mail.outbox).encode()
    return life


def test_no_canary_is_anywhere_in_clear(lived: Life) -> None:
    places = everywhere() | lived.pages
    assert lived.canaries.found_in(places) == []


def test_everything_that_is_sealed_had_a_canary(lived: Life) -> None:
    sealed = {
        f"{label}.{field.name}"
        for label, model in known_models().items()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedTextField)
    }
    assert sealed <= lived.canaries.keys()
    assert {"sign-in name", "password", "recovery code", "user key", "cookie"} <= lived.canaries.keys()


def test_the_places_were_not_empty(lived: Life) -> None:
    """The log has the error, the night's failure is a row, and every table of the policy was looked through."""
    assert b"ValueError" in lived.pages["log"]
    assert b"GET /settings: 500" in lived.pages["log"]
    assert b"ValueError" in lived.pages["error report"]
    places = everywhere()
    assert b"TaskFailed: ValueError" in places["django_tasks_database_dbtaskresult.traceback"]
    tables = {told.model._meta.db_table for told in policy().values()}
    assert tables == {place.split(".")[0] for place in places if not Path(place).is_absolute()}


@pytest.mark.parametrize(
    "spelled",
    [
        lambda word: word,
        lambda word: word.encode().hex(),
        lambda word: "x" + base64.b64encode(b"ab" + word.encode()).decode(),
        lambda word: json.dumps({"value": word}),
        quote,
    ],
    ids=["as it is", "hex", "base64", "JSON", "URL"],
)
def test_a_canary_in_clear_would_be_found(life: Life, spelled: Callable[[str], str]) -> None:
    life.join()
    told = spelled(life.word("planted"))
    DBTaskResult.objects.create(args_kwargs={}, backend_name="x", run_after=cast.NOW, traceback=told)
    assert "planted in django_tasks_database_dbtaskresult.traceback" in life.canaries.found_in(everywhere())
