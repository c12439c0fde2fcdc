"""Forms between a request and an action."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django import forms
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kindring.lib.refused import Refused
from kindring.web.render import page

_log = logging.getLogger(__name__)
Form = TypeVar("Form", bound=forms.Form)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def filled(kind: type[Form], request: HttpRequest, **options: Any) -> Form:
    """The form with what was sent; empty for a GET."""
    return kind(request.POST, **options) if request.method == "POST" else kind(**options)


def form_page(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    facts: Mapping[str, Any] | None = None,
    *,
    refused: Refused | None = None,
    block: str | None = None,
) -> HttpResponse:
    """The page of a form, with everything that was typed still in it.

    200 when it is opened, 422 where something needs another look; an action's refusal has its own status, and stands
    at the top, or at the field that the form's `refused_at` names for its code.
    """
    status = 422 if form.is_bound else 200
    if refused is not None:
        form.add_error(getattr(form, "refused_at", {}).get(refused.code), refused.message)
        status = refused.status
    return page(request, template, {"form": form, **(facts or {})}, block=block, status=status)


@contextmanager
def keeping() -> Iterator[None]:
    """Around the action of a form with words in it: where the database cannot write, they stay on the page.

    A full disk is nothing to lose a page of words to, and a browser brings back no form of a page it may not keep.
    """
    try:
        yield
    except OperationalError as error:
        _log.error("a change could not be kept: %s", type(error.__cause__ or error).__name__)
        message = _(
            "It could not be kept: this server has no room left, or is very busy. Nothing was changed, and what you "
            "typed is still here. Try once more in a moment."
        )
        raise Refused("not_kept", message, 503) from None


def sent(form: forms.Form) -> dict[str, Any]:
    """What a form of one press sent. Its page offers nothing else: a wrong one comes from elsewhere."""
    if not form.is_valid():
        raise Refused("form_not_whole", _("This did not arrive as it was sent. Go back and try once more."), 422)
    return form.cleaned_data
