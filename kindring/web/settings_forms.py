"""The forms of the settings room."""

from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kindring.accounts.actions.joining import known_zones
from kindring.accounts.actions.preferences import LONGEST_LEAD
from kindring.accounts.names import CALLED_LENGTH, PASSWORD_LENGTHS


@cache
def _zones() -> list[tuple[str, str]]:
    regions = [zone for zone in sorted(known_zones()) if "/" in zone and not zone.startswith("Etc/")]
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in regions)]


class PreferencesForm(forms.Form):
    called = forms.CharField(label=_("What should Kindring call you?"), max_length=CALLED_LENGTH, required=False)
    time_zone = forms.ChoiceField(label=_("Your time zone"))
    date_lead_days = forms.IntegerField(
        label=_("Name birthdays and other days this many days before"), min_value=0, max_value=LONGEST_LEAD
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("Not needed. This server can read it; nothing is sent unless you ask."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held = self.initial.get("time_zone", "UTC")
        # Browsers know old names too ("Japan"); who came with one keeps it.
        zones = _zones() if (held, held.replace("_", " ")) in _zones() else [(held, held), *_zones()]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]


def _secret(label: Any, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=PASSWORD_LENGTHS[1], strip=False, widget=widget)


class NewPasswordForm(forms.Form):
    password = _secret(_("Password now"), "current-password")
    new_password = _secret(_("New password"), "new-password")
