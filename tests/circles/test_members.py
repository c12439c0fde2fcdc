"""Coming into a circle, being in it, and going."""

from datetime import timedelta

import pytest

from kindring.accounts.actions.blocking import block, unblock
from kindring.circles.actions import (
    accept_invite,
    agree,
    change_circle,
    change_own_name,
    confirm_member,
    decline_invite,
    find_invite,
    invite,
    leave_circle,
    link_person,
    make_steward,
    pin_note,
    revoke_invite,
    step_down,
    take_note_down,
    take_stewardship,
    turn_away,
)
from kindring.circles.actions.inviting import LASTS, Invited
from kindring.circles.actions.members import greeting_of
from kindring.circles.keys import open_circles
from kindring.circles.models import BoardNote, Circle, Invite, Membership, PersonLink
from kindring.insights.board_log import board_log
from kindring.insights.circles import circle_facts
from kindring.lib.refused import Refused
from kindring.notices.models import Notice
from kindring.people.models import Person
from tests import cast
from tests.cast import NOW
from tests.street import Street, bring_in, come, make_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    made = make_street()
    made.people["cleo"] = cast.make_user("cleo")
    return made


def invited(street: Street, label: str = "Cleo") -> Invited:
    with cast.signed_in(street.people["ana"]):
        return invite(by=street.by("ana"), now=NOW, circle=street.circle, label=label)


def test_an_invitation_works_once_and_for_seven_days(street: Street) -> None:
    made = invited(street)
    assert find_invite(made.secret, NOW + LASTS - timedelta(seconds=1)) == made.invite
    assert find_invite(made.secret, NOW + LASTS) is None
    with cast.signed_in(street.people["cleo"]):
        accept_invite(by=street.by("cleo"), now=NOW, secret=made.secret, called="Cleo")
    assert find_invite(made.secret, NOW) is None
    street.people["viktor"] = cast.make_user("viktor")
    with cast.signed_in(street.people["viktor"]), pytest.raises(Refused, match="invite_over"):
        accept_invite(by=street.by("viktor"), now=NOW, secret=made.secret, called="Viktor")


def test_the_secret_is_stored_as_a_hash_and_sealed(street: Street) -> None:
    made = invited(street)
    row = Invite.objects.filter(pk=made.invite.pk).values().get()
    assert made.secret.encode() not in b"".join(bytes(value) for value in row.values() if isinstance(value, bytes))


def test_stewards_are_told_who_waits_and_read_their_name(street: Street) -> None:
    come(street, "cleo")
    waiting = street.membership("cleo")
    assert Notice.objects.filter(owner=street.user("ana"), about=waiting.id).count() == 1
    assert not Notice.objects.filter(owner=street.user("tomas")).exclude(sort="confirmed").exists()
    with cast.signed_in(street.people["ana"]) as ana:
        open_circles(ana)
        assert greeting_of(waiting) == "Cleo"


def test_a_confirmed_member_is_called_what_they_said(street: Street) -> None:
    bring_in(street, "cleo")
    with cast.signed_in(street.people["tomas"]) as tomas:
        open_circles(tomas)
        names = {member.name for member in Membership.objects.visible_to(tomas)}
    assert names == {"Ana", "Tomas", "Ines", "Cleo"}
    assert Notice.objects.get(
        owner=street.user("ana"), sort="invited_in", about=street.membership("cleo").id
    ).acted_at


def test_declining_uses_the_link_up_and_tells_nobody(street: Street) -> None:
    made = invited(street)
    notices = Notice.objects.count()
    with cast.signed_in(street.people["cleo"]):
        decline_invite(by=street.by("cleo"), now=NOW, secret=made.secret, never_again=True)
    assert Notice.objects.count() == notices
    again = invited(street)
    assert find_invite(again.secret, NOW, street.user("cleo")) is None
    assert find_invite(again.secret, NOW) is not None


def test_an_invitation_that_was_taken_back_leads_nowhere(street: Street) -> None:
    made = invited(street)
    with cast.signed_in(street.people["tomas"]), pytest.raises(Refused, match="not_your_invite"):
        revoke_invite(by=street.by("tomas"), invite=made.invite)
    revoke_invite(by=street.by("ana"), invite=made.invite)
    assert find_invite(made.secret, NOW) is None


def accepts(street: Street, name: str, secret: str) -> Membership:
    with cast.signed_in(street.people[name]):
        return accept_invite(by=street.by(name), now=NOW, secret=secret, called=name.title())


