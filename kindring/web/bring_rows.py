"""The cards of an address book as a page lists them: opened in memory, only those that it needs."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from kindring.accounts.models import User
from kindring.lib.quiet import quiet
from kindring.lib.sealed import open_value, sealed_field
from kindring.people.already_here import Here, OnTheMap, on_the_map
from kindring.people.kept_cards import KeptCard
from kindring.people.models import ImportCard, ImportFile
from kindring.web.bring_forms import CARDS_ON_A_PAGE
from kindring.web.bring_words import along, left_out, like, place, why_not
from kindring.web.finding import folded

Outcome = ImportCard.Outcome


class Row(NamedTuple):
    """A card to choose; `ticked` is None where there is nothing to choose. `lines` say what is on it."""

    id: UUID
    name: str
    called: str
    is_organisation: bool
    ticked: bool | None
    here: Here | None
    lines: Sequence[str]

    def __repr__(self) -> str:
        return quiet(self)


class NotRead(NamedTuple):
    """A card, or a file, that is not brought: where it stands, its name if it has one, and the reason."""

    place: str
    name: str
    why: str

    def __repr__(self) -> str:
        return quiet(self)


class Counts(NamedTuple):
    """How many cards there are of each sort."""

    to_choose: int
    chosen: int
    not_read: int


def counts_of(user: User, book: ImportFile) -> Counts:
    rows = _cards(user, book).values_list("outcome").annotate(count=Count("id"))
    by_outcome = dict(rows.order_by())
    not_read = by_outcome.pop(Outcome.UNREADABLE, 0)
    return Counts(sum(by_outcome.values()), by_outcome.get(Outcome.CHOSEN, 0), not_read)


def _cards(user: User, book: ImportFile) -> "QuerySet[ImportCard]":
    return ImportCard.objects.visible_to(user).filter(file=book).order_by("line", "id")


def page_of_rows(user: User, book: ImportFile, asked: str, number: int) -> Page[Row]:
    """The cards to choose from, in the order of the file; with `asked`, those whose names say it."""
    cards = _cards(user, book).exclude(outcome=Outcome.UNREADABLE)
    if asked.strip():
        page: Any = Paginator(_found(user, cards, asked), CARDS_ON_A_PAGE).get_page(number)
        opened = cards.in_bulk(page.object_list)
        page.object_list = [opened[card] for card in page.object_list if card in opened]
    else:
        page = Paginator(cards, CARDS_ON_A_PAGE).get_page(number)
    page.object_list = rows_of(user, list(page.object_list))
    return cast("Page[Row]", page)


def _found(user: User, cards: "QuerySet[ImportCard]", asked: str) -> list[UUID]:
    """Opens every card, without its row: there may be 20,000."""
    field, words = sealed_field(ImportCard, "card"), folded(asked).split()
    opened = (
        (row, _names(json.loads(open_value(field, user.id, row, held.blob))))
        for row, held in cards.values_list("id", "card")
    )
    return [row for row, names in opened if all(word in names for word in words)]


def _names(card: KeptCard) -> str:
    return folded("\n".join((card["name"], card.get("nickname", ""), card.get("org", ""))))


def page_of_not_read(user: User, book: ImportFile, number: int) -> Page[NotRead]:
    """What is not brought, card by card, with its line and why."""
    cards = _cards(user, book).filter(outcome=Outcome.UNREADABLE)
    page: Any = Paginator(cards, CARDS_ON_A_PAGE).get_page(number)
    page.object_list = [NotRead(place(row.card), row.card["name"], why_not(row.reason)) for row in page.object_list]
    return cast("Page[NotRead]", page)


def chosen_cards(user: User, book: ImportFile) -> list[KeptCard]:
    """Everyone who is chosen, opened."""
    field = sealed_field(ImportCard, "card")
    rows = _cards(user, book).filter(outcome=Outcome.CHOSEN).values_list("id", "card")
    return [json.loads(open_value(field, user.id, row, held.blob)) for row, held in rows]


def newcomers_among(user: User, book: ImportFile, ids: Sequence[UUID]) -> list[UUID]:
    """Those of these cards who wait to be chosen and are not on the map, not even perhaps."""
    cards = _cards(user, book).filter(id__in=ids, outcome__in=(Outcome.WAITING, Outcome.CHOSEN))
    return [row.id for row in rows_of(user, list(cards)) if row.here is None]


def rows_of(user: User, cards: Sequence[ImportCard]) -> list[Row]:
    people = on_the_map(user)
    return [_row(card, people) for card in cards]


def _row(row: ImportCard, people: OnTheMap) -> Row:
    card: KeptCard = row.card
    here = None if row.reason else people.find(card)
    open_to_choose = row.outcome in {Outcome.WAITING, Outcome.CHOSEN} and not (here and here.same_card)
    lines = (why_not(row.reason),) if row.reason else (along(card), like(card), left_out(card))
    return Row(
        id=row.id,
        name=card["name"],
        called=card.get("nickname", ""),
        is_organisation=card.get("is_organisation", False),
        ticked=row.outcome == Outcome.CHOSEN if open_to_choose else None,
        here=here,
        lines=[line for line in lines if line],
    )


class Waiting(NamedTuple):
    """An address book that waits: to be chosen from, or with someone chosen who has not come yet."""

    id: UUID
    since: datetime
    cards: int
    chosen: int
    came: int


def waiting_files(user: User) -> list[Waiting]:
    """The address books with cards, the newest first."""
    chosen = Count("cards", filter=Q(cards__outcome=Outcome.CHOSEN))
    books = ImportFile.objects.visible_to(user).waiting().annotate(many=Count("cards"), chosen=chosen)
    rows = books.order_by("-made_at", "id").values_list("id", "made_at", "many", "chosen", "came")
    return [Waiting(*row) for row in rows]
