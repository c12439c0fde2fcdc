"""The days of the year that matter to a person."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.lib.fitting import check_fit
from kindring.lib.refused import Refused
from kindring.lib.sealed import sealed_field
from kindring.lib.texts import line
from kindring.people.actions.locking import lock_person
from kindring.people.models import ImportantDate, Person

MOST_DATES = 20
EARLIEST_YEAR = 1000
LONGEST_DATE_LABEL = sealed_field(ImportantDate, "label").max_length
_A_LEAP_YEAR = 2000


class DateDetails(TypedDict, total=False):
    """`month` and `day` always; `sort` is birthday, anniversary or own; `year` None where it is not known."""

    sort: str
    month: int
    day: int
    year: int | None
    label: str


@transaction.atomic
def replace_dates(*, by: Actor, now: datetime, person: Person, dates: Sequence[DateDetails]) -> list[ImportantDate]:
    """These are the person's dates now, and no others. The same date given twice is one."""
    owner = lock_person(by, person)
    rows = date_rows(owner, dates, day_in(by.signed_in.time_zone, now))
    ImportantDate.objects.visible_to(by.signed_in).filter(person=owner).delete()
    return ImportantDate.objects.bulk_create(rows)


def date_rows(person: Person, dates: Sequence[DateDetails], today: date) -> list[ImportantDate]:
    """The person's dates, checked and not yet saved."""
    rows = _without_doubles([_row(person, details, today.year) for details in dates])
    if len(rows) > MOST_DATES:
        raise Refused("dates_too_many", _("At most %(most)d dates fit here.") % {"most": MOST_DATES}, 422)
    return rows


def _row(person: Person, details: DateDetails, this_year: int) -> ImportantDate:
    year = details.get("year")
    row = ImportantDate(
        owner_id=person.owner_id,
        person=person,
        sort=details.get("sort") or ImportantDate.Sort.BIRTHDAY,
        month=details["month"],
        day=details["day"],
        year="" if year is None else str(year),
        label=line(details.get("label", "")),
    )
    check_fit(row, ["sort", "month", "day", "label"])
    check_calendar(row.month, row.day, year, this_year)
    return row


def check_calendar(month: int, day: int, year: int | None, this_year: int) -> None:
    """Refused for a day that is in no calendar; 29 February exists unless the year says otherwise."""
    if year is not None and not EARLIEST_YEAR <= year <= this_year:
        words = _("The year of a date lies between %(first)d and this year.") % {"first": EARLIEST_YEAR}
        raise Refused("year_out_of_range", words, 422)
    try:
        date(year or _A_LEAP_YEAR, month, day)
    except ValueError:
        raise Refused("date_not_in_calendar", _("There is no such day in the calendar."), 422) from None


def _without_doubles(rows: list[ImportantDate]) -> list[ImportantDate]:
    return list({(row.sort, row.month, row.day, row.year, row.label): row for row in rows}.values())
