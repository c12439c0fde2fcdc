"""The guides: whole, plain, short, and for everyone; and a first line, which stays with whoever sends it."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import set_state
from kindring.web.guide_texts import GUIDES, Guide
from kindring.web.sending import ways_to_send
from tests import cast
from tests.cast import NOW, TODAY
from tests.web.seen import seen

ASKED_FOR = (
    "listening", "silence", "asking", "saying_no", "thanking", "sharing", "good_news", "distance", "supporting",
    "online", "screens",
)  # fmt: skip
NUMBERS = [{"kind": "phone", "label": "", "value": "+44 7700 900123"}]
NUMBERS += [{"kind": "email", "label": "", "value": "mira@example.org"}]
every_guide = pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)


def all_words(guide: Guide) -> str:
    parts = [guide.title, guide.about, *(words for step in guide.steps for words in step), guide.line]
    return " ".join(map(str, parts))


def test_all_are_there_and_their_addresses_stay() -> None:
    """A number once given is never given to another guide."""
    assert tuple(GUIDES) == ASKED_FOR
    assert [guide.number for guide in GUIDES.values()] == list(range(1, 12))


@every_guide
def test_a_guide_is_read_in_two_minutes(guide: Guide) -> None:
    assert 150 <= len(all_words(guide).split()) <= 300
    assert 5 <= len(guide.steps) <= 8


@every_guide
def test_no_guide_presses_anyone(guide: Guide) -> None:
    said = re.findall(r"\byou (must|have to|need to|should|ought)\b|\b(always|never forget)\b", all_words(guide))
    assert said == []


@every_guide
def test_every_guide_is_open_to_everyone_with_nothing_of_it_in_address_or_title(db: None, guide: Guide) -> None:
    address = reverse(guide.page)
    assert re.fullmatch(r"/guides/\d+", address)
    answer = Client().get(address)
    assert answer.status_code == 200
    assert "<title>Guides · Kindring</title>" in answer.content.decode()
    page = seen(answer)
    assert str(guide.line) in answer.content.decode().replace("&#39;", "'")
    assert all(str(step.do) in page.text for step in guide.steps)
    assert (guide.known is None) or guide.known.source in page.text


def test_the_list_leads_to_each(db: None) -> None:
    page = seen(Client().get(reverse("guides")))
    assert {reverse(guide.page) for guide in GUIDES.values()} <= set(page.links)


def test_a_first_line_goes_to_someone_by_what_is_noted_of_them(ana: User, ana_online: Client) -> None:
    mira = cast.mira(ana, channels=NUMBERS)
    page = seen(ana_online.get(reverse("guide_silence"), {"person": str(mira.id)}))
    assert "A first line to Mira" in page.text
    line = str(GUIDES["silence"].line)
    message = next(link for link in page.links if link.startswith("sms:"))
    mail = next(link for link in page.links if link.startswith("mailto:"))
    assert (urlsplit(message).path, urlsplit(mail).path) == ("+447700900123", "mira@example.org")
    assert parse_qs(urlsplit(message).query)["body"] == [line]
    assert parse_qs(urlsplit(mail).query)["body"] == [line]


def test_without_a_number_the_phone_asks_to_whom(ana: User, ana_online: Client) -> None:
    mira = cast.mira(ana)
    page = seen(ana_online.get(reverse("guide_silence"), {"person": str(mira.id)}))
    assert {link.partition("?")[0] for link in page.links if link.startswith(("sms:", "mailto:"))} == {
        "sms:", "mailto:",
    }  # fmt: skip


@pytest.mark.parametrize("state", ["unsafe", "died"])
def test_no_way_leads_to_someone_unsafe_or_dead(ana: User, ana_online: Client, state: str) -> None:
    mira = cast.mira(ana, channels=NUMBERS)
    set_state(by=Actor(ana), now=NOW, person=mira, state=state)
    page = seen(ana_online.get(reverse("guide_silence"), {"person": str(mira.id)}))
    assert [link for link in page.links if link.startswith(("sms:", "mailto:", "tel:"))] == []
    assert "Mira" not in seen(ana_online.get(reverse("guide_silence"))).text


def test_somebody_elses_person_is_not_there(ana: User, ana_online: Client) -> None:
    cleo = cast.make_user("cleo")
    with cast.signed_in(cleo) as user:
        theirs = cast.jonas(user)
    for asked in (str(theirs.id), "x"):
        assert ana_online.get(reverse("guide_silence"), {"person": asked}).status_code == 404


def test_choosing_someone_costs_the_same_for_two_and_many(ana: User, ana_online: Client) -> None:
    costs = []
    for count in (2, 30):
        for number in range(count):
            cast.make_person(ana, f"Someone {number}")
        with CaptureQueriesContext(connection) as queries:
            ana_online.get(reverse("guide_silence"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_whoever_is_not_in_sees_no_name(ana: User) -> None:
    mira = cast.mira(ana, channels=NUMBERS)
    bare = Client().get(reverse("guide_silence"))
    asked = Client().get(reverse("guide_silence"), {"person": str(mira.id)})
    assert seen(asked).text == seen(bare).text
    assert "Mira" not in seen(asked).text


def test_a_text_with_lines_and_signs_arrives_whole() -> None:
    text = "Dear M & J,\n50 % of it? Yes + thanks #1"
    message, mail = ways_to_send(text, None, TODAY)
    assert unquote(message.href.partition("body=")[2]) == text
    assert unquote(mail.href.partition("body=")[2]) == text.replace("\n", "\r\n")
    assert "\n" not in message.href + mail.href
