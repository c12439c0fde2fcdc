"""What a host may set, and what stops the start."""

import dataclasses
from pathlib import Path

import pytest

from kindring.config import postgresql
from kindring.config.environment import BadSetting, read

HOME = {"HOME": "/home/ana"}


def test_nothing_needs_to_be_set():
    environment = read({})
    assert environment.host == "127.0.0.1"
    assert environment.port == 8000
    assert environment.hosts == ("127.0.0.1", "localhost", "[::1]")
    assert environment.database_url == ""
    assert not environment.https


def test_data_lies_beside_a_source_tree_with_the_key_in_a_folder_of_its_own():
    environment = read(HOME)
    project = Path(__file__).resolve().parents[2]
    assert environment.sqlite_file == project / "var" / "data" / "kindring.sqlite3"
    assert environment.key_file == project / "var" / "keys" / "server.key"


def test_data_of_an_installed_program_lies_in_the_home_folder(monkeypatch):
    monkeypatch.setattr("kindring.config.environment.PACKAGE", Path("/usr/lib/python3/kindring"))
    assert read(HOME).data == Path("/home/ana/.local/share/kindring")
    assert read({"XDG_DATA_HOME": "/srv/share"}).data == Path("/srv/share/kindring")


def test_everything_can_be_set():
    environment = read(
        {
            "KINDRING_DATA": "/srv/kindring",
            "KINDRING_KEY_FILE": "/etc/kindring/key",
            "DATABASE_URL": "postgres:///kindring",
            "KINDRING_HOST": "0.0.0.0",
            "KINDRING_PORT": "9000",
            "KINDRING_HOSTS": "kin.example.org, .example.net",
            "KINDRING_TRUSTED_ORIGINS": "https://kin.example.org:8443",
            "KINDRING_HTTPS": "yes",
            "KINDRING_PROXIES": "2",
            "KINDRING_WORKERS": "3",
            "KINDRING_THREADS": "8",
            "KINDRING_SITE": "https://kin.example.org/",
            "KINDRING_SMTP_HOST": "mail.example.org",
            "KINDRING_SMTP_PORT": "2525",
            "KINDRING_SMTP_TLS": "tls",
            "KINDRING_SMTP_USER": "kin",
            "KINDRING_SMTP_PASSWORD": "a quiet lake",
            "KINDRING_MAIL_FROM": "notices@example.org",
            "KINDRING_SAFETY_CONTACT": "lena",
            "KINDRING_SAFE_EXIT": "https://weather.example.org/",
            "KINDRING_CRISIS_LINES": "/etc/kindring/lines.json",
            "KINDRING_LOG": "WARNING",
        }
    )
    assert dataclasses.asdict(environment) == {
        "data": Path("/srv/kindring"),
        "key_file": Path("/etc/kindring/key"),
        "database_url": "postgres:///kindring",
        "host": "0.0.0.0",
        "port": 9000,
        "hosts": ("kin.example.org", ".example.net"),
        "trusted_origins": ("https://kin.example.org:8443",),
        "https": True,
        "proxies": 2,
        "workers": 3,
        "threads": 8,
        "site": "https://kin.example.org",
        "mail": {
            "host": "mail.example.org",
            "port": 2525,
            "tls": "tls",
            "user": "kin",
            "password": "a quiet lake",
            "sender": "notices@example.org",
        },
        "safe_exit": "https://weather.example.org/",
        "safety_contact": "lena",
        "crisis_lines": Path("/etc/kindring/lines.json"),
        "log": "warning",
    }


def test_https_means_one_proxy_unless_said_otherwise():
    assert read({"KINDRING_HTTPS": "yes"}).proxies == 1
    assert read({}).proxies == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KINDRING_PORT", "80O0"),
        ("KINDRING_PORT", "0"),
        ("KINDRING_PORT", "65536"),
        ("KINDRING_PORT", "٨٠٠٠"),
        ("KINDRING_HTTPS", "perhaps"),
        ("KINDRING_HOSTS", "*"),
        ("KINDRING_HOSTS", "https://kin.example.org"),
        ("KINDRING_HOSTS", "kin.example.org:8000"),
        ("KINDRING_TRUSTED_ORIGINS", "kin.example.org"),
        ("KINDRING_TRUSTED_ORIGINS", "https://kin.example.org/path"),
        ("KINDRING_PROXIES", "-1"),
        ("KINDRING_THREADS", "1000"),
        ("KINDRING_SAFE_EXIT", "javascript:alert(1)"),
        ("KINDRING_SAFE_EXIT", 'https://a.example/"><script>'),
        ("KINDRING_SAFE_EXIT", "/somewhere"),
        ("KINDRING_DATA", "two\nlines"),
        ("KINDRING_DATA", "x" * 1001),
        ("KINDRING_LOG", "loud"),
        ("KINDRING_WORKERS", "2"),
        ("KINDRING_SECRET", "unknown"),
    ],
)
def test_bad_value_or_unknown_name_is_named_in_one_line(name, value):
    with pytest.raises(BadSetting) as refused:
        read({name: value})
    assert refused.value.name == name
    assert str(refused.value).startswith(f"{name} ")
    assert "\n" not in str(refused.value)


