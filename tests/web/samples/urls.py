"""Addresses of the sample site. Nothing here asks the database."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable
from kindring.web import lifeline, lifeline_device, offline
from kindring.web.done import done
from kindring.web.inputs import DayInput
from kindring.web.render import go, page, wants_block
from kindring.web.sessions import open_to_all
from kindring.web.words import KIND_WORDS

NOTED = done("sample_noted", "Noted.", undo="undo")
THING = UUID("6d8f6f0e-6a0c-4a3e-9d53-0d3c7b6f2a11")


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", max_length=5, help_text="As you say it.")
    day = forms.DateField(label="Day", widget=DayInput())
    kinds = forms.MultipleChoiceField(
        label="Kinds", choices=list(KIND_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    adult = forms.BooleanField(label="I am 18 or older.")


@open_to_all
def sample(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.GET) if "name" in request.GET else SampleForm()
    facts = {"form": form, "pages": Paginator(range(50), 10).page(2), "name": "<b>Mira</b>"}
    return page(request, "sample.html", facts, block="part")


@open_to_all
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    if wants_block(request):
        facts = {"form": SampleForm(), "pages": Paginator([], 1).page(1), "name": "Mira"}
        return page(request, "sample.html", facts, block="part", done=NOTED, about=THING)
    return go("sample", done=NOTED, about=THING, query={"q": "mi"})


@open_to_all
def away(request: HttpRequest) -> HttpResponse:
    return go("sample")


@open_to_all
def raising(request: HttpRequest, what: str) -> HttpResponse:
    request.POST.get("anything")
    raise {
        "foreign": Http404("a person called Mira"),
        "refused": Refused("too_far", "That day lies in the future."),
        "wait": Refused("wait", "Wait five minutes.", 429),
        "sealed": Unsealable(),
        "forbidden": PermissionDenied(),
        "broken": ZeroDivisionError("a secret about Mira"),
    }[what]


def _page(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    return HttpResponse("a page")


plain = open_to_all(_page)
urlpatterns = [
    path("", plain, name="today"),
    path("people", plain, name="people"),
    path("notices", plain, name="notices"),
    path("check-in", plain, name="check_in"),
    path("settings", plain, name="settings"),
    path("leave", plain, name="leave"),
    path("readable", plain, name="readable"),
    path("unlock", plain, name="unlock"),
    path("reopen", plain, name="reopen"),
    path("sign-in", plain, name="sign_in"),
    path("circles", plain, name="circles"),
    path("help", plain, name="help"),
    path("guides", plain, name="guides"),
    path("manifest", plain, name="manifest"),
    path("undo/<uuid:thing>", plain, name="undo"),
    path("sample", sample, name="sample"),
    path("note", note, name="note"),
    path("away", away, name="away"),
    *lifeline.urlpatterns,
    *lifeline_device.urlpatterns,
    *offline.urlpatterns,
    path("raising/<slug:what>", raising, name="raising"),
]
handler400 = "kindring.web.errors.bad_request"
handler403 = "kindring.web.errors.forbidden"
handler404 = "kindring.web.errors.not_found"
handler500 = "kindring.web.errors.server_error"
