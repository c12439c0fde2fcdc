"""The `kindring` command: serve, work, migrate, and every management command of the program."""

import os
import sys

import django
from django.core.management import execute_from_command_line

from kindring import __version__
from kindring.config import environment
from kindring.config.cannot_start import CannotStart

USAGE = """kindring serve [--host HOST] [--port PORT]   answer browsers
kindring work                                do the work that waits (digests, nightly tidying)
kindring migrate                             bring the database up to date
kindring settings                            list what can be set in the environment
kindring NAME …                              any other command: backup DIR, restore DIR, …
kindring manage …                            Django's own command line"""
RUNNING = frozenset({"serve", "work", "migrate"})
OWN = frozenset({"backup", "restore", "reset_link"})
OTHER_NAMES = {"demo-seed": "seed_demo"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what the host can put right is one line on standard error and exit code 1."""
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["help"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kindring.config.settings")
    try:
        _run(name, rest)
    except CannotStart as problem:
        print(f"kindring: {problem}", file=sys.stderr)
        return 1
    return 0


def _run(name: str, rest: list[str]) -> None:
    if name in {"help", "-h", "--help"}:
        print(USAGE)
    elif name in {"version", "--version"}:
        print(__version__)
    elif name == "settings":
        print("\n".join(f"{setting:28}{meaning}" for setting, meaning in environment.MEANINGS.items()))
    elif name in RUNNING:
        django.setup()
        from kindring.config import running  # needs the settings

        getattr(running, name)(rest)
    else:
        named = [] if name == "manage" else [OTHER_NAMES.get(name, name)]
        if name in OWN:
            django.setup()
            from kindring.config import start_checks  # needs the settings

            start_checks.folder_is_made()
        execute_from_command_line(["kindring", *named, *rest])
