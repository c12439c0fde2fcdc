"""What the pages of a circle say to somebody whose key does not fit, and to the stewards about them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.models import ReceivingPair
from kindring.circles.actions import invite
from kindring.circles.models import Membership
from tests import cast
from tests.cast import NOW
from tests.online import browser_of
from tests.street import Street, come, make_street
from tests.web.seen import seen

pytestmark = pytest.mark.django_db
NAME = "Our street"


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_street()


def online(street: Street, name: str) -> Client:
    return browser_of(street.people[name])


def at(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def secret_of(street: Street, label: str) -> str:
    with cast.signed_in(street.people["ana"]):
        return invite(by=street.by("ana"), now=NOW, circle=street.circle, label=label).secret


def test_whoever_lost_their_key_reads_what_to_do_and_a_steward_sees_it(street: Street) -> None:
    ReceivingPair.objects.filter(owner=street.user("ines")).delete()
    with cast.signed_in(street.people["ines"]):
        ensure_pair(by=street.by("ines"))
    ines, page = online(street, "ines"), at("circle", street.circle.id)
    answer = ines.get(page)
    assert answer.status_code == 423
    assert "A steward has to confirm you again" in seen(answer).text
    assert NAME not in answer.content.decode()
    assert "closed to you for now" in seen(ines.get(at("circles"))).text
    steward = online(street, "ana")
    shown = seen(steward.get(page))
    assert "Ines lost their key" in shown.text
    assert "lost their key" not in seen(online(street, "tomas").get(page)).text
    assert "Ines's key does not match the one that was invited" in shown.text
    assert "/confirm" not in steward.get(page).content.decode()
    link = at("invitation", secret_of(street, "Ines"))
    ines.post(seen(ines.get(link)).form("/accept").action, {"called": "Ines"})
    steward.post(seen(steward.get(page)).form("/confirm").action)
    assert NAME in seen(ines.get(page)).text


def test_whoever_waits_with_another_key_is_not_let_in_and_a_steward_reads_why(street: Street) -> None:
    street.people["cleo"] = cast.make_user("cleo")
    come(street, "cleo")
    ReceivingPair.objects.filter(owner=street.user("cleo")).update(public=bytes(31) + b"1")
    steward, member = online(street, "ana"), street.membership("cleo").id
    for page in (at("circle", street.circle.id), at("member", member)):
        answer = steward.get(page)
        assert "Cleo's key does not match the one that was invited. Ask Cleo to join again" in seen(answer).text
        assert "/confirm" not in answer.content.decode()
    answer = steward.post(at("member_confirm", member))
    assert answer.status_code == 409
    assert "Cleo's key does not match" in seen(answer).text


def test_leaving_works_without_the_key_too(street: Street) -> None:
    ReceivingPair.objects.filter(owner=street.user("ines")).delete()
    form = seen(online(street, "ines").get(at("circle", street.circle.id))).form(f"{street.circle.id}/leave")
    answer = online(street, "ines").post(form.action, {"withdraw": "1"})
    assert answer.status_code == 303, seen(answer).text
    assert not Membership.objects.filter(owner=street.user("ines")).exists()
