"""Forms between a request and an action."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kindring.lib.refused import Refused
from kindring.web.render import page

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


def sent(form: forms.Form) -> dict[str, Any]:
    """What a form of one press sent. Its page offers nothing else: a wrong one comes from elsewhere."""
    if not form.is_valid():
        raise Refused("form_not_whole", _("This did not arrive as it was sent. Go back and try once more."), 422)
    return form.cleaned_data
