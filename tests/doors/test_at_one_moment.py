"""Every form sent twice at the same moment: one effect, or a clear refusal, and never a fault."""

from functools import partial

import pytest

from tests.at_once import all_at_once
from tests.cast import NOW
from tests.doors.test_faults import SENT
from tests.doors.test_twice import MAY_DOUBLE, browser, press, rows
from tests.doors.world import World, make_world

# How many rows of one table a single press makes: the key of an ask for whoever asks, and for the helper's link; the
# key of a circle that was due after the block before, and the one that whoever is taken out does not know.
MAKES = {"ask_new": 2, "member_turn_away": 2}


@pytest.fixture
def lived_in(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world of its own, committed, so that two connections see it."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_world()


def test_two_presses_at_one_moment(lived_in: World) -> None:
    """One world for all: forms that take the world itself away come in the test below."""
    ends = {"settings_erase", "sign_out", "leave", "lock", "sessions_end", "settings_password", "settings_recovery"}
    ends |= {"reset_link", "recover", "person_delete", "bring_drop", "bring_go", "bring_choose", "moment_delete"}
    for name in [name for name in SENT if name not in ends | {"unlock", "join_code", "join"}]:
        before = rows()
        said = at_one_moment(name, lived_in)
        assert max(said) < 500, name
        came = {table: count - before[table] for table, count in rows().items() if count != before[table]}
        assert max(came.values(), default=0) <= MAKES.get(name, 1) or name in MAY_DOUBLE, (name, came)


@pytest.mark.parametrize(
    "name",
    [
        *("settings_erase", "sign_out", "leave", "lock", "sessions_end", "settings_password", "settings_recovery"),
        *(
            "reset_link",
            "recover",
            "person_delete",
            "bring_drop",
            "bring_go",
            "bring_choose",
            "moment_delete",
            "join",
        ),
    ],
)
def test_two_presses_at_one_moment_of_what_ends_something(name: str, lived_in: World) -> None:
    before = rows()
    said = at_one_moment(name, lived_in)
    assert max(said) < 500
    assert min(said) in {200, 303}
    came = {table: count - before[table] for table, count in rows().items() if count > before[table]}
    expected = {"join": {"accounts_user": 1, "accounts_keywrap": 2, "accounts_session": 1}}
    expected |= {"reset_link": {"accounts_keywrap": 2, "accounts_session": 1}}
    assert came == expected.get(name, came)
    assert all(count <= 2 for count in came.values())


def at_one_moment(name: str, world: World) -> list[int]:
    tabs = [browser(name, world) for _ in range(2)]
    return all_at_once([partial(press, tab, name, world) for tab in tabs])


def test_one_address_book_brought_in_two_tabs_brings_everyone_once(lived_in: World) -> None:
    tabs = [browser("bring_go", lived_in) for _ in range(2)]
    before = rows()["people_person"]
    said = all_at_once([partial(press, tab, "bring_go", lived_in) for tab in tabs])
    assert set(said) <= {303, 404}
    assert rows()["people_person"] - before <= 1
