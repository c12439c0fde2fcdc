"""Bringing an address book: read, choose, bring in steps, forget.

Whatever waits between two steps is a sealed row; the file itself is never kept.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.days import day_in, hour_of
from kindring.lib.refused import Refused
from kindring.lib.texts import can_be_seen, line
from kindring.people.actions.card_details import newcomer
from kindring.people.actions.people import set_state
from kindring.people.already_here import sources_on_map
from kindring.people.kept_cards import Kept, KeptCard
from kindring.people.models import ImportantDate, ImportCard, ImportFile, Person, State
from kindring.people.pile import Pile, Upload, read_pile

MOST_BYTES = 20 * 1024 * 1024  # of all files that come at once; the words below and on the page say it in MB
MOST_WAITING = 5  # address books
BROUGHT_AT_ONCE = 100  # people
_ROWS_AT_ONCE = 1000

Outcome = ImportCard.Outcome

_NO_BOOK = _("There is no address book in this file. Export it once more as vCard, a file that ends in .vcf.")
UNREADABLE: dict[str, str | Promise] = {
    "empty": _("This file is empty."),
    "too large": _("This is more than 20 MB. Export fewer people at once, or without their pictures."),
    "archive": _("This is a packed file. Unpack it first and choose the file that ends in .vcf."),
    "calendar": _("This is a calendar. An address book ends in .vcf."),
    "table": _("This is a table. Export the address book once more as vCard, a file that ends in .vcf."),
    "binary": _NO_BOOK,
    "not an address book": _NO_BOOK,
    "too long": _("Reading this took too long. Bring it in smaller files."),
    "not reached": _("There was no time or room left for this file. Bring it by itself."),
}


class Steps(NamedTuple):
    """How far the bringing has come, in people."""

    came: int
    were_here: int
    left: int

    @property
    def done(self) -> int:
        return self.came + self.were_here


def read_files(*, by: Actor, now: datetime, uploads: Sequence[Upload]) -> ImportFile:
    """Reads address books and keeps their cards, sealed, to choose from. Nobody is chosen.

    Reading is bounded in size and time; what was read until then is kept, and `cut_short` says why it ended.
    Refused where nothing in the files can be shown.
    """
    _check_room(by, uploads)
    pile = read_pile(uploads, day_in(by.signed_in.time_zone, now))
    if pile.why_nothing:
        raise _refusal(pile.why_nothing)
    return _keep(by, now, pile)


@transaction.atomic
def _keep(by: Actor, now: datetime, pile: Pile) -> ImportFile:
    """Everything or nothing of a pile, a thousand sealed rows at a time, so that memory stays small."""
    ImportFile.objects.visible_to(by.signed_in).finished().delete()
    facts = {"photos_skipped": pile.photos_skipped, "cut_short": pile.cut_short}
    book = ImportFile(owner_id=by.owner_id, made_at=hour_of(now), **facts)
    book.save(force_insert=True)
    for first in range(0, len(pile.cards), _ROWS_AT_ONCE):
        part = pile.cards[first : first + _ROWS_AT_ONCE]
        ImportCard.objects.bulk_create(_row(book, kept) for kept in part)
    return book


def _refusal(code: str) -> Refused:
    status = 413 if code == "too large" else 422
    return Refused(f"file_{code.replace(' ', '_')}", str(UNREADABLE[code]), status)


def _check_room(by: Actor, uploads: Sequence[Upload]) -> None:
    if sum(len(upload.data) for upload in uploads) > MOST_BYTES:
        raise _refusal("too large")
    if ImportFile.objects.visible_to(by.signed_in).waiting().count() >= MOST_WAITING:
        words = gettext("%(most)d address books are waiting already. Bring or remove one of them first.")
        raise Refused("files_waiting", words % {"most": MOST_WAITING})


def _row(book: ImportFile, kept: Kept) -> ImportCard:
    outcome, reason = kept.outcome, kept.reason
    if outcome == Outcome.WAITING and not can_be_seen(line(kept.card["name"])):
        outcome, reason = Outcome.UNREADABLE, "no name"
    return ImportCard(
        owner_id=book.owner_id, file=book, line=kept.line, outcome=outcome, reason=reason, card=kept.card
    )


@transaction.atomic
def choose_cards(*, by: Actor, file: ImportFile, shown: Sequence[UUID], chosen: Sequence[UUID]) -> None:
    """Of the cards that were shown, these are chosen and the others are not. What has come already stays so."""
    cards = ImportCard.objects.visible_to(by.signed_in).filter(file=file, id__in=shown)
    cards.filter(id__in=chosen, outcome=Outcome.WAITING).update(outcome=Outcome.CHOSEN)
    cards.exclude(id__in=chosen).filter(outcome=Outcome.CHOSEN).update(outcome=Outcome.WAITING)


@transaction.atomic
def bring_some(*, by: Actor, now: datetime, file: ImportFile, most: int = BROUGHT_AT_ONCE) -> Steps:
    """Brings the next `most` of those who are chosen, and forgets the whole file once nobody is left.

    Whether it is pressed twice, in two tabs, or again after a crash: each card comes once, and whoever came from
    the same card before is not doubled.
    """
    book = _lock(by, file)
    cards = ImportCard.objects.visible_to(by.signed_in).filter(file=book, outcome=Outcome.CHOSEN)
    batch = list(cards.order_by("line", "id").select_for_update()[:most])
    if batch:
        came = _bring(by, now, batch)
        book.came, book.were_here = book.came + came, book.were_here + len(batch) - came
        book.save(update_fields=["came", "were_here"])
    left = cards.count()
    if not left and (book.came or book.were_here):
        ImportCard.objects.visible_to(by.signed_in).filter(file=book).delete()
    return Steps(book.came, book.were_here, left)


def _lock(by: Actor, file: ImportFile) -> ImportFile:
    """The file as it is now. One of a user's address books comes at a time, so that no two bring the same card."""
    User.objects.select_for_update(no_key=True).get(id=by.owner_id)
    book = ImportFile.objects.visible_to(by.signed_in).filter(id=file.id).first()
    if book is None:
        raise Refused("file_not_found", gettext("This address book is no longer waiting here."), 404)
    return book


def _bring(by: Actor, now: datetime, batch: Sequence[ImportCard]) -> int:
    """How many of the cards came; the others were here."""
    here, coming = sources_on_map(by.signed_in), []
    for row in batch:
        if row.card["source"] not in here:
            here.add(row.card["source"])
            coming.append(row)
    _add(by, now, [row.card for row in coming])
    waiting = ImportCard.objects.visible_to(by.signed_in).filter(outcome=Outcome.CHOSEN)
    waiting.filter(id__in=[row.id for row in coming]).update(outcome=Outcome.BROUGHT)
    waiting.filter(id__in=[row.id for row in batch]).update(outcome=Outcome.KNOWN)
    return len(coming)


def _add(by: Actor, now: datetime, cards: Sequence[KeptCard]) -> None:
    """Puts the people of these cards on the map, to be placed. Who has died is never suggested."""
    today = day_in(by.signed_in.time_zone, now)
    newcomers = [newcomer(by.owner_id, today, card) for card in cards]
    Person.objects.bulk_create(someone.person for someone in newcomers)
    ImportantDate.objects.bulk_create(date for someone in newcomers for date in someone.dates)
    for someone, card in zip(newcomers, cards, strict=True):
        if card.get("has_died"):
            set_state(by=by, now=now, person=someone.person, state=State.DIED)


@transaction.atomic
def drop_file(*, by: Actor, file: ImportFile) -> None:
    """Forgets an address book with all its cards; whoever came along stays."""
    _lock(by, file).delete()
