"""The page of notices, the dot, how one wishes to hear, and the calendar feed."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actor import Actor
from kindring.lib.ics import Entry
from kindring.lib.rows import Viewer
from kindring.notices.actions import make_feed, settle_notices
from kindring.notices.marks import link_for
from kindring.notices.models import Notice, NoticeChoices, Outgoing, PushPlace
from kindring.web import feed, notice_words
from kindring.web.notice_words import Named
from tests import cast
from tests.cast import NOW
from tests.notices.happenings import HOURS, gives_address, happens, wishes
from tests.online import browser_of, new_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> Joined:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return cast.make_user("ana")


@pytest.fixture
def browser(joined: Joined) -> Client:
    return browser_of(joined)


def page(client: Client, name: str = "notices", *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


# The page


def test_an_empty_page_has_a_first_step(browser: Client) -> None:
    assert "Nothing has happened that needs you" in page(browser)


def test_every_sort_has_words_and_none_is_named(joined: Joined, browser: Client) -> None:
    assert set(notice_words.WORDS) == set(Notice.Sort.values)
    for sort in Notice.Sort:
        happens(joined.user, sort=sort)
    shown = page(browser)
    assert shown.count('<b class="small">new</b>') == len(Notice.Sort)


def test_what_belongs_to_one_ask_stands_together(joined: Joined, browser: Client) -> None:
    ask = uuid4()
    for sort in (Notice.Sort.CLAIMED, Notice.Sort.WITHDRAWN):
        happens(joined.user, sort=sort, ask=ask)
    happens(joined.user)
    assert page(browser).count('class="card stack tight"') == 2


def test_the_list_ends(joined: Joined, browser: Client) -> None:
    for _ in range(120):
        happens(joined.user)
    shown = page(browser)
    assert shown.count('<li class="row happened">') == 100
    assert "That is all." in shown


@pytest.fixture
def names() -> Iterator[dict[UUID, Named]]:
    """A room that names some asks."""
    known: dict[UUID, Named] = {}

    def lookup(_user: Viewer, ids: Collection[UUID]) -> Mapping[UUID, Named]:
        return {row: named for row, named in known.items() if row in ids}

    notice_words.names_from(lookup)
    yield known
    notice_words._NAMES.remove(lookup)


def test_a_room_names_what_its_reader_may_open(joined: Joined, browser: Client, names: dict[UUID, Named]) -> None:
    row = happens(joined.user)
    assert row.ask
    assert "Soup" not in page(browser)
    names[row.ask] = Named("Soup <b>", "/asks/1")
    assert '<a class="named" href="/asks/1">Soup &lt;b&gt;</a>' in page(browser)


def test_the_page_costs_the_same_for_2_and_200(
    joined: Joined, browser: Client, statements: Callable[[], Any], names: dict[UUID, Named]
) -> None:
    page(browser)
    costs = []
    for many in (2, 200):
        for _ in range(many):
            happens(joined.user)
        with statements() as ran:
            page(browser)
        costs.append(len(ran))
    assert costs[0] == costs[1] <= 9


def test_others_notices_are_not_there(browser: Client) -> None:
    happens(cast.make_user("cleo").user)
    assert "Nothing has happened" in page(browser)


# The dot


def has_dot(client: Client, name: str = "today") -> bool:
    shown = page(client, name)
    number = re.search(r'class="room bell[^>]*>.*?</a>', shown)
    assert number
    assert not re.search(r">[^<]*\d[^<]*<", number[0].partition("</svg>")[2]), "a number of guilt"
    return "something new" in number[0]


def test_a_dot_says_that_something_is_new_until_it_was_read(joined: Joined, browser: Client) -> None:
    assert not has_dot(browser)
    happens(joined.user)
    assert has_dot(browser)
    assert has_dot(browser, "settings")
    assert browser.post(reverse("notices_read")).status_code == 303
    assert not has_dot(browser)


def test_a_page_that_runs_scripts_says_by_itself_that_it_was_seen(joined: Joined, browser: Client) -> None:
    happens(joined.user)
    assert 'hx-trigger="load"' in page(browser)
    assert has_dot(browser), "looking alone changes nothing"
    answer = browser.post(reverse("notices_read"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert not has_dot(browser)
    assert 'hx-trigger="load"' not in page(browser)


def test_what_was_acted_on_is_not_new(joined: Joined, browser: Client) -> None:
    row = happens(joined.user)
    settle_notices(to=joined.user.id, now=NOW, about=row.about)
    assert not has_dot(browser)


def test_the_dot_costs_no_query(joined: Joined, browser: Client, statements: Callable[[], Any]) -> None:
    page(browser, "people")
    with statements() as before:
        page(browser, "people")
    happens(joined.user)
    with statements() as after:
        page(browser, "people")
    assert len(before) == len(after)


def test_what_others_hear_lights_no_dot(browser: Client) -> None:
    happens(cast.make_user("cleo").user)
    assert not has_dot(browser)


# How one wishes to hear


def test_without_a_mail_server_the_page_says_so_and_keeps_the_wish(browser: Client) -> None:
    assert "This server sends no mail. Nothing is lost" in page(browser, "settings_notices")
    sent = {"mail": "on", "daily_hour": "7", "quiet_from": "22", "quiet_until": "6"}
    assert browser.post(reverse("settings_notices"), sent).status_code == 303
    row = NoticeChoices.objects.get()
    assert (row.mail, row.at_once, row.daily_hour, row.quiet_from, row.quiet_until) == (True, False, 7, 22, 6)


@pytest.mark.parametrize("odd", [{"daily_hour": "24"}, {"quiet_from": "x"}, {"quiet_until": ""}])
def test_an_odd_hour_is_shown_and_nothing_is_kept(browser: Client, odd: dict[str, str]) -> None:
    sent = {name: str(value) for name, value in HOURS.items()} | odd
    assert browser.post(reverse("settings_notices"), sent).status_code == 422
    assert not NoticeChoices.objects.exists()


def test_looking_keeps_nothing(browser: Client) -> None:
    page(browser, "settings_notices")
    assert not NoticeChoices.objects.exists()


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.KINDRING_MAIL = type("Office", (), {"sender": "notices@kin.example.org"})()


@pytest.mark.usefixtures("mail_server")
def test_from_an_address_to_its_proof(joined: Joined, browser: Client) -> None:
    assert "You gave none" in page(browser, "settings_notices")
    gives_address(joined.user, "ana@example.org")
    assert "Send me the link" in page(browser, "settings_notices")
    assert browser.post(reverse("address_ask")).status_code == 303
    secret = link_for("proof", Outgoing.objects.get().id)
    for _ in range(2):  # a preview spends nothing
        assert "Yes, it is mine" in page(browser, "address_proof", secret)
    assert browser.post(reverse("address_proof", args=[secret])).status_code == 303
    assert "You showed that it is yours" in page(browser, "settings_notices")
    assert browser.get(reverse("address_proof", args=[secret])).status_code == 403


def test_a_mail_program_turns_mail_off_by_itself(joined: Joined) -> None:
    choices = wishes(joined.user)
    program = new_browser(enforce_csrf_checks=True)
    address = reverse("notices_stop", args=[link_for("stop", choices.id)])
    assert "Turn mail off?" in program.get(address).content.decode()
    assert NoticeChoices.objects.get().mail
    answer = program.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "No more mail comes from here" in answer.content.decode()
    assert not NoticeChoices.objects.get().mail
    assert new_browser().get(reverse("notices_stop", args=["nothing"])).content == answer.content


def test_a_browser_is_told_and_told_no_more(browser: Client) -> None:
    assert browser.post(reverse("push_add"), {"endpoint": "https://push.example.org/x"}).status_code == 303
    assert PushPlace.objects.count() == 1
    assert "Tell no browser any more" in page(browser, "settings_notices")
    assert browser.post(reverse("push_end")).status_code == 303
    assert not PushPlace.objects.exists()


@pytest.mark.parametrize("endpoint", ["", "https://127.0.0.1/x", "http://push.example.org/", "x" * 2000])
def test_a_place_that_is_none_is_refused(browser: Client, endpoint: str) -> None:
    assert browser.post(reverse("push_add"), {"endpoint": endpoint}).status_code == 422


def test_the_worker_shows_constant_words(joined: Joined, browser: Client) -> None:
    happens(joined.user)
    mine, strangers = (client.get("/offline-worker.js").content for client in (browser, new_browser()))
    assert mine == strangers
    assert b"There is something for you" in mine
    assert b"event.data" not in mine.partition(b"const TOLD")[2]


# The feed


@pytest.fixture
def entries() -> Iterator[list[Entry]]:
    """What a room knows of someone's calendar."""
    known: list[Entry] = []

    def lookup(*_: Any) -> list[Entry]:
        return known

    feed.entries_from(lookup)
    yield known
    feed._ENTRIES.remove(lookup)


