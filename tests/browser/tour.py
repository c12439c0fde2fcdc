"""Every page in every state it can show: for whom, at which address, and what is pressed to get there."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse
from playwright.sync_api import Page

from kindring.web.guide_texts import GUIDES
from tests.browser.visiting import DESK, Visit
from tests.browser.world import World
from tests.doors.table import PARTS

WRONG = "these words open nothing"
LENT_A_HAND = "You lent me a hand."


class Stop(NamedTuple):
    """A page. `who` is '' for someone not signed in; `args` are names in the world's ids; `then` comes last."""

    name: str
    who: str
    url: str
    args: tuple[str, ...] = ()
    query: str = ""
    then: Callable[[Page], Any] | None = None

    def address(self, world: World) -> str:
        if self.url.startswith("/"):
            return self.url
        query = self.query.format_map({name.replace(" ", "_"): one for name, one in world.ids.items()})
        return reverse(self.url, args=[world.ids[name] for name in self.args]) + query

    def reach(self, visit: Visit, world: World) -> Page:
        """Opens the page on a desk, as whoever it is for."""
        visit.page.set_viewport_size(DESK)
        visit.sign_out()
        if self.who:
            visit.sign_in(world.cookie(self.who))
        visit.page.goto(self.address(world))
        if self.then:
            self.then(visit.page)
        return visit.page


def pressing(button: str, **typed: str) -> Callable[[Page], None]:
    """Fills fields by their name, then presses; forms are checked by the server, not by the browser."""

    def press(page: Page) -> None:
        page.locator("main form").evaluate_all("forms => forms.forEach((form) => (form.noValidate = true))")
        for name, words in typed.items():
            page.locator(f"main [name={name}]").first.fill(words)
        page.locator("main").get_by_role("button", name=button, exact=True).first.click()
        page.wait_for_load_state()

    return press


def opened(page: Page) -> None:
    """Everything that can be unfolded is."""
    page.locator("main details").evaluate_all("all => all.forEach((one) => (one.open = true))")


def without_mark(page: Page) -> None:
    page.locator("main [name=csrfmiddlewaretoken]").first.evaluate("mark => mark.remove()")
    pressing("Keep")(page)


def no_address_book(page: Page) -> None:
    page.set_input_files("[name=book]", {"name": "a.vcf", "mimeType": "text/vcard", "buffer": b"x"})
    pressing("Read it")(page)
    page.locator(".problem").wait_for()


def answered_elsewhere(page: Page) -> None:
    """Sends a question that began with other answers than are there now."""
    page.locator("main [name=was]").evaluate("mark => (mark.value = 'other')")
    page.locator("main input[type=radio]").nth(5).check()
    pressing("Next")(page)