@pytest.mark.parametrize("blocker", ["ana", "cleo", "tomas"])
def test_past_a_block_one_waits_and_nobody_sees_it(street: Street, blocker: str) -> None:
    """Refused, they would learn of the block; let in, whoever keeps away from them would not know."""
    other = "ana" if blocker == "cleo" else "cleo"
    block(by=street.by(blocker), user=street.user(other).id)
    made = invited(street)
    assert find_invite(made.secret, NOW, street.user("cleo")) == made.invite
    waits = accepts(street, "cleo", made.secret)
    assert not Notice.objects.filter(about=waits.id).exists()
    with cast.signed_in(street.people["ana"]) as ana:
        open_circles(ana)
        assert circle_facts(ana, street.circle).waiting == []
        with pytest.raises(Refused, match="member_not_found"):
            confirm_member(by=street.by("ana"), now=NOW, circle=street.circle, member=waits.id)
        unblock(by=street.by(blocker), user=street.user(other).id)
        assert [one.name for one in circle_facts(ana, street.circle).waiting] == ["Cleo"]


def test_nobody_comes_into_more_circles_than_they_could_begin(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kindring.circles.actions.membership.MOST_CIRCLES", 0)
    with pytest.raises(Refused, match="circles_too_many"):
        accepts(street, "cleo", invited(street).secret)
    assert not Membership.objects.filter(owner=street.user("cleo")).exists()


def test_whom_a_steward_never_wants_back_waits_and_nobody_sees_it(street: Street) -> None:
    with cast.signed_in(street.people["ana"]):
        ines = street.membership("ines").id
        turn_away(by=street.by("ana"), now=NOW, circle=street.circle, member=ines, never_again=True)
    made = invited(street, "Ines")
    assert find_invite(made.secret, NOW, street.user("ines")) == made.invite
    waits = accepts(street, "ines", made.secret)
    assert Membership.objects.visible_to(street.user("ines")).filter(pk=waits.pk).exists()
    assert not Membership.objects.visible_to(street.user("ana"), as_steward=True).filter(pk=waits.pk).exists()


def test_blocked_members_do_not_exist_for_each_other(street: Street) -> None:
    with cast.signed_in(street.people["ines"]):
        pin_note(by=street.by("ines"), now=NOW, circle=street.circle, text="Hello")
    block(by=street.by("tomas"), user=street.user("ines").id)
    for one, other in (("tomas", "ines"), ("ines", "tomas")):
        seen = Membership.objects.visible_to(street.user(one)).values_list("owner_id", flat=True)
        assert street.user(other).id not in seen
        assert street.user("ana").id in seen
    assert not BoardNote.objects.visible_to(street.user("tomas")).exists()
    assert BoardNote.objects.visible_to(street.user("ana")).exists()


def test_only_stewards_turn_away_confirm_and_change(street: Street) -> None:
    ines = street.membership("ines").id
    with cast.signed_in(street.people["tomas"]):
        by = street.by("tomas")
        with pytest.raises(Refused, match="stewards_only"):
            turn_away(by=by, now=NOW, circle=street.circle, member=ines)
        with pytest.raises(Refused, match="stewards_only"):
            change_circle(by=by, now=NOW, circle=street.circle, name="Mine")
        with pytest.raises(Refused, match="stewards_only"):
            make_steward(by=by, circle=street.circle, member=ines)


def test_another_agreement_asks_everyone_anew(street: Street) -> None:
    with cast.signed_in(street.people["tomas"]):
        agree(by=street.by("tomas"), now=NOW, circle=street.circle)
    assert street.membership("tomas").agreed_on == NOW.date()
    with cast.signed_in(street.people["ana"]):
        change_circle(by=street.by("ana"), now=NOW, circle=street.circle, agreement="We keep things to ourselves.")
    assert street.membership("tomas").agreed_on is None
    assert street.membership("ana").agreed_on == NOW.date()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"name": "  "}, "circle_unnamed"),
        ({"name": "x" * 81}, "name_too_long"),
        ({"size_hint": 501}, "size_hint_out"),
    ],
)
def test_words_that_do_not_fit_are_refused(street: Street, words: dict[str, object], code: str) -> None:
    with cast.signed_in(street.people["ana"]), pytest.raises(Refused, match=code):
        change_circle(by=street.by("ana"), now=NOW, circle=street.circle, **words)  # type: ignore[arg-type]


def test_who_leaves_may_take_their_words_along(street: Street) -> None:
    for name in ("ines", "tomas"):
        with cast.signed_in(street.people[name]):
            pin_note(by=street.by(name), now=NOW, circle=street.circle, text=f"From {name}")
    leave_circle(by=street.by("ines"), now=NOW, circle=street.circle, withdraw=True)
    assert [note.owner_id for note in BoardNote.objects.all()] == [street.user("tomas").id]
    assert not Circle.objects.visible_to(street.user("ines")).exists()


