"""Django's settings, made from the environment."""

import os
from typing import cast

from django.utils.functional import SimpleLazyObject

from kindring.config import postgresql, sqlite
from kindring.config.environment import PACKAGE, read
from kindring.config.key_file import ServerKeys, derive, read_or_make
from kindring.config.logs import logging_settings

sqlite.stand_in()
ENVIRONMENT = read(os.environ)


def _server_keys() -> ServerKeys:
    from kindring.config.start_checks import database_has_users

    return derive(read_or_make(ENVIRONMENT.key_file, has_users=database_has_users))


# Lazy, so that commands that need no key (a restore, a look at the migrations) do not make one.
KINDRING_KEYS = cast("ServerKeys", SimpleLazyObject(_server_keys))
SECRET_KEY = cast("str", SimpleLazyObject(lambda: KINDRING_KEYS.django_secret))
KINDRING_KEY_FILE = ENVIRONMENT.key_file
KINDRING_PROXIES = ENVIRONMENT.proxies
KINDRING_SITE = ENVIRONMENT.site
KINDRING_MAIL = ENVIRONMENT.mail
KINDRING_SAFE_EXIT = ENVIRONMENT.safe_exit
KINDRING_SAFETY_CONTACT = ENVIRONMENT.safety_contact
KINDRING_CRISIS_LINES = ENVIRONMENT.crisis_lines

DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
APPEND_SLASH = False  # no address of ours ends in one; looking for that resolves every address twice
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.trusted_origins)
INSTALLED_APPS = [
    "kindring.notices",
    "kindring.accounts",
    "kindring.people",
    "kindring.circles",
    "kindring.asks",
    "kindring.checkins",
    "kindring.lifeline",
    "kindring.insights",
    "kindring.web",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "kindring.web.headers.PrivateHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kindring.web.only_utf8.OnlyUtf8Middleware",
    "kindring.web.body_size.BodySizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kindring.web.sessions.SessionMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kindring.web.page_turns.PageTurnMiddleware",
    "kindring.web.errors.RefusalMiddleware",
]
ROOT_URLCONF = "kindring.config.urls"
WSGI_APPLICATION = "kindring.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "kindring.web.jinja.environment"},
    }
]
FORM_RENDERER = "django.forms.renderers.Jinja2"
CSRF_FAILURE_VIEW = "kindring.web.errors.csrf_failure"
DATABASES = {
    "default": (
        postgresql.database(ENVIRONMENT.database_url)
        if ENVIRONMENT.database_url
        else sqlite.database(ENVIRONMENT.sqlite_file)
    )
}
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Uploads stay in memory: Django would write larger ones to disk in clear.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024

# TLS is spoken by the proxy in front; see KINDRING_HTTPS.
SESSION_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_SECURE = ENVIRONMENT.https
# With TLS a browser itself sees to it that no neighbouring site can set our cookies.
KINDRING_COOKIE_PREFIX = "__Host-" if ENVIRONMENT.https else ""
CSRF_COOKIE_NAME = f"{KINDRING_COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_AGE = None  # gone with the browser: it would tell whoever uses it next that someone was here
CSRF_COOKIE_HTTPONLY = True  # scripts find the token in the page's forms
# These three stand with all the others in `web.headers`.
SECURE_CONTENT_TYPE_NOSNIFF = False
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Error mails would carry what a request held; nobody gets any, and they would say nothing.
DEFAULT_EXCEPTION_REPORTER = "kindring.config.error_report.PrivateReport"
ADMINS: list[tuple[str, str]] = []
MANAGERS: list[tuple[str, str]] = []
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING = logging_settings(ENVIRONMENT.log)
