"""What a user chose for themselves."""

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actions.joining import known_zone
from kindring.accounts.actor import Actor
from kindring.accounts.mail_seal import seal_address
from kindring.accounts.names import called_as, check_email
from kindring.lib.refused import Refused

LONGEST_LEAD = 60


@transaction.atomic
def change_preferences(*, by: Actor, called: str, time_zone: str, date_lead_days: int, email: str) -> None:
    """How Kindring speaks to the user, by which clock, and how early it names a birthday."""
    user = by.signed_in
    if not 0 <= date_lead_days <= LONGEST_LEAD:
        raise Refused("lead_out_of_range", _("Please choose 0 to 60 days."), 422)
    if known_zone(time_zone) != time_zone:
        raise Refused("zone_unknown", _("This server does not know that time zone."), 422)
    user.called, user.time_zone, user.date_lead_days = called_as(called), time_zone, date_lead_days
    user.email_sealed = seal_address(user.id, check_email(email)) if email.strip() else None
    user.save(update_fields=["called", "time_zone", "date_lead_days", "email_sealed"])
