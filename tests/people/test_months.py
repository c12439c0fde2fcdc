"""The counts of a month with someone: right from the first moment on, and for what was there before they were."""

from importlib import import_module

from django.apps import apps

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import change_moment, delete_moment, log_moment
from kindring.people.actions.months import next_month
from kindring.people.models import Person, TieMonth
from kindring.people.models.months import COUNTED
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, make_person, mira

MONTH = TODAY.replace(day=1)


def counts() -> set[tuple[str, str, int, int, int]]:
    rows = TieMonth.objects.select_related("person")
    return {(row.person.name, f"{row.month:%m}", row.call, row.gave, row.received) for row in rows}


def test_a_moment_counts_for_everyone_in_it(ana: User, by: Actor) -> None:
    log_moment(by=by, now=NOW, people=[mira(ana), jonas(ana)], way="call", received=1 | 4)
    assert counts() == {("Mira", "11", 1, 0, 1), ("Jonas", "11", 1, 0, 1)}


def test_a_tap_that_says_nothing_is_not_counted(ana: User, by: Actor) -> None:
    log_moment(by=by, now=NOW, people=[mira(ana)])
    assert counts() == set()


def test_a_double_click_counts_once(ana: User, by: Actor) -> None:
    person = mira(ana)
    for _ in range(2):
        log_moment(by=by, now=NOW, people=[person], way="call")
    assert counts() == {("Mira", "11", 1, 0, 0)}


def test_a_moment_that_moves_to_another_month_takes_its_counts_along(ana: User, by: Actor) -> None:
    (moment,) = in_touch(ana, mira(ana), 3, way="call", given=2)
    change_moment(by=by, now=NOW, moment=moment, day=days_ago(30))
    assert counts() == {("Mira", "10", 1, 1, 0)}
    delete_moment(by=by, now=NOW, moment=moment)
    assert counts() == set()


def test_a_moment_passed_on_to_someone_else_counts_with_them(ana: User, by: Actor) -> None:
    (moment,) = in_touch(ana, mira(ana), 3, way="call")
    change_moment(by=by, now=NOW, moment=moment, people=[jonas(ana)], received=8)
    assert counts() == {("Jonas", "11", 1, 0, 1)}


def test_moments_from_before_the_counts_are_counted_once(ana: User) -> None:
    in_touch(ana, mira(ana), 0, 3, 30, 60, way="call", given=2)
    in_touch(ana, jonas(ana), 3, way="letter", received=1)
    in_touch(ana, make_person(ana, "Lin"), 3)
    log_moment(by=Actor(ana), now=NOW, people=list(Person.objects.all()), received=2 | 8, thanks="For the soup.")
    before, rows = counts(), set(TieMonth.objects.values_list("person_id", "month", *COUNTED))
    days = set(Person.objects.values_list("id", "helped_on", "thanked_on"))
    TieMonth.objects.all().delete()
    Person.objects.update(helped_on=None, thanked_on=None)
    import_module("kindring.people.migrations.0006_months_by_kind").count_what_was(apps, None)
    assert counts() == before
    assert set(TieMonth.objects.values_list("person_id", "month", *COUNTED)) == rows
    assert set(Person.objects.values_list("id", "helped_on", "thanked_on")) == days
    assert len(before) == 5


def test_after_december_comes_january() -> None:
    months = [MONTH]
    for _ in range(3):
        months.append(next_month(months[-1]))
    assert [f"{month:%Y-%m-%d}" for month in months] == ["2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01"]
