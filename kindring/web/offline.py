"""Without a connection: plain words and the numbers that help, kept on the device by a small worker. No more."""

import json
from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kindring.web.addresses import static
from kindring.web.lifeline import lines
from kindring.web.render import page
from kindring.web.sessions import open_to_all

DRAWN_WITH = (
    "css/tokens.css",
    "css/kindring.css",
    "css/lifeline.css",
    "favicon.svg",
    "icons.svg",
    "js/leave.js",
    "js/country.js",
    "js/plan.js",
)
_WORKER = Path(__file__).parent / "static" / "js" / "offline_worker.js"
_PUSH_WORKER = _WORKER.with_name("push_worker.js")
_MARK_LENGTH = 12


@open_to_all
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The same bytes for everyone: not even the mark of a form is in them, because leaving asks for none."""
    return page(request, "errors/offline.html", {"csrf_input": ""})


@open_to_all
@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The worker, told what to keep. Its bytes change with the page and its files: then browsers fetch them anew."""
    source = _WORKER.read_text(encoding="utf-8")
    files = [static(file) for file in DRAWN_WITH]
    pages = [offline(request).content, lines(request).content]
    mark = sha256(b"".join([*pages, *map(str.encode, files)])).hexdigest()[:_MARK_LENGTH]
    addresses = {name: reverse(name) for name in ("lines", "lifeline", "leave")}
    kept = {"mark": mark, "page": reverse("offline"), "files": files, **addresses}
    told = f"const TOLD = {json.dumps(_told())};\n{_PUSH_WORKER.read_text(encoding='utf-8')}"
    body = f"const KEPT = {json.dumps(kept)};\n{source}\n{told}"
    response = HttpResponse(body, content_type="text/javascript")
    # Browsers look for a newer worker after every page; once an hour is enough.
    response["Cache-Control"] = "max-age=3600"
    return response


def _told() -> dict[str, str]:
    """What a browser shows when it is told that there is something: always the same."""
    words = gettext("There is something for you")
    return {"title": "Kindring", "words": words, "page": reverse("notices"), "icon": static("favicon.svg")}


urlpatterns = [
    path("offline", offline, name="offline"),
    path("offline-worker.js", offline_worker, name="offline_worker"),
]
