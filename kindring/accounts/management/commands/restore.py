"""Restores a backup into an empty database."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kindring.accounts.backups import bring_back, newest_in, pair_in
from kindring.lib.refused import Refused


class Command(BaseCommand):
    """Checks sums, version, key file and foreign keys before anything counts."""

    help = "Restore the newest backup of a folder, or the one of a given time, into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--at", help="the time in the files' names, such as 20261122T040000Z")

    def handle(self, *_args: Any, folder: Path, at: str | None, **_options: Any) -> None:
        call_command("migrate", verbosity=0)
        try:
            counts = bring_back(pair_in(folder, at) if at else newest_in(folder))
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"Restored. Users: {counts.get('accounts.User', 0)}. Rows in all: {sum(counts.values())}.")
