"""An export holds every word that its person wrote and can open, and of others only what a page shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.export import LOCKED
from kindring.asks.actions import AskedFirst, Widening, leave_proposal, propose, say_how_it_went, thank
from kindring.asks.models import Ask
from kindring.circles.actions import Told, block_member, pin_note, report_member
from kindring.circles.models import Report
from kindring.lib.keyring import Keyring, opened_with
from tests import cast
from tests.accounts.test_export import export_of
from tests.asks.world import ask, claim, claim_by_link, slot_of
from tests.cast import NOW
from tests.everything import unique_word
from tests.online import browser_of
from tests.street import Street, make_street

pytestmark = pytest.mark.django_db


class Lived:
    """*Our street*, in which everyone has written something; `words` by whose they are."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.street = self._street()
        for name in ("ana", "tomas", "ines"):
            with self.signed_in(name) as by:
                pin_note(by=by, now=NOW, circle=self.street.circle, text=self.word(f"{name}: a note"))
        self.ask = self._asked_and_thanked()
        self._offered()
        self._reported()

    def word(self, what: str) -> str:
        self.words[what] = unique_word(8)
        return self.words[what]

    @contextmanager
    def signed_in(self, name: str) -> Iterator[Actor]:
        with cast.signed_in(self.street.people[name]) as user:
            yield Actor(user)

    def _street(self) -> Street:
        return make_street("tomas", "ines", purpose=self.word("all: purpose"), agreement=self.word("all: agreement"))

    def _asked_and_thanked(self) -> Ask:
        """Ana asks Tomas, who comes, and Bo by a link, who comes as well."""
        said: dict[str, Any] = {
            name: self.word(f"ana: {name}") for name in ("what", "more", "why", "treat", "place", "for_whom")
        }
        first = AskedFirst(users=[self.street.user("tomas").id], links=["Bo"])
        made = ask(self.street, first=first, why_for="helpers", **said)
        held = claim(
            self.street,
            "tomas",
            slot_of(made.ask),
            name=self.word("ana, tomas: name"),
            word=self.word("ana, tomas: word"),
        )
        with self.signed_in("ana") as ana:
            thank(by=ana, now=NOW, claim=held, words=self.word("ana, tomas: thanks"))
        with self.signed_in("tomas") as tomas:
            say_how_it_went(by=tomas, now=NOW, claim=held, words=self.word("ana, tomas: how it went"))
        other = ask(self.street, first=first, what=self.word("ana: a second ask"))
        claim_by_link(other.secrets["Bo"], slot_of(other.ask), word=self.word("ana: a word of Bo's"))
        return made.ask

    def _offered(self) -> None:
        """Tomas asks Ines, who offers two things instead; he lets the first be."""
        asked = ask(
            self.street, "tomas", first=AskedFirst(users=[self.street.user("ines").id]), what=self.word("tomas: what")
        )
        for what in ("ines: let be", "ines, tomas: offered"):
            with self.signed_in("ines") as ines:
                made = propose(by=ines, now=NOW, ask=asked.ask, sort="smaller", name="Ines", words=self.word(what))
            if what == "ines: let be":
                with self.signed_in("tomas") as tomas:
                    leave_proposal(by=tomas, proposal=made)

    def _reported(self) -> None:
        told = Told("worried", self.word("nobody: a report"))
        member = self.street.membership("tomas").id
        with self.signed_in("ines") as ines:
            report_member(
                by=ines, now=NOW, key=self.street.circle.id, circle=self.street.circle, member=member, told=told
            )

    def exported(self, name: str) -> set[str]:
        """What of all that was written stands in this user's file."""
        text = browser_of(self.street.people[name]).post(reverse("settings_export")).content.decode()
        return {what for what, word in self.words.items() if word in text}

    def written_for(self, name: str) -> set[str]:
        """What they wrote, and what a page shows them as theirs."""
        return {what for what in self.words if {name, "all"} & set(what.split(":")[0].split(", "))}


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> Lived:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return Lived()


@pytest.mark.parametrize("name", ["ana", "tomas", "ines"])
def test_each_word_is_in_the_export_of_who_wrote_it_and_of_whom_it_is_for(lived: Lived, name: str) -> None:
    assert lived.exported(name) == lived.written_for(name)


def test_what_they_are_called_and_to_whom_their_links_went_is_open(lived: Lived) -> None:
    rows = browser_of(lived.street.people["ana"]).post(reverse("settings_export")).json()["rows"]
    [me] = rows["circles.Membership"]
    [circle] = rows["circles.Circle"]
    assert (me["name"], circle["name"], circle["id"]) == ("Ana", "Our street", str(lived.street.circle.id))
    assert {row["label"] for row in rows["asks.HelperLink"]} == {"Bo"}
    assert LOCKED not in [value for table in rows.values() for row in table for value in row.values()]


def test_a_report_stays_locked_for_who_wrote_it(lived: Lived) -> None:
    rows = browser_of(lived.street.people["ines"]).post(reverse("settings_export")).json()["rows"]
    assert Report.objects.count() == 1
    assert rows["circles.Report"][0]["words"] == LOCKED


def test_a_locked_session_takes_no_word_along(lived: Lived) -> None:
    with opened_with(Keyring()):
        rows = export_of(lived.street.user("tomas"))["rows"]
    assert {row["word"] == LOCKED for row in rows["asks.Claim"]} == {True}
    assert rows["circles.Circle"][0]["name"] == rows["circles.BoardNote"][0]["text"] == LOCKED


def test_behind_a_block_nothing_of_the_other_is_taken_along(lived: Lived) -> None:
    with lived.signed_in("ana") as ana:
        member = lived.street.membership("tomas").id
        block_member(by=ana, now=NOW, circle=lived.street.circle, member=member)
    assert {what for what in lived.exported("ana") if "tomas" in what} == set()
    assert {what for what in lived.exported("tomas") if "ana" in what} == set()


def test_whoever_would_be_asked_later_is_not_told_of_it_by_their_file(lived: Lived) -> None:
    later = [Widening(timedelta(days=1), users=[lived.street.user("ines").id])]
    made = ask(lived.street, first=AskedFirst(users=[lived.street.user("tomas").id]), then=later)
    text = browser_of(lived.street.people["ines"]).post(reverse("settings_export")).content.decode()
    assert str(made.ask.id) not in text
    assert str(lived.street.user("ana").id) not in text
