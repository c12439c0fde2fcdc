"""What a request tells of the browser behind it: its network address and its kind of device."""

import re

from django.conf import settings
from django.http import HttpRequest

from kindring.accounts.models import Session

# Which country's crisis lines this browser shows first. Kept by the browser only, signed in or not.
COUNTRY_COOKIE = f"{settings.KINDRING_COOKIE_PREFIX}kindring_country"
# Under which name and icon this browser installs the app.
APP_COOKIE = f"{settings.KINDRING_COOKIE_PREFIX}kindring_app"
_TABLET = re.compile(r"iPad|Tablet|Android(?!.*Mobile)")
_PHONE = re.compile(r"Mobi|iPhone|Android")
_COMPUTER = re.compile(r"Windows|Macintosh|Linux|CrOS|X11")
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]*)\](?::\d+)?|(?P<four>[0-9.]+):\d+")


def address_of(request: HttpRequest) -> str:
    """The address of the browser as the outermost proxy we trust saw it (`KINDRING_PROXIES`)."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = settings.KINDRING_PROXIES
    address = hops[-trusted] if trusted and len(hops) >= trusted else str(request.META.get("REMOTE_ADDR", ""))
    # Some proxies add the port, which says nothing of who it is.
    found = _WITH_PORT.fullmatch(address)
    return (found["six"] or found["four"]) if found else address


def sent_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site sent this. Browsers tell with every POST; what tells nothing is no browser."""
    if told := request.headers.get("Sec-Fetch-Site"):
        return told not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    ours = {f"http://{request.get_host()}", f"https://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin is not None and origin not in ours


def device_of(request: HttpRequest) -> str:
    """Phone, tablet or computer: nothing finer is kept."""
    agent = request.headers.get("User-Agent", "")[:400]
    if _TABLET.search(agent):
        return Session.Device.TABLET
    if _PHONE.search(agent):
        return Session.Device.PHONE
    return Session.Device.COMPUTER if _COMPUTER.search(agent) else Session.Device.UNKNOWN
