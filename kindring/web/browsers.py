"""What a request tells of the browser behind it: its network address and its kind of device."""

import re

from django.conf import settings
from django.http import HttpRequest

from kindring.accounts.models import Session

_TABLET = re.compile(r"iPad|Tablet|Android(?!.*Mobile)")
_PHONE = re.compile(r"Mobi|iPhone|Android")
_COMPUTER = re.compile(r"Windows|Macintosh|Linux|CrOS|X11")


def address_of(request: HttpRequest) -> str:
    """The address of the browser as the outermost proxy we trust saw it (`KINDRING_PROXIES`)."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = settings.KINDRING_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def device_of(request: HttpRequest) -> str:
    """Phone, tablet or computer: nothing finer is kept."""
    agent = request.headers.get("User-Agent", "")[:400]
    if _TABLET.search(agent):
        return Session.Device.TABLET
    if _PHONE.search(agent):
        return Session.Device.PHONE
    return Session.Device.COMPUTER if _COMPUTER.search(agent) else Session.Device.UNKNOWN
