"""THE DOOR TABLE: who gets what at which address.

Every address of the site has a row here; a test fails while one has not. To add a page, add its row:

    name of the address: Row(door, GET, POST, about, typed)

`door`     how far one has to be in (below). Whoever is not is sent to the page where they get further, whatever they
           ask for; only then is looked at the method, and last at the object.
`GET`, `POST`
           what it comes to for whom it is meant: page | on (303 to another page of ours) | no (a page that refuses) |
           405 | or the name of the page it leads to, where that is a door itself. HEAD is as GET, all else is 405.
`about`    whose id stands in the address: person, moment, checkin, time, together, file, copy, session, circle,
           member, waiting, sharer, note, invite, report, block, mute (of the world in `world.py`), or one of
           `LINKS`. For any but one's own it comes to 404, the same bytes as for an id that nobody has.
`typed`    what a POST sends; {person} and the like are ids of the one who sends it.
`also`     where it differs with how far one is in: (state, method) -> what it comes to.
`unknown`  what it comes to for an id that is not one's own, where that is no 404: a link is for whoever holds it,
           and one that is over says so.
"""

from enum import Enum
from typing import NamedTuple

from kindring.web.guide_texts import GUIDES
from tests.cast import PASSWORD


class State(Enum):
    """How far in someone is."""

    OUT = "not signed in"
    LOCKED = "signed in, and nothing open"
    NEW = "open, but the recovery code is not written down"
    IN = "open"


class Door(Enum):
    """Whom an address lets pass."""

    ALL = frozenset(State)
    KNOWN = frozenset({State.LOCKED, State.NEW, State.IN})
    OPEN = frozenset({State.NEW, State.IN})
    HOME = frozenset({State.IN})


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
Also = dict[tuple[State, str], str]


# What these words stand for is a secret in the address, and for whoever holds it.
LINKS = {"link", "secret", "feed", "helper"}


class Row(NamedTuple):
    """One address; see above."""

    door: Door
    get: str
    post: str
    about: str = ""
    typed: dict[str, str] = {}
    also: Also = {}
    unknown: dict[str, str] = {}


NEW_PASSWORD = "another quiet lake"
A_NEW_BEGINNING = {"name": "{someone}", "password": NEW_PASSWORD, "what": "keep"}
A_NAME = {"name": "Tomas"}
NO_LINES = {f"{lines}-{count}_FORMS": "0" for lines in ("channels", "dates") for count in ("TOTAL", "INITIAL")}
A_PERSON = A_NAME | {"state": "active", "wish_unit": "weeks"} | NO_LINES
HOURS = {"mail": "on", "daily_hour": "9", "at_once": "on", "quiet_from": "21", "quiet_until": "8"}
NOTES = ("thanks", "news")
A_NOTE = {"what": "A lift", "words": "Thank you for the lift."}
A_SHOWING = {f"want_{kind}": "2" for kind in ("emotional", "practical", "informational", "companionship")}
A_SHOWING |= {"give_take_months": "6", "in_person_months": "3", "shown": "kinds"}
A_MOMENT = {"people": "{person}", "day": "2026-11-20"}
A_PLAN = {"id": "{key}", "occasion": "walk", "day_0": "2026-12-05", "hour_0": "11:00"}
AN_ASK = {"from": "8", "id": "{key}", "what": "Dinner", "when": "any", "called": "Ana"}
AN_ASK |= {"by_link": "Bo", "why_for": "all", "wait": "24"}
A_CLAIM = {"name": "Ana", "word": "With soup"}
AN_OFFER = {"sort": "smaller", "words": "I could bring bread.", "name": "Ana"}
PARTS = ("signs", "myself", "company", "help", "professionals", "safer", "reasons", "words")
A_CIRCLE = {"name": "Our street", "agreement": "What is said here stays here.", "review_on": "2027-05-01"}
A_PART = {"lines": "A warm shower", "seen": "4f53cda18c2baa0c"}
NOBODY_READS = {"seen": "e3b0c44298fc1c14"}
ANOTHER_ANSWER = {"ons_lonely-lonely": "some", "was-ons_lonely": "{mark}"}
SIGNED_IN_ALREADY: Also = {(state, "GET"): "on" for state in Door.KNOWN.value}

