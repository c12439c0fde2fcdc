"""The lifeline: the crisis lines for everybody, and one's own plan for whoever is signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.models import User
from kindring.insights.shared_plans import sharing_of
from kindring.lib.days import day_in
from kindring.lifeline.models import SIX
from kindring.lifeline.plan import plan_of
from kindring.web import lines_words
from kindring.web.browsers import COUNTRY_COOKIE
from kindring.web.lifeline_words import shown_parts
from kindring.web.render import page
from kindring.web.sessions import SignedIn, open_to_all
from kindring.web.way_back import back_to, here, notice_here, see

ELSEWHERE = "https://findahelpline.com/"
SIX_KEYS = [part.value for part in SIX]
_REMEMBERED = 400 * 24 * 3600


@open_to_all
@require_safe
def lifeline(request: HttpRequest) -> HttpResponse:
    """Works for whoever comes: without a key, there are still the lines."""
    facts = lines_facts(request) | {"plan": None, "notice": notice_here(request)}
    if is_open(request):
        user: User = request.user  # type: ignore[assignment]
        today = day_in(user.time_zone, timezone.now())
        plan = plan_of(user, today)
        facts |= {"plan": plan, "parts": shown_parts(plan), "today": today, "six": SIX_KEYS}
        facts |= {"sharing": sharing_of(user)}
    return page(request, "lifeline/lifeline.html" if facts["plan"] else "lifeline/public.html", facts)


def is_open(request: Any) -> bool:
    """Whether somebody is signed in and all the way in: what they wrote can be opened."""
    return bool(request.user.is_authenticated and request.keys and request.user.recovery_confirmed)


def lines_facts(request: HttpRequest) -> dict[str, Any]:
    """The country that this device remembers, if it does, and what one can choose from."""
    today = timezone.localdate()
    country = lines_words.country_of(request.COOKIES.get(COUNTRY_COOKIE, ""), today)
    return {
        "country": country,
        "countries": [(one.code, lines_words.country_word(one)) for one in lines_words.countries(today)],
        "lines_words": lines_words,
        "elsewhere": ELSEWHERE,
        "here": here(request),
    }


@open_to_all
@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """Every country on one page: the same bytes for everyone, so that it can be kept for the time offline."""
    facts = {"all": lines_words.countries(timezone.localdate()), "lines_words": lines_words, "elsewhere": ELSEWHERE}
    return page(request, "lifeline/lines.html", facts | {"csrf_input": ""})


@open_to_all
@require_safe
def worried(request: HttpRequest) -> HttpResponse:
    """About someone else: what to look for, what to say, when to call."""
    return page(request, "lifeline/worried.html", lines_facts(request))


@open_to_all
@require_POST
def country(request: HttpRequest) -> HttpResponse:
    """Where one is, kept by this browser only; '' forgets it."""
    chosen = lines_words.country_of(request.POST.get("country", ""), timezone.localdate())
    response = see(back_to(request, reverse("lifeline")))
    if chosen is None:
        response.delete_cookie(COUNTRY_COOKIE, samesite="Lax")
        return response
    secure = settings.SESSION_COOKIE_SECURE
    # Readable for js/country.js: the page of all countries is the same for everyone, and kept offline.
    response.set_cookie(COUNTRY_COOKIE, chosen.code, max_age=_REMEMBERED, samesite="Lax", secure=secure)
    return response


@require_safe
def print_page(request: SignedIn) -> HttpResponse:
    """The plan and the numbers of one's country on one sheet of paper."""
    today = day_in(request.user.time_zone, timezone.now())
    plan = plan_of(request.user, today)
    facts = lines_facts(request) | {"plan": plan, "parts": shown_parts(plan), "six": SIX_KEYS}
    return page(request, "lifeline/print.html", facts)


urlpatterns = [
    path("lifeline", lifeline, name="lifeline"),
    path("lifeline/country", country, name="country"),
    path("lifeline/worried", worried, name="worried"),
    path("lifeline/print", print_page, name="lifeline_print"),
    path("lines", lines, name="lines"),
]
