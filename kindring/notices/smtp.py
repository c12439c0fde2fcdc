"""Handing a mail in at the host's mail server, and what its answers mean."""

import smtplib
import ssl
from contextlib import suppress
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
    """Where mails are handed in, and from whom; the host's settings."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def tls(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def sender(self) -> str: ...


def mail_server() -> Server:
    """The host's; `NotTaken` where there is none any more."""
    if settings.KINDRING_MAIL is None:
        raise NotTaken("no_mail_server")
    return settings.KINDRING_MAIL


def hand_in(message: EmailMessage, address: str) -> None:
    """Returns when the server has taken the mail over; `NotTaken` for everything else."""
    try:
        server = _connected(mail_server())
        try:
            server.send_message(message, mail_server().sender, [address])
        finally:
            _say_goodbye(server)
    except smtplib.SMTPRecipientsRefused as refused:
        code = max(code for code, _ in refused.recipients.values())
        raise NotTaken(f"address_{code}", for_good=code in _FOR_GOOD) from None
    except smtplib.SMTPDataError as refused:
        raise NotTaken(f"mail_{refused.smtp_code}", for_good=refused.smtp_code in _FOR_GOOD) from None
    except (smtplib.SMTPException, OSError, UnicodeError) as problem:
        raise NotTaken(type(problem).__name__) from None


def _say_goodbye(server: smtplib.SMTP) -> None:
    """What was taken is taken, however the server answers to this."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


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
