"""Logs say where something went wrong and nothing of what was typed."""

import io
import logging
from types import SimpleNamespace

import pytest

from kindring.config.logs import NoErrorText, PrivateFormatter, RouteOnly, logging_settings, server_logging

BROKEN = """Application callable raised an exception
Traceback (most recent call last):
  File "people.py", line 3, in person
    name = note["name"]
KeyError: Mira cried"""


@pytest.fixture
def log():
    """A logger as the settings make it, and what it has written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(PrivateFormatter("%(name)s: %(message)s"))
    handler.addFilter(RouteOnly())
    logger = logging.getLoggerClass()("django.request")  # of our own, known to nobody else
    logger.addHandler(handler)
    return SimpleNamespace(error=logger.error, text=written.getvalue, logger=logger)


def request_for(path, match=None):
    return SimpleNamespace(method="POST", path=path, resolver_match=match)


def test_traceback_has_the_lines_but_not_the_text_of_the_error(log):
    try:
        int("Mira cried on the phone")
    except ValueError:
        log.logger.exception("it went wrong")
    assert "ValueError" in log.text()
    assert "test_logs.py" in log.text()
    assert "Mira" not in log.text().replace('int("Mira cried on the phone")', "")


def test_chained_errors_say_nothing_either(log):
    def fail(words):
        try:
            raise ValueError(words)
        except ValueError as problem:
            raise KeyError(words) from problem

    try:
        fail("a secret " + "of Ana")
    except KeyError:
        log.logger.exception("it went wrong")
    assert "KeyError" in log.text()
    assert "secret of Ana" not in log.text()


def test_request_is_named_by_its_route(log):
    request = request_for("/in/8f3a-secret-link", SimpleNamespace(route="in/<str:secret>"))
    log.error("Internal Server Error: %s", request.path, extra={"request": request, "status_code": 500})
    assert log.text().strip() == "django.request: POST /in/<str:secret>: 500"


def test_address_that_leads_nowhere_is_not_repeated(log):
    log.error("Not Found: %s", "/in/typo-of-a-secret", extra={"request": request_for("/in/typo"), "status_code": 404})
    assert log.text().strip() == "django.request: POST no known route: 404"


def test_wrong_host_name_is_still_told(log):
    log.logger.name = "django.security.DisallowedHost"
    log.error("Invalid HTTP_HOST header: %r.", "kin.example.org", extra={"request": request_for("/")})
    assert "kin.example.org" in log.text()


def test_nothing_is_sent_by_mail_and_sql_is_never_logged():
    told = logging_settings("debug")
    assert [handler["class"] for handler in told["handlers"].values()] == ["logging.StreamHandler"]
    assert told["loggers"]["django.db.backends"]["level"] == "WARNING"


def test_server_names_a_broken_program_without_the_text_of_its_error():
    record = logging.LogRecord("_granian", logging.ERROR, __file__, 1, BROKEN, (), None)
    assert NoErrorText().filter(record)
    assert record.getMessage() == BROKEN.replace(": Mira cried", "")
    assert server_logging()["loggers"]["_granian"]["level"] == "WARNING"