def test_misspelt_name_gets_a_hint():
    with pytest.raises(BadSetting, match="did you mean KINDRING_HOSTS"):
        read({"KINDRING_HOTS": "kin.example.org"})


def test_https_without_any_proxy_is_refused():
    with pytest.raises(BadSetting, match="KINDRING_PROXIES"):
        read({"KINDRING_HTTPS": "yes", "KINDRING_PROXIES": "0"})


def test_secret_may_come_from_a_file(tmp_path):
    secret = tmp_path / "database"
    secret.write_text("postgres://kin:s3cret@db/kin\n")
    environment = read({"DATABASE_URL_FILE": str(secret)})
    assert environment.database_url == "postgres://kin:s3cret@db/kin"
    assert "s3cret" not in repr(environment)


def test_secret_given_twice_or_from_no_file_is_refused(tmp_path):
    with pytest.raises(BadSetting, match="twice"):
        read({"DATABASE_URL": "postgres:///a", "DATABASE_URL_FILE": str(tmp_path / "x")})
    with pytest.raises(BadSetting, match="DATABASE_URL_FILE"):
        read({"DATABASE_URL_FILE": str(tmp_path / "missing")})


def test_postgresql_address_with_host_password_and_options():
    told = postgresql.database("postgresql://kin:p%40ss%2Fword@db.example.org:5433/kin%20dring?sslmode=require")
    assert told["NAME"] == "kin dring"
    assert (told["USER"], told["PASSWORD"]) == ("kin", "p@ss/word")
    assert (told["HOST"], told["PORT"]) == ("db.example.org", "5433")
    assert told["OPTIONS"] == {"sslmode": "require"}
    assert told["CONN_HEALTH_CHECKS"] is True
    assert told["CONN_MAX_AGE"] > 0


def test_postgresql_address_with_a_socket():
    told = postgresql.database("postgres:///kindring?host=/run/postgresql")
    assert (told["NAME"], told["HOST"], told["PORT"], told["USER"]) == ("kindring", "/run/postgresql", "", "")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://kin:s3cret@db/kin",
        "postgres://kin:s3cret@db:port/kin",
        "postgres://kin:s3cret@db/",
        "postgres://kin:s3cret@db/kin?options=-c%20x",
        "kindring",
    ],
)
def test_bad_postgresql_address_is_refused_without_repeating_its_password(url):
    with pytest.raises(BadSetting) as refused:
        postgresql.database(url)
    assert refused.value.name == "DATABASE_URL"
    assert "s3cret" not in str(refused.value)


MAIL = {"KINDRING_SMTP_HOST": "mail.example.org", "KINDRING_MAIL_FROM": "notices@example.org"}


def test_no_mail_server_is_a_setting_too():
    assert read({}).mail is None
    assert read({"KINDRING_SMTP_TLS": "tls", "KINDRING_MAIL_FROM": "notices@example.org"}).mail is None


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("tls", 465), ("no", 25)])
def test_the_port_of_mail_follows_how_it_is_secured(tls, port):
    mail = read(MAIL | {"KINDRING_SMTP_TLS": tls}).mail
    assert mail is not None
    assert mail.port == port


def test_the_password_of_mail_may_come_from_a_file_and_is_never_shown(tmp_path):
    secret = tmp_path / "mail"
    secret.write_text("s3cret\n")
    environment = read(MAIL | {"KINDRING_SMTP_PASSWORD_FILE": str(secret)})
    assert environment.mail is not None
    assert environment.mail.password == "s3cret"
    assert "s3cret" not in repr(environment)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("KINDRING_MAIL_FROM", {"KINDRING_MAIL_FROM": ""}),
        ("KINDRING_MAIL_FROM", {"KINDRING_MAIL_FROM": "Kindring <a@example.org>"}),
        ("KINDRING_SMTP_HOST", {"KINDRING_SMTP_HOST": "smtp://mail"}),
        ("KINDRING_SMTP_TLS", {"KINDRING_SMTP_TLS": "no", "KINDRING_SMTP_USER": "kin"}),
        ("KINDRING_SMTP_TLS", {"KINDRING_SMTP_TLS": "ssl"}),
        ("KINDRING_SMTP_PORT", {"KINDRING_SMTP_PORT": "mail"}),
    ],
)
def test_a_mail_server_that_cannot_work_stops_the_start(name, more):
    with pytest.raises(BadSetting) as refused:
        read(MAIL | more)
    assert refused.value.name == name


@pytest.mark.parametrize(
    ("given", "site"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"KINDRING_HOSTS": "kin.example.org", "KINDRING_HTTPS": "yes"}, "https://kin.example.org"),
        ({"KINDRING_HOSTS": ".example.org kin.example.org", "KINDRING_PORT": "81"}, "http://example.org:81"),
        ({"KINDRING_SITE": "https://kin.example.org:8443/"}, "https://kin.example.org:8443"),
    ],
)
def test_the_address_of_the_site_for_links_in_mails(given, site):
    assert read(given).site == site
