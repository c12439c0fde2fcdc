"""A link to send says so where it would open on no other device."""

import pytest
from django.test import RequestFactory, override_settings
from django.urls import reverse

from kindring.circles.actions import invite
from kindring.web.sending import near_only
from tests import cast
from tests.cast import NOW
from tests.online import browser_of
from tests.street import make_street
from tests.web.seen import seen

WORDS = "This link opens on this computer only."


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("[::1]:8000", True),
        ("192.168.0.10:8000", False),
        ("kin.example.org", False),
    ],
)
@override_settings(ALLOWED_HOSTS=["*"])
def test_only_a_loopback_name_leads_nowhere_else(host: str, near: bool) -> None:
    assert bool(near_only(RequestFactory().get("/", headers={"host": host}))) == near


@pytest.mark.django_db
@pytest.mark.parametrize(("host", "near"), [("localhost", True), ("testserver", False)])
@override_settings(ALLOWED_HOSTS=["localhost", "testserver"])
def test_an_invitation_says_that_it_opens_here_only(monkeypatch: pytest.MonkeyPatch, host: str, near: bool) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    street = make_street()
    with cast.signed_in(street.people["ana"]):
        invite(by=street.by("ana"), now=NOW, circle=street.circle, label="Cleo")
    page = browser_of(street.people["ana"]).get(
        reverse("circle_invite", args=[street.circle.id]), headers={"host": host}
    )
    assert (WORDS in seen(page).text) == near
