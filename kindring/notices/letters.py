"""The two mails there are. Their words are the same for everyone: who reads over a shoulder learns nothing."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext, override

from kindring.notices.marks import link_for
from kindring.notices.models import Outgoing
from kindring.notices.smtp import mail_server

SENDER = "Kindring"


def letter(row: Outgoing, address: str, language: str, choices: UUID) -> EmailMessage:
    """The mail of this row of the outbox: the same bytes at each try. `choices` is the row that a link stops."""
    with override(language):
        subject, body = (_notice if row.sort == Outgoing.Sort.NOTICE else _proof)(row)
    message = EmailMessage()
    message["From"] = formataddr((SENDER, mail_server().sender))
    message["To"] = address
    message["Subject"] = subject
    message["Date"] = _date(row.made_at)
    message["Message-ID"] = row.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{settings.KINDRING_SITE}/notices/stop/{link_for('stop', choices)}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(body, cte="quoted-printable")
    return message


def _date(made_at: datetime) -> str:
    return format_datetime(made_at)


def _notice(_row: Outgoing) -> tuple[str, str]:
    body = gettext(
        "There is something for you:\n%(site)s/\n\n"
        "This mail is always the same. You asked for it; here you change when it comes, or turn it off:\n"
        "%(site)s/settings/notices\n"
    )
    return gettext("There is something for you"), body % {"site": settings.KINDRING_SITE}


def _proof(row: Outgoing) -> tuple[str, str]:
    body = gettext(
        "Someone gave this address to a site, to be written to. "
        "If that was you, open this link while you are signed in:\n"
        "%(link)s\n\n"
        "It works once, for two days. If it was not you, do nothing: nothing more will come.\n"
    )
    link = f"{settings.KINDRING_SITE}/notices/address/{link_for('proof', row.id)}"
    return gettext("Is this your address?"), body % {"link": link}
