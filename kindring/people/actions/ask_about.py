"""The one "next time ask about …" that a person carries: that of the latest moment which has one.

What the user cleared stays cleared: only a moment that newly says something, or the loss of the one it came
from, changes it again.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery, UUIDField

from kindring.accounts.actor import Actor
from kindring.people.actions.locking import lock_person
from kindring.people.models import Moment, Person, Presence


@transaction.atomic
def clear_ask_about(*, by: Actor, person: Person) -> None:
    """It was asked: nothing waits until a moment says something new. The moment keeps its words."""
    row = lock_person(by, person)
    row.ask_about = ""
    row.save(update_fields=["ask_about"])


@transaction.atomic
def bring_back_ask_about(*, by: Actor, person: Person) -> None:
    """It was not asked after all: what the latest moment says waits again."""
    row = lock_person(by, person)
    renew_ask_about(by, [row], None, lost={row.id})
    row.save(update_fields=["ask_about"])


def renew_ask_about(
    by: Actor, people: Sequence[Person], moment: Moment | None, *, lost: Collection[UUID] = ()
) -> None:
    """Sets it on the rows of these people, in two queries; not saved.

    People in `lost` get whatever is the latest now. The others get it only if the latest is that of `moment`.
    """
    if not people:
        return
    latest = _latest(by, people)
    for person in people:
        found = latest.get(person.id)
        if person.id in lost:
            person.ask_about = found.ask_about if found else ""
        elif found is not None and found == moment:
            person.ask_about = found.ask_about


def _latest(by: Actor, people: Sequence[Person]) -> dict[UUID, Moment]:
    """For each person the latest moment with something to ask about."""
    mine = Presence.objects.visible_to(by.signed_in).filter(person=OuterRef("pk"), moment__ask_about__isnull=False)
    newest = mine.order_by("-day", "-moment__written_at", "moment_id").values("moment_id")[:1]
    rows = Person.objects.visible_to(by.signed_in).filter(id__in=[person.id for person in people])
    ids = dict(rows.values_list("id", Subquery(newest, output_field=UUIDField())))
    moments = Moment.objects.visible_to(by.signed_in).in_bulk([moment for moment in ids.values() if moment])
    return {person: moments[moment] for person, moment in ids.items() if moment in moments}
