"""Prints a one-use link for someone who lost both password and recovery code."""

import getpass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from kindring.accounts.actions.signing import print_reset_link
from kindring.accounts.actor import SYSTEM
from kindring.lib.refused import Refused


class Command(BaseCommand):
    """The name is asked for, not given as an argument, so that it stays out of the shell's history."""

    help = "Print a one-use link with which someone can begin again under their name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", default=settings.KINDRING_SITE, help="where this server is reached")

    def handle(self, *_args: Any, site: str, **_options: Any) -> None:
        try:
            name = getpass.getpass("Name they sign in with (not shown): ")
            secret = print_reset_link(by=SYSTEM, now=timezone.now(), name=name)
        except EOFError:
            raise CommandError("The name is asked for: run this in a terminal.") from None
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(site.rstrip("/") + reverse("reset_link", args=[secret]))
        self.stdout.write("It works once, for a day. Hand it over in person, or read it out: it is as good as a key.")
