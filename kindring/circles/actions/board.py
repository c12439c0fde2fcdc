"""The board of a circle."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.circles.actions.keys import lock_circle, open_for_writing
from kindring.circles.actions.membership import lock_membership
from kindring.circles.models import BoardNote, BoardStep, Circle
from kindring.lib.days import hour_of
from kindring.lib.fitting import check_fit
from kindring.lib.refused import Refused
from kindring.lib.texts import can_be_seen, paragraphs

MOST_NOTES = 200  # of one member in one circle; a board is no feed


@transaction.atomic
def pin_note(*, by: Actor, now: datetime, circle: Circle, text: str) -> BoardNote:
    """Pins something to the board. The same words twice within the hour are a double press."""
    locked = lock_circle(by, circle.id)
    open_for_writing(by, locked)
    note = BoardNote(owner_id=by.owner_id, circle=locked, text=paragraphs(text), written_at=hour_of(now))
    if not can_be_seen(note.text):
        raise Refused("note_empty", _("Write something first."), 422)
    check_fit(note, ["text"])
    mine = BoardNote.objects.of(by.signed_in).filter(circle=locked)
    twin = next((row for row in mine.filter(written_at=note.written_at) if row.text == note.text), None)
    if twin is not None:
        return twin
    if mine.count() >= MOST_NOTES:
        raise Refused("notes_too_many", _("You have pinned many notes here. Take an old one down first."), 422)
    note.save(force_insert=True)
    _keep_step(by, now, note, BoardStep.Sort.PINNED)
    return note


def _keep_step(by: Actor, now: datetime, note: BoardNote, sort: BoardStep.Sort) -> None:
    """A board is no feed, so nobody is notified; the stewards find here that a note hung, and who took it down."""
    step = BoardStep(owner_id=by.owner_id, circle_id=note.circle_id, sort=sort, whose=note.owner_id)
    step.made_at = hour_of(now)
    step.save(force_insert=True)


@transaction.atomic
def take_note_down(*, by: Actor, now: datetime, note: BoardNote) -> None:
    """One's own, or as a steward anyone's."""
    circle = lock_circle(by, note.circle_id)
    if note.owner_id != by.owner_id and not lock_membership(by, circle).steward:
        raise Refused("not_your_note", _("Only the stewards can take down somebody else's note."), 403)
    gone, _rows = BoardNote.objects.visible_to(by.signed_in).filter(pk=note.pk).delete()
    if gone:
        _keep_step(by, now, note, BoardStep.Sort.TAKEN_DOWN)
