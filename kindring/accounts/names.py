"""What a sign-in name, a password and an e-mail address may be."""

from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kindring.accounts.vault import plain_name
from kindring.lib.refused import Refused
from kindring.lib.texts import name_line

NAME_LENGTH = CALLED_LENGTH = 80
PASSWORD_LENGTHS = (12, 256)
FEWEST_CHARACTERS = 5


def called_as(typed: str, otherwise: str = "") -> str:
    """What Kindring calls someone: one line that can be seen, cut to what fits."""
    return (name_line(typed) or name_line(otherwise))[:CALLED_LENGTH].rstrip()


def check_name(name: str) -> None:
    """Refused where nobody could type this name again."""
    plain = plain_name(name)
    if not plain or len(plain) > NAME_LENGTH or not plain.isprintable():
        raise Refused("name_unusable", _("Please choose a name of 1 to 80 characters."), 422)


def check_password(password: str, name: str = "") -> None:
    """Refused for what is short, common, a few keys again and again, or the name. Nothing else is asked of it."""
    if len(password) > PASSWORD_LENGTHS[1]:
        raise Refused("password_long", _("That password is longer than 256 characters."), 422)
    plain = plain_name(name)
    if len(plain) > 2 and plain in password.casefold():
        raise Refused("password_is_name", _("The password should not contain your sign-in name."), 422)
    try:
        MinimumLengthValidator(PASSWORD_LENGTHS[0]).validate(password)
        _common().validate(password)
    except ValidationError as error:
        raise Refused("password_weak", " ".join(error.messages), 422) from None
    if len(set(password.casefold())) < FEWEST_CHARACTERS:
        raise Refused("password_weak", _("The same few characters again and again are easily guessed."), 422)


@cache
def _common() -> CommonPasswordValidator:
    """Reads its list of twenty thousand once."""
    return CommonPasswordValidator()


def check_email(email: str) -> str:
    """The address, trimmed; Refused where it is none."""
    try:
        validate_email(email.strip())
    except ValidationError:
        raise Refused("email_unusable", _("That does not look like an e-mail address."), 422) from None
    return email.strip()
