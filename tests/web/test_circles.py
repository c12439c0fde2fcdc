"""The pages of circles: how one gets in, what stands there, and what a preview does not tell."""

import re
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from kindring.accounts.actions.blocking import block
from kindring.accounts.models import User
from kindring.circles.actions import confirm_member, hand_over_keys, invite, leave_circle, link_person, pin_note
from kindring.circles.models import Circle, CircleKey, Membership, Report
from tests import cast
from tests.cast import NOW
from tests.online import browser_of, locked, new_browser
from tests.street import Street, bring_in, come, crowd, make_street, make_street_of
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


def secret_of(street: Street, label: str = "Cleo") -> str:
    with cast.signed_in(street.people["ana"]):
        return invite(by=street.by("ana"), now=NOW, circle=street.circle, label=label).secret


def test_the_first_step_of_whoever_has_no_circle_is_to_start_one(street: Street) -> None:
    browser = browser_of(cast.make_user("cleo"))
    assert at("circle_new") in seen(browser.get(at("circles"))).links
    form = seen(browser.get(at("circle_new"))).form("")
    answer = browser.post(at("circle_new"), form.values | {"name": "Our choir", "called": "Cleo"}, follow=True)
    assert "Invite somebody" in seen(answer).text
    assert "Our choir" in seen(browser.get(at("circles"))).text


def test_a_form_sent_twice_starts_one_circle_and_one_invitation(street: Street) -> None:
    browser = browser_of(cast.make_user("cleo"))
    sent = seen(browser.get(at("circle_new"))).form("").values | {"name": "Our choir", "called": "Cleo"}
    first, second = browser.post(at("circle_new"), sent), browser.post(at("circle_new"), sent)
    assert first["Location"] == second["Location"]
    assert Circle.objects.count() == 2
    page = first["Location"].partition("?")[0]
    sent = seen(browser.get(page)).form("/invite").values | {"label": "Mira"}
    assert browser.post(page, sent)["Location"] == browser.post(page, sent)["Location"]


def test_a_link_and_a_message_to_copy_stand_on_the_page_of_who_invited_and_on_no_other(street: Street) -> None:
    secret = secret_of(street)
    page = at("circle_invite", street.circle.id)
    assert online(street, "ana").get(page).content.decode().count(at("invitation", secret)) == 2
    assert secret not in online(street, "tomas").get(page).content.decode()


@pytest.mark.parametrize("who", ["nobody", "locked", "before the code", "signed in"])
def test_a_preview_tells_neither_name_nor_members(street: Street, who: str) -> None:
    cleo = cast.make_user("cleo")
    browser = {
        "nobody": new_browser,
        "locked": lambda: locked(browser_of(cleo), cleo),
        "before the code": lambda: browser_of(cleo, confirmed=False),
        "signed in": lambda: browser_of(cleo),
    }[who]()
    answer = browser.get(at("invitation", secret_of(street)))
    assert answer.status_code == 200
    text = answer.content.decode()
    for word in (NAME, "Ana", "Tomas", "Ines"):
        assert word not in text
    assert ("Accept" in seen(answer).text) is (who == "signed in")


def test_an_invitation_answers_past_a_block_as_it_answers_anyone(street: Street) -> None:
    """Looked at, accepted, and waited for: word for word the same, and the stewards see nobody."""
    answers = []
    for name in ("Cleo", "Dora"):
        joined = street.people[name.lower()] = cast.make_user(name.lower())
        if name == "Dora":
            block(by=street.by("tomas"), user=joined.user.id)
        browser, here = browser_of(joined), at("invitation", secret_of(street))
        preview = seen(browser.get(here))
        accepted = browser.post(preview.form("/accept").action, {"called": name}, follow=True)
        answers.append((preview.text, seen(accepted).text, browser.get(here).status_code))
    assert answers[0] == answers[1]
    page = seen(online(street, "ana").get(at("circle", street.circle.id))).text
    assert "Cleo waits at the door" in page
    assert "Dora" not in page


def test_whoever_joins_from_an_invitation_comes_back_to_it(street: Street) -> None:
    browser, here = new_browser(), at("invitation", secret_of(street))
    join = next(link for link in seen(browser.get(here)).links if link.startswith(at("join")))
    typed = {"name": "cleo", "password": cast.PASSWORD, "adult": "on", "called": "Cleo"}
    code_page = browser.post(join, typed)["Location"]
    assert code_page.startswith(at("join_code"))
    code = re.search(r"<p class=\"code[^>]*>([^<]+)<", browser.get(code_page).content.decode())
    assert code
    assert browser.post(code_page, {"code": code[1]})["Location"] == here
    assert "Accept" in seen(browser.get(here)).text


