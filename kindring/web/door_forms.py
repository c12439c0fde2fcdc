"""The forms at the door: signing in, joining, getting back in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kindring.accounts.names import CALLED_LENGTH, NAME_LENGTH, PASSWORD_LENGTHS, check_name, check_password
from kindring.lib.refused import Refused


def _name() -> forms.CharField:
    attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    field = forms.CharField(label=_("Name to sign in with"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs))
    field.error_messages["required"] = _("A name is needed.")
    return field


def _password(label: Any, *, new: bool = False) -> forms.CharField:
    attrs = {"autocomplete": "new-password" if new else "current-password"}
    widget = forms.PasswordInput(attrs)
    hint = _("12 characters or more. A few words in a row are easy to remember.") if new else ""
    field = forms.CharField(label=label, max_length=PASSWORD_LENGTHS[1], widget=widget, help_text=hint, strip=False)
    field.error_messages["required"] = _("A password is needed.")
    return field


class SignInForm(forms.Form):
    name = _name()
    password = _password(_("Password"))
    stay = forms.BooleanField(label=_("Stay signed in on this device for two weeks"), required=False)


class _NewPassword(forms.Form):
    """A form in which a name gets a new password: what neither may be is said before anything is tried."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        name = given.get("name", "")
        if "name" in given:
            self._said_at("name", check_name, name)
        if "password" in given:
            self._said_at("password", check_password, given["password"], name)
        return given

    def _said_at(self, field: str, check: Callable[..., None], *typed: str) -> None:
        try:
            check(*typed)
        except Refused as refused:
            self.add_error(field, forms.ValidationError(refused.message, code=refused.code))


class JoinForm(_NewPassword):
    name = _name()
    called = forms.CharField(
        label=_("What should Kindring call you?"),
        max_length=CALLED_LENGTH,
        required=False,
        widget=forms.TextInput({"autocomplete": "nickname"}),
        help_text=_("Left empty, it is the name you sign in with."),
    )
    password = _password(_("Password"), new=True)
    email = forms.EmailField(
        label=_("E-mail, if you like"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("Not needed. This server can read it; nothing is sent unless you ask."),
    )
    adult = forms.BooleanField(
        label=_("I am an adult. Kindring is made for adults."),
        error_messages={"required": _("Please tick this to go on.")},
    )
    time_zone = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput({"data-zone": ""}))


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Type the code from your paper"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class PasswordForm(forms.Form):
    password = _password(_("Password"))


class RecoverForm(_NewPassword):
    name = _name()
    code = forms.CharField(
        label=_("Recovery code"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    password = _password(_("New password"), new=True)


class ResetForm(_NewPassword):
    KEEP, ERASE = "keep", "erase"

    name = _name()
    password = _password(_("New password"), new=True)
    what = forms.ChoiceField(
        label=_("What you wrote before"),
        widget=forms.RadioSelect,
        initial=KEEP,
        choices=[
            (KEEP, _("Keep it, locked. It opens again if I find my recovery code or remember my password.")),
            (ERASE, _("Erase it and begin afresh.")),
        ],
    )


class ReopenForm(forms.Form):
    secret = forms.CharField(
        label=_("Recovery code or password of that time"),
        max_length=PASSWORD_LENGTHS[1],
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )
