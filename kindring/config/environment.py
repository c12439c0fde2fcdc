"""What a host may set: read from the environment once, checked, and frozen.

Every name starts with `KINDRING_`, but for `DATABASE_URL`. A secret may come from a file instead: the same
name with `_FILE` behind it. An unknown name or a bad value stops the start and is named.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kindring.config.cannot_start import CannotStart

MEANINGS = {
    "KINDRING_DATA": "folder for the database, the key file and prepared static files",
    "KINDRING_KEY_FILE": "the server's key; keep a copy of it apart from the backups of the database",
    "DATABASE_URL": "postgres://user:password@host:5432/name; SQLite in the data folder when not given",
    "DATABASE_URL_FILE": "a file that holds DATABASE_URL",
    "KINDRING_HOST": "address to listen on (127.0.0.1)",
    "KINDRING_PORT": "port to listen on (8000)",
    "KINDRING_HOSTS": "names this server is reached by, separated by commas",
    "KINDRING_TRUSTED_ORIGINS": "further https:// origins whose forms are accepted, separated by commas",
    "KINDRING_HTTPS": "yes when a reverse proxy in front speaks TLS: secure cookies and HSTS",
    "KINDRING_PROXIES": "how many reverse proxies stand in front (1 with HTTPS, else 0)",
    "KINDRING_WORKERS": "server processes (1; more only with PostgreSQL)",
    "KINDRING_THREADS": "threads of each server process (4)",
    "KINDRING_SITE": "the address people reach this site by, for links in mails (made from the settings above)",
    "KINDRING_SMTP_HOST": "mail server that takes what Kindring sends; without it no mail goes out",
    "KINDRING_SMTP_PORT": "its port (587; 465 with tls, 25 with no)",
    "KINDRING_SMTP_TLS": "starttls, tls (from the first byte) or no (starttls)",
    "KINDRING_SMTP_USER": "name to sign in with there, if it asks for one",
    "KINDRING_SMTP_PASSWORD": "its password",
    "KINDRING_SMTP_PASSWORD_FILE": "a file that holds KINDRING_SMTP_PASSWORD",
    "KINDRING_MAIL_FROM": "the neutral address that mails come from (notices@kin.example.org)",
    "KINDRING_SAFE_EXIT": "where the quick exit leaves for (https://www.wikipedia.org/)",
    "KINDRING_SAFETY_CONTACT": "sign-in name of whoever reads reports that the stewards of a circle should not",
    "KINDRING_CRISIS_LINES": "your own file of crisis lines instead of the one that comes along",
    "KINDRING_LOG": "debug, info, warning or error (info)",
}
PREFIX = "KINDRING_"
SECRETS = frozenset({"DATABASE_URL", "KINDRING_SMTP_PASSWORD"})
PACKAGE = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
LONGEST = 1000
TLS = ("starttls", "tls", "no")
SMTP_PORTS = {"starttls": 587, "tls": 465, "no": 25}
LEVELS = ("debug", "info", "warning", "error")
MAIL_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
HOST_NAME = re.compile(r"(\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])", re.IGNORECASE)


class BadSetting(CannotStart):
    """A setting that is unknown or does not fit. `name` is the variable's name."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}")
        self.name = name


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mails are handed in, and from whom; `user` is empty where nobody has to sign in."""

    host: str
    port: int
    tls: str
    user: str
    password: str = field(repr=False)
    sender: str


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The host's settings, checked. Paths are absolute; `database_url` is empty for SQLite, `mail` None without one.

    `site` is the address of the front page without its last slash.
    """

    data: Path
    key_file: Path
    database_url: str = field(repr=False)
    host: str
    port: int
    hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    https: bool
    proxies: int
    workers: int
    threads: int
    site: str
    mail: MailServer | None
    safe_exit: str
    safety_contact: str = field(repr=False)
    crisis_lines: Path | None
    log: str

    @property
    def sqlite_file(self) -> Path:
        """Where the embedded database lies, used or not."""
        return self.data / "data" / "kindring.sqlite3"


def read(environ: Mapping[str, str]) -> Environment:
    """The settings found in `environ`; raises `BadSetting` for the first that is unknown or bad."""
    _refuse_unknown(environ)
    given = _Given(environ)
    data = given.path("KINDRING_DATA", default_data(environ))
    https = given.yes_or_no("KINDRING_HTTPS")
    hosts = given.hosts("KINDRING_HOSTS")
    port = given.whole("KINDRING_PORT", 8000, 1, 65535)
    environment = Environment(
        data=data,
        key_file=given.path("KINDRING_KEY_FILE", data / "keys" / "server.key"),
        database_url=given.text("DATABASE_URL", ""),
        host=given.text("KINDRING_HOST", "127.0.0.1"),
        port=port,
        hosts=hosts,
        trusted_origins=given.origins("KINDRING_TRUSTED_ORIGINS"),
        https=https,
        proxies=given.whole("KINDRING_PROXIES", int(https), 0, 10),
        workers=given.whole("KINDRING_WORKERS", 1, 1, 64),
        threads=given.whole("KINDRING_THREADS", 4, 1, 64),
        site=given.address("KINDRING_SITE", _site(hosts[0].lstrip("."), port, https=https)).rstrip("/"),
        mail=_mail_server(given),
        safe_exit=given.address("KINDRING_SAFE_EXIT", "https://www.wikipedia.org/"),
        safety_contact=given.text("KINDRING_SAFETY_CONTACT", ""),
        crisis_lines=given.path_or_none("KINDRING_CRISIS_LINES"),
        log=given.one_of("KINDRING_LOG", "info", LEVELS),
    )
    _refuse_what_does_not_go_together(environment)
    return environment


