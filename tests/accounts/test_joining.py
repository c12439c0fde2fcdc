"""Joining: who may, under which name and password, and what of it the database holds."""

import gzip
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from kindring.accounts.actions.joining import Joined, join, known_zone
from kindring.accounts.actions.preferences import change_preferences
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.mail_seal import open_address
from kindring.accounts.models import KeyWrap, User
from kindring.accounts.names import check_password
from kindring.accounts.vault import keyring_of, name_hash, plain_name
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable
from tests import cast
from tests.cast import NOW, PASSWORD
from tests.everything import every_value
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
LEAKED = Path(__file__).parents[3] / "shared" / "corpus" / "passwords" / "top1M_len12plus.txt.gz"


def joining(**words: Any) -> Joined:
    given: dict[str, Any] = {"name": "ana", "password": PASSWORD, "called": "Ana", "adult": True}
    return join(by=SYSTEM, now=NOW, **given | words)


def refused(**words: Any) -> str:
    code = refusal(joining, **words)
    assert not User.objects.exclude(name_hash=name_hash("taken")).exists()
    return code


# Names


@pytest.mark.parametrize(
    "typed",
    ["Ana", "ANA", "  ana\t", "ana\u00a0", "\uff41\uff4e\uff41", "\u1d2c\u207f\u1d43"],  # wide, superscript
)
def test_one_name_has_many_spellings(typed: str) -> None:
    joining(name=typed)
    assert refusal(joining, name="ana") == "name_taken"
    assert bytes(User.objects.get().name_hash) == name_hash("ana")


