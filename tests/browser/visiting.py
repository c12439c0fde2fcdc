"""A window in the browser that listens to everything that must not happen, and people who sign in by their cookie."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, ViewportSize

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import begin_session, lock_session
from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.web.sessions import COOKIE
from tests import cast

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
_STATUS = "Failed to load resource: the server responded with a status of"
_TELL_OF_POLICY = """addEventListener("securitypolicyviolation", (event) =>
    console.error("policy", event.effectiveDirective, event.blockedURI, event.sample))"""


def user_of(name: str, **options: Any) -> Joined:
    """A user who has written the recovery code down."""
    joined = cast.make_user(name, **options)
    User.objects.filter(pk=joined.user.pk).update(recovery_confirmed=True)
    joined.user.recovery_confirmed = True
    return joined


def cookie_for(joined: Joined, *, locked: bool = False) -> str:
    """Signs a new browser in; what stands in its cookie."""
    by = Actor(joined.user)
    begun = begin_session(by=by, now=cast.NOW, keys=joined.keys, device="computer")
    if locked:
        lock_session(by=by, session=begun.session)
    return begun.secret.cookie


@dataclass
class Visit:
    """One window. `wrong` collects what the console said, and what was asked of anyone but the site."""

    context: BrowserContext
    page: Page
    site: str
    others: tuple[str, ...] = ()
    wrong: list[str] = field(default_factory=list)

    def sign_in(self, cookie: str) -> None:
        self.context.add_cookies([{"name": COOKIE, "value": cookie, "url": self.site}])

    def sign_out(self) -> None:
        self.context.clear_cookies(name=COOKIE)

    def take_wrong(self) -> list[str]:
        """What went wrong since the last time."""
        taken, self.wrong = self.wrong, []
        return taken

    def listen(self) -> None:
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.wrong.append(str(error.error)))
        self.context.on("dialog", self._dialog)
        self.context.on("request", lambda request: self._asked(request.url))

    def _dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        # The browser notes the status of every page that is an error.
        of_the_page = message.text.startswith(_STATUS) and "/static/" not in message.location["url"]
        if message.type in {"error", "warning", "assert"} and not of_the_page:
            self.wrong.append(f"{message.location['url']}: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site, *self.others)):
            self.wrong.append(f"asked elsewhere: {url}")


def visit(browser: Browser, site: str, *, others: tuple[str, ...] = (), **options: Any) -> Visit:
    """A new window of a browser that has never been here. `others` are further origins that may be asked."""
    context = browser.new_context(base_url=site, **options)
    context.add_init_script(_TELL_OF_POLICY)
    made = Visit(context, context.new_page(), site, others)
    made.listen()
    return made
