"""A photo that goes with the plan."""

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.accounts.actor import Actor
from kindring.lib.refused import Refused
from kindring.lifeline.actions.plan import keep_frame
from kindring.lifeline.photo import NoPhoto, cleaned, data_url

NOT_KEPT: dict[str, tuple[str | Promise, int]] = {
    "too_large": (_("A photo has at most 2 MB here. A smaller copy of it will do."), 413),
    "unknown": (_("This is no photo that can be kept here: JPEG, PNG or WebP."), 422),
    "broken": (_("This photo is not whole. Try it once more, or another one."), 422),
}


@transaction.atomic
def keep_photo(*, by: Actor, data: bytes) -> None:
    """Keeps a picture, sealed, in place of the one before; what the camera wrote into it is left out."""
    try:
        media_type, picture = cleaned(data)
    except NoPhoto as no:
        words, status = NOT_KEPT[no.code]
        raise Refused(f"photo_{no.code}", str(words), status) from None
    keep_frame(by, photo=data_url(media_type, picture))


@transaction.atomic
def remove_photo(*, by: Actor) -> None:
    keep_frame(by, photo="")
