"""Words that have gone out by one's own means, noted as a moment."""

from datetime import date, datetime
from typing import Unpack

from django.db import transaction

from kindring.accounts.actor import Actor
from kindring.engine.steps import THANKS_WITHIN
from kindring.lib.days import day_in
from kindring.lib.texts import paragraphs
from kindring.people.actions.locking import lock_person
from kindring.people.actions.moments import MomentWords, log_moment
from kindring.people.models import Moment, Person, Way


@transaction.atomic
def note_sent_words(*, by: Actor, now: datetime, person: Person, **words: Unpack[MomentWords]) -> Moment:
    """Today's message to someone, with its words. Noted twice, it is the moment that is already there.

    Thanks say what was received; where that is noted already and waits for thanks, it is not counted once more.
    """
    row = lock_person(by, person)
    day = day_in(by.signed_in.time_zone, now)
    there = Moment.objects.visible_to(by.signed_in).open().filter(day=day, way=Way.MESSAGE)
    told: MomentWords = {**words, "way": Way.MESSAGE.value}
    said = [paragraphs(told.get("thanks", "")), paragraphs(told.get("note", ""))]
    for moment in there.filter(presences__owner_id=by.owner_id, presences__person=row):
        if [moment.thanks, moment.note] == said:
            return moment
    if said[0] and _waits_for_thanks(row, day):
        told["received"] = 0
    return log_moment(by=by, now=now, people=[row], **told)


def _waits_for_thanks(person: Person, today: date) -> bool:
    """Whether help of theirs is noted of late, and no thanks since."""
    helped, thanked = person.helped_on, person.thanked_on
    return helped is not None and helped > today - THANKS_WITHIN and (thanked is None or thanked < helped)