@pytest.mark.parametrize(
    ("one", "other"),
    [("é", "e\u0301"), ("Straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("ﬁn", "FIN"), ("İz", "i\u0307z")],
)
def test_spellings_that_look_alike_are_one_name(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


@pytest.mark.parametrize(("one", "other"), [("ana", "anna"), ("ana", "аna"), ("ana m", "anam"), ("Mira", "Mirá")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert name_hash(one) != name_hash(other)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "\u3000",
        "a\x00b",
        "a\nb",
        "a\r\nb",
        "an\u200da",
        "an\u200ba",
        "\u202eana",
        "a" * 81,
        "ﷺ" * 10,
        "a\tb",
    ],
)
def test_name_that_nobody_could_type_again_is_refused(name: str) -> None:
    assert refused(name=name) == "name_unusable"


@pytest.mark.parametrize("name", ["a", "a" * 80, "Ana Marija", "Петровић", "美", "🌱", "o'brien", "-- ;drop"])
def test_any_other_name_is_welcome(name: str) -> None:
    joining(name=name)
    assert User.objects.filter(name_hash=name_hash(name)).exists()


def test_a_taken_name_is_refused_and_leaves_what_there_is() -> None:
    first = joining()
    wraps = set(KeyWrap.objects.values_list("pk", flat=True))
    assert refusal(joining, name=" ANA ", password="another quiet lake") == "name_taken"
    assert [user.pk for user in User.objects.all()] == [first.user.pk]
    assert set(KeyWrap.objects.values_list("pk", flat=True)) == wraps


def test_the_name_is_nowhere_in_the_database_and_its_hash_is_keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    joining(name="Anastazija", called="Nana")
    held = [value for _, value in every_value()]
    assert not [value for value in held if "anastazija" in str(value).casefold() or "Nana" in str(value)]
    before = name_hash("Anastazija")
    monkeypatch.setattr(settings, "KINDRING_KEYS", SimpleNamespace(names=b"of another server"))
    assert name_hash("Anastazija") != before


def test_only_adults_join() -> None:
    assert refused(adult=False) == "not_adult"


# Passwords


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_weak"),
        ("eleven char", "password_weak"),
        ("a" * 257, "password_long"),
        ("1q2w3e4r5t6y", "password_weak"),
        ("QWERTYUIOP123", "password_weak"),
        ("aaaaaaaaaaaaaaaa", "password_weak"),
        ("abababababababab", "password_weak"),
        ("i am Ana, hello", "password_is_name"),
        ("ANAANAANAANA", "password_is_name"),
    ],
)
def test_password_that_is_easily_guessed_is_refused(password: str, code: str) -> None:
    assert refused(password=password) == code


@pytest.mark.parametrize(
    "password",
    [
        "twelve chars",
        "a" * 250 + "bcdefg",
        "πέντε λέξεις στη σειρά",
        "🌱🌲🌳🌴🌵🌾🌿🍀🍁🍂🍃🍄",
        "  spaces at ends  ",
    ],
)
def test_any_other_password_is_welcome(password: str) -> None:
    assert joining(password=password).keys


def test_a_short_name_inside_a_password_is_chance() -> None:
    assert joining(name="an", password="a boat on an island").keys


def test_most_of_the_leaked_passwords_with_a_pattern_are_refused() -> None:
    """The list of the corpus is not part of the product: what is known of it is that patterns fall."""
    if not LEAKED.exists():
        pytest.skip("../shared/corpus/passwords is not here")
    leaked = gzip.decompress(LEAKED.read_bytes()).decode(errors="replace").split()
    few = [word for word in leaked if 12 <= len(word) <= 256 and len(set(word.casefold())) < 5]
    assert len(few) > 500

    def passes(word: str) -> bool:
        try:
            check_password(word)
        except Refused:
            return False
        return True

    assert not [word for word in few if passes(word)]


# What is kept


@pytest.mark.parametrize(
    "zone", ["Nowhere/Else", "", "../../etc/passwd", "Europe/Zürich", "Factory", "localtime", "utc"]
)
def test_unknown_zone_becomes_utc(zone: str) -> None:
    assert joining(time_zone=zone).user.time_zone == "UTC"


def test_the_day_of_a_key_is_counted_in_the_persons_zone() -> None:
    user = joining(time_zone="Pacific/Kiritimati").user
    days = KeyWrap.objects.filter(owner=user).values_list("made_on", flat=True)
    assert (user.time_zone, {day.isoformat() for day in days}) == ("Pacific/Kiritimati", {"2026-11-22"})
    assert known_zone("Pacific/Kiritimati") == "Pacific/Kiritimati"
    later = cast.make_user("b", now=NOW.replace(hour=11), time_zone="Pacific/Kiritimati")
    days = KeyWrap.objects.filter(owner=later.user).values_list("made_on", flat=True)
    assert {day.isoformat() for day in days} == {"2026-11-23"}


def test_without_a_word_for_it_people_are_called_by_their_name() -> None:
    joined = joining(name="  Ana M ", called=" ")
    with cast.signed_in(joined):
        assert User.objects.get().called == "Ana M"


def test_e_mail_is_sealed_under_the_servers_key_for_this_user_alone() -> None:
    joined = joining(email=" ana@example.org ")
    user = User.objects.get()
    assert b"ana@example.org" not in bytes(user.email_sealed or b"")
    assert open_address(user.id, user.email_sealed) == "ana@example.org"
    with pytest.raises(Unsealable):
        open_address(cast.make_user("cleo").user.id, user.email_sealed)
    assert joined.user.id == user.id


@pytest.mark.parametrize("email", ["", "   "])
def test_without_e_mail_there_is_none(email: str) -> None:
    joining(email=email)
    assert User.objects.get().email_sealed is None


@pytest.mark.parametrize("email", ["ana", "ana@", "a@b", "ana@example.org\nBcc: x@example.org", "ana@exa mple.org"])
def test_e_mail_that_is_none_is_refused_at_joining_and_in_the_settings(email: str) -> None:
    assert refused(email=email) == "email_unusable"
    joined = joining(name="taken")
    words: dict[str, Any] = {"called": "", "time_zone": "UTC", "date_lead_days": 7}
    with cast.signed_in(joined) as user:
        assert refusal(change_preferences, by=Actor(user), email=email, **words) == "email_unusable"


def test_the_key_opens_what_the_new_user_writes_and_no_one_elses() -> None:
    ana, cleo = joining(), joining(name="cleo", called="Cleo")
    with opened_with(keyring_of(ana.user.id, ana.keys)):
        assert User.objects.get(pk=ana.user.pk).called == "Ana"
        with pytest.raises(Unsealable):
            assert User.objects.get(pk=cleo.user.pk).called
    with opened_with(keyring_of(ana.user.id, cleo.keys)), pytest.raises(Unsealable):
        assert User.objects.get(pk=ana.user.pk).called


def test_there_is_no_password_in_the_database_only_wraps_of_the_key() -> None:
    joined = joining()
    kinds = sorted(KeyWrap.objects.values_list("kind", flat=True))
    assert kinds == ["password", "recovery"]
    held = [value for _, value in every_value() if isinstance(value, bytes)]
    assert not [value for value in held if joined.keys[0] in value or PASSWORD.encode() in value]


def test_two_people_with_one_password_share_nothing() -> None:
    joining()
    joining(name="cleo")
    for column in ("wrap", "salt", "key_id"):
        rows = [bytes(value) for value in KeyWrap.objects.filter(kind="password").values_list(column, flat=True)]
        assert len(set(rows)) == 2


# Preferences


def preferences(user: User, **words: Any) -> None:
    given: dict[str, Any] = {"called": "Ana", "time_zone": "UTC", "date_lead_days": 7, "email": ""}
    change_preferences(by=Actor(user), **given | words)


def test_preferences_are_kept(ana: User) -> None:
    preferences(ana, called=" Nana ", time_zone="Europe/Zagreb", date_lead_days=0, email="a@example.org")
    held = User.objects.get(pk=ana.pk)
    assert (held.called, held.time_zone, held.date_lead_days) == ("Nana", "Europe/Zagreb", 0)
    assert open_address(ana.id, held.email_sealed) == "a@example.org"
    preferences(held)
    assert User.objects.get(pk=ana.pk).email_sealed is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"date_lead_days": -1}, "lead_out_of_range"),
        ({"date_lead_days": 61}, "lead_out_of_range"),
        ({"time_zone": "Mars/Base"}, "zone_unknown"),
    ],
)
def test_preferences_out_of_range_are_refused(ana: User, words: dict[str, Any], code: str) -> None:
    before = User.objects.filter(pk=ana.pk).values_list("time_zone", "date_lead_days").get()
    assert refusal(preferences, user=ana, **words) == code
    assert User.objects.filter(pk=ana.pk).values_list("time_zone", "date_lead_days").get() == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eAna\u2066", "Ana"),
        (" Ana \n Maria ", "Ana Maria"),
        ("\u200b", "ana"),
        ("", "ana"),
        ("A" * 90, "A" * 80),
    ],
)
def test_what_kindring_calls_someone_is_a_line_that_can_be_seen(db: None, typed: str, kept: str) -> None:
    joined = cast.make_user("ana", called=typed)
    with cast.signed_in(joined) as ana:
        assert User.objects.get().called == kept
        change_preferences(by=Actor(ana), called=typed, time_zone="UTC", date_lead_days=7, email="")
        assert User.objects.get().called == ("" if kept == "ana" else kept)
