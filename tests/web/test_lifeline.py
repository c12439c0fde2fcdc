"""The lifeline's pages: open to everybody, never someone else's, and what was typed is never lost."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lifeline import lines
from kindring.lifeline.actions import keep_part, set_review
from kindring.lifeline.actions.photo import keep_photo
from kindring.lifeline.models import DeviceCopy, Part
from kindring.lifeline.plan import plan_of
from kindring.lifeline.steps import mark_of
from kindring.web import lines_words
from kindring.web.lifeline_words import number_in
from tests import cast
from tests.cast import NOW, TODAY
from tests.photos import CAMERA, PHOTO, exif, jpeg, segment
from tests.web.seen import seen

PHONE = [{"kind": "phone", "label": "", "value": "+44 7700 900123"}]


@pytest.fixture
def plan(ana: User, by: Actor) -> User:
    mira = cast.mira(ana, channels=PHONE)
    seen_mark = mark_of([])
    keep_part(by=by, now=NOW, part=Part.HELP, lines=["the neighbours"], people=[mira.id], seen=seen_mark)
    keep_part(by=by, now=NOW, part=Part.SIGNS, lines=["awake at four"], seen=seen_mark)
    return ana


def words(client: Client, name: str) -> str:
    return seen(client.get(reverse(name))).text


def test_numbers_are_there_for_whoever_comes(db: None) -> None:
    stranger = Client()
    assert "Which country are you in?" in words(stranger, "lifeline")
    assert "Call 112" not in words(stranger, "lifeline")
    answer = stranger.post(reverse("country"), {"country": "DE"})
    assert answer["Location"] == reverse("lifeline")
    page = seen(stranger.get(reverse("lifeline")))
    assert "Call 0800 1110111" in page.text
    assert "Germany. Checked in November 2026." in page.text
    assert {"tel:112", "tel:08001110111", lines_of_elsewhere()} <= set(page.links)
    stranger.post(reverse("country"), {"country": ""})
    assert "Which country" in words(stranger, "lifeline")


def lines_of_elsewhere() -> str:
    return "https://findahelpline.com/"


def test_another_site_is_left_for_only_by_a_link_that_tells_nothing(db: None) -> None:
    page = seen(Client().get(reverse("lines")))
    outward = [attrs for tag, attrs in page.tags if tag == "a" and attrs.get("href", "").startswith("https:")]
    assert outward
    assert all(attrs["rel"] == "noreferrer" for attrs in outward)


def test_every_number_of_every_country_is_dialled_as_it_is_shown(db: None) -> None:
    html = Client().get(reverse("lines")).content.decode()
    links = re.findall(
        r'<a class="button[^"]*" href="(tel|sms):([^"?]+)[^"]*">.*?</svg>\s*([^<]+)</a>', html, re.DOTALL
    )
    ours: list[object] = [one for country in lines.lines_in(None) for one in country.emergency]
    ours += [way for country in lines.lines_in(None) for line in country.lines for way in line.ways if way.number]
    assert len(links) == len(ours)
    for _scheme, dialled, shown in links:
        number = re.search(r"[0-9][0-9 -]*$", shown.split("·")[0].strip())
        assert number is not None
        assert re.sub(r"[ -]", "", number[0]) == dialled


def test_what_is_two_years_old_is_not_shown(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2029, 1, 1))
    html = words(Client(), "lines")
    assert "Call" not in html
    assert "checked more than two years ago" in html
    assert "findahelpline.com" in html


def test_a_hosts_own_file_takes_the_place_of_ours(db: None, tmp_path: Path) -> None:
    file = tmp_path / "lines.json"
    mark = '"source": "https://a.example/", "checked": "2026-11-22"'
    file.write_text(
        f'{{"about": "", "countries": [{{"country": "XK", "name": "Somewhere", "lines": [],'
        f'"emergency": [{{"number": "999", "for": "everything", {mark}}}]}}]}}',
        encoding="utf-8",
    )
    with override_settings(KINDRING_CRISIS_LINES=file):
        text = words(Client(), "lines")
    assert "Somewhere" in text
    assert "Germany" not in text


def test_plan_is_there_for_its_owner_and_for_nobody_else(ana_online: Client, plan: User) -> None:
    page = seen(ana_online.get(reverse("lifeline")))
    assert "awake at four" in page.text
    assert {"tel:+447700900123", "sms:+447700900123"} <= set(page.links)
    assert "awake" not in words(Client(), "lifeline")
    assert "Sign in to see your plan" in words(Client(), "lifeline")


def test_plan_goes_along_with_everything_else(ana_online: Client, plan: User, by: Actor) -> None:
    keep_photo(by=by, data=PHOTO)
    rows = json.loads(ana_online.post(reverse("settings_export")).content)["rows"]
    assert {"words": "awake at four"} in [step for row in rows["lifeline.PlanPart"] for step in row["steps"]]
    assert rows["lifeline.PlanFrame"][0]["photo"].startswith("data:image/png;base64,")


def test_title_and_address_say_nothing_of_the_plan(ana_online: Client, plan: User) -> None:
    for name in ("lifeline", "lifeline_signs", "lifeline_print", "worried"):
        html = ana_online.get(reverse(name)).content.decode()
        assert "<title>Lifeline · Kindring</title>" in html


def test_a_part_is_written_and_a_name_from_the_map_means_that_person(ana_online: Client, plan: User) -> None:
    form = seen(ana_online.get(reverse("lifeline_company"))).form("")
    assert "people" not in form.values  # Mira stands only in the other part: she is not offered
    sent = {"lines": "the library\n\nchoir on Wednesdays", "seen": form.values["seen"]}
    assert ana_online.post(reverse("lifeline_company"), sent).status_code == 303
    text = words(ana_online, "lifeline")
    assert "the library" in text
    assert "choir on Wednesdays" in text


def test_typed_name_of_someone_who_is_offered_becomes_them(ana_online: Client, ana: User) -> None:
    jonas = cast.jonas(ana, channels=PHONE)
    mark = seen(ana_online.get(reverse("lifeline_help"))).form("").values["seen"]
    ana_online.post(reverse("lifeline_help"), {"lines": "jonas\nmy neighbour", "seen": mark})
    steps = plan_of(ana, TODAY).steps[Part.HELP]
    assert [step.person.id if step.person else step.words for step in steps] == [jonas.id, "my neighbour"]


def test_two_devices_lose_nothing(ana_online: Client, plan: User) -> None:
    sent = {"lines": "from the laptop", "seen": mark_of([])}
    answer = ana_online.post(reverse("lifeline_signs"), sent)
    assert answer.status_code == 409
    page = seen(answer)
    assert "There now, from the other device" in page.text
    assert "awake at four" in page.text
    again = page.form("").values
    assert again["lines"] == "from the laptop"
    assert ana_online.post(reverse("lifeline_signs"), again).status_code == 303
    assert [step.words for step in plan_of(plan, TODAY).steps[Part.SIGNS]] == ["from the laptop"]


def test_day_to_look_again_comes_up_here_when_it_has_come(ana_online: Client, plan: User, by: Actor) -> None:
    set_review(by=by, now=NOW - timedelta(days=30), on=TODAY)
    assert "Does it still fit?" in words(ana_online, "lifeline")
    ana_online.post(reverse("lifeline_review"), {"soon": "90"})
    assert "Does it still fit?" not in words(ana_online, "lifeline")
    assert plan_of(plan, TODAY).review_on == TODAY + timedelta(days=90)


def test_photo_goes_in_with_what_the_camera_wrote_and_comes_out_without(ana_online: Client, ana: User) -> None:
    file = BytesIO(jpeg(segment(0xE1, exif())))
    file.name = "sea.jpg"
    assert ana_online.post(reverse("lifeline_photo"), {"photo": file}).status_code == 303
    answer = ana_online.get(reverse("lifeline_picture"))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store"
    assert CAMERA not in answer.content
    assert reverse("lifeline_picture") in ana_online.get(reverse("lifeline")).content.decode()
    ana_online.post(reverse("photo_remove"))
    assert ana_online.get(reverse("lifeline_picture")).status_code == 404


def test_copy_for_a_device_names_no_id_and_may_be_asked_for(ana_online: Client, plan: User) -> None:
    answer = ana_online.post(reverse("lifeline_device"), {"leaves": "on"})
    told = answer.json()
    assert [part["heading"] for part in told["plan"]][1:] == ["I notice", "People I can tell"]
    assert str(plan.id) not in answer.content.decode()
    assert answer.cookies["kindring_plan"].value == "o"
    ask = {"X-Copy": told["secret"]}
    assert Client().get(reverse("lifeline_kept"), headers=ask).status_code == 204
    ana_online.post(reverse("copy_end", args=[DeviceCopy.objects.get().id]))
    assert Client().get(reverse("lifeline_kept"), headers=ask).status_code == 404


def test_pages_cost_the_same_queries_however_long_the_plan(
    ana_online: Client, ana: User, by: Actor, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    names = ("lifeline", "lifeline_help", "lifeline_signs", "lifeline_print", "lifeline_device")
    counts: dict[str, list[int]] = {name: [] for name in names}
    for number in (2, 200):
        people = [cast.make_person(ana, f"Person {number} {at}", ring="outer") for at in range(number)]
        few = [person.id for person in people[:15]]
        mark = plan_of(ana, TODAY).marks[Part.HELP]
        keep_part(by=by, now=NOW, part=Part.HELP, lines=[], people=few, seen=mark)
        for name in names:
            with statements() as ran:
                ana_online.get(reverse(name))
            counts[name].append(len(ran))
    assert {name: found for name, found in counts.items() if len(set(found)) > 1} == {}


def test_strangers_cost_no_query(db: None, statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    for name in ("lifeline", "lines", "worried"):
        with statements() as ran:
            Client().get(reverse(name))
        assert ran == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Dr Novak, practice, 030 1234567", ("Dr Novak, practice", "030 1234567")),
        ("Dr Novak (030 123456)", ("Dr Novak", "030 123456")),
        ("+49 30 23125 041", ("", "+49 30 23125 041")),
        ("clinic: 0049-30-123456", ("clinic", "0049-30-123456")),
        ("choir since 2011", ("choir since 2011", "")),
        ("awake at 4", ("awake at 4", "")),
        ("call 030 1234567 after six", ("call 030 1234567 after six", "")),
    ],
)
def test_a_number_at_the_end_of_a_line_is_found(line: str, found: tuple[str, str]) -> None:
    assert number_in(line) == found


def test_languages_are_called_as_they_call_themselves() -> None:
    assert lines_words.languages(["de", "en"]) == "Deutsch, English"
    assert lines_words.languages(["hi", "en", "bn", "te", "mr", "ta"]).endswith("and 2 more languages")


def test_app_is_called_as_one_chose_and_says_no_more(ana_online: Client) -> None:
    ana_online.post(reverse("app_look"), {"look": "notes"})
    told = ana_online.get(reverse("manifest")).json()
    assert told["name"] == told["short_name"] == "Notes"
    assert "shortcuts" not in told
    assert "description" not in told
    assert Client().get(reverse("manifest")).json()["name"] == "Kindring"


def test_texts_name_no_method_and_stay_kind() -> None:
    """Safe messaging: hope and help beside each mention, nothing of means, "died by" and never "committed"."""
    folder = Path(lines_words.__file__).parent / "templates" / "lifeline"
    texts = " ".join(file.read_text(encoding="utf-8") for file in folder.glob("*.html"))
    texts += (Path(lines_words.__file__).parent / "lifeline_words.py").read_text(encoding="utf-8")
    forbidden = (
        r"\b(commit\w*|overdose|pills?|rope|hang\w*|weapon|gun|jump\w*|razor|successful|failed attempt|epidemic)\b"
    )
    assert re.findall(forbidden, texts.replace("hanging", ""), re.IGNORECASE) == []
    assert "died by suicide" in texts