def _site(host: str, port: int, *, https: bool) -> str:
    """Behind a proxy with TLS the port is the proxy's own."""
    return f"https://{host}" if https else f"http://{host}:{port}"


def _mail_server(given: "_Given") -> MailServer | None:
    tls = given.one_of("KINDRING_SMTP_TLS", "starttls", TLS)
    server = MailServer(
        host=given.text("KINDRING_SMTP_HOST", ""),
        port=given.whole("KINDRING_SMTP_PORT", SMTP_PORTS[tls], 1, 65535),
        tls=tls,
        user=given.text("KINDRING_SMTP_USER", ""),
        password=given.text("KINDRING_SMTP_PASSWORD", ""),
        sender=given.text("KINDRING_MAIL_FROM", ""),
    )
    if server.host:
        _refuse_a_mail_server_that_cannot_work(server)
    return server if server.host else None


def _refuse_a_mail_server_that_cannot_work(server: MailServer) -> None:
    if not HOST_NAME.fullmatch(server.host):
        raise BadSetting("KINDRING_SMTP_HOST", f"must be a name such as mail.example.org, not {server.host!r}")
    if not MAIL_ADDRESS.fullmatch(server.sender):
        raise BadSetting("KINDRING_MAIL_FROM", f"must be an address such as a@example.org, not {server.sender!r}")
    if server.user and server.tls == "no" and server.host not in LOCAL_HOSTS:
        raise BadSetting("KINDRING_SMTP_TLS", "cannot be no with a password: it would travel for all to read")


def default_data(environ: Mapping[str, str]) -> Path:
    """`var` beside a source tree, else the folder where Linux keeps a user's data."""
    project = PACKAGE.parent
    if (project / "pyproject.toml").is_file() and (project / "dev").is_file():
        return project / "var"
    share = environ.get("XDG_DATA_HOME") or Path(environ.get("HOME") or Path.home()) / ".local" / "share"
    return Path(share) / "kindring"


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in MEANINGS:
            near = difflib.get_close_matches(name, MEANINGS, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise BadSetting(name, f"is not a setting{hint}")


def _refuse_what_does_not_go_together(environment: Environment) -> None:
    if environment.https and not environment.proxies:
        raise BadSetting("KINDRING_PROXIES", "must be at least 1 with KINDRING_HTTPS: a proxy speaks the TLS")
    if environment.workers > 1 and not environment.database_url:
        raise BadSetting("KINDRING_WORKERS", "can be more than 1 only with PostgreSQL (DATABASE_URL)")


class _Given:
    """Reads single values by name and type; an empty value counts as not given."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def text(self, name: str, default: str) -> str:
        value = self.environ.get(name, "").strip()
        if name in SECRETS and (path := self.environ.get(f"{name}_FILE", "")):
            if value:
                raise BadSetting(name, f"is given twice: as {name} and as {name}_FILE")
            value = _secret_from(f"{name}_FILE", path)
        if len(value) > LONGEST or not value.isprintable():
            raise BadSetting(name, f"must be one line of at most {LONGEST} characters")
        return value or default

    def path(self, name: str, default: Path) -> Path:
        return self.path_or_none(name) or default

    def path_or_none(self, name: str) -> Path | None:
        value = self.text(name, "")
        return Path(value).expanduser().absolute() if value else None

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise BadSetting(name, f"must be a whole number from {least} to {most}, not {value!r}")
        return int(value)

    def yes_or_no(self, name: str) -> bool:
        value = self.text(name, "no").lower()
        if value not in {"yes", "no", "true", "false", "1", "0"}:
            raise BadSetting(name, f"must be yes or no, not {value!r}")
        return value in {"yes", "true", "1"}

    def one_of(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default).lower()
        if value not in choices:
            raise BadSetting(name, f"must be one of {', '.join(choices)}, not {value!r}")
        return value

    def hosts(self, name: str) -> tuple[str, ...]:
        hosts = _parts(self.text(name, "")) or LOCAL_HOSTS
        for host in hosts:
            if not HOST_NAME.fullmatch(host):
                raise BadSetting(name, f"must be names such as kin.example.org, not {host!r}")
        return hosts

    def origins(self, name: str) -> tuple[str, ...]:
        origins = _parts(self.text(name, ""))
        for origin in origins:
            if not _is_web_address(origin) or urlsplit(origin).path:
                raise BadSetting(name, f"must be origins such as https://kin.example.org, not {origin!r}")
        return origins

    def address(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if not _is_web_address(value):
            raise BadSetting(name, f"must be a full address such as {default}, not {value!r}")
        return value


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,\s]+", value) if part)


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        plain = not re.search(r"[\s\"'<>\\]", value)
        return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _secret_from(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadSetting(name, f"names a file that cannot be read: {path}") from problem