def test_the_last_steward_stays_until_another_is_there(street: Street) -> None:
    with cast.signed_in(street.people["ana"]):
        with pytest.raises(Refused, match="last_steward"):
            step_down(by=street.by("ana"), circle=street.circle)
        make_steward(by=street.by("ana"), circle=street.circle, member=street.membership("tomas").id)
        step_down(by=street.by("ana"), circle=street.circle)
    with pytest.raises(Refused, match="has_stewards"):
        take_stewardship(by=street.by("ines"), circle=street.circle)
    leave_circle(by=street.by("tomas"), now=NOW, circle=street.circle)
    take_stewardship(by=street.by("ines"), circle=street.circle)
    assert street.membership("ines").steward


def test_a_name_can_be_changed_by_oneself(street: Street) -> None:
    with cast.signed_in(street.people["ines"]):
        change_own_name(by=street.by("ines"), circle=street.circle, called="Ines from number 4")
    with cast.signed_in(street.people["ana"]) as ana:
        open_circles(ana)
        assert street.membership("ines").name == "Ines from number 4"


def test_a_double_press_pins_once_and_only_stewards_take_down_what_is_not_theirs(street: Street) -> None:
    with cast.signed_in(street.people["tomas"]):
        note = pin_note(by=street.by("tomas"), now=NOW, circle=street.circle, text="Cake")
        assert pin_note(by=street.by("tomas"), now=NOW, circle=street.circle, text="Cake") == note
    with pytest.raises(Refused, match="not_your_note"):
        take_note_down(by=street.by("ines"), now=NOW, note=note)
    take_note_down(by=street.by("ana"), now=NOW, note=note)
    assert not BoardNote.objects.exists()


def test_what_happens_on_the_board_is_kept_for_the_stewards_without_a_word(street: Street) -> None:
    circle, (tomas, ana) = street.circle, (street.by("tomas"), street.by("ana"))
    with cast.signed_in(street.people["tomas"]):
        notes = [pin_note(by=tomas, now=NOW, circle=circle, text=text) for text in ("Cake", "Cake", "Soup")]
        take_note_down(by=tomas, now=NOW, note=notes[0])
    for _ in range(2):
        take_note_down(by=ana, now=NOW, note=notes[2])
    assert not Notice.objects.filter(circle=circle.id, made_at__gte=NOW).exclude(sort="confirmed").exists()
    with cast.signed_in(street.people["ana"]) as user:
        open_circles(user)
        lines = board_log(user, circle_facts(user, circle), 1).lines
        assert sorted((line.sort, line.name, line.whose) for line in lines) == [
            ("pinned", "Tomas", "Tomas"),
            ("pinned", "Tomas", "Tomas"),
            ("taken down", "Ana", "Tomas"),
            ("taken down", "Tomas", "Tomas"),
        ]
        block(by=tomas, user=user.id)
        assert board_log(user, circle_facts(user, circle), 1).lines == []


def test_a_person_on_the_map_can_be_linked_to_a_member_and_to_nobody_else(street: Street) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        tomas, mira = cast.tomas(ana), cast.mira(ana)
        link_person(by=street.by("ana"), person=mira, user=street.user("tomas").id)
        link_person(by=street.by("ana"), person=tomas, user=street.user("tomas").id)
        assert [(link.person_id, link.user) for link in PersonLink.objects.all()] == [
            (tomas.id, str(street.user("tomas").id))
        ]
        with pytest.raises(Refused, match="member_not_found"):
            link_person(by=street.by("ana"), person=mira, user=street.user("cleo").id)


def test_a_link_that_waits_with_its_locked_person_keeps_nobody_from_a_new_one(street: Street) -> None:
    """After a new beginning what was before is locked with the key before."""
    with cast.signed_in(street.people["ana"]) as ana:
        before = cast.tomas(ana)
        link_person(by=street.by("ana"), person=before, user=street.user("tomas").id)
    with cast.signed_in(street.people["cleo"]):  # whose key is another
        row = PersonLink.objects.get(person=before)
        PersonLink.objects.filter(pk=row.pk).delete()
        other = PersonLink(owner_id=street.user("cleo").id, person=before, user="somebody")
        other.save()
    PersonLink.objects.filter(pk=other.pk).update(owner=street.user("ana"))
    Person.objects.filter(pk=before.pk).update(locked_by=b"12345678")
    with cast.signed_in(street.people["ana"]) as ana:
        after = cast.mira(ana)
        link_person(by=street.by("ana"), person=after, user=street.user("tomas").id)
        assert PersonLink.objects.get(person=after).user == str(street.user("tomas").id)
