"""The photo beside the plan: choosing it, showing it, taking it away."""

from base64 import b64decode

from django import forms
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.lib.refused import Refused
from kindring.lifeline.actions.photo import NOT_KEPT, keep_photo, remove_photo
from kindring.lifeline.photo import MOST_BYTES
from kindring.lifeline.plan import photo_of
from kindring.web.body_size import checks_length_itself, length_of
from kindring.web.done import done
from kindring.web.filling import form_page, get_or_post
from kindring.web.render import go
from kindring.web.sessions import SignedIn

KEPT = done("photo_kept", _("Kept."))
REMOVED = done("photo_removed", _("Removed."))
_TOO_LARGE = NOT_KEPT["too_large"][0]
_FORM_BYTES = 16 * 1024  # what a form needs around its file


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("A photo that does you good"),
        help_text=_("JPEG, PNG or WebP, at most 2 MB. Where and when it was taken is left out."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )


@checks_length_itself
@csrf_exempt
@get_or_post
def photo(request: SignedIn) -> HttpResponse:
    """Looks at the length of what comes before reading any of it; the token is checked right after."""
    if length_of(request) > MOST_BYTES + _FORM_BYTES:
        raise Refused("photo_too_large", str(_TOO_LARGE), 413)
    return _photo(request)


@csrf_protect
def _photo(request: SignedIn) -> HttpResponse:
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    facts = {"has_photo": bool(photo_of(request.user)), "most_bytes": MOST_BYTES, "too_large": _TOO_LARGE}
    if form.is_valid():
        try:
            keep_photo(by=Actor(request.user), data=form.cleaned_data["photo"].read())
            return go("lifeline", done=KEPT)
        except Refused as refused:
            return form_page(request, "lifeline/photo.html", form, facts, refused=refused)
    return form_page(request, "lifeline/photo.html", form, facts)


@require_safe
def picture(request: SignedIn) -> HttpResponse:
    """The picture itself, to its owner only; its type is the one that its content had."""
    head, _comma, body = photo_of(request.user).partition(",")
    if not body:
        raise Http404
    media_type = head.removeprefix("data:").removesuffix(";base64")
    return HttpResponse(b64decode(body), content_type=media_type)


@require_POST
def photo_remove(request: SignedIn) -> HttpResponse:
    remove_photo(by=Actor(request.user))
    return go("lifeline", done=REMOVED)


urlpatterns = [
    path("lifeline/photo", photo, name="lifeline_photo"),
    path("lifeline/picture", picture, name="lifeline_picture"),
    path("lifeline/photo/remove", photo_remove, name="photo_remove"),
]
