"""The forms of bringing an address book: its files, and who of it comes."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

CARDS_ON_A_PAGE = 50


class FilesInput(forms.FileInput):
    """Several files at once: some programs export one for each person."""

    allow_multiple_selected = True


class FilesField(forms.Field):
    """The files that came with a form, unread."""

    widget = FilesInput

    def to_python(self, value: Any) -> list[UploadedFile[Any]]:
        return list(value or [])


class UploadForm(forms.Form):
    book = FilesField(
        label=_("Your address book"),
        help_text=_("One or more files that end in .vcf, up to 20 MB in all."),
        error_messages={"required": _("Choose a file first.")},
        widget=FilesInput({"accept": ".vcf,.vcard,text/vcard,text/x-vcard,text/directory"}),
    )


class IdsField(forms.Field):
    """The ids of cards, from checkboxes or hidden inputs of one name."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[UUID]:
        try:
            return [UUID(one) for one in value or []]
        except ValueError:
            raise forms.ValidationError(_("This is no card."), code="invalid") from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > CARDS_ON_A_PAGE:
            raise forms.ValidationError(_("These are too many at once."), code="too_many")


class ChooseForm(forms.Form):
    """One page of cards: `shown` are all on it, `card` those with a tick; `step` is what was pressed."""

    KEEP, SEARCH, ALL, NONE, GO = "", "search", "all", "none", "go"

    shown = IdsField(required=False)
    card = IdsField(required=False)
    asked = forms.CharField(required=False, max_length=100)
    page = forms.IntegerField(required=False, min_value=1)
    to = forms.IntegerField(required=False, min_value=1)
    step = forms.ChoiceField(required=False, choices=[(step, step) for step in (KEEP, SEARCH, ALL, NONE, GO)])

    @property
    def number(self) -> int:
        """The page to show next: the one that was pressed, the first after a search, else the same."""
        if self.cleaned_data["step"] == self.SEARCH:
            return 1
        return self.cleaned_data["to"] or self.cleaned_data["page"] or 1
