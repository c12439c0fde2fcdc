"""Bringing an address book: read, choose, bring in steps, forget.

Whatever waits between two steps is a sealed row; the file itself is never kept.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from time import monotonic
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
from kindring.people.actions.card_details import newcomer
from kindring.people.actions.people import set_state
from kindring.people.actions.texts import can_be_seen, line
from kindring.people.already_here import sources_on_map
from kindring.people.kept_cards import CardKeeper, Kept, KeptCard, size_of
from kindring.people.models import ImportantDate, ImportCard, ImportFile, Person, State
from kindring.people.vcard import UnreadableFile, read_cards
from kindring.people.vcard.reading import MAX_CARDS, MAX_SIZE

MOST_BYTES = 20 * 1024 * 1024  # of all files that come at once
READING_SECONDS = 5.0
MOST_WAITING = 5  # address books
BROUGHT_AT_ONCE = 100  # people
_ROWS_AT_ONCE = 1000
_LONGEST_UPLOAD_NAME = 100

Outcome = ImportCard.Outcome

WHOLE_FILE = "file: "  # before the reason why no card of a file could be read
UNREADABLE: dict[str, str | Promise] = {
    "empty": _("This file is empty."),
    "too large": _("This is more than 20 MB. Export fewer people at once, or without their pictures."),
    "archive": _("This is a packed file. Unpack it first and choose the file that ends in .vcf."),
    "calendar": _("This is a calendar. An address book ends in .vcf."),
    "table": _("This is a table. Export the address book once more as vCard, a file that ends in .vcf."),
    "binary": _("This is no address book. An address book is a file that ends in .vcf."),
    "not an address book": _("This is no address book. An address book is a file that ends in .vcf."),
    "not reached": _("There was no time or room left for this file. Bring it by itself."),
}


class Upload(NamedTuple):
    """A file as it came."""

    name: str
    data: bytes


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
    book = ImportFile(owner_id=by.owner_id, made_at=hour_of(now))
    rows = list(_Pile(by, now, book).rows(uploads))
    if all(row.reason.startswith(WHOLE_FILE) for row in rows):
        raise _refusal(rows[0].reason.removeprefix(WHOLE_FILE) if rows else "empty")
    with transaction.atomic():
        _forget_finished(by)
        book.save(force_insert=True)
        ImportCard.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    return book


def _refusal(code: str) -> Refused:
    status = 413 if code == "too large" else 422
    return Refused(f"file_{code.replace(' ', '_')}", str(UNREADABLE[code]), status)


def _check_room(by: Actor, uploads: Sequence[Upload]) -> None:
    if sum(len(upload.data) for upload in uploads) > MOST_BYTES:
        raise _refusal("too large")
    if ImportFile.objects.visible_to(by.signed_in).filter(cards__isnull=False).distinct().count() >= MOST_WAITING:
        words = gettext("Five address books are waiting already. Bring or remove one of them first.")
        raise Refused("files_waiting", words)


def _forget_finished(by: Actor) -> None:
    ImportFile.objects.visible_to(by.signed_in).filter(cards=None).delete()


class _Pile:
    """The rows of all files of one upload, within one bound of time and size."""

    def __init__(self, by: Actor, now: datetime, book: ImportFile) -> None:
        self._book = book
        self._today = day_in(by.signed_in.time_zone, now)
        self._ends = monotonic() + READING_SECONDS
        self._keeper = CardKeeper()
        self._last_line = self._count = self._size = 0

    def rows(self, uploads: Sequence[Upload]) -> Iterator[ImportCard]:
        for upload in uploads:
            name = line(upload.name)[:_LONGEST_UPLOAD_NAME] if len(uploads) > 1 else ""
            begins = self._last_line
            for kept in self._read(upload.data, name):
                self._last_line = max(self._last_line, begins + kept.line)
                self._count += 1
                self._size += size_of(kept.card)
                yield self._row(kept, begins)

    def _read(self, data: bytes, name: str) -> Iterator[Kept]:
        left = self._ends - monotonic()
        if left <= 0 or self._count >= MAX_CARDS or self._size > MAX_SIZE:
            yield _whole_file("not reached", name)
            return
        try:
            reading = read_cards(data, now=self._today, deadline_seconds=left)
        except UnreadableFile as unreadable:
            yield _whole_file(unreadable.code, name)
            return
        self._book.photos_skipped += reading.photos_skipped
        if reading.stopped:
            self._book.cut_short = reading.stopped.reason
        yield from self._keeper.keep(reading, name)

    def _row(self, kept: Kept, begins: int) -> ImportCard:
        outcome, reason = kept.outcome, kept.reason
        if outcome == Outcome.WAITING and not can_be_seen(line(kept.card["name"])):
            outcome, reason = Outcome.UNREADABLE, "no name"
        return ImportCard(
            owner_id=self._book.owner_id,
            file=self._book,
            line=begins + kept.line,
            outcome=outcome,
            reason=reason,
            card=kept.card,
        )


def _whole_file(code: str, name: str) -> Kept:
    return Kept(1, Outcome.UNREADABLE, WHOLE_FILE + code, {"line": 0, "name": "", "upload": name})


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
    ImportFile.objects.visible_to(by.signed_in).filter(id=file.id).delete()
