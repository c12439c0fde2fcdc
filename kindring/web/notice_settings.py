"""How one wishes to hear of what happened: mail, push, hours, a calendar feed. Without a wish nothing goes out."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kindring.accounts.actor import SYSTEM, Actor
from kindring.lib.refused import Refused
from kindring.notices import actions
from kindring.notices.marks import row_in_link
from kindring.notices.models import NoticeChoices, PushPlace
from kindring.notices.models.choices import HOURS
from kindring.notices.outbox import is_proven
from kindring.notices.push import public_key
from kindring.notices.push_places import LONGEST
from kindring.web.done import done
from kindring.web.feed import feed_address
from kindring.web.filling import filled, form_page, get_or_post, sent
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn, open_to_all

SAVED = done("notices-saved", _("Saved."))
LINK_SENT = done("address-asked", _("A link is on its way. It works once, for two days."))
PROVEN = done("address-proven", _("Thank you: this address is yours."))
PUSH_ON = done("push-on", _("This browser will be told."))
PUSH_OFF = done("push-off", _("No browser will be told any more."))
FEED_ENDED = done("feed-ended", _("The calendar's address leads nowhere any more."))


class HearingForm(forms.Form):
    mail = forms.BooleanField(label=_("Write me an e-mail when there is something for me"), required=False)
    daily_hour = forms.TypedChoiceField(choices=HOURS, coerce=int, label=_("Once a day, at"))
    at_once = forms.BooleanField(label=_("What matters within hours: at once"), required=False)
    quiet_from = forms.TypedChoiceField(
        choices=HOURS, coerce=int, label=_("Quiet from"), help_text=_("Nothing reaches you then, whatever it is.")
    )
    quiet_until = forms.TypedChoiceField(choices=HOURS, coerce=int, label=_("Quiet until"))


class PlaceForm(forms.Form):
    """What the browser brings along; see `js/push.js`."""

    endpoint = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)


@get_or_post
def settings_notices(request: SignedIn) -> HttpResponse:
    chosen = _chosen(request)
    held = {name: getattr(chosen, name) for name in HearingForm.base_fields}
    form = filled(HearingForm, request, initial=held)
    if form.is_valid():
        actions.change_choices(by=Actor(request.user), **form.cleaned_data)
        return go("settings_notices", done=SAVED)
    return _page(request, form, chosen)


def _chosen(request: SignedIn) -> NoticeChoices:
    mine = NoticeChoices.objects.visible_to(request.user).first()
    return mine or NoticeChoices(owner_id=request.user.id)


def _page(request: SignedIn, form: HearingForm, chosen: NoticeChoices, feed: str = "") -> HttpResponse:
    facts = {
        "has_mail_server": settings.KINDRING_MAIL is not None,
        "email": request.user.email,
        "is_proven": is_proven(chosen, request.user),
        "browsers": PushPlace.objects.visible_to(request.user).count(),
        "push_key": public_key(),
        "has_feed": chosen.feed_hash is not None,
        "feed": feed,
    }
    return form_page(request, "settings/notices.html", form, facts)


@require_POST
def address_ask(request: SignedIn) -> HttpResponse:
    actions.ask_for_proof(by=Actor(request.user), now=timezone.now())
    return go("settings_notices", done=LINK_SENT)


@get_or_post
def address_proof(request: SignedIn, secret: str) -> HttpResponse:
    """The link in the mail. Looking at it spends nothing: a preview must not use it up."""
    by, now = Actor(request.user), timezone.now()
    if request.method == "POST":
        actions.prove_address(by=by, now=now, secret=secret)
        return go("settings_notices", done=PROVEN)
    if actions.provable(by=by, now=now, secret=secret) is None:
        raise Refused("link_ended", gettext("This link has been used, or its time is over."), 403)
    return page(request, "notices/address.html")


@csrf_exempt
@open_to_all
@get_or_post
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """Turns mail off, for whoever holds the link in a mail; mail programs post here by themselves (RFC 8058).

    A link that is none of ours gets the same page: it tells nobody whether someone is here.
    """
    if request.method == "POST":
        actions.stop_mail(by=SYSTEM, secret=secret)
    facts = {"stopped": request.method == "POST" or row_in_link("stop", secret) is None, "csrf_input": ""}
    return page(request, "notices/stop.html", facts)


@require_POST
def push_add(request: SignedIn) -> HttpResponse:
    endpoint = sent(PlaceForm(request.POST))["endpoint"]
    actions.add_push_place(by=Actor(request.user), now=timezone.now(), endpoint=endpoint)
    return go("settings_notices", done=PUSH_ON)


@require_POST
def push_end(request: SignedIn) -> HttpResponse:
    actions.drop_push_places(by=Actor(request.user))
    return go("settings_notices", done=PUSH_OFF)


@require_POST
def feed_make(request: SignedIn) -> HttpResponse:
    """The address is shown once: only its hash is kept."""
    secret = actions.make_feed(by=Actor(request.user))
    chosen = _chosen(request)
    form = HearingForm(initial={name: getattr(chosen, name) for name in HearingForm.base_fields})
    return _page(request, form, chosen, feed=feed_address(request, secret))


@require_POST
def feed_end(request: SignedIn) -> HttpResponse:
    actions.end_feed(by=Actor(request.user))
    return go("settings_notices", done=FEED_ENDED)


urlpatterns = [
    path("settings/notices", settings_notices, name="settings_notices"),
    path("settings/notices/address", address_ask, name="address_ask"),
    path("notices/address/<str:secret>", address_proof, name="address_proof"),
    path("notices/stop/<str:secret>", stop, name="notices_stop"),
    path("settings/notices/push", push_add, name="push_add"),
    path("settings/notices/push/end", push_end, name="push_end"),
    path("settings/notices/feed", feed_make, name="feed_make"),
    path("settings/notices/feed/end", feed_end, name="feed_end"),
]