def test_whoever_signs_in_from_an_invitation_comes_back_to_it(street: Street) -> None:
    cast.make_user("cleo")
    browser, here = new_browser(), at("invitation", secret_of(street))
    signs_in = next(link for link in seen(browser.get(here)).links if link.startswith(at("sign_in")))
    sent = seen(browser.get(signs_in)).form("").values | {"name": "cleo", "password": cast.PASSWORD}
    assert browser.post(signs_in, sent)["Location"] == here


def test_from_a_link_to_the_board(street: Street) -> None:
    street.people["cleo"] = cast.make_user("cleo")
    browser, here = online(street, "cleo"), at("invitation", secret_of(street))
    form = seen(browser.get(here)).form("/accept")
    assert "waits" not in seen(browser.post(form.action, {"called": "Cleo"}, follow=True)).text.lower()
    assert browser.get(at("circle", street.circle.id)).status_code == 404
    ana = online(street, "ana")
    page = seen(ana.get(at("circle", street.circle.id)))
    assert "Cleo waits at the door" in page.text
    ana.post(page.form("/confirm").action)
    assert NAME in seen(browser.get(at("circle", street.circle.id))).text


def test_a_used_link_says_so_in_a_plain_sentence(street: Street) -> None:
    answer = new_browser().get(at("invitation", "x" * 43))
    assert answer.status_code == 404
    assert "has been used, has ended, or was taken back" in seen(answer).text


def test_declining_leaves_nothing_open(street: Street) -> None:
    browser, here = browser_of(cast.make_user("cleo")), at("invitation", secret_of(street))
    form = seen(browser.get(here)).form("/decline")
    browser.post(form.action, {"never_again": "1"})
    assert browser.get(here).status_code == 404
    assert browser.get(at("invitation", secret_of(street))).status_code == 404


def test_titles_and_addresses_tell_nothing(street: Street) -> None:
    browser = online(street, "ana")
    for name in ("circle", "circle_members", "circle_edit", "circle_me", "circle_invite"):
        page = browser.get(at(name, street.circle.id)).content.decode()
        assert "<title>Circles · Kindring</title>" in page
        assert "street" not in at(name, street.circle.id)


def test_the_agreement_waits_until_it_is_accepted(street: Street) -> None:
    page, ana = at("circle", street.circle.id), online(street, "ana")
    edit = at("circle_edit", street.circle.id)
    sent = seen(ana.get(edit)).form("").values | {"agreement": "We keep things to ourselves."}
    ana.post(edit, sent)
    tomas = online(street, "tomas")
    form = seen(tomas.get(page)).form("/agree")
    tomas.post(form.action)
    assert "You accepted it on" in seen(tomas.get(page)).text


def test_a_review_that_is_due_is_said_to_stewards_only(street: Street) -> None:
    Circle.objects.update(review_on=NOW.date())
    words = "The agreement was to be looked at again"
    assert words in seen(online(street, "ana").get(at("circle", street.circle.id))).text
    assert words not in seen(online(street, "tomas").get(at("circle", street.circle.id))).text


def test_a_visit_makes_the_key_that_is_due_and_nothing_else(street: Street) -> None:
    with cast.signed_in(street.people["ines"]):
        leave_circle(by=street.by("ines"), now=NOW, circle=street.circle)
    browser = online(street, "tomas")
    browser.get(at("circles"))
    assert Circle.objects.get().epoch == 1
    browser.get(at("circle", street.circle.id))
    assert Circle.objects.get().epoch == 2
    keys = set(CircleKey.objects.values_list("id", flat=True))
    browser.get(at("circle", street.circle.id))
    assert set(CircleKey.objects.values_list("id", flat=True)) == keys


def test_the_board_has_pages_and_an_end(street: Street) -> None:
    with cast.signed_in(street.people["ana"]):
        for number in range(45):
            pin_note(by=street.by("ana"), now=NOW, circle=street.circle, text=f"Note {number}.")
    browser, page = online(street, "tomas"), at("circle", street.circle.id)
    shown = [
        len(re.findall(r"Note \d+\.", browser.get(f"{page}?page={at_page}").content.decode()))
        for at_page in (1, 2, 3)
    ]
    assert shown == [20, 20, 5]
    assert "page=4" not in browser.get(f"{page}?page=3").content.decode()


def test_the_log_of_the_board_is_for_stewards(street: Street) -> None:
    with cast.signed_in(street.people["tomas"]):
        pin_note(by=street.by("tomas"), now=NOW, circle=street.circle, text="Cake on Sunday")
    log = at("circle_log", street.circle.id)
    page = seen(online(street, "ana").get(at("circle", street.circle.id)))
    assert log in page.links
    text = seen(online(street, "ana").get(log)).text
    assert "Tomas pinned a note." in text
    assert "Cake" not in text
    assert log not in seen(online(street, "tomas").get(at("circle", street.circle.id))).links
    assert online(street, "tomas").get(log).status_code == 403