TABLE: dict[str, Row] = {
    # Today
    "today": Row(Door.HOME, "page", "405"),
    "today_answer": Row(Door.HOME, "405", "on", "person", {"answer": "reached"}),
    "low_day": Row(Door.HOME, "405", "on", "", {"on": "yes"}),
    # People
    "people": Row(Door.HOME, "page", "405"),
    "settings_people": Row(Door.HOME, "page", "on", "", A_SHOWING),
    "people_earlier": Row(Door.HOME, "page", "405"),
    "people_structure": Row(Door.HOME, "page", "405"),
    "people_without": Row(Door.HOME, "page", "405"),
    "people_list": Row(Door.HOME, "page", "on", "", {"q": "Mira"}),
    "people_place": Row(Door.HOME, "page", "on", "", {"person": "{person}", "ring": "inner"}),
    "people_deleted": Row(Door.HOME, "page", "405"),
    "person_new": Row(Door.HOME, "page", "on", "", A_NAME),
    "person": Row(Door.HOME, "page", "405", "person"),
    "person_edit": Row(Door.HOME, "page", "on", "person", A_PERSON),
    "person_touch": Row(Door.HOME, "405", "on", "person"),
    "person_ring": Row(Door.HOME, "405", "on", "person", {"ring": "outer"}),
    "person_wish": Row(Door.HOME, "405", "on", "person", {"days": "30"}),
    "person_wake": Row(Door.HOME, "405", "on", "person"),
    "person_asked": Row(Door.HOME, "405", "on", "person"),
    "person_ask_again": Row(Door.HOME, "405", "on", "person"),
    "person_state": Row(Door.HOME, "405", "on", "person", {"state": "ended"}),
    "person_delete": Row(Door.HOME, "405", "on", "person"),
    "person_restore": Row(Door.HOME, "405", "on", "person"),
    **{f"person_{sort}": Row(Door.HOME, "page", "page", "person", {"what": "A lift"}) for sort in NOTES},
    **{f"person_{sort}_noted": Row(Door.HOME, "405", "on", "person", A_NOTE) for sort in NOTES},
    # Time together
    "together_new": Row(Door.HOME, "page", "on", "person", A_PLAN),
    "together": Row(Door.HOME, "page", "405", "together"),
    "together_agree": Row(Door.HOME, "405", "on", "together", {"day": "2026-12-05", "hour": "11:00"}),
    "together_off": Row(Door.HOME, "405", "on", "together"),
    "together_again": Row(Door.HOME, "405", "on", "together"),
    "together_met": Row(Door.HOME, "405", "on", "together", {"felt": "heard"}),
    "together_calendar": Row(Door.HOME, "page", "405", "together"),
    "before_meeting": Row(Door.HOME, "page", "405", "person"),
    "before_met": Row(Door.HOME, "405", "on", "person", {"felt": "present"}),
    **{f"person_{sort}_given": Row(Door.HOME, "405", "on", "person", A_NOTE | {"key": "{key}"}) for sort in NOTES},
    # Moments
    "moment_new": Row(Door.HOME, "page", "on", "", A_MOMENT),
    "moment": Row(Door.HOME, "page", "on", "moment", A_MOMENT),
    "moment_delete": Row(Door.HOME, "405", "on", "moment"),
    # Help
    "help": Row(Door.HOME, "page", "405"),
    "ask_new": Row(Door.HOME, "page", "on", "", AN_ASK),
    # Circles
    "circles": Row(Door.HOME, "page", "405"),
    "circle_new": Row(Door.HOME, "page", "on", "", A_CIRCLE | {"called": "Ana", "key": "{key}"}),
    "circle": Row(Door.HOME, "page", "405", "circle"),
    "circle_members": Row(Door.HOME, "page", "405", "circle"),
    "circle_edit": Row(Door.HOME, "page", "on", "circle", A_CIRCLE),
    "circle_agree": Row(Door.HOME, "405", "on", "circle"),
    "circle_me": Row(Door.HOME, "page", "on", "circle", {"called": "Ana from number 4"}),
    "circle_log": Row(Door.HOME, "page", "405", "circle"),
    "circle_pin": Row(Door.HOME, "405", "on", "circle", {"text": "Cake on Sunday"}),
    "note_down": Row(Door.HOME, "405", "on", "note"),
    "circle_invite": Row(Door.HOME, "page", "on", "circle", {"label": "Lin", "key": "{key}"}),
    "invite_revoke": Row(Door.HOME, "405", "on", "invite"),
    "invitation": Row(Door.ALL, "page", "405", "secret"),
    "invitation_accept": Row(Door.HOME, "405", "on", "secret", {"called": "Ana"}),
    "invitation_decline": Row(Door.HOME, "405", "on", "secret", {"never_again": "1"}),
    "member": Row(Door.HOME, "page", "405", "member"),
    "member_confirm": Row(Door.HOME, "405", "on", "waiting"),
    "member_steward": Row(Door.HOME, "405", "on", "member"),
    "member_link": Row(Door.HOME, "405", "on", "member", {"person": "{person}"}),
    "member_report": Row(Door.HOME, "page", "on", "member", {"reason": "worried", "key": "{key}"}),
    "circle_report": Row(
        Door.HOME, "page", "on", "circle", {"about": "Viktor", "reason": "unwanted", "key": "{key}"}
    ),
    "member_mute": Row(Door.HOME, "405", "on", "member"),
    "member_block": Row(Door.HOME, "405", "on", "member"),
    "member_turn_away": Row(Door.HOME, "405", "on", "member"),
    "member_word": Row(Door.HOME, "page", "on", "member", {"words": "Thank you.", "key": "{key}"}),
    "kind_words": Row(Door.HOME, "page", "405"),
    "kind_word_away": Row(Door.HOME, "405", "on", "kind word"),
    "circle_step_down": Row(Door.HOME, "405", "on", "circle"),
    "circle_take": Row(Door.HOME, "405", "no", "circle"),
    "waiting_leave": Row(Door.HOME, "405", "on", "circle that waits"),
    "circle_leave": Row(Door.HOME, "405", "on", "circle"),
    # Safety
    "reports": Row(Door.HOME, "page", "405"),
    "reports_receive": Row(Door.HOME, "405", "on"),
    "report": Row(Door.HOME, "page", "405", "report"),
    "report_step": Row(Door.HOME, "405", "on", "report", {"state": "seen", "words": "I talked to her."}),
    "blocked": Row(Door.HOME, "page", "405"),
    "unblock": Row(Door.HOME, "405", "on", "block"),
    "unmute": Row(Door.HOME, "405", "on", "mute"),
    # What one can help with
    "offers": Row(Door.HOME, "page", "405"),
    "offer_set": Row(Door.HOME, "405", "on", "", {"kind": "practical", "practical-per_month": "2"}),
    "offer_end": Row(Door.HOME, "405", "on", "", {"kind": "practical"}),
    "stretched": Row(Door.HOME, "405", "on", "", {"until": ""}),
    "all_right": Row(Door.HOME, "405", "on"),
    # One ask: whoever is asked, whoever asks, and whoever holds a link
    "ask": Row(Door.HOME, "page", "405", "ask"),
    "ask_calendar": Row(Door.HOME, "page", "405", "ask"),
    "ask_claim": Row(Door.HOME, "405", "on", "asked", A_CLAIM | {"slot": "{asked slot}"}),
    "ask_withdraw": Row(Door.HOME, "405", "on", "asked", {"claim": "{my claim}"}),
    "ask_propose": Row(Door.HOME, "405", "on", "asked", AN_OFFER),
    "ask_put_away": Row(Door.HOME, "405", "on", "asked"),
    "ask_put_back": Row(Door.HOME, "405", "on", "asked"),
    "ask_went": Row(Door.HOME, "405", "on", "asked", {"claim": "{my claim}", "words": "It was good."}),
    "ask_widen": Row(Door.HOME, "405", "on", "ask"),
    "ask_stay": Row(Door.HOME, "405", "on", "ask"),
    "ask_change": Row(Door.HOME, "page", "on", "ask", {"what": "Soup is enough", "why_for": "all"}),
    "ask_slots": Row(Door.HOME, "405", "on", "ask", {"day": "2026-12-01", "hour": "18:00", "places": "1"}),
    "ask_slot_remove": Row(Door.HOME, "405", "on", "ask", {"slot": "{slot}"}),
    "ask_link_new": Row(Door.HOME, "405", "on", "ask", {"label": "Freya"}),
    "ask_link_revoke": Row(Door.HOME, "405", "on", "ask", {"link": "{link row}"}),
    "ask_proposal": Row(Door.HOME, "405", "on", "ask", {"proposal": "{proposal}", "answer": "take"}),
    "ask_thank": Row(Door.HOME, "405", "on", "ask", {"claim": "{claim}", "words": "It was just right."}),
    "ask_note": Row(Door.HOME, "404", "on", "ask", {"claim": "{claim}"} | A_MOMENT),
    "ask_close": Row(Door.HOME, "405", "on", "ask"),
    "ask_stop": Row(Door.HOME, "405", "on", "ask"),
    "helper": Row(Door.ALL, "page", "405", "helper"),
    "helper_claim": Row(Door.ALL, "405", "on", "helper", A_CLAIM | {"slot": "{helper slot}"}),
    "helper_withdraw": Row(Door.ALL, "405", "on", "helper", {"claim": "{helper claim}"}),
    "helper_propose": Row(Door.ALL, "405", "on", "helper", AN_OFFER),
    "helper_went": Row(Door.ALL, "405", "on", "helper", {"claim": "{helper claim}", "words": "It was good."}),
    "helper_calendar": Row(Door.ALL, "page", "405", "helper"),
    # Notices
    "notices": Row(Door.HOME, "page", "405"),
    "notices_read": Row(Door.HOME, "405", "on"),
    "settings_notices": Row(Door.HOME, "page", "on", "", HOURS),
    "address_ask": Row(Door.HOME, "405", "no"),
    "address_proof": Row(Door.HOME, "page", "on", "proof", {}, {}, {"GET": "no", "POST": "no"}),
    "notices_stop": Row(Door.ALL, "page", "page", "stop", {}, {}, {"GET": "page", "POST": "page"}),
    "push_add": Row(Door.HOME, "405", "on", "", {"endpoint": "https://push.example.org/x"}),
    "push_end": Row(Door.HOME, "405", "on"),
    "feed_make": Row(Door.HOME, "405", "page"),
    "feed_end": Row(Door.HOME, "405", "on"),
    "feed": Row(Door.ALL, "page", "405", "feed"),
    # Check-in
    "check_in": Row(Door.HOME, "page", "405"),
    "check_in_energy": Row(Door.HOME, "405", "on", "", {"energy": "low"}),
    "check_in_choose": Row(Door.HOME, "page", "on", "", {"when-gad7": "long", "move": "gad7:-1"}),
    "check_in_days": Row(Door.HOME, "page", "405"),
    "check_in_ask": Row(Door.HOME, "page", "on", "", {"measure": "ons_happy", "ons_happy-happy": "6"}),
    "check_in_day": Row(Door.HOME, "page", "on", "checkin", ANOTHER_ANSWER),
    "check_in_delete": Row(Door.HOME, "405", "on", "checkin"),
    "self_time": Row(Door.HOME, "page", "on", "", {"what": "rest", "day": "2026-11-20"}),
    "self_time_done": Row(Door.HOME, "405", "on", "time"),
    "self_time_delete": Row(Door.HOME, "405", "on", "time"),
    # Bringing an address book
    "bring": Row(Door.HOME, "page", "no"),
    "bring_choose": Row(Door.HOME, "page", "on", "file", {"shown": "{card}", "card": "{card}", "step": "go"}),
    "bring_go": Row(Door.HOME, "page", "on", "file"),
    "bring_drop": Row(Door.HOME, "405", "on", "file"),
    # Doors
    "sign_in": Row(Door.ALL, "page", "on", "", {"name": "{someone}", "password": PASSWORD}, SIGNED_IN_ALREADY),
    "join": Row(Door.ALL, "page", "join_code", "", {"name": "viktor", "password": PASSWORD, "adult": "on"}),
    "join_code": Row(
        Door.OPEN, "on", "on", "", {"code": "x"}, {(State.NEW, "GET"): "page", (State.NEW, "POST"): "no"}
    ),
    "sign_out": Row(Door.KNOWN, "405", "sign_in"),
    "lock": Row(Door.KNOWN, "405", "unlock"),
    "unlock": Row(Door.KNOWN, "on", "on", "", {"password": PASSWORD}, {(State.LOCKED, "GET"): "page"}),
    "recover": Row(Door.ALL, "page", "on", "", {"name": "{someone}", "code": "{code}", "password": NEW_PASSWORD}),
    "reset_link": Row(Door.ALL, "page", "join_code", "link", A_NEW_BEGINNING, {}, {"GET": "no", "POST": "no"}),
    "reopen": Row(Door.HOME, "page", "no", "", {"secret": PASSWORD}),
    "reopen_erase": Row(Door.HOME, "page", "no", "", {"password": PASSWORD}),
    "leave": Row(Door.ALL, "405", "on"),
    "away": Row(Door.ALL, "page", "405"),
    # Settings
    "settings": Row(Door.HOME, "page", "on", "", {"time_zone": "UTC", "date_lead_days": "3"}),
    "settings_password": Row(Door.HOME, "page", "on", "", {"password": PASSWORD, "new_password": NEW_PASSWORD}),
    "settings_recovery": Row(Door.HOME, "page", "join_code", "", {"password": PASSWORD}),
    "settings_sessions": Row(Door.KNOWN, "page", "405"),
    "session_end": Row(Door.KNOWN, "405", "on", "session"),
    "sessions_end": Row(Door.KNOWN, "405", "on"),
    "settings_export": Row(Door.HOME, "page", "page"),
    "settings_erase": Row(Door.KNOWN, "page", "on", "", {"password": PASSWORD, "sure": "on"}),
    "farewell": Row(Door.ALL, "page", "405", "", {}, SIGNED_IN_ALREADY),
    # Lifeline
    "lifeline": Row(Door.ALL, "page", "405"),
    "lines": Row(Door.ALL, "page", "405"),
    "worried": Row(Door.ALL, "page", "405"),
    "country": Row(Door.ALL, "405", "on", "", {"country": "DE"}),
    **{f"lifeline_{part}": Row(Door.HOME, "page", "on", "", A_PART) for part in PARTS},
    **{f"lifeline_{part}_readers": Row(Door.HOME, "page", "on", "", NOBODY_READS) for part in PARTS},
    "lifeline_shared": Row(Door.HOME, "page", "405"),
    "shared_by": Row(Door.HOME, "page", "405", "sharer"),
    "shared_end": Row(Door.HOME, "405", "on", "sharer"),
    "lifeline_review": Row(Door.HOME, "page", "on", "", {"soon": "90"}),
    "lifeline_print": Row(Door.HOME, "page", "405"),
    "lifeline_device": Row(Door.HOME, "page", "page", "", {"leaves": "on"}),
    "lifeline_kept": Row(Door.ALL, "404", "405"),
    "lifeline_photo": Row(Door.HOME, "page", "no"),
    "lifeline_picture": Row(Door.HOME, "page", "405"),
    "photo_remove": Row(Door.HOME, "405", "on"),
    "copy_end": Row(Door.KNOWN, "405", "on", "copy"),
    "app_look": Row(Door.HOME, "page", "on", "", {"look": "notes"}),
    # Guides
    "guides": Row(Door.ALL, "page", "405"),
    **{guide.page: Row(Door.ALL, "page", "405") for guide in GUIDES.values()},
    # For everyone
    "manifest": Row(Door.ALL, "page", "405"),
    "readable": Row(Door.ALL, "page", "405"),
    "offline": Row(Door.ALL, "page", "405"),
    "offline_worker": Row(Door.ALL, "page", "405"),
}

_SENT_TO = {State.OUT: "sign_in", State.LOCKED: "unlock", State.NEW: "join_code"}


def expected(name: str, method: str, state: State, *, mine: bool) -> str:
    """What it comes to when someone so far in asks for an address, about something of theirs or not."""
    row, asked = TABLE[name], "GET" if method == "HEAD" else method
    if state not in row.door.value:
        return _SENT_TO[state]
    meant = {"GET": row.get, "POST": row.post}.get(asked, "405")
    if meant == "405":
        return meant
    if not mine and row.about:
        return row.unknown.get(asked, "404")
    return row.also.get((state, asked), meant)
