"""Django's report of an error, without what a request held.

Its own would show what was posted, the cookies, and the values of every variable: on the technical page and in
mails to admins. Neither is switched on here; should a host do so, this is what they get.
"""

import traceback

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter


class PrivateReport(ExceptionReporter):
    """The lines of the program that led to the error, and what kind of error it was."""

    def get_traceback_text(self) -> SafeString:
        """Plain text, as for a mail."""
        kind = self.exc_type
        name = f"{kind.__module__}.{kind.__qualname__}" if kind else "unknown error"
        match = getattr(self.request, "resolver_match", None)
        route = f"/{match.route}" if match else "no known route"
        return SafeString(f"{route}\n{''.join(traceback.format_tb(self.tb))}{name}\n")

    def get_traceback_html(self) -> SafeString:
        """The same as a page."""
        page = "<!doctype html><meta charset=utf-8><title>Error</title><pre>{}</pre>"
        return format_html(page, str(self.get_traceback_text()))
