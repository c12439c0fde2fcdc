"""The check-in room: asking, readings, what can help, and what it never says."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.checkins.actions import choose_measures, keep_answers, keep_self_time
from kindring.checkins.choosing import Chosen
from kindring.checkins.definitions import measures
from kindring.checkins.models import CheckIn, Choice, SelfTime
from kindring.checkins.reading import answered, mark_of
from kindring.insights.wellbeing import chosen_by
from kindring.people.actions import set_state
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, mira, tomas
from tests.web.seen import Seen, seen

FALSE_WORDS = ("streak", "overdue", "patient", "depressed person", "you are lonely", "others like you", "average")
WORST = dict.fromkeys(("nervous", "worry", "down"), "nearly_every_day")


def keep(user: User, days: int, measure: str, **answers: str) -> None:
    keep_answers(by=Actor(user), now=NOW - timedelta(days=days), measure=measure, answers=answers)


def home(client: Client) -> Any:
    return seen(client.get(reverse("check_in")))


def ask(client: Client, name: str, at: int) -> Any:
    return seen(client.get(reverse("check_in_ask"), {"set": name, "at": str(at)}))


def answer(client: Client, name: str, at: int, page: Any, **answers: str) -> Any:
    sent = page.forms[-1].values | answers
    return client.post(reverse("check_in_ask", query={"set": name, "at": str(at)}), sent)


def test_the_weekly_minute_from_the_first_question_to_the_last(ana_online: Client) -> None:
    chosen = {
        "ons_happy-happy": "6",
        "ons_anxious-anxious": "2",
        "ons_lonely-lonely": "hardly",
        "turn_to-turn_to": "yes",
    }
    for at, (field, option) in enumerate(chosen.items(), start=1):
        page = ask(ana_online, "short", at)
        assert f"{at} of 4" in page.text
        assert measures()[field.partition("-")[0]].items[0].words in page.text
        response = answer(ana_online, "short", at, page, **{field: option})
        assert response.status_code == 303
    assert response["Location"].startswith(reverse("check_in") + "?done=")
    assert "That is all. What you answered is kept." in seen(ana_online.get(response["Location"])).text
    assert "6 of 10" in home(ana_online).text
    assert "Hardly ever" in home(ana_online).text


def test_nothing_is_chosen_before_someone_chooses(ana_online: Client) -> None:
    page = ask(ana_online, "short", 1)
    assert [
        one.value for one in page.forms[-1].fields if one.name == "ons_happy-happy" and one.value is not None
    ] == []


def test_window_wording_and_licence_stand_on_the_page(ana: User, ana_online: Client) -> None:
    choose_measures(by=Actor(ana), chosen=Chosen.read({"when": {"who5": "short", "gad7": "short"}}))
    asked = [measure.key for measure in chosen_by(ana).asked("short")]
    for key in ("who5", "gad7"):
        text, measure = ask(ana_online, "short", asked.index(key) + 1).text, measures()[key]
        assert all(item.words in text for item in measure.items)
        assert all(option.words in text for option in measure.options)
        assert measure.stem in text
        assert measure.licence in text
    assert measures()["who5"].notice in ask(ana_online, "short", asked.index("who5") + 1).text


def test_skipping_keeps_nothing_and_goes_on(ana_online: Client) -> None:
    response = answer(ana_online, "short", 1, ask(ana_online, "short", 1), **{"ons_happy-happy": "3", "skip": "1"})
    assert response["Location"] == reverse("check_in_ask") + "?set=short&at=2"
    for at in (2, 3, 4):
        response = answer(ana_online, "short", at, ask(ana_online, "short", at))
    assert response["Location"].startswith(reverse("check_in") + "?")
    assert not CheckIn.objects.exists()


def test_an_answer_out_of_range_is_a_plain_sentence_and_the_rest_stays(ana_online: Client) -> None:
    page = ask(ana_online, "long", 2)
    response = answer(ana_online, "long", 2, page, **{"phq4-worry": "always", "phq4-down": "several_days"})
    assert response.status_code == 422
    after = seen(response)
    assert "Choose one of these answers, or skip the question." in after.text
    assert after.forms[-1].values["phq4-down"] == "several_days"
    assert not CheckIn.objects.exists()


def test_a_measure_that_nobody_knows_is_refused(ana_online: Client) -> None:
    response = ana_online.post(reverse("check_in_ask"), {"measure": "phq9", "phq9-hurt": "3"})
    assert (response.status_code, CheckIn.objects.count()) == (303, 0)


def test_two_devices_are_told_and_the_second_press_decides(ana: User, ana_online: Client) -> None:
    page = ask(ana_online, "short", 1)
    keep(ana, 0, "ons_happy", happy="6")
    response = answer(ana_online, "short", 1, page, **{"ons_happy-happy": "3"})
    assert response.status_code == 409
    told = seen(response)
    assert "You answered this on another device in the meantime." in told.text
    assert told.forms[-1].values["ons_happy-happy"] == "3"
    assert answered(CheckIn.objects.get())["ons_happy"] == {"happy": "6"}
    assert ana_online.post(reverse("check_in_ask"), told.forms[-1].values).status_code == 303
    assert answered(CheckIn.objects.get())["ons_happy"] == {"happy": "3"}


def test_the_page_after_the_last_and_odd_places(ana_online: Client) -> None:
    for at in ("5", "99"):
        assert ana_online.get(reverse("check_in_ask"), {"at": at})["Location"] == reverse("check_in")
    for at in ("0", "-1", "x", "99999999999", "²"):
        assert ana_online.get(reverse("check_in_ask"), {"at": at}).status_code in {200, 303}


def test_titles_and_addresses_say_nothing_of_what_is_asked(ana: User, ana_online: Client) -> None:
    choose_measures(by=Actor(ana), chosen=Chosen.read({"when": {"phq8": "short"}}))
    for response in (ana_online.get(reverse("check_in")), ana_online.get(reverse("check_in_ask"), {"at": "5"})):
        assert "<title>Check-in · Kindring</title>" in response.content.decode()
    home_links = home(ana_online).links
    assert not any(key in link.lower() for link in home_links for key in measures() if key != "energy")


# Readings


def test_readings_with_gaps_are_told_as_what_they_could_be(ana: User, ana_online: Client) -> None:
    keep(ana, 3, "phq4", worry="several_days", nervous="several_days", down="several_days")
    assert "Between 3 and 6 of 12, one answer is missing" in home(ana_online).text
    assert "The published ranges" not in home(ana_online).text
    keep(ana, 2, "uls3", isolated="often")
    assert "Not added up: 2 answers are missing" in home(ana_online).text


def test_a_band_comes_with_its_source_and_is_no_diagnosis(ana: User, ana_online: Client) -> None:
    keep(ana, 3, "phq4", worry="several_days", nervous="several_days", down="several_days", interest="not_at_all")
    said = "The published ranges call this “mild” (NINDS CDE F2495; Kroenke 2009). It is no diagnosis."
    assert said in home(ana_online).text


def test_words_for_a_change_need_two_readings_in_a_row(ana: User, ana_online: Client) -> None:
    for days, happy in ((28, "4"), (21, "4"), (14, "7")):
        keep(ana, days, "ons_happy", happy=happy)
    assert "About the same since 25 October." in home(ana_online).text
    keep(ana, 7, "ons_happy", happy="6")
    assert "Two readings in a row are a little higher than those since 25 October." in home(ana_online).text


def test_the_map_stands_beside_a_change_only_if_wanted(ana: User, ana_online: Client) -> None:
    for days, happy in ((42, "4"), (35, "4"), (14, "7"), (7, "7")):
        keep(ana, days, "ons_happy", happy=happy)
    for make in (mira, jonas):
        in_touch(ana, make(ana, now=NOW - timedelta(days=300)), 5, way="in_person")
    paused = tomas(ana, now=NOW - timedelta(days=300))
    set_state(by=Actor(ana), now=NOW, person=paused, state="paused", until=TODAY + timedelta(days=30))
    together = "These went together; that does not mean one made the other."
    assert together not in home(ana_online).text
    choose_measures(by=Actor(ana), chosen=Chosen.read({"beside": True}))
    text = home(ana_online).text
    assert "In the last four weeks you met more people face to face: 2, and 0 before." in text
    assert "With one person it is paused." in text
    assert together in text


def charts(page: Seen) -> list[Any]:
    return [attrs for tag, attrs in page.tags if tag == "svg" and "trend" in attrs.get("class", "")]


def test_the_chart_has_a_table_that_says_the_same(ana: User, ana_online: Client) -> None:
    keep(ana, 21, "ons_happy", happy="4")
    assert not charts(home(ana_online)), "one reading is no line"
    keep(ana, 14, "ons_happy", happy="7")
    page = home(ana_online)
    (chart,) = charts(page)
    assert "2 readings since 1 November, lately 7 of 10. They are in the table below." in chart["aria-label"]
    body = ana_online.get(reverse("check_in")).content.decode()
    rows = "<tr><td>8 November 2026</td><td>7 of 10</td></tr>", "<tr><td>1 November 2026</td><td>4 of 10</td></tr>"
    assert body.index(rows[0]) < body.index(rows[1])


# What can help now


def test_a_high_answer_shows_what_can_help_on_the_same_page(ana: User, ana_online: Client) -> None:
    known = {"channels": [{"kind": "phone", "label": "", "value": "+44 7700 900123"}]}
    in_touch(ana, mira(ana, **known), 3)
    tomas(ana)
    assert "What can help now" not in home(ana_online).text
    keep_answers(by=Actor(ana), now=NOW, measure="phq4", answers=WORST)
    page = home(ana_online)
    assert "What can help now" in page.text
    assert {reverse("lifeline"), reverse("lines"), "tel:+447700900123"} <= set(page.links)
    assert "A doctor or a counsellor is the one to talk to" in page.text
    help_card = page.text.split("What can help now")[1].split("Nobody is told")[0]
    assert "Mira" in help_card
    assert "Tomas" not in help_card


def test_help_is_for_now_and_nothing_of_it_is_stored(ana: User, ana_online: Client) -> None:
    keep_answers(by=Actor(ana), now=NOW - timedelta(days=14), measure="phq4", answers=WORST)
    assert "What can help now" not in home(ana_online).text
    row = CheckIn.objects.get()
    assert row.answers == {"phq4": {"version": 1, "answers": WORST}}
    keep_answers(
        by=Actor(ana), now=NOW, measure="phq4", answers=dict.fromkeys(measures()["phq4"].by_item, "not_at_all")
    )
    assert "What can help now" not in home(ana_online).text


def test_it_judges_nobody(ana: User, ana_online: Client) -> None:
    keep_answers(by=Actor(ana), now=NOW, measure="phq4", answers=WORST)
    keep(ana, 0, "ons_lonely", lonely="often")
    for name in ("check_in", "check_in_choose", "check_in_days", "self_time"):
        text = seen(ana_online.get(reverse(name))).text.lower()
        assert [word for word in FALSE_WORDS if word in text] == []


# The day, all days, the choice


def test_a_day_is_changed_and_taken_back(ana: User, ana_online: Client) -> None:
    keep(ana, 3, "ons_happy", happy="4")
    row = CheckIn.objects.get()
    address = reverse("check_in_day", args=[row.id])
    page = seen(ana_online.get(address))
    assert "19 November 2026" in page.text
    sent = page.forms[-2].values
    assert sent["ons_happy-happy"] == "4"
    assert ana_online.post(address, sent | {"ons_happy-happy": "5"}).status_code == 303
    assert answered(CheckIn.objects.get())["ons_happy"] == {"happy": "5"}
    refused = ana_online.post(address, sent | {"ons_happy-happy": "9"})
    assert refused.status_code == 409
    assert seen(refused).forms[-2].values["was-ons_happy"] == mark_of({"happy": "5"})
    assert ana_online.post(reverse("check_in_delete", args=[row.id])).status_code == 303
    assert not CheckIn.objects.exists()


def test_the_last_answer_skipped_takes_the_day_along(ana: User, ana_online: Client) -> None:
    keep(ana, 3, "ons_happy", happy="4")
    address = reverse("check_in_day", args=[CheckIn.objects.get().id])
    sent = seen(ana_online.get(address)).forms[-2].values | {"ons_happy-happy": ""}
    assert ana_online.post(address, sent)["Location"].startswith(reverse("check_in_days"))
    assert not CheckIn.objects.exists()


def test_questions_that_changed_since_are_said(ana: User, ana_online: Client) -> None:
    keep(ana, 3, "phq4", worry="several_days")
    row = CheckIn.objects.get()
    row.answers = {"phq4": {"version": 0, "answers": {"nerves": "often"}}}
    row.save()
    assert "The questions of “Worry and low mood” have changed since." in home(ana_online).text
    assert "are kept as they were" in seen(ana_online.get(reverse("check_in_day", args=[row.id]))).text


def test_what_to_be_asked_is_chosen_and_ordered_by_form(ana: User, ana_online: Client) -> None:
    page = seen(ana_online.get(reverse("check_in_choose")))
    sent = page.forms[-1].values | {"when-who5": "short", "rhythm-short": "14", "beside": "on"}
    assert ana_online.post(reverse("check_in_choose"), sent)["Location"].startswith(reverse("check_in") + "?")
    sent |= {"move": "who5:-1"}
    response = ana_online.post(reverse("check_in_choose"), sent)
    assert response["Location"] == reverse("check_in_choose") + "#m-who5"
    chosen = chosen_by(ana)
    assert [one.key for one in chosen.asked("short")][-2:] == ["who5", "turn_to"]
    assert (chosen.rhythm["short"], chosen.beside) == (14, True)
    wrong = ana_online.post(reverse("check_in_choose"), sent | {"when-who5": "daily"})
    assert wrong.status_code == 422


def test_who_chose_nothing_is_told_that_it_is_fine(ana: User, ana_online: Client) -> None:
    never = dict.fromkeys(Chosen.read({}).when, "never")
    choose_measures(by=Actor(ana), chosen=Chosen.read({"when": never}))
    assert "You chose no questions" in home(ana_online).text
    assert ana_online.get(reverse("check_in_ask"))["Location"] == reverse("check_in")


# Energy, and time for oneself


def test_one_tap_about_energy_makes_today_small(ana: User, ana_online: Client) -> None:
    mira(ana)
    response = ana_online.post(reverse("check_in_energy"), {"energy": "low", "back": "/"})
    assert response["Location"].startswith("/?done=")
    page = seen(ana_online.get("/"))
    assert "Noted. Thank you for telling." in seen(ana_online.get(response["Location"])).text
    assert "Go gently today." in page.text
    ana_online.post(reverse("check_in_energy"), {"energy": "good"})
    assert "Go gently today." not in seen(ana_online.get("/")).text
    assert ana_online.post(reverse("check_in_energy"), {"energy": "no"}).status_code == 422


def test_time_for_oneself_stands_in_the_middle_of_the_map(ana: User, ana_online: Client) -> None:
    mira(ana)
    assert 'class="self"' not in ana_online.get(reverse("people")).content.decode()
    page = seen(ana_online.get(reverse("self_time")))
    sent = page.forms[-1].values | {"what": "nature", "note": "Along the river"}
    assert ana_online.post(reverse("self_time"), sent).status_code == 303
    shown = ana_online.get(reverse("people"))
    assert 'class="self"' in shown.content.decode()
    assert "Time for yourself: today." in seen(shown).text
    assert "The last time: today." in seen(ana_online.get(reverse("check_in"))).text
    assert "Along the river" in seen(ana_online.get(reverse("self_time"))).text


def test_a_plan_is_had_or_let_go(ana: User, ana_online: Client) -> None:
    time = keep_self_time(by=Actor(ana), now=NOW, what="joy", day=days_ago(-2))
    assert "Planned" in seen(ana_online.get(reverse("self_time"))).text
    ana_online.post(reverse("self_time_done", args=[time.id]))
    assert SelfTime.objects.get().done
    ana_online.post(reverse("self_time_delete", args=[time.id]))
    assert not SelfTime.objects.exists()


def test_a_plan_without_a_choice_keeps_what_was_typed(ana_online: Client) -> None:
    response = ana_online.post(reverse("self_time"), {"day": "2026-11-20", "note": "A bath"})
    assert response.status_code == 422
    page = seen(response)
    assert "Choose what it is: rest, body, nature or joy." in page.text
    assert page.forms[-1].values["note"] == "A bath"


# After a new beginning


def test_what_waits_for_a_key_from_before_is_left_out(ana: User, ana_online: Client) -> None:
    keep(ana, 3, "ons_happy", happy="4")
    choose_measures(by=Actor(ana), chosen=Chosen.read({"when": {"gad7": "short"}}))
    time = keep_self_time(by=Actor(ana), now=NOW, what="joy")
    for model in (CheckIn, Choice, SelfTime):
        model.objects.update(locked_by=b"12345678")
    assert "4 of 10" not in home(ana_online).text
    assert "The last time" not in home(ana_online).text
    assert "Nothing is kept yet" in seen(ana_online.get(reverse("check_in_days"))).text
    assert len(chosen_by(ana).asked("short")) == 4
    for address in (
        reverse("check_in_day", args=[CheckIn.objects.get().id]),
        reverse("self_time_done", args=[time.id]),
    ):
        assert ana_online.post(address).status_code == 423


# Costs


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as ran:
        assert client.get(address).status_code == 200
    return len(ran)


@pytest.mark.parametrize("name", ["check_in", "check_in_ask", "check_in_days", "check_in_choose", "self_time"])
def test_pages_cost_the_same_for_2_and_for_200(ana: User, ana_online: Client, name: str) -> None:
    mira(ana)
    choose_measures(by=Actor(ana), chosen=Chosen.read({"beside": True}))

    def live(days: range) -> None:
        for day in days:
            keep(ana, day, "ons_happy", happy=str(day % 11))
            keep_answers(by=Actor(ana), now=NOW - timedelta(days=day), measure="phq4", answers=WORST)
            keep_self_time(by=Actor(ana), now=NOW, what="rest", day=days_ago(day))

    live(range(2))
    few = queries(ana_online, reverse(name))
    live(range(2, 200))
    assert CheckIn.objects.count() == 200
    assert queries(ana_online, reverse(name)) == few


def test_a_day_costs_the_same_for_one_measure_and_for_ten(ana: User, ana_online: Client) -> None:
    keep(ana, 0, "ons_happy", happy="1")
    address = reverse("check_in_day", args=[CheckIn.objects.get().id])
    few = queries(ana_online, address)
    for key, measure in measures().items():
        keep_answers(
            by=Actor(ana),
            now=NOW,
            measure=key,
            answers={measure.items[0].key: measure.options[0].key},
            was=mark_of({"happy": "1"}),
        )
    assert queries(ana_online, address) == few
