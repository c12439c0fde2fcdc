"""Handing a mail in at the host's mail server, and what its answers mean."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Protocol

from django.conf import settings

SECONDS = 20
_FOR_GOOD = range(500, 600)


class NotTaken(Exception):
    """The mail was not accepted. `code` is short and says nothing of anyone; `for_good`: trying again is no use."""

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code, self.for_good = code, for_good


class Server(Protocol):
    """Where mails are handed in; the host's settings."""

    host: str
    port: int
    tls: str
    user: str
    password: str


def hand_in(message: EmailMessage, address: str) -> None:
    """Returns when the server has taken the mail over; `NotTaken` for everything else."""
    try:
        with _connected(settings.KINDRING_MAIL) as server:
            server.send_message(message, settings.KINDRING_MAIL.sender, [address])
    except smtplib.SMTPRecipientsRefused as refused:
        code = max(code for code, _ in refused.recipients.values())
        raise NotTaken(f"address_{code}", for_good=code in _FOR_GOOD) from None
    except smtplib.SMTPDataError as refused:
        raise NotTaken(f"mail_{refused.smtp_code}", for_good=refused.smtp_code in _FOR_GOOD) from None
    except (smtplib.SMTPException, OSError, UnicodeError) as problem:
        raise NotTaken(type(problem).__name__) from None


def _connected(told: Server) -> smtplib.SMTP:
    """Signed in, and safe from listeners unless the host said otherwise."""
    safe = ssl.create_default_context()
    if told.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(told.host, told.port, timeout=SECONDS, context=safe)
    else:
        server = smtplib.SMTP(told.host, told.port, timeout=SECONDS)
    try:
        if told.tls == "starttls":
            server.starttls(context=safe)
        if told.user:
            server.login(told.user, told.password)
    except BaseException:
        server.close()
        raise
    return server
