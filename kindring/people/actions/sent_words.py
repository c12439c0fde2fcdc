"""Words that have gone out by one's own means, noted as a moment."""

from datetime import datetime
from typing import Unpack

from django.db import transaction

from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.lib.texts import paragraphs
from kindring.people.actions.locking import lock_person
from kindring.people.actions.moments import MomentWords, log_moment
from kindring.people.models import Moment, Person, Way


@transaction.atomic
def note_sent_words(*, by: Actor, now: datetime, person: Person, **words: Unpack[MomentWords]) -> Moment:
    """Today's message to someone, with its words. Noted twice, it is the moment that is already there."""
    row = lock_person(by, person)
    day = day_in(by.signed_in.time_zone, now)
    there = Moment.objects.visible_to(by.signed_in).open().filter(day=day, way=Way.MESSAGE)
    told: MomentWords = {**words, "way": Way.MESSAGE.value}
    said = [paragraphs(told.get("thanks", "")), paragraphs(told.get("note", ""))]
    for moment in there.filter(presences__owner_id=by.owner_id, presences__person=row):
        if [moment.thanks, moment.note] == said:
            return moment
    return log_moment(by=by, now=now, people=[row], **told)
