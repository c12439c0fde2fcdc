"""The application that a WSGI server loads."""

import gc
import os

from django.conf import settings
from django.core.cache import close_caches
from django.core.handlers.base import reset_urlconf
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kindring.config.settings")
application = get_wsgi_application()
# Every page is loaded now: a broken one stops the start, and the first visitor does not wait for it.
get_resolver().url_patterns  # noqa: B018
# A key file that is lost or open to others stops the start, not somebody's sign-in.
bool(settings.SECRET_KEY)
# Django tidies up around every request: the log of queries and the caches, neither of which is there, and the
# connections twice. Before a request is enough: one that broke or is too old is not used again.
request_started.disconnect(reset_queries)
request_finished.disconnect(close_caches)
request_finished.disconnect(close_old_connections)
# No request chooses addresses of its own.
request_finished.disconnect(reset_urlconf)
# What has been loaded stays: looking through it again at every collection costs each page a twentieth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
