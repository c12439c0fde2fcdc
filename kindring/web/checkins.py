"""The check-in room: how someone is, in their own readings, and the one tap about today's energy."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.checkins.actions.answering import note_energy
from kindring.checkins.actions.choosing import choose_measures
from kindring.checkins.definitions import ENERGY, measures
from kindring.checkins.models import CheckIn
from kindring.checkins.reading import answered
from kindring.insights.beside import beside
from kindring.insights.near import near_people
from kindring.insights.self_time import own_time
from kindring.insights.wellbeing import Wellbeing, chosen_by, wellbeing
from kindring.web import checkin_words
from kindring.web.checkin_forms import ChooseForm
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.person_words import Link, channel_links
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn
from kindring.web.visible import page_asked
from kindring.web.way_back import back_to, see

ENERGY_KEPT = done("energy-kept", _("Noted. Thank you for telling."))
CHOSEN = done("questions-chosen", _("Kept. You can change it whenever you like."))
DAYS_PAGE = 30


@require_safe
def check_in(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    facts = wellbeing(request.user, now)
    rhythm = facts.chosen.rhythm
    context = {
        "facts": facts,
        "sets": [
            (one, checkin_words.set_name(one, rhythm[one.name]), checkin_words.set_words(one, facts.day))
            for one in facts.offered
            if one.asked
        ],
        "drawn": checkin_words.drawn(facts),
        "energies": measures()[ENERGY].options,
        "near": _near(request, facts) if facts.high else [],
        "beside": _beside(request, facts) if facts.chosen.beside else [],
        "own": checkin_words.own_line(own_time(request.user, facts.day), facts.day),
    }
    return page(request, "checkins/checkin.html", context)


def _near(request: SignedIn, facts: Wellbeing) -> list[tuple[str, str, list[Link]]]:
    """Name, page, and the ways to call or write, of whom one can ask."""
    return [
        (
            person.shown_name,
            reverse("person", args=[person.id]),
            [link for channel in person.channels[:2] for link in channel_links(channel)][:2],
        )
        for person in near_people(request.user, facts.day)
    ]


def _beside(request: SignedIn, facts: Wellbeing) -> list[str]:
    said = checkin_words.beside_words(beside(request.user, facts.day))
    return said if checkin_words.has_changed(facts) else []


@require_POST
def check_in_energy(request: SignedIn) -> HttpResponse:
    note_energy(by=Actor(request.user), now=timezone.now(), energy=request.POST.get("energy", ""))
    return see(back_to(request, reverse("check_in")), done=ENERGY_KEPT)


@get_or_post
def check_in_choose(request: SignedIn) -> HttpResponse:
    """What to be asked, when, in which order. A press on "earlier" keeps everything else that was chosen, too."""
    form = filled(ChooseForm, request, chosen=chosen_by(request.user))
    if form.is_valid():
        move = request.POST.get("move", "")
        choose_measures(by=Actor(request.user), chosen=form.choice(move))
        at = move.rpartition(":")[0]
        if at in measures():
            return go("check_in_choose", fragment=f"m-{at}")
        return go("check_in", done=CHOSEN)
    return form_page(request, "checkins/choose.html", form)


@require_safe
def check_in_days(request: SignedIn) -> HttpResponse:
    """Every day that holds answers, the latest first."""
    rows = Paginator(CheckIn.objects.visible_to(request.user).open().latest_first(), DAYS_PAGE)
    shown = rows.get_page(page_asked(request))
    days = [(row, [measures()[key].title for key in answered(row)]) for row in shown.object_list]
    return page(request, "checkins/days.html", {"rows": shown, "days": days})


urlpatterns = [
    path("check-in", check_in, name="check_in"),
    path("check-in/energy", check_in_energy, name="check_in_energy"),
    path("check-in/choose", check_in_choose, name="check_in_choose"),
    path("check-in/days", check_in_days, name="check_in_days"),
]
