"""Writes a backup while the server goes on serving."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone

from kindring.accounts.backups import KEYS_KEPT, back_up


class Command(BaseCommand):
    """Two files: what people have, and the wraps of their keys."""

    help = "Write a backup into a folder: a data file and a keys file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        try:
            pair = back_up(folder, timezone.now())
        except OperationalError:
            raise CommandError("There is no database here yet, so there is nothing to back up.") from None
        self.stdout.write(f"Data: {pair.data}\nKeys: {pair.keys}")
        self.stdout.write(
            f"Keep the two apart from each other, and the server's key file apart from both. "
            f"Keys files older than {KEYS_KEPT.days} days are removed from this folder."
        )
