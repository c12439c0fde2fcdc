"""Fills a throw-away database with a lived-in year."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kindring.accounts.actions.joining import confirm_recovery_code, join
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import User
from kindring.accounts.vault import keyring_of
from kindring.asks.demo import ask_and_help
from kindring.checkins.demo import check_in_for_a_year
from kindring.circles.demo import meet_the_street
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from kindring.lifeline.demo import write_plan
from kindring.people.demo import live_a_year
from kindring.people.demo_maps import begin_with_three, know_many

NAME, PASSWORD = "ana", "a walk by the river"


class Command(BaseCommand):
    """For `./dev demo`: the words are made up, and the password is known to all."""

    help = "Make the user Ana with people and a year of moments, and print how to sign in."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = timezone.now()
        if User.objects.exists():
            raise CommandError(
                "There are people here already: the demo is for an empty database that can be thrown away."
            )
        try:
            joined = join(by=SYSTEM, now=now, name=NAME, password=PASSWORD, called="Ana", adult=True)
        except Refused as refused:
            raise CommandError(refused.message) from None
        with opened_with(keyring_of(joined.user.id, joined.keys)):
            confirm_recovery_code(by=Actor(joined.user), code=joined.user.recovery_code)
            moments = live_a_year(joined.user, now)
            days = check_in_for_a_year(joined.user, now)
            write_plan(joined.user, now)
        street = meet_the_street(joined, now, PASSWORD)
        asks = ask_and_help(street, now)
        for name, live in (("Ines", begin_with_three), ("Tomas", know_many)):
            neighbour = street.people[name]
            with opened_with(keyring_of(neighbour.user.id, neighbour.keys)):
                live(neighbour.user, now)
        others = [name.lower() for name in street.people if name.lower() != NAME]
        self.stdout.write(f"Made-up data: 26 people, {moments} moments, {days} check-ins and {asks} asks in a year.")
        self.stdout.write(f"Sign in as {NAME} with the password: {PASSWORD}")
        self.stdout.write(f"The same password opens {' and '.join(others)}, who are in Ana's circle.")
        self.stdout.write("On the map of ines there are three people, on that of tomas a hundred and fifty.")
