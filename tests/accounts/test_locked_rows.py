"""After a new beginning that keeps what was before: those rows wait, locked, until they are opened or erased."""

from datetime import timedelta

import pytest

from kindring.accounts.actions.erasing import erase_locked
from kindring.accounts.actions.joining import Joined
from kindring.accounts.actor import Actor
from kindring.accounts.models import KeyWrap, User
from kindring.lib.privacy import Erased, Sealing, known_models, policy
from kindring.lib.rows import LockableRow, lockable_models
from kindring.people.models import ImportantDate, Moment, Person, Presence
from tests import cast
from tests.accounts.test_starting_anew import ADDRESS, SECOND, THIRD, link, reopening, using, write
from tests.cast import NOW, PASSWORD
from tests.everything import one_of_everything
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined() -> Joined:
    joined = cast.make_user("ana")
    with cast.signed_in(joined) as ana:
        cast.in_touch(ana, cast.mira(ana, notes="Allergic to walnuts"), 3, note="A walk")
        ImportantDate(owner=ana, person=Person.objects.get(), month=5, day=3, year="1985").save()
    return joined


def waiting() -> list[int]:
    return [model._base_manager.exclude(locked_by=None).count() for model in lockable_models()]


def locked_since(user: User) -> object:
    return User.objects.get(pk=user.pk).locked_since


def erase(user: User, password: str = SECOND) -> None:
    erase_locked(by=Actor(User.objects.get(pk=user.pk)), now=NOW, password=password, address=ADDRESS)


def test_what_was_before_waits_and_what_comes_after_does_not(joined: Joined) -> None:
    assert not Person.objects.locked().exists()
    proved = using(link())
    write(proved, "new")
    assert [person.locked_by is None for person in Person.objects.order_by("contacts")] == [True, False]
    assert Moment.objects.locked().count() == 1
    assert Person.objects.kept().count() == 1
    assert locked_since(proved.user) == NOW.date()


def test_erasing_in_the_link_leaves_nothing_locked(joined: Joined) -> None:
    proved = using(link(), erase=True)
    assert not any(waiting())
    assert locked_since(proved.user) is None


def test_what_is_opened_again_waits_no_more(joined: Joined) -> None:
    proved = using(link())
    User.objects.update(three_chosen_on=NOW.date())
    reopening(proved, PASSWORD)
    assert not any(waiting())
    user = User.objects.get()
    assert (user.locked_since, user.three_chosen_on) == (None, None)


def test_each_row_waits_for_its_own_key(joined: Joined) -> None:
    second = using(link())
    write(second, "second")
    third = using(link(), password=THIRD)
    write(third, "third")
    assert Person.objects.locked().count() == 2
    reopened = reopening(third, SECOND)
    assert Person.objects.locked().count() == 1
    assert locked_since(third.user)
    with cast.signed_in(Joined(*reopened)):
        assert {person.notes for person in Person.objects.kept()} == {"second", "third"}


def test_rows_of_a_key_without_a_wrap_wait_as_well(joined: Joined) -> None:
    KeyWrap.objects.all().delete()
    using(link())
    assert Person.objects.locked().count() == 1


def test_erasing_what_is_locked_keeps_the_rest(joined: Joined) -> None:
    proved = using(link())
    write(proved, "new")
    erase(proved.user)
    assert [person.locked_by for person in Person.objects.all()] == [None]
    assert not Moment.objects.exists()
    assert not Presence.objects.exists()
    assert not ImportantDate.objects.exists()
    assert not KeyWrap.objects.filter(set_aside=True).exists()
    assert KeyWrap.objects.count() == 2
    assert locked_since(proved.user) is None


def test_erasing_asks_for_the_password_of_now_and_for_something_locked(joined: Joined) -> None:
    proved = using(link())
    assert refusal(erase, user=proved.user, password=PASSWORD) == "not_opened"
    assert any(waiting())
    erase(proved.user)
    assert refusal(erase, user=proved.user) == "nothing_locked"


def test_nobody_elses_rows_are_locked_or_erased(joined: Joined) -> None:
    other = cast.make_user("cleo")
    with cast.signed_in(other) as cleo:
        cast.jonas(cleo)
    proved = using(link())
    erase(proved.user)
    assert [person.owner_id for person in Person.objects.kept()] == [other.user.id]


def test_everything_that_an_own_key_seals_goes_when_what_is_locked_is_erased(joined: Joined) -> None:
    """Each row with words under the user key is lockable itself or hangs on one that is.

    Add a room here once its rows say so: `LockableRow`, and `open()` where they are listed.
    """
    with cast.signed_in(joined) as ana:
        one_of_everything(ana)
    proved = using(link(now=NOW + timedelta(hours=1)))
    erase(proved.user)
    sealed = {
        label
        for label, told in policy().items()
        if label.startswith(("people.", "checkins."))
        and told.erased is Erased.ROW
        and any(line.sealed is Sealing.USER_KEY for line in told.fields.values())
    }
    assert sealed
    assert [label for label in sealed if known_models()[label]._base_manager.exists()] == []


def test_a_lockable_row_hangs_on_no_other_lockable_one() -> None:
    for model in lockable_models():
        for field in model._meta.concrete_fields:
            target = field.related_model
            assert not (isinstance(target, type) and issubclass(target, LockableRow)), field
