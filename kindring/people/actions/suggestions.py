"""The day's three: kept once chosen, and what the user said to each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.engine.choosing import MOST, Choice, rest_days
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.people.actions.day_choice import choose_again
from kindring.people.actions.locking import lock_person
from kindring.people.actions.moments import log_moment
from kindring.people.actions.people import set_wish
from kindring.people.models import Moment, Person, Suggestion


@transaction.atomic
def keep_three(*, by: Actor, day: date, chosen: Sequence[Choice[UUID]]) -> None:
    """Shows these people on `day`, after those shown already and never more than three in all.

    Each name shown rests from now on. What earlier days showed is forgotten. Of two tabs the second changes
    nothing.
    """
    user = by.signed_in
    rows = User.objects.filter(id=user.id).select_for_update(no_key=True)
    if rows.values_list("three_chosen_on", flat=True).get() != day:
        _show(user, day, chosen)
        User.objects.filter(id=user.id).update(three_chosen_on=day)
    user.three_chosen_on = day


def _show(user: User, day: date, chosen: Sequence[Choice[UUID]]) -> None:
    mine = Suggestion.objects.visible_to(user)
    mine.exclude(day=day).delete()
    shown = mine.count()
    fitting = set(
        Person.objects.visible_to(user)
        .suggestible(day)
        .filter(id__in=[choice.key for choice in chosen])
        .exclude(id__in=mine.values("person"))
        .order_by("id")
        .select_for_update(no_key=True)
        .values_list("id", flat=True)
    )
    new = [choice for choice in chosen if choice.key in fitting][: max(0, MOST - shown)]
    Suggestion.objects.bulk_create(
        [
            Suggestion(owner_id=user.id, day=day, person_id=choice.key, place=place)
            for place, choice in enumerate(new, start=shown)
        ]
    )
    for choice in new:
        rests = day + timedelta(days=rest_days(choice.outlook))
        Person.objects.visible_to(user).filter(id=choice.key).update(rests_until=rests)


@transaction.atomic
def answer_suggestion(*, by: Actor, now: datetime, person: Person, answer: str, way: str = "") -> Moment | None:
    """What the user says to a name on Today; fine also from a page of yesterday, or of someone not named.

    `reached` notes a moment today and returns it, `rest` leaves the tie to rest, `not_today` takes the name
    off today's list and nothing more.
    """
    if answer not in Suggestion.Answer.values:
        raise Refused("answer_unknown", _("That is not an answer Today knows."), 422)
    if answer == Suggestion.Answer.REACHED:
        return log_moment(by=by, now=now, people=[person], way=way)
    if answer == Suggestion.Answer.REST:
        set_wish(by=by, person=person, days=0)
    else:
        lock_person(by, person)
    today = day_in(by.signed_in.time_zone, now)
    Suggestion.objects.visible_to(by.signed_in).filter(day=today, person=person).update(answer=answer)
    return None


@transaction.atomic
def end_rest(*, by: Actor, now: datetime, person: Person) -> Person:
    """Takes someone up again who was left to rest, with the wish there was before. Nothing else is changed.

    Where Today named them it does so again.
    """
    choose_again(by)
    row = lock_person(by, person)
    if row.wish_days == 0:
        row.wish_days, row.wish_before_rest = row.wish_before_rest, None
        row.save(update_fields=["wish_days", "wish_before_rest"])
    today = day_in(by.signed_in.time_zone, now)
    named = Suggestion.objects.visible_to(by.signed_in).filter(day=today, person=row)
    named.filter(answer=Suggestion.Answer.REST).update(answer="")
    return row


@transaction.atomic
def set_low_day(*, by: Actor, now: datetime, on: bool) -> None:
    """A low day is for today only: one small step, or none. Taken back, today's free places are filled."""
    user = by.signed_in
    user.low_day_on = day_in(user.time_zone, now) if on else None
    user.save(update_fields=["low_day_on"])
    if not on:
        choose_again(by)
