"""The `kindring` command as a host meets it: real processes on a throw-away data folder."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from kindring.config import start_checks
from kindring.config.cannot_start import CannotStart
from kindring.config.environment import PACKAGE

COMMAND = [sys.executable, "-m", "kindring"]


@pytest.fixture
def host(tmp_path):
    """Someone who runs Kindring from an almost empty environment on SQLite."""
    return Host(tmp_path / "data")


class Host:
    """Types commands; `data` is the folder that is theirs."""

    def __init__(self, data):
        self.data = data
        self.database = data / "data" / "kindring.sqlite3"
        self.key = data / "keys" / "server.key"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(data), "KINDRING_DATA": str(data)}

    def types(self, *words, **settings):
        return subprocess.run(
            [*COMMAND, *words],
            cwd=PACKAGE.parent,
            env=self.environment | settings,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def starts(self, *words, **settings):
        return subprocess.Popen(
            [*COMMAND, *words], cwd=PACKAGE.parent, env=self.environment | settings, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def refused_in_one_line(done, *words):
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("kindring: ")
    for word in words:
        assert str(word) in done.stderr
    return True


def answer(port, path="/", process=None):
    """The status of one page, as soon as the server is there."""
    until = time.monotonic() + 30
    while True:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            asked.request("GET", path)
            reply = asked.getresponse()
            reply.read()
        except OSError:
            assert process is None or process.poll() is None, process.stdout.read()
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return reply


def test_help_and_settings_need_nothing(host):
    assert "kindring serve" in host.types().stdout
    assert "KINDRING_PORT" in host.types("settings").stdout
    assert not host.data.exists()


def test_unknown_setting_stops_every_start_with_its_name(host):
    for command in ("serve", "work", "migrate", "check"):
        assert refused_in_one_line(host.types(command, KINDRING_PROT="1"), "KINDRING_PROT", "KINDRING_PORT")
    assert not host.data.exists()


def test_a_look_at_the_migrations_makes_no_key(host):
    assert host.types("makemigrations", "--check", "--dry-run").returncode == 0
    assert not host.key.exists()


def test_first_run_makes_database_and_key_and_a_second_keeps_them(host):
    assert host.types("migrate").returncode == 0
    key = host.key.read_bytes()
    assert host.database.exists()
    assert host.types("migrate").returncode == 0
    assert host.key.read_bytes() == key


def test_server_and_worker_refuse_a_database_that_waits_for_migrations(host):
    for command in ("serve", "work"):
        port = ["--port", str(free_port())] if command == "serve" else []
        assert refused_in_one_line(host.types(command, *port), "not up to date", "kindring migrate")


def test_database_from_a_newer_version_is_refused_and_left_as_it_is(host):
    host.types("migrate")
    with sqlite3.connect(host.database) as opened:
        opened.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', '2030-01-01')"
        )
    opened.close()
    before = host.database.read_bytes()
    for command in ("migrate", "work", "serve"):
        port = ["--port", str(free_port())] if command == "serve" else []
        assert refused_in_one_line(host.types(command, *port), "newer version", "people.9999_later")
    assert host.database.read_bytes() == before


def test_file_that_is_no_database_is_refused_and_left_as_it_is(host):
    host.database.parent.mkdir(parents=True)
    host.database.write_bytes(b"a diary, not a database\n" * 400)
    before = host.database.read_bytes()
    assert refused_in_one_line(host.types("migrate"), host.database, "not a database")
    assert host.database.read_bytes() == before


def test_data_folder_that_cannot_be_made_is_named(host):
    host.data.write_text("a file where the folder should be")
    assert refused_in_one_line(host.types("migrate"), host.data)


def test_unreachable_postgresql_is_refused_without_its_password(host):
    url = f"postgres://kin:s3cret@127.0.0.1:{free_port()}/kin"
    done = host.types("migrate", DATABASE_URL=url)
    assert refused_in_one_line(done, "kin on 127.0.0.1", "does not answer")
    assert "s3cret" not in done.stderr


def test_busy_port_is_refused_before_anything_else(host):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refused_in_one_line(host.types("serve", "--port", str(port)), port, "another program", "--port")
    assert not host.database.exists()


def test_listening_beyond_this_computer_needs_host_names(host):
    done = host.types("serve", "--host", "0.0.0.0", "--port", str(free_port()))
    assert refused_in_one_line(done, "KINDRING_HOSTS")


def test_server_answers_with_prepared_static_files_and_ends_when_told(host):
    host.types("migrate")
    port = free_port()
    server = host.starts("serve", "--port", str(port))
    try:
        assert answer(port, process=server).status < 500
        assert answer(port, "/static/favicon.svg").status == 200
    finally:
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=20)[0]
    assert server.returncode == 0
    assert str(host.database) in said
    assert str(host.key) in said
    assert "SQLite 3." in said
    assert "Traceback" not in said
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_worker_ends_when_told(host):
    host.types("migrate")
    worker = host.starts("work")
    time.sleep(3)
    worker.send_signal(signal.SIGTERM)
    said = worker.communicate(timeout=20)[0]
    assert (worker.returncode, said) == (0, ""), said


def test_lost_key_of_a_database_with_users_stops_the_start(host):
    host.types("migrate")
    with sqlite3.connect(host.database) as opened:
        columns = {row[1]: row for row in opened.execute("PRAGMA table_info(accounts_user)")}
        values = {name: b"" if row[2] == "BLOB" else "0" for name, row in columns.items() if row[3]}
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        opened.execute(f"INSERT INTO accounts_user ({names}) VALUES ({marks})", list(values.values()))
    opened.close()
    host.key.unlink()
    for command in ("serve", "work", "migrate"):
        port = ["--port", str(free_port())] if command == "serve" else []
        assert refused_in_one_line(host.types(command, *port), host.key, "missing")
    assert not host.key.exists()


def test_key_file_open_to_others_stops_the_start(host):
    host.types("migrate")
    host.key.chmod(0o644)
    assert refused_in_one_line(host.types("work"), "chmod 600", host.key)


@pytest.mark.django_db
def test_database_knows_whether_it_has_users(db):
    assert start_checks.database_has_users() is False


@pytest.mark.django_db
def test_database_with_users_says_so(ana):
    assert start_checks.database_has_users() is True


@pytest.mark.django_db
def test_newer_database_is_seen_on_this_engine_too():
    start_checks.database_is_not_newer()
    MigrationRecorder(connection).record_applied("accounts", "9999_later")
    with pytest.raises(CannotStart, match=r"accounts\.9999_later"):
        start_checks.database_is_not_newer()
