"""Help: what one is asked, what one carries, and asking."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.asks.actions import AskedFirst, AskedOften, Asking, Widening, make_ask
from kindring.asks.candidates import Candidate, Known, suggested_among, whom_to_ask
from kindring.asks.models import Treat
from kindring.asks.sorts import BEGINNINGS, Sort
from kindring.circles.keys import open_circles
from kindring.circles.models import Circle
from kindring.insights.help import asked_how_they_are, overview
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.web.done import done
from kindring.web.feed import entries_from
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.help_calendar import times_of_help
from kindring.web.help_forms import AskForm, initial_of
from kindring.web.help_words import reason_words, time_words
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn
from kindring.web.why_notes import known
from kindring.web.words import names_words

ASKED = done("ask_made", gettext_lazy("Asked. That took some courage."))
ASKED_BY_LINK = done("ask_made_by_link", gettext_lazy("Asked. One step is left: send the link yourself."))
SORTS = tuple(Sort)
MOST_SUGGESTED = 6
OTHERS = "others"


class Row(NamedTuple):
    """Somebody to ask first: the value of the form's field, their name, and why they are suggested."""

    value: str
    name: str
    why: str


entries_from(times_of_help)


@require_safe
def help_page(request: SignedIn) -> HttpResponse:
    now, user = timezone.now(), request.user
    facts = {
        "lists": overview(user, now),
        "cared_for": asked_how_they_are(user),
        "when": lambda starts_at: time_words(starts_at, now, user.time_zone),
    }
    return page(request, "help/help.html", facts)


@get_or_post
def ask_new(request: SignedIn) -> HttpResponse:
    """First what is needed, then everything else on one page: it is meant to take less than a minute."""
    asked = request.POST.get("from") or request.GET.get("from", "")
    if not asked:
        return page(
            request, "help/begin.html", {"beginnings": [(at, BEGINNINGS[sort]) for at, sort in enumerate(SORTS)]}
        )
    sort = _sort(asked)
    now = timezone.now()
    today = day_in(request.user.time_zone, now)
    suggested, others = _people(request.user, sort, now)
    circles = _circles(request.user)
    rows = [*suggested, *others]
    then = [(str(circle.id), circle.name) for circle in circles]
    if any(row.value.startswith("user:") for row in rows):
        then.insert(0, (OTHERS, gettext("the others here whom I know")))
    form = filled(
        AskForm,
        request,
        today=today,
        people=[(row.value, row.name) for row in rows],
        then=then,
        initial=_initial(request.user, sort, today),
    )
    facts = {"suggested": suggested, "others": others, "beginning": BEGINNINGS[sort], "number": SORTS.index(sort)}
    facts |= {"known": known("ask", today)}
    if form.is_valid():
        try:
            return _asked(request, form, sort, rows, circles, now)
        except AskedOften as refused:
            return form_page(request, "help/new.html", form, facts, refused=_named(refused, rows))
        except Refused as refused:
            return form_page(request, "help/new.html", form, facts, refused=refused)
    return form_page(request, "help/new.html", form, facts)


def _sort(asked: str) -> Sort:
    """The number in the address; it says nothing to whoever looks over a shoulder."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 3 and int(asked) < len(SORTS)):
        raise Http404
    return SORTS[int(asked)]


def _initial(user: User, sort: Sort, today: Any) -> dict[str, Any]:
    kept = Treat.objects.visible_to(user).open().first()
    return initial_of(sort, today, user.called, kept.words if kept else "") | {"id": uuid4()}


def _people(user: User, sort: Sort, now: datetime) -> tuple[list[Row], list[Row]]:
    """Who is suggested, with the reason; and everyone else who could be asked, by name."""
    today = day_in(user.time_zone, now)
    known = whom_to_ask(user, today)
    found = suggested_among(known, int(BEGINNINGS[sort].kind), today=today)[:MOST_SUGGESTED]
    first = {one.known.key for one in found}
    rest = [one for one in known if one.key not in first and one.name and one.helper.allowed]
    return [_suggested(one) for one in found if one.known.name], sorted(
        (_other(one) for one in rest), key=lambda row: row.name.casefold()
    )


def _suggested(one: Candidate) -> Row:
    return Row(_value(one.known), one.known.name, reason_words(one.reasons))


def _other(one: Known) -> Row:
    return Row(_value(one), one.name, "")


def _value(one: Known) -> str:
    return f"user:{one.user}" if one.user else f"person:{one.person}"


def _circles(user: User) -> list[Circle]:
    """The user's circles whose key they hold, by name."""
    opened = open_circles(user)
    rows = Circle.objects.visible_to(user).filter(id__in=opened)
    return sorted(rows, key=lambda circle: circle.name.casefold())


def _asked(
    request: SignedIn, form: AskForm, sort: Sort, rows: list[Row], circles: list[Circle], now: datetime
) -> HttpResponse:
    by, known = Actor(request.user), form.cleaned_data
    first = form.asked_first({row.value: row.name for row in rows})
    made: Asking = make_ask(
        by=by,
        now=now,
        id=known["id"],
        called=known["called"],
        slots=form.slots(request.user.time_zone),
        first=first,
        then=_then(form, first, rows, circles),
        sort=sort,
        **form.words(),
    )
    if first.links:
        return go("ask", made.ask.id, done=ASKED_BY_LINK, fragment="links")
    return go("ask", made.ask.id, done=ASKED)


def _named(refused: AskedOften, rows: list[Row]) -> Refused:
    """The same with the names of those who were asked often: whoever asks chose them on this page."""
    names = [row.name for row in rows if refused.users.intersection(AskForm.users_in([row.value]))]
    line = gettext(
        "Five of your asks since yesterday are with %(names)s already. Ask somebody else first this time, or go on "
        "tomorrow."
    )
    return Refused(refused.code, line % {"names": names_words(names)}, refused.status)


def _then(form: AskForm, first: AskedFirst, rows: list[Row], circles: list[Circle]) -> list[Widening]:
    chosen = form.cleaned_data["then"]
    if not chosen:
        return []
    if chosen == OTHERS:
        values = [row.value for row in rows if row.value.startswith("user:")]
        others = AskForm.users_in(values)
        return [Widening(form.wait_of(), users=[one for one in others if one not in first.users])]
    return [Widening(form.wait_of(), circle=next(one for one in circles if str(one.id) == chosen))]


urlpatterns = [
    path("help", help_page, name="help"),
    path("help/new", ask_new, name="ask_new"),
]