def test_the_feed_says_when_and_nothing_else(joined: Joined, entries: list[Entry]) -> None:
    begins = NOW + timedelta(days=1)
    entries.append(
        Entry("k", begins, NOW, begins + timedelta(hours=1), "Soup for Mira", "no walnuts", "Elm St", "/a")
    )
    answer = new_browser().get(reverse("feed", args=[make_feed(by=Actor(joined.user))]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert "DTSTART:20261123T093000Z" in text
    assert "SUMMARY:Kindring" in text
    assert not [word for word in ("Soup", "Mira", "walnuts", "Elm", "URL:", "/a") if word in text]
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies == {}


def test_a_feed_ends_at_once_and_its_address_is_shown_once(joined: Joined, browser: Client) -> None:
    shown = browser.post(reverse("feed_make")).content.decode()
    found = re.search(r'value="http://testserver(/feed/[^"]+\.ics)"', shown)
    assert found
    assert found[1] not in page(browser, "settings_notices")
    assert new_browser().get(found[1]).status_code == 200
    browser.post(reverse("feed_end"))
    assert new_browser().get(found[1]).status_code == 404
    missing = new_browser().get(reverse("feed", args=["x" * 43]))
    assert missing.status_code == 404


def test_a_feed_stays_bounded(joined: Joined, entries: list[Entry]) -> None:
    entries += [Entry(f"k{number}", NOW, NOW) for number in range(700)]
    answer = new_browser().get(reverse("feed", args=[make_feed(by=Actor(joined.user))]))
    assert answer.content.count(b"BEGIN:VEVENT") == feed.AT_MOST