def test_what_was_typed_stays_when_it_cannot_be_pinned(street: Street) -> None:
    answer = online(street, "ana").post(at("circle_pin", street.circle.id), {"text": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()


def test_a_report_takes_a_reason_and_send(street: Street) -> None:
    browser, about = online(street, "tomas"), street.membership("ines").id
    row = seen(browser.get(at("circle", street.circle.id)))
    assert at("member_report", about) in row.links
    page = seen(browser.get(at("member_report", about)))
    assert "The stewards of this circle read it; never Ines." in page.text
    answer = browser.post(at("member_report", about), page.form("").values | {"reason": "worried"}, follow=True)
    assert "Handed over; nobody has opened it yet." in seen(answer).text
    report = Report.objects.get()
    assert at("report", report.id) in seen(online(street, "ana").get(at("notices"))).links
    assert "There is a report to look after" in seen(online(street, "ana").get(at("circle", street.circle.id))).text
    read = seen(online(street, "ana").get(at("report", report.id)))
    assert "I am worried about them" in read.text
    assert "About Ines" in read.text
    assert "Tomas" not in read.text


def test_the_page_says_first_when_nobody_could_read_it(street: Street) -> None:
    answer = seen(online(street, "tomas").get(at("member_report", street.membership("ana").id)))
    assert "Nobody here could read a report about Ana" in answer.text
    assert not [form for form in answer.forms if any(field.name == "reason" for field in form.fields)]


def test_the_safety_contact_says_once_that_reports_may_reach_them(street: Street) -> None:
    about = at("member_report", street.membership("ana").id)
    lena, tomas = browser_of(cast.make_user("lena")), online(street, "tomas")
    with override_settings(KINDRING_SAFETY_CONTACT="Lena"):
        assert "Nobody here could read" in seen(tomas.get(about)).text
        page = seen(lena.get(at("reports")))
        assert "You are the safety contact of this server" in page.text
        lena.post(page.form("/receive").action)
        form = seen(tomas.get(about))
        assert "The safety contact of this server reads it, and nobody in this circle." in form.text
        tomas.post(about, form.form("").values | {"reason": "pressure", "words": "It frightens me."})
        report = Report.objects.get()
        read = seen(lena.get(at("report", report.id)))
    assert "About Ana" in read.text
    assert "It frightens me." in read.text
    assert NAME not in read.text
    assert online(street, "ana").get(at("report", report.id)).status_code == 404


def test_somebody_one_no_longer_sees_is_reported_by_name_in_two_taps(street: Street) -> None:
    """Ines blocked him first; the page is the same as before, and says nothing of her."""
    browser, circle = online(street, "tomas"), at("circle", street.circle.id)
    here = at("circle_report", street.circle.id)
    before = seen(browser.get(here)).text
    block(by=street.by("ines"), user=street.user("tomas").id)
    assert here in seen(browser.get(circle)).links
    page = seen(browser.get(here))
    assert page.text == before
    answer = browser.post(here, page.form("").values | {"about": "Ines", "reason": "unwanted"}, follow=True)
    assert "Handed over; nobody has opened it yet." in seen(answer).text
    read = seen(online(street, "ana").get(at("report", Report.objects.get().id)))
    assert "About Ines" in read.text
    assert "Contact that is not wanted" in read.text
    assert "Tomas" not in read.text


def test_a_report_without_a_name_keeps_what_was_typed(street: Street) -> None:
    browser, here = online(street, "tomas"), at("circle_report", street.circle.id)
    sent = seen(browser.get(here)).form("").values | {"reason": "unwanted", "words": "He came back.", "about": " "}
    answer = browser.post(here, sent)
    assert answer.status_code == 422
    assert "by the name that you knew" in seen(answer).text
    assert "He came back." in answer.content.decode()


def test_a_circle_says_that_nobody_looks_after_it_only_where_nobody_does(street: Street) -> None:
    browser, words = online(street, "tomas"), "Nobody looks after this circle now"
    block(by=street.by("ana"), user=street.user("tomas").id)
    assert words not in seen(browser.get(at("circle", street.circle.id))).text
    leave_circle(by=street.by("ana"), now=NOW, circle=street.circle)
    with cast.signed_in(street.people["ines"]):
        hand_over_keys(by=street.by("ines"), circle=street.circle)
    assert words in seen(browser.get(at("circle", street.circle.id))).text


def test_a_steward_takes_out_whoever_blocked_them(street: Street) -> None:
    before = seen(online(street, "ana").get(at("circle_members", street.circle.id))).text
    block(by=street.by("ines"), user=street.user("ana").id)
    browser = online(street, "ana")
    assert seen(browser.get(at("circle_members", street.circle.id))).text == before
    form = seen(browser.get(at("member", street.membership("ines").id))).form("/turn-away")
    browser.post(form.action)
    assert not Membership.objects.filter(owner=street.user("ines")).exists()


def test_the_page_of_a_person_tells_a_steward_no_block(street: Street) -> None:
    """Whom she linked is in her list of members all the same; to another member they are gone from both."""
    pages = {}
    for name in ("ana", "ines"):
        with cast.signed_in(street.people[name]) as user:
            person = cast.tomas(User.objects.get(pk=user.pk))
            link_person(by=street.by(name), person=person, user=street.user("tomas").id)
            pages[name] = [at("person", person.id), at("person_thanks", person.id)]
    before = {name: [seen(online(street, name).get(page)).text for page in pages[name]] for name in pages}
    assert all(NAME in text[0] for text in before.values())
    for name in pages:
        block(by=street.by("tomas"), user=street.user(name).id)
    after = {name: [seen(online(street, name).get(page)).text for page in pages[name]] for name in pages}
    assert after["ana"] == before["ana"]
    assert NAME not in after["ines"][0]


def test_another_name_is_known_to_whoever_shares_another_circle_and_that_is_said_first(street: Street) -> None:
    """Ines noted who Tomas is; in the choir he is Sunny."""
    choir = make_street_of(street.people["ines"], "ines")
    with cast.signed_in(street.people["ines"]) as ines:
        link = invite(by=street.by("ines"), now=NOW, circle=choir.circle, label="Tomas").secret
        link_person(by=street.by("ines"), person=cast.tomas(ines), user=street.user("tomas").id)
    browser = online(street, "tomas")
    form = seen(browser.get(at("invitation", link))).form("/accept")
    assert "whoever is in another circle with you" in seen(browser.get(at("invitation", link))).text
    browser.post(form.action, form.values | {"called": "Sunny"})
    choir.people["tomas"] = street.people["tomas"]
    with cast.signed_in(street.people["ines"]):
        confirm_member(by=street.by("ines"), now=NOW, circle=choir.circle, member=choir.membership("tomas").id)
    page = seen(online(street, "ines").get(at("member", choir.membership("tomas").id)))
    assert "Sunny" in page.text
    assert "For you, this is Tomas" in page.text


def test_a_block_is_taken_back_in_settings(street: Street) -> None:
    browser, member = online(street, "tomas"), street.membership("ines").id
    page = seen(browser.get(at("member", member)))
    assert "Ines" not in seen(browser.post(page.form("/block").action, follow=True)).text
    assert browser.get(at("member", member)).status_code == 404
    settings = seen(browser.get(at("blocked")))
    assert "Ines" in settings.text
    browser.post(settings.form("/end").action)
    assert browser.get(at("member", member)).status_code == 200


def test_a_person_on_the_map_is_linked_for_oneself(street: Street) -> None:
    with cast.signed_in(street.people["ana"]) as user:
        person = cast.tomas(User.objects.get(pk=user.pk))
    page, browser = at("member", street.membership("tomas").id), online(street, "ana")
    browser.post(seen(browser.get(page)).form("/link").action, {"person": str(person.id)})
    assert at("person", person.id) in seen(browser.get(page)).links
    assert "On your map" in seen(online(street, "ines").get(page)).text
    assert str(person.id) not in online(street, "ines").get(page).content.decode()
    browser.post(seen(browser.get(page)).form("/link").action)
    assert at("person", person.id) not in seen(browser.get(page)).links


def test_every_page_costs_the_same_queries_for_few_and_many(street: Street, statements: Any) -> None:
    pages = [
        *(at(name, street.circle.id) for name in ("circle", "circle_members", "circle_invite", "circle_me")),
        *(at(name, street.circle.id) for name in ("circle_log", "circle_report")),
        *(at(name) for name in ("circles", "reports", "blocked")),
        at("member", street.membership("tomas").id),
        at("member_report", street.membership("tomas").id),
    ]
    street.people["rosa"] = cast.make_user("rosa")
    come(street, "rosa")
    browser = online(street, "ana")
    few = [_queries(browser, page, statements) for page in pages]
    _fill(street)
    assert [_queries(browser, page, statements) for page in pages] == few
    assert max(few) <= 25


def _queries(browser: Client, page: str, statements: Any) -> int:
    with statements() as ran:
        assert browser.get(page).status_code == 200
    return len(ran)


def _fill(street: Street) -> None:
    """Two hundred members and notes; some who wait, and invitations."""
    crowd(street, 200)
    for name in ("bo", "lin", "cleo"):
        street.people[name] = cast.make_user(name)
        (come if name != "cleo" else bring_in)(street, name)
    for number in range(5):
        secret_of(street, f"Guest {number}")