def in_a_country(page: Page) -> None:
    """This device remembers a country with many lines."""
    page.locator("main details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    page.get_by_label("Which country are you in?").select_option("PL")
    page.get_by_role("button", name="Show the numbers").click()
    page.wait_for_load_state()


def changed_elsewhere(page: Page) -> None:
    page.locator("main [name=seen]").evaluate("seen => (seen.value = 'another')")
    pressing("Keep", lines="from this device")(page)
    page.locator(".problem").wait_for()


def readers_changed(page: Page) -> None:
    page.locator("main [name=seen]").evaluate("seen => (seen.value = 'another')")
    pressing("Keep")(page)
    page.locator("[role=alert]").first.wait_for()


def no_photo(page: Page) -> None:
    page.set_input_files("[name=photo]", {"name": "a.png", "mimeType": "image/png", "buffer": b"x"})
    pressing("Keep")(page)
    page.locator(".problem").wait_for()


def thanking(page: Page) -> None:
    for words in (LENT_A_HAND, "It made the day lighter."):
        pressing(words)(page)
    page.locator("#text").wait_for()


def linked(page: Page) -> None:
    opened(page)
    page.locator("[name=label]").fill("Freya")
    pressing("Make a link")(page)


def too_late(page: Page) -> None:
    """Presses for the date that is taken, as from a page that has lain open."""
    page.locator("#take .first").evaluate("(one) => (one.value = document.querySelector('[name=stand_by]').value)")
    page.locator("#take .first").click()
    page.locator("[role=alert]").wait_for()


def offering_nothing(page: Page) -> None:
    opened(page)
    pressing("Offer it")(page)


def nameless(page: Page) -> None:
    opened(page)
    page.locator("#take [name=name]").fill("")
    page.locator("button[form=take]").first.click()
    page.locator("[role=alert]").first.wait_for()


def lost_link(page: Page) -> None:
    """What was typed comes back where the link was taken back meanwhile."""
    opened(page)
    page.locator("#take [name=word]").fill("With dumplings")
    page.locator("#take").evaluate("(form) => (form.action = form.action.replace('/claim', 'x/claim'))")
    page.locator("button[form=take]").first.click()
    page.locator("#typed-1").wait_for()


DOORS = [
    Stop("sign in", "", "sign_in"),
    Stop("sign in with what is wrong", "", "sign_in", then=pressing("Sign in", name="ana", password=WRONG)),
    Stop("join", "", "join"),
    Stop("join with nothing typed", "", "join", then=pressing("Join")),
    Stop("recovery code", "new", "join_code"),
    Stop("recovery code typed wrong", "new", "join_code", then=pressing("Go on", code="ABCD")),
    Stop("locked", "locked", "unlock"),
    Stop("new password by code", "", "recover"),
    Stop("host's link", "", "reset_link", ("link",)),
    Stop("host's link with nothing typed", "", "reset_link", ("link",), then=pressing("Begin again")),
    Stop("what is locked", "ana", "reopen"),
    Stop("erase what is locked", "ana", "reopen_erase"),
    Stop("after erasing", "", "farewell"),
    Stop("what this server can read", "", "readable", then=opened),
    Stop("no connection", "", "offline"),
]
TODAY = [
    Stop("today", "ana", "today"),
    Stop("today, nobody yet", "nobody", "today"),
    Stop("today, nobody placed", "unplaced", "today"),
    Stop("today, three people", "three", "today"),
    Stop("today, low day", "low", "today"),
    Stop("today, low day and done", "low_and_done", "today"),
    Stop("today, done", "done", "today"),
]
PEOPLE = [
    Stop("map", "ana", "people"),
    Stop("map, nobody yet", "nobody", "people"),
    Stop("map of three", "three", "people"),
    Stop("map of 150", "crowd", "people"),
    Stop("list", "ana", "people_list"),
    Stop("list, after one tap", "ana", "people_list", then=pressing("In touch today with Ines")),
    Stop("list, nobody like that", "ana", "people_list", query="?role=partner&state=died"),
    Stop("list, nobody yet", "nobody", "people_list"),
    Stop("list of 150, second page", "crowd", "people_list", query="?page=2"),
    Stop("person of whom all is said", "ana", "person", ("Mira",), then=opened),
    Stop("person, after one tap", "ana", "person", ("Mira",), then=pressing("We were in touch")),
    Stop("person, older moments", "ana", "person", ("Luka",), "?page=2"),
    Stop("person, nothing noted", "ana", "person", ("nothing noted",)),
    *(Stop(f"person, {state}", "ana", "person", (state,)) for state in ("Zoe", "Freya", "Amar", "Vid")),
    Stop("edit", "ana", "person_edit", ("Mira",), then=opened),
    Stop("edit with what is wrong", "ana", "person_edit", ("Mira",), then=pressing("Keep", name="", wish_count="0")),
    Stop("edit, another line", "ana", "person_edit", ("Mira",), then=pressing("Another line")),
    Stop("add someone", "ana", "person_new", then=opened),
    Stop("add someone, once more", "ana", "person_new", query="?added={Mira}"),
    Stop("add someone without a name", "ana", "person_new", then=pressing("Add")),
    Stop("place", "unplaced", "people_place"),
    Stop("place, nobody left", "three", "people_place"),
    Stop("removed", "ana", "people_deleted"),
    Stop("removed, nobody", "nobody", "people_deleted"),
]
MOMENTS = [
    Stop("note a moment", "ana", "moment_new", then=opened),
    Stop("note a moment with someone", "ana", "moment_new", query="?person={Mira}"),
    Stop("note a moment, nobody yet", "nobody", "moment_new"),
    Stop("note a moment with nobody", "ana", "moment_new", then=pressing("Keep")),
    Stop("a moment", "ana", "moment", ("moment",), then=opened),
]
OFFERS = [
    Stop("what I can help with", "offering", "offers", then=opened),
    Stop("what I can help with, nothing yet", "nobody", "offers"),
    Stop("what I can help with, resting", "resting", "offers"),
    Stop("rest until a day that was", "nobody", "offers", then=pressing("Rest", until="2026-01-01")),
]
CIRCLES = [
    Stop("circles", "ana", "circles"),
    Stop("circles, none yet", "nobody", "circles"),
    Stop("circles, one waits", "waits", "circles"),
    Stop("circles, one is closed", "lost", "circles"),
    Stop("start a circle", "nobody", "circle_new"),
    Stop("start a circle without a name", "nobody", "circle_new", then=pressing("Start it", name="", called="")),
    Stop("a circle, looked after", "ana", "circle", ("circle",), then=opened),
    Stop("a circle, as a member", "tomas", "circle", ("circle",)),
    Stop("a circle of 200", "many", "circle", ("circle of many",)),
    Stop("a circle, second page of its board", "many", "circle", ("circle of many",), "?page=2"),
    Stop("a circle, nothing pinned", "alone", "circle", ("circle of two",)),
    Stop("a circle, an empty note", "tomas", "circle", ("circle",), then=pressing("Pin it")),
    Stop("a circle that is closed", "lost", "circle", ("circle",), then=opened),
    Stop("members", "ana", "circle_members", ("circle",)),
    Stop("members of 200", "many", "circle_members", ("circle of many",), "?page=2"),
    Stop("what holds in a circle", "ana", "circle_edit", ("circle",)),
    Stop("what holds, without a name", "ana", "circle_edit", ("circle",), then=pressing("Keep", name="")),
    Stop("what holds, as a member", "tomas", "circle_edit", ("circle",)),
    Stop("me in a circle", "ana", "circle_me", ("circle",), then=opened),
    Stop("me in a circle, as a member", "bo", "circle_me", ("circle",)),
    Stop("invite", "ana", "circle_invite", ("circle",), "?made={made}"),
    Stop("invite nobody", "tomas", "circle_invite", ("circle",), then=pressing("Make a link")),
    Stop("an invitation", "", "invitation", ("invitation",)),
    Stop("an invitation, signed in", "nobody", "invitation", ("invitation",)),
    Stop("an invitation, in it already", "tomas", "invitation", ("invitation",)),
    Stop("an invitation that is over", "", "/c/over"),
    Stop("a member, as a steward", "ana", "member", ("member tomas",), then=opened),
    Stop("a member, as a member", "bo", "member", ("member tomas",)),
    Stop("a member who waits", "ana", "member", ("member waits",), then=opened),
    Stop("report", "tomas", "member_report", ("member bo",)),
    Stop("report without a reason", "tomas", "member_report", ("member bo",), then=pressing("Send")),
    Stop("report somebody one no longer sees", "tomas", "circle_report", ("circle",)),
    Stop("report somebody, without a name", "tomas", "circle_report", ("circle",), then=pressing("Send")),
    Stop("report somebody, nobody to read it", "alone", "circle_report", ("circle of two",)),
    Stop("report, nobody to read it", "guest", "member_report", ("member alone",)),
    Stop("reports to look after", "ana", "reports"),
    Stop("reports of one's own", "tomas", "reports"),
    Stop("reports, none", "nobody", "reports"),
    Stop("a report", "ana", "report", ("report of tomas",)),
    Stop("a report of one's own", "bo", "report", ("report of bo",)),
    Stop("whom I keep away", "bo", "blocked"),
    Stop("whom I keep away, nobody", "nobody", "blocked"),
]
CHECK_IN = [
    Stop("check-in of a year", "ana", "check_in"),
    Stop("check-in of a year, with the numbers", "ana", "check_in", then=opened),
    Stop("check-in, nothing yet", "nobody", "check_in"),
    Stop("check-in, what can help", "hard", "check_in"),
    Stop("check-in, chose nothing", "asked_nothing", "check_in"),
    Stop("check-in, one question", "ana", "check_in_ask"),
    Stop("check-in, several questions", "ana", "check_in_ask", query="?set=long&at=2"),
    Stop("check-in, a pack with its notice", "hard", "check_in_ask", query="?set=long&at=7", then=opened),
    Stop("check-in, answered elsewhere", "hard", "check_in_ask", then=answered_elsewhere),
    Stop("check-in, what to be asked", "hard", "check_in_choose"),
    Stop("check-in, all days", "ana", "check_in_days"),
    Stop("check-in, no days", "nobody", "check_in_days"),
    Stop("check-in, a day", "ana", "check_in_day", ("checkin",), then=opened),
    Stop("time for oneself", "ana", "self_time"),
    Stop("time for oneself, nothing yet", "nobody", "self_time"),
    Stop("time for oneself, nothing chosen", "nobody", "self_time", then=pressing("Keep")),
]
LIFELINE = [
    Stop("lifeline of everybody", "", "lifeline"),
    Stop("lifeline of everybody, a country chosen", "", "lifeline", then=in_a_country),
    Stop("lifeline", "ana", "lifeline", then=in_a_country),
    Stop("lifeline, nothing written", "nobody", "lifeline", then=in_a_country),
    Stop("lifeline, locked", "locked", "lifeline"),
    Stop("all countries", "", "lines", then=opened),
    Stop("worried about someone", "", "worried", then=opened),
    *(Stop(f"plan, {part}", "ana", f"lifeline_{part}") for part in PARTS),
    Stop("plan, a part that is empty", "nobody", "lifeline_help"),
    Stop("plan, changed on another device", "ana", "lifeline_signs", then=changed_elsewhere),
    Stop("plan, a line too long", "ana", "lifeline_signs", then=pressing("Keep", lines="x" * 400)),
    Stop("look at the plan again", "ana", "lifeline_review"),
    Stop("look at the plan again, too late", "ana", "lifeline_review", then=pressing("Keep", on="2026-01-01")),
    Stop("photo", "ana", "lifeline_photo"),
    Stop("photo, none", "nobody", "lifeline_photo"),
    Stop("photo that is none", "nobody", "lifeline_photo", then=no_photo),
    Stop("plan on this device", "ana", "lifeline_device"),
    Stop("plan on paper", "ana", "lifeline_print"),
    *(Stop(f"plan, who reads {part}", "ana", f"lifeline_{part}_readers") for part in PARTS),
    Stop("plan, a part that nobody could read", "nobody", "lifeline_signs_readers"),
    Stop("plan, readers changed on another device", "ana", "lifeline_signs_readers", then=readers_changed),
    Stop("what others share", "bo", "lifeline_shared"),
    Stop("what others share, nobody", "nobody", "lifeline_shared"),
    Stop("what one shares", "bo", "shared_by", ("member ana",), then=opened),
    Stop("lifeline of a reader", "bo", "lifeline"),
]
BRING = [
    Stop("bring", "nobody", "bring"),
    Stop("bring, some wait", "bringing", "bring"),
    Stop("bring what is none", "nobody", "bring", then=no_address_book),
    Stop("choose", "bringing", "bring_choose", ("book",)),
    Stop("choose, nobody like that", "bringing", "bring_choose", ("book",), then=pressing("Search", asked="nobody")),
    Stop("cards that cannot come", "bringing", "bring_choose", ("book",), "?left=1"),
    Stop("who will come", "bringing", "bring_go", ("chosen book",), then=opened),
    Stop("on the way", "bringing", "bring_go", ("going book",)),
    Stop("they came", "bringing", "bring_go", ("book that came",)),
]
SETTINGS = [
    Stop("settings", "ana", "settings"),
    Stop("settings, kept", "nobody", "settings", then=pressing("Keep")),
    Stop("settings without their mark", "ana", "settings", then=without_mark),
    Stop("password", "ana", "settings_password"),
    Stop("password typed wrong", "three", "settings_password", then=pressing("Change it", password=WRONG)),
    Stop("new recovery code", "ana", "settings_recovery"),
    Stop("devices", "ana", "settings_sessions"),
    Stop("as an app", "ana", "app_look"),
    Stop("take everything along", "ana", "settings_export"),
    Stop("erase", "ana", "settings_erase"),
    Stop("erase without saying so", "ana", "settings_erase", then=pressing("Erase my account")),
]
SETTINGS += [  # how one hears of things, and what one heard
    Stop("notices, none", "nobody", "notices"),
    Stop("notices", "hearing", "notices"),
    Stop("how one hears", "nobody", "settings_notices"),
    Stop("how one hears, told", "hearing", "settings_notices"),
    Stop("a calendar's address", "hearing", "settings_notices", then=pressing("Make an address")),
    Stop("an address to prove", "hearing", "address_proof", ("proof",)),
    Stop("a link to prove that ended", "nobody", "address_proof", ("proof",)),
    Stop("turn mail off", "", "notices_stop", ("stop",)),
    Stop("mail turned off", "", "/notices/stop/over"),
]
ONE_ASK = [
    Stop("help, nothing yet", "nobody", "help"),
    Stop("help", "asking", "help", then=opened),
    Stop("help, what would help", "asking", "ask_new"),
    Stop("help, an ask", "asking", "ask_new", query="?from=8", then=opened),
    Stop("help, an ask, nobody to ask", "nobody", "ask_new", query="?from=1", then=opened),
    Stop("help, an ask, gone wrong", "asking", "ask_new", query="?from=8", then=pressing("Ask", what="")),
    Stop("ask, a week of it", "asking", "ask", ("ask of a week",), then=opened),
    Stop("ask, nobody so far", "asking", "ask", ("ask unanswered",)),
    Stop("ask, offers instead", "asking", "ask", ("ask with offers",)),
    Stop("ask, closed with thanks", "asking", "ask", ("ask closed",), then=opened),
    Stop("ask, one more link", "asking", "ask", ("ask full",), then=linked),
    Stop("ask, taken back", "asking", "ask", ("ask stopped",)),
    Stop("ask, to change", "asking", "ask_change", ("ask of a week",), then=opened),
    Stop("ask, changed to nothing", "asking", "ask_change", ("ask full",), then=pressing("Keep", what="")),
    Stop("ask, a date without a day", "asking", "ask_change", ("ask full",), then=pressing("Keep the date")),
    Stop("ask, who was it", "asking", "ask_note", ("ask of a week",), "?claim={claim}"),
    Stop("asked, a week of it", "helping", "ask", ("ask of a week",), then=opened),
    Stop("asked, nobody so far", "helping", "ask", ("ask unanswered",), then=opened),
    Stop("asked, full but for standing by", "third", "ask", ("ask full",)),
    Stop("asked, somebody was quicker", "helping", "ask", ("ask full",), then=too_late),
    Stop("asked, offered something else", "helping", "ask", ("ask with offers",)),
    Stop("asked, offered nothing", "helping", "ask", ("ask with offers",), then=offering_nothing),
    Stop("asked, put away", "helping", "ask", ("ask put away",)),
    Stop("asked, sixty dates", "helping", "ask", ("ask of sixty",)),
    Stop("asked, for any time", "helping", "ask", ("ask for any time",)),
    Stop("asked, closed with thanks", "helping", "ask", ("ask closed",), then=opened),
    Stop("asked, taken back", "helping", "ask", ("ask stopped",)),
    Stop("asked, who was it", "helping", "ask_note", ("ask of a week",), "?claim={my_claim}"),
    Stop("asked by link", "", "helper", ("helper's link",), then=opened),
    Stop("asked by link, without a name", "", "helper", ("helper's link",), then=nameless),
    Stop("asked by link, over", "", "helper", ("link that ended",)),
    Stop("asked by link, over while writing", "", "helper", ("helper's link",), then=lost_link),
]
RAISED = (400, 403, 404, 409, 413, 422, 423, 429, 500)
ERRORS = [
    *(Stop(f"error {status}", "", f"/raising/{status}") for status in RAISED),
    Stop("error 404 of someone signed in", "ana", "/not-there"),
    Stop("error 405", "ana", "/today/low"),
]
READING = [
    Stop("guides", "ana", "guides"),
    Stop("guides of everybody", "", "guides"),
    *(Stop(f"guide, {key}", "ana", guide.page, then=opened) for key, guide in GUIDES.items()),
    Stop("guide, for someone", "ana", "guide_silence", query="?person={Mira}"),
    Stop("guide of everybody", "", "guide_distance", then=opened),
    Stop("thanks", "ana", "person_thanks", ("Mira",), then=opened),
    Stop("thanks, what it changed", "ana", "person_thanks", ("Mira",), then=pressing(LENT_A_HAND)),
    Stop("thanks, on their way", "ana", "person_thanks", ("Mira",), then=thanking),
    Stop("good news", "ana", "person_news", ("Mira",)),
]
STOPS = [*DOORS, *READING, *LIFELINE, *TODAY, *PEOPLE, *MOMENTS, *CIRCLES, *OFFERS, *CHECK_IN, *BRING, *SETTINGS]
STOPS += [*ONE_ASK, *ERRORS]
# What is not a page to look at: a form's address, a file, and the page that leads away by itself.
NO_PAGES = {
    "ask_calendar", "ask_claim", "ask_close", "ask_link_new", "ask_link_revoke", "ask_proposal", "ask_propose",
    "ask_put_away", "ask_put_back", "ask_slot_remove", "ask_slots", "ask_stay", "ask_stop", "ask_thank", "ask_went",
    "ask_widen", "ask_withdraw", "helper_calendar", "helper_claim", "helper_propose", "helper_went",
    "helper_withdraw",
    "circle_agree", "circle_leave", "circle_pin", "circle_step_down", "circle_take", "invitation_accept",
    "invitation_decline", "invite_revoke", "member_block", "member_confirm", "member_link", "member_mute",
    "member_steward", "member_turn_away", "note_down", "report_step", "reports_receive", "unblock", "unmute",
    "waiting_leave",
    "away", "bring_drop", "check_in_delete", "check_in_energy", "leave", "lock", "low_day", "moment_delete",
    "offline_worker", "person_delete",
    "copy_end", "country", "manifest", "lifeline_kept", "lifeline_picture", "photo_remove",
    "shared_end",
    "person_restore", "person_ring", "person_state", "person_touch", "person_wish",
    "self_time_delete", "self_time_done", "session_end",
    "sessions_end", "sign_out", "today_answer",
    "address_ask", "feed", "feed_end", "feed_make", "notices_read", "push_add", "push_end",
    "all_right", "offer_end", "offer_set", "stretched",
    "person_ask_again", "person_asked", "person_wake", "person_news_noted", "person_thanks_noted",
}  # fmt: skip
