"""The three commands that keep Kindring running. Import it after Django is set up."""

import argparse

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Command as Worker
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from kindring import __version__
from kindring.accounts.tasks import tidying_is_late
from kindring.config import sqlite, start_checks
from kindring.config.logs import server_logging

WORKER_POLLS_SECONDS = 2
# A thread that ends takes its database connection along, so idle ones stay for as long as granian allows.
IDLE_THREAD_SECONDS = 600
KILL_AFTER_SECONDS = 10


def serve(arguments: list[str]) -> None:
    """Check, prepare, and answer browsers until told to stop."""
    parser = argparse.ArgumentParser(prog="kindring serve")
    parser.add_argument("--host", default=settings.ENVIRONMENT.host)
    parser.add_argument("--port", type=int, default=settings.ENVIRONMENT.port)
    told = parser.parse_args(arguments)
    start_checks.names_are_set(told.host)
    start_checks.port_is_free(told.host, told.port)
    start_checks.run(start_checks.BEFORE_SERVING)
    call_command("collectstatic", interactive=False, verbosity=0)
    _say_where(told.host, told.port)
    _listen(told.host, told.port)


def work(arguments: list[str]) -> None:
    """Do the work that waits until told to stop."""
    start_checks.run(start_checks.BEFORE_SERVING)
    call_command("ensure_nightly")
    call_command("ensure_telling")
    call_command(QuietWorker(), *arguments, interval=WORKER_POLLS_SECONDS)


def migrate(arguments: list[str]) -> None:
    """Bring the database up to date, unless a newer version has already changed it."""
    start_checks.run(start_checks.BEFORE_MIGRATING)
    with start_checks.answering_database():
        call_command("migrate", *arguments, interactive=False, verbosity=0)
    print("The database is up to date.")


class QuietWorker(Worker):
    """The worker with the program's own logging instead of a second one on standard output."""

    def configure_logging(self, verbosity: int) -> None:
        """Leave logging as the settings made it."""


def _say_where(host: str, port: int) -> None:
    engine = "PostgreSQL"
    if connection.vendor == "sqlite":
        engine = f"SQLite {sqlite.shown(sqlite.version())}, write-ahead log, every commit on disk"
    shown = f"[{host}]" if ":" in host else host
    print(f"Kindring {__version__} on {engine}")
    print(f"  data  {start_checks.database_name()}")
    print(f"  key   {settings.KINDRING_KEY_FILE} (back it up apart from the data)")
    if tidying_is_late(timezone.now()):
        print("  tidy  what is over waits to be deleted: `kindring work` has to run beside this")
    print(f"  at    http://{shown}:{port}/", flush=True)


def _listen(host: str, port: int) -> None:
    """Blocks until SIGTERM or Ctrl-C; processes are forked from here, so no connection may be open."""
    connections.close_all()
    Server(
        target="kindring.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=settings.ENVIRONMENT.workers,
        blocking_threads=settings.ENVIRONMENT.threads,
        blocking_threads_idle_timeout=IDLE_THREAD_SECONDS,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_dictconfig=server_logging(),
    ).serve()
