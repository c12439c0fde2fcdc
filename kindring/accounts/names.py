"""What a sign-in name and a password may be."""

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kindring.accounts.vault import plain_name
from kindring.lib.refused import Refused

NAME_LENGTH = 80
PASSWORD_LENGTHS = (12, 256)


def check_name(name: str) -> None:
    """Refused where nobody could type this name again."""
    plain = plain_name(name)
    if not plain or len(plain) > NAME_LENGTH or not plain.isprintable():
        raise Refused("name_unusable", _("Please choose a name of 1 to 80 characters."), 422)


def check_password(password: str, name: str = "") -> None:
    """Refused for what is short, common, or the name again. Nothing else is asked of a password."""
    if len(password) > PASSWORD_LENGTHS[1]:
        raise Refused("password_long", _("That password is longer than 256 characters."), 422)
    plain = plain_name(name)
    if len(plain) > 2 and plain in password.casefold():
        raise Refused("password_is_name", _("The password should not contain your sign-in name."), 422)
    try:
        MinimumLengthValidator(PASSWORD_LENGTHS[0]).validate(password)
        CommonPasswordValidator().validate(password)
    except ValidationError as error:
        raise Refused("password_weak", " ".join(error.messages), 422) from None
