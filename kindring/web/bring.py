"""Bringing an address book: upload, choose, look at what comes along, and go."""

from typing import Any
from uuid import UUID

from django.core.exceptions import TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from kindring.accounts.actor import Actor
from kindring.lib.refused import Refused
from kindring.people.actions.imports import (
    MOST_BYTES,
    UNREADABLE,
    Steps,
    bring_some,
    choose_cards,
    drop_file,
    read_files,
)
from kindring.people.models import ImportFile
from kindring.people.pile import Upload
from kindring.web.body_size import checks_length_itself, length_of
from kindring.web.bring_forms import ChooseForm, UploadForm
from kindring.web.bring_rows import (
    chosen_cards,
    counts_of,
    newcomers_among,
    page_of_not_read,
    page_of_rows,
    waiting_files,
)
from kindring.web.bring_words import counted, cut_short_words
from kindring.web.done import done
from kindring.web.filling import form_page, get_or_post
from kindring.web.render import go, page, wants_block
from kindring.web.sealed_query import asked_in, sealed_query
from kindring.web.sessions import SignedIn
from kindring.web.visible import page_asked, unlocked

_FORM_BYTES = 512 * 1024  # what a form needs around its files
NAMES_SHOWN = 500
DROPPED = done("bring_dropped", _("Removed. Whoever came along stays on your map."))
NOBODY = done("bring_nobody", _("Nobody is chosen yet."))


@checks_length_itself
@csrf_exempt
@get_or_post
def bring(request: SignedIn) -> HttpResponse:
    """Looks at the length of what comes before reading any of it; the token is checked right after, in `_bring`."""
    if length_of(request) > MOST_BYTES + _FORM_BYTES:
        raise Refused("file_too_large", str(UNREADABLE["too large"]), 413)
    try:
        return _bring(request)
    except TooManyFilesSent:
        raise Refused("files_too_many", gettext("At most 100 files come at once."), 413) from None


@csrf_protect
def _bring(request: SignedIn) -> HttpResponse:
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form)
    uploads = [Upload(file.name, file.read()) for file in form.cleaned_data["book"]]
    try:
        book = read_files(by=Actor(request.user), now=timezone.now(), uploads=uploads)
    except Refused as refused:
        return _upload_page(request, form, refused)
    return go("bring_choose", book.id)


def _upload_page(request: SignedIn, form: UploadForm, refused: Refused | None = None) -> HttpResponse:
    facts = {"most_bytes": MOST_BYTES, "too_large": UNREADABLE["too large"], "waiting": waiting_files(request.user)}
    return form_page(request, "bring/bring.html", form, facts, refused=refused, block="form")


def _file_or_404(request: SignedIn, file: UUID) -> ImportFile:
    return unlocked(get_object_or_404(ImportFile.objects.visible_to(request.user), id=file))


@get_or_post
def bring_choose(request: SignedIn, file: UUID) -> HttpResponse:
    book = _file_or_404(request, file)
    if request.method == "POST":
        return _choose(request, book)
    if "left" in request.GET:
        return _not_read_page(request, book)
    return _choose_page(request, book, asked_in(request).get("name", ""), page_asked(request))


def _choose(request: SignedIn, book: ImportFile) -> HttpResponse:
    """Keeps the ticks of the page that was shown, whatever was pressed on it."""
    form = ChooseForm(request.POST)
    if not form.is_valid():
        raise Refused("choice_unreadable", gettext("This choice could not be read. Nothing was changed."), 422)
    given, chosen = form.cleaned_data, form.cleaned_data["card"]
    if given["step"] == ChooseForm.ALL:
        chosen = chosen + newcomers_among(request.user, book, given["shown"])
    elif given["step"] == ChooseForm.NONE:
        chosen = []
    choose_cards(by=Actor(request.user), file=book, shown=given["shown"], chosen=chosen)
    if given["step"] == ChooseForm.GO:
        return go("bring_go", book.id)
    if wants_block(request):
        return _choose_page(request, book, given["asked"], form.number)
    asked = sealed_query(request, {"name": given["asked"]} if given["asked"] else {})
    return go("bring_choose", book.id, query=asked | {"page": str(form.number)})


def _choose_page(request: SignedIn, book: ImportFile, asked: str, number: int) -> HttpResponse:
    counts = counts_of(request.user, book)
    if not any(counts):
        return go("bring_go", book.id)
    facts: dict[str, Any] = {"book": book, "asked": asked, "counts": counts}
    if request.headers.get("HX-Target") == "count":
        return page(request, "bring/choose.html", facts, block="count")
    facts |= {
        "rows": page_of_rows(request.user, book, asked, number),
        "cut_short": cut_short_words(book.cut_short),
    }
    return page(request, "bring/choose.html", facts, block="choose")


def _not_read_page(request: SignedIn, book: ImportFile) -> HttpResponse:
    rows = page_of_not_read(request.user, book, page_asked(request))
    return page(request, "bring/not_read.html", {"book": book, "rows": rows})


@get_or_post
def bring_go(request: SignedIn, file: UUID) -> HttpResponse:
    """The preview, then step after step until everyone is here. A GET brings nobody."""
    book = _file_or_404(request, file)
    if request.method == "POST":
        steps = bring_some(by=Actor(request.user), now=timezone.now(), file=book)
        if wants_block(request) and steps.left:
            return _going_page(request, book, steps, by_itself=True)
        return go("bring_go", book.id)
    counts = counts_of(request.user, book)
    steps = Steps(book.came, book.were_here, counts.chosen)
    if steps.left and steps.done:
        return _going_page(request, book, steps, by_itself=False)
    if steps.left:
        return _preview_page(request, book)
    if steps.done:
        return page(request, "bring/came.html", {"steps": steps})
    return go("bring_choose", book.id, done=NOBODY) if any(counts) else go("bring")


def _going_page(request: SignedIn, book: ImportFile, steps: Steps, *, by_itself: bool) -> HttpResponse:
    facts = {"book": book, "steps": steps, "by_itself": by_itself}
    return page(request, "bring/going.html", facts, block="going")


def _preview_page(request: SignedIn, book: ImportFile) -> HttpResponse:
    cards = chosen_cards(request.user, book)
    names = [card["name"] for card in cards[:NAMES_SHOWN]]
    facts = {"book": book, "many": len(cards), "names": names, "counted": counted(cards)}
    return page(request, "bring/preview.html", facts)


@require_POST
def bring_drop(request: SignedIn, file: UUID) -> HttpResponse:
    drop_file(by=Actor(request.user), file=_file_or_404(request, file))
    return go("bring", done=DROPPED)


urlpatterns = [
    path("bring", bring, name="bring"),
    path("bring/<uuid:file>", bring_choose, name="bring_choose"),
    path("bring/<uuid:file>/go", bring_go, name="bring_go"),
    path("bring/<uuid:file>/drop", bring_drop, name="bring_drop"),
]
