"""What a mail says: the same to everyone, and nothing of anyone."""

import quopri
import re
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import uuid4

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.notices import sending
from kindring.notices.actions import add_push_place, ask_for_proof
from kindring.notices.marks import link_for
from kindring.notices.models import Notice, NoticeChoices, Outgoing, PushPlace
from kindring.notices.outbox import fill
from kindring.notices.push import headers
from kindring.notices.sending import send_what_is_due
from tests import cast
from tests.cast import NOW
from tests.everything import one_of_everything
from tests.notices.happenings import gives_address, happens, wishes
from tests.notices.post_office import PostOffice

pytestmark = pytest.mark.django_db
OWN = ("To", "Date", "Message-ID", "List-Unsubscribe")
"""The lines of a mail that have to differ; the last holds the link that turns mail off for one person."""


def send() -> None:
    fill(NOW)
    send_what_is_due(lambda: NOW)


def without_own_lines(text: bytes) -> bytes:
    for name in OWN:
        text = re.sub(rb"(?m)^%s: .*\r\n(?:[ \t].*\r\n)*" % name.encode(), b"", text)
    return text


def test_two_people_with_different_notices_get_the_same_bytes(user: User, cleo: User, office: PostOffice) -> None:
    wishes(user)
    wishes(cleo)
    happens(user)
    for sort in Notice.Sort:
        happens(cleo, sort=sort, ask=uuid4(), circle=uuid4())
    send()
    (one, first), (other, second) = office.taken
    assert one != other
    assert without_own_lines(first) == without_own_lines(second)
    body, same_body = (text.partition(b"\r\n\r\n")[2] for text in (first, second))
    assert body == same_body


def test_the_mail_is_short_neutral_and_says_how_to_turn_it_off(user: User, office: PostOffice) -> None:
    choices = wishes(user, "ana@example.org")
    happens(user)
    send()
    letter = message_from_bytes(office.taken[0][1], policy=default)
    assert letter["From"] == "Kindring <notices@kin.example.org>"
    assert letter["Subject"] == "There is something for you"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = f"https://kin.example.org/notices/stop/{link_for('stop', choices.id)}"
    assert "".join(letter["List-Unsubscribe"].split()) == f"<{address}>"
    body: Any = letter.get_content()
    assert "https://kin.example.org/settings/notices" in body
    assert re.findall(r"\d", body) == []
    assert len(body) < 300


def test_a_mail_holds_no_number_of_a_row(user: User, office: PostOffice) -> None:
    wishes(user)
    row = happens(user, circle=uuid4())
    send()
    [(_, text)] = office.taken
    for number in (user.id, row.id, row.ask, row.circle, row.about):
        assert number
        assert str(number).encode() not in text
        assert number.hex.encode() not in text


def test_a_word_in_the_cast_is_in_no_mail(office: PostOffice) -> None:
    with cast.signed_in(cast.make_user("ana", called="Annabelle")) as user:
        cast.mira(user, notes="allergic to walnuts")
        wishes(user)
        happens(user)
        send()
    text = office.taken[0][1].lower()
    assert not [word for word in (b"annabelle", b"mira", b"walnut") if word in text]


def test_no_word_of_anyones_life_is_in_what_goes_out(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word in every sealed column of the schema, for three people; then mail and push are looked through."""
    pushed: list[bytes] = []
    monkeypatch.setattr(sending, "push", lambda place, now: pushed.append(f"{place}{headers(place, now)}".encode()))
    tokens: set[str] = set()
    for name in ("ana", "ines", "tomas"):
        with cast.signed_in(cast.make_user(name)) as user:
            tokens |= set(one_of_everything(user).words.values())
            PushPlace.objects.filter(owner=user).delete()
            NoticeChoices.objects.filter(owner=user).delete()
            wishes(user)
            add_push_place(by=Actor(user), now=NOW, endpoint=f"https://push.example.org/{name}")
            happens(user)
    Outgoing.objects.all().delete()
    send()
    assert (len(office.taken), len(pushed)) == (3, 3)
    said = b"".join([text for _, text in office.taken] + pushed)
    assert len(tokens) > 60
    assert [token for token in tokens if token.encode() in said] == []
    assert [token for token in tokens if quopri.encodestring(token.encode()) in said] == []


def test_the_link_that_proves_an_address_comes_once_and_is_made_again_alike(user: User, office: PostOffice) -> None:
    gives_address(user, "ana@example.org")
    ask_for_proof(by=Actor(user), now=NOW)
    office.faults = [("done", "drop")]
    send_what_is_due(lambda: NOW)
    send_what_is_due(lambda: NOW.replace(hour=12))
    (_, first), (_, again) = office.taken
    assert first == again
    letter = message_from_bytes(first, policy=default)
    assert letter["Subject"] == "Is this your address?"
    content: Any = letter.get_content()
    assert re.search(r"https://kin\.example\.org/notices/address/[0-9a-f]{96}\s", content)
    assert NoticeChoices.objects.get().proven is None
