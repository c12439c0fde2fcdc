"""The application that a WSGI server loads."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kindring.config.settings")
application = get_wsgi_application()
# A key file that is lost or open to others stops the start, not somebody's sign-in.
bool(settings.SECRET_KEY)
