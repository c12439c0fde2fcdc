"""Forms between a request and an action."""

from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kindring.lib.refused import Refused

Form = TypeVar("Form", bound=forms.Form)


def filled(kind: type[Form], request: HttpRequest, **options: Any) -> Form:
    """The form with what was sent; empty for a GET."""
    return kind(request.POST, **options) if request.method == "POST" else kind(**options)


def refused_in(form: forms.Form, refused: Refused) -> None:
    """Shows an action's refusal at the top of the form, with everything that was typed still in it."""
    form.add_error(None, refused.message)


def sent(form: forms.Form) -> dict[str, Any]:
    """What a form of one press sent. Its page offers nothing else: a wrong one comes from elsewhere."""
    if not form.is_valid():
        raise Refused("form_not_whole", _("This did not arrive as it was sent. Go back and try once more."), 422)
    return form.cleaned_data
