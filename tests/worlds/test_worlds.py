"""Random worlds, walked through by everyone in them: nobody reads a word that the rules do not give them."""

import re
from collections import deque
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from kindring.notices.outbox import fill
from kindring.notices.sending import send_what_is_due
from tests.cast import NOW
from tests.doors.table import TABLE
from tests.notices.happenings import wishes
from tests.notices.post_office import post_office
from tests.online import browser_of
from tests.worlds.living import PEOPLE, Life

pytestmark = pytest.mark.django_db
THOROUGH = 20  # worlds; a quarter of an hour
MOST_PAGES = 200
TOKEN = re.compile(r"tok\d{3}x\d{4}z")
LINK = re.compile(r'href="(/[^"#]*)')
SKIPPED = ("/static/", "/sign-out", "/leave", "/export", "/guides")  # the last are the same for everyone


def worlds(config: pytest.Config) -> range:
    """One world on SQLite and the next on PostgreSQL, unless there is time for all."""
    if config.getoption("--thorough"):
        return range(THOROUGH)
    return range(1) if connection.vendor == "sqlite" else range(1, 2)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def starts() -> list[str]:
    """Every address that needs nothing to be known."""
    return [reverse(name) for name, row in TABLE.items() if row.get == "page" and not row.about]


def read(browser: Client) -> Iterator[tuple[str, str]]:
    """(address, token) of all that this browser comes to by following links."""
    waiting, seen = deque(starts()), set(starts())
    while waiting and len(seen) < MOST_PAGES:
        at = waiting.popleft()
        answer = browser.get(at, follow=False)
        if answer.status_code >= 500:
            raise AssertionError(f"{at} answered {answer.status_code}")
        text = f"{answer.headers} " + (b"".join(answer) if answer.streaming else answer.content).decode()
        for token in TOKEN.findall(text):
            yield at, token
        for link in LINK.findall(text.replace("&amp;", "&")):
            if link not in seen and not link.startswith(SKIPPED):
                seen.add(link)
                waiting.append(link)


@pytest.mark.timeout(3000)  # thorough
def test_everybody_reads_the_words_that_are_for_them_and_no_other(pytestconfig: pytest.Config) -> None:
    """Of what one may read a good part has to be met: pages that show nothing at all would keep every secret."""
    out_of_place: list[tuple[int, int, str, str]] = []
    unread: list[tuple[int, int, int, int]] = []
    least = 0.3 if pytestconfig.getoption("--thorough") else 0.5  # in the third world somebody meets four of ten
    met = done = 0
    for seed in worlds(pytestconfig):
        life = Life(seed)
        life.live()
        done += sum(life.done.values())
        for who in [who for who in range(PEOPLE) if who not in life.rules.gone]:
            told: set[str] = set()
            given = life.rules.given(who)
            for at, token in read(browser_of(life.people[who])):
                told.add(token)
                met += 1
                if token not in given:
                    out_of_place.append((seed, who, at, token))
            if len(told) < least * len(given):
                unread.append((seed, who, len(told), len(given)))
        for at, token in read(Client()):
            out_of_place.append((seed, -1, at, token))
    assert out_of_place == []
    assert unread == []
    assert met > 100 * len(worlds(pytestconfig))
    assert done > 30 * len(worlds(pytestconfig))


def test_no_mail_and_no_push_holds_a_word_of_anyone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody wants a mail for everything, at once."""
    pushed: list[str] = []
    monkeypatch.setattr("kindring.notices.sending.push", lambda *said: pushed.append(repr(said)))
    with post_office() as office:
        monkeypatch.setattr(settings, "KINDRING_MAIL", office)
        monkeypatch.setattr(settings, "KINDRING_SITE", "https://kin.example.org")
        life = Life(2)
        for joined in life.people:
            wishes(joined.user)
        life.live()
        fill(NOW)
        send_what_is_due(lambda: NOW)
    assert len(office.taken) > PEOPLE // 3
    assert not TOKEN.search(repr(office.taken) + repr(pushed))
