"""People in front of their browsers."""

import re
from datetime import datetime
from functools import cache
from typing import Any

from django.test import Client
from django.test.client import ClientHandler

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import begin_session, lock_session
from kindring.accounts.actor import Actor
from kindring.accounts.models import Session, User
from kindring.web.sessions import COOKIE
from tests.cast import NOW

_MARK = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@cache
def _server(*, careful: bool) -> ClientHandler:
    """The site behind the browsers, made once: it looks through all static files when it starts."""
    server = ClientHandler(enforce_csrf_checks=careful)
    server.load_middleware()
    return server


def new_browser(*, enforce_csrf_checks: bool = False, **options: Any) -> Client:
    """A browser that nobody has used yet. A fault of the site is its page, as it would be for a visitor."""
    client = Client(raise_request_exception=False, **options)
    client.handler = _server(careful=enforce_csrf_checks)
    return client


def browser_of(joined: Joined, *, now: datetime = NOW, confirmed: bool = True, **options: Any) -> Client:
    """A browser in which this user is signed in; `confirmed`: their recovery code is written down."""
    user = User.objects.get(pk=joined.user.pk)
    if confirmed:
        User.objects.filter(pk=user.pk).update(recovery_confirmed=True, recovery_code=None)
    begun = begin_session(by=Actor(user), now=now, keys=joined.keys, device="computer")
    client = new_browser(**options)
    client.cookies[COOKIE] = begun.secret.cookie
    return client


def locked(client: Client, joined: Joined) -> Client:
    """The same browser, locked."""
    for session in Session.objects.visible_to(joined.user):
        lock_session(by=Actor(joined.user), session=session)
    return client


def bytes_of(answer: Any) -> bytes:
    """A page without the mark of its forms, which differs each time."""
    return _MARK.sub(b"", answer.content)


def told_by(answer: Any) -> bytes:
    """Status, headers and page, as they can be told apart by whoever asked."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Content-Length")
    return f"{answer.status_code} {headers}".encode() + bytes_of(answer)
