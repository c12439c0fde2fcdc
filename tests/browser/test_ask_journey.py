"""An ask, from the first thought to the thanks, on the phones of four people and of one who has no account.

Ana asks Tomas and Bo first, then *Our street*. Ines and Viktor are of the street; half-way Ana blocks Viktor, and
from then on there is nothing of it for him. Pictures of each step lie in `test-results/journey` afterwards.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response, expect

from kindring.asks.actions.later import widen
from kindring.asks.models import Stage
from kindring.circles.actions import link_person
from tests import cast
from tests.browser.phones import Phone, Phones
from tests.browser.visiting import cookie_for, user_of
from tests.cast import NOW
from tests.street import Street, bring_in, make_street_of

pytestmark = pytest.mark.browser
TUESDAY, THURSDAY, SATURDAY, SUNDAY = (re.compile(rf"{day}[a-z]* \d+") for day in ("Tue", "Thu", "Sat", "Sun"))
SOUP, NUTS, HOSPITAL, GENTLY = "Soup for four", "No nuts", "My hip is new", "No advice for once"
BREAD, DUMPLINGS, EATEN, WARM = "Only bread and cheese", "With dumplings", "Nothing was left", "It kept us warm"
SAID = [SOUP, NUTS, HOSPITAL, GENTLY, BREAD, DUMPLINGS, EATEN, WARM, "Long Lane", "Our street", "meal"]
SAID += ["Ana", "Tomas", "Ines", "Viktor", "Bo"]
NAMES = ("tomas", "ines", "viktor")


class Clock:
    """What time it is for the server."""

    def __init__(self) -> None:
        self.now = NOW

    def to(self, now: datetime) -> None:
        """Later; what was left for an hour that has come by then is done."""
        self.now = now
        for stage in Stage.objects.filter(begun=False, begins_at__lte=now):
            widen.call(str(stage.id))


@pytest.fixture
def clock(site: str, monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    return made


@pytest.fixture
def street(clock: Clock) -> Street:
    """Ana knows that the Tomas on her map is the Tomas of the street; on his map there is an Ana."""
    made = make_street_of(user_of("ana"), "ana")
    for name in NAMES:
        made.people[name] = user_of(name)
        bring_in(made, name)
    with cast.signed_in(made.people["ana"]) as ana:
        link_person(by=made.by("ana"), person=cast.tomas(ana), user=made.user("tomas").id)
        cast.make_person(ana, "Ines", ring="outer")
    with cast.signed_in(made.people["tomas"]) as tomas:
        cast.make_person(tomas, "Ana", ring="middle", role="neighbour")
    return made


@pytest.fixture
def phones(browser: Browser, site: str, thorough: bool) -> Iterator[Phones]:
    made = Phones(browser, site, SAID, thorough=thorough)
    yield made
    wrong = made.wrong()
    for phone in made.all:
        phone.window.context.close()
    assert wrong == []


class Story:
    """Who takes part, and what each of them does."""

    def __init__(self, phones: Phones, street: Street, clock: Clock) -> None:
        self.phones, self.clock = phones, clock
        self.ana, self.tomas, self.ines, self.viktor = (
            phones.add(cookie_for(street.people[name])) for name in ("ana", *NAMES)
        )
        self.bo = phones.add()
        self.link = self.address = ""
        self.dates_of_tomas = 0

    def a_first_thought(self) -> None:
        ana = self.ana
        ana.page.goto("/")
        ana.enter("Help")
        ana.reads("Nothing is asked just now")
        ana.look("help, nothing yet")
        ana.tap("Ask for something")
        ana.reads("People usually say yes more often than we expect")
        ana.look("what would help")
        ana.tap("A meal")

    def it_is_put_into_words(self) -> None:
        page = self.ana.page
        self.ana.look("a meal")
        page.get_by_label("What would help").fill(SOUP)
        page.get_by_label("on several days").tap()
        page.get_by_label("Day", exact=True).fill("2026-11-24")
        for number, day in enumerate(("2026-11-26", "2026-11-28", "2026-11-29")):
            page.locator(f"[name=day_{number}]").fill(day)
        page.get_by_label(re.compile(r"^\s*Tomas")).tap()
        self._unfold("Or somebody else, by a link")
        page.get_by_label("Their name").fill("Bo")
        page.get_by_label("If nobody can", exact=True).select_option(label="Our street")
        page.get_by_label("When to ask others").select_option(label="after a day")
        self._unfold("How long, and how many people")
        page.get_by_label("How many may stand by").fill("1")
        self._unfold("Say more, if you like")
        page.get_by_label("What they should know").fill(NUTS)
        page.get_by_label("Where").fill("Long Lane 4")
        page.get_by_label("Why", exact=True).fill(HOSPITAL)
        page.get_by_label("only who says yes").tap()
        page.get_by_label("How I would like to be treated").fill(GENTLY)
        self.ana.look("a meal, filled in")
        self.ana.tap("Ask")

    def _unfold(self, name: str) -> None:
        self.ana.page.locator("summary").filter(has_text=name).first.tap()

    def it_is_asked(self) -> None:
        self.ana.reads(
            "One step is left: send the link yourself",
            SOUP,
            "Asked: Tomas and Bo.",
            "Tomorrow morning it goes to Our street",
        )
        self.ana.look("asked")
        self.link = self.ana.page.get_by_label("The link", exact=True).input_value()
        self.address = urlsplit(self.ana.page.url).path

    def opens(self, phone: Phone) -> None:
        """From the bar under the thumb to the ask, as whoever is asked finds it."""
        phone.page.goto("/")
        phone.enter("Help")
        phone.tap(SOUP)
        phone.reads(SOUP)

    def tomas_takes_one_and_offers_less(self) -> None:
        tomas = self.tomas
        tomas.page.goto("/")
        tomas.enter("Help")
        tomas.reads("You are asked", SOUP, "Ana asks")
        tomas.look("Tomas is asked")
        tomas.tap(SOUP)
        tomas.reads(NUTS, GENTLY, "Long Lane 4")
        tomas.reads_nothing_of(HOSPITAL, "Our street", "Viktor")
        tomas.look("Tomas reads it")
        self.takes(tomas, TUESDAY)
        tomas.reads("It is yours", HOSPITAL)
        tomas.tap("Something smaller, or another time")
        offer = tomas.page.locator("form", has=tomas.page.get_by_role("button", name="Offer it"))
        offer.get_by_label("What you could do").fill(BREAD)
        offer.get_by_label("Which date").select_option(label="Thursday 26 November, 6 p.m.")
        tomas.look("Tomas offers something smaller")
        tomas.tap("Offer it")
        tomas.reads("You offered", BREAD)
        tomas.look("Tomas carries and offers")

    @staticmethod
    def takes(phone: Phone, day: re.Pattern[str], button: str = "I can") -> None:
        phone.tap(button, phone.page.locator(".slot", has_text=day))

    def ana_says_yes_to_less(self) -> None:
        self.opens(self.ana)
        self.ana.reads("Offered to you", BREAD, "something smaller")
        self.ana.look("Ana is offered something smaller")
        self.ana.tap("Yes, please")
        expect(self.ana.page.locator(".slot", has_text=THURSDAY)).to_contain_text("Tomas")

    def bo_helps_without_an_account(self) -> None:
        bo = self.bo
        bo.page.goto(self.link)
        bo.reads(SOUP, "Ana asks you.", "You need no account.", NUTS)
        bo.reads_nothing_of(HOSPITAL, "Tomas", "Our street")
        bo.look("Bo by the link")
        bo.tap("With a word, or under another name")
        bo.page.get_by_label("A word with it").fill(DUMPLINGS)
        self.takes(bo, SATURDAY)
        bo.reads("It is yours", HOSPITAL, DUMPLINGS)
        bo.look("Bo carries Saturday")
        with bo.page.expect_download() as coming:
            bo.page.get_by_role("link", name="without a word of what it is").tap()
        told = Path(coming.value.path()).read_text(encoding="utf-8")
        assert "DTSTART:20261128T180000Z" in told
        assert self.phones.telling(told) == []
        assert {one["name"] for one in bo.window.context.cookies()} <= {"csrftoken"}

    def a_day_goes_by(self) -> None:
        self.ines.page.goto(self.address)
        self.ines.reads_nothing_of(SOUP)
        self.clock.to(NOW + timedelta(days=1, hours=1))
        self.opens(self.viktor)
        self.viktor.reads("in Our street")
        self.takes(self.viktor, TUESDAY, "Stand by")
        self.viktor.reads("You stand by.")
        self.viktor.look("Viktor stands by")
        self.opens(self.ana)
        self.ana.reads("Asked: Tomas, Bo and Our street.", "stands by: Viktor")
        self.ana.look("a care calendar")

    def ana_blocks_viktor(self) -> None:
        ana = self.ana
        ana.enter("Circles")
        ana.tap("Our street")
        ana.tap("Viktor")
        ana.look("Viktor, as Ana sees him")
        ana.tap("Block")
        expect(ana.page.get_by_role("status")).to_contain_text("Nobody is told.")
        self.opens(ana)
        ana.reads_nothing_of("Viktor")

    def there_is_nothing_for_viktor(self) -> None:
        """A page that is still open, every way to the ask, and what told him of it."""
        viktor = self.viktor
        self._is_gone(viktor.page.goto(self.address))
        viktor.look("Viktor finds nothing")
        for way in ("calendar", "claim", "note"):
            self._is_gone(viktor.page.goto(f"{self.address}/{way}"), but=405)
        for room in ("help", "notices", "", "circles", "people"):
            viktor.page.goto(f"/{room}")
            viktor.reads_nothing_of(SOUP, NUTS, BREAD, "Ana", "Long Lane")
        viktor.page.goto("/help")
        viktor.reads("Nothing is asked just now")
        viktor.look("Viktor's Help")

    def _is_gone(self, answer: Response | None, but: int = 404) -> None:
        assert answer is not None
        assert answer.status in {404, but}
        self.viktor.reads_nothing_of(SOUP, NUTS, HOSPITAL, BREAD, "Ana", "Tomas")

    def a_page_left_open_takes_nothing(self, stale: Phone) -> None:
        with stale.page.expect_navigation() as coming:
            self.takes(stale, SUNDAY)
        self._is_gone(coming.value)

    def ines_stands_by(self) -> None:
        self.opens(self.ines)
        self.ines.reads("in Our street", "Tomas")
        self.ines.reads_nothing_of("Viktor", HOSPITAL, DUMPLINGS)
        self.ines.look("Ines is asked in the street")
        self.takes(self.ines, TUESDAY, "Stand by")
        self.ines.reads("You stand by.")

    def two_press_at_once(self) -> None:
        """One of them has Sunday; the other is offered to stand by, in the same breath, and does."""
        both = [self.tomas, self.ines]
        for phone in both:
            self.opens(phone)
        coming: list[Response] = []
        for phone in both:
            phone.page.on("response", lambda one: coming.append(one) if one.request.method == "POST" else None)
            phone.page.evaluate("""() => setTimeout(() => [...document.querySelectorAll(".slot")].find(
                (one) => one.textContent.includes("Sun 29")).querySelector("button").click(), 50)""")
        for phone in both:
            phone.page.wait_for_url(lambda url: url.endswith("/claim") or "done=" in url)
            phone.page.wait_for_load_state()
        assert sorted(one.status for one in coming) == [303, 409]
        late = next(phone for phone in both if phone.page.url.endswith("/claim"))
        self.dates_of_tomas = 1 if late is self.tomas else 2  # Thursday, and Sunday if he was quicker
        late.reads("Somebody was a moment quicker", "Sunday 29 November")
        late.look("a moment quicker")
        late.tap("Stand by, in case they cannot")
        late.reads("You stand by.")

    def tomas_cannot_after_all(self) -> None:
        self.opens(self.tomas)
        self.tomas.look("Tomas before he gives it back")
        held = self.tomas.page.locator("#mine ~ ul > li", has_text=TUESDAY)
        self.tomas.tap("I cannot after all", held)
        self.tomas.reads("Given back, and nobody minds")
        self.ines.page.goto("/notices")
        self.ines.look("Ines is told that she steps in")
        self.opens(self.ines)
        expect(self.ines.page.locator("#mine ~ ul > li", has_text=TUESDAY)).not_to_contain_text("standing by")
        self.opens(self.ana)
        self.ana.reads("Somebody else has stepped in")
        self.ana.look("somebody has stepped in")

    def it_has_been(self) -> None:
        self.clock.to(datetime.fromisoformat("2026-11-29T20:30:00+00:00"))
        bo = self.bo
        bo.page.goto(self.link)
        bo.tap("A kind word on how it went")
        bo.page.locator("main textarea").fill(EATEN)
        bo.look("Bo says how it went")
        bo.tap("Keep")
        bo.reads(EATEN)

    def thanks(self) -> None:
        ana = self.ana
        self.opens(ana)
        ana.reads("Thanks", EATEN)
        ana.look("Ana after it has been")
        tomas = ana.page.locator("#after li", has_text="Tomas").first
        ana.tap("Thank you!", tomas)
        bo = ana.page.locator("#after li", has_text="Bo")
        ana.tap("Thanks in a few words", bo)
        bo.locator("textarea").fill(WARM)
        ana.tap("Send", bo)
        ana.reads(WARM, "You thanked them.", "A kind word is plenty")
        self.bo.page.goto(self.link)
        self.bo.reads(WARM, "to you alone")
        self.bo.look("Bo is thanked")

    def the_moment_is_on_both_maps(self) -> None:
        ana, tomas = self.ana, self.tomas
        ana.tap("Note it with Tomas")
        ana.reads("It is on your map.")
        ana.look("Ana has thanked")
        self.opens(tomas)
        tomas.reads("Thank you")
        tomas.tap("Note it on your map")
        tomas.look("Tomas notes it on his map")
        expect(tomas.page.get_by_label("Ana", exact=True)).to_be_checked()
        tomas.tap("Keep")
        tomas.reads("It is on your map.")
        for phone, name in ((ana, "Tomas"), (tomas, "Ana")):
            phone.enter("People")
            phone.page.get_by_role("link", name=re.compile(f"^{name}, ")).tap()
            expect(phone.page.locator("#moments li")).to_have_count(self.dates_of_tomas)  # each on its own day
            phone.look(f"on the map, {name}")

    def it_is_closed(self) -> None:
        self.opens(self.ana)
        self.ana.look("Ana before it ends")
        self.ana.tap("Close it")
        self.ana.reads("This ask is closed. Thank you, everyone.")
        self.ana.look("closed")
        self.bo.page.goto(self.link)
        self.bo.reads("This ask is closed", WARM, "Then the link opens nothing any more")
        self.bo.reads_nothing_of(NUTS, HOSPITAL, GENTLY, "Long Lane", "Tomas", "Ines")
        self.bo.look("what Bo keeps of it")
        self.clock.to(self.clock.now + timedelta(days=30))
        answer = self.bo.page.goto(self.link)
        assert answer is not None
        assert answer.status == 404
        self.bo.reads("This link has ended")
        self.bo.reads_nothing_of(SOUP, "Ana")
        self.bo.look("the link has ended")


def test_an_ask_from_the_first_thought_to_thanks(phones: Phones, street: Street, clock: Clock) -> None:
    story = Story(phones, street, clock)
    story.a_first_thought()
    story.it_is_put_into_words()
    story.it_is_asked()
    story.tomas_takes_one_and_offers_less()
    story.ana_says_yes_to_less()
    story.bo_helps_without_an_account()
    story.a_day_goes_by()
    stale = phones.add(cookie_for(street.people["viktor"]))
    story.opens(stale)
    story.ana_blocks_viktor()
    story.there_is_nothing_for_viktor()
    story.a_page_left_open_takes_nothing(stale)
    story.ines_stands_by()
    story.two_press_at_once()
    story.tomas_cannot_after_all()
    story.it_has_been()
    story.thanks()
    story.the_moment_is_on_both_maps()
    story.it_is_closed()
    assert phones.steps > 25
