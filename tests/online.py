"""People in front of their browsers."""

from datetime import datetime
from typing import Any

from django.test import Client

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import begin_session, lock_session
from kindring.accounts.actor import Actor
from kindring.accounts.models import Session, User
from kindring.web.sessions import COOKIE
from tests.cast import NOW


def browser_of(joined: Joined, *, now: datetime = NOW, confirmed: bool = True, **options: Any) -> Client:
    """A browser in which this user is signed in; `confirmed`: their recovery code is written down."""
    user = User.objects.get(pk=joined.user.pk)
    if confirmed:
        User.objects.filter(pk=user.pk).update(recovery_confirmed=True, recovery_code=None)
    begun = begin_session(by=Actor(user), now=now, keys=joined.keys, device="computer")
    client = Client(raise_request_exception=False, **options)
    client.cookies[COOKIE] = begun.secret.cookie
    return client


def locked(client: Client, joined: Joined) -> Client:
    """The same browser, locked."""
    for session in Session.objects.visible_to(joined.user):
        lock_session(by=Actor(joined.user), session=session)
    return client
