"""The product's settings on throw-away data: a folder of its own for every process that runs tests."""

import atexit
import os
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

for _name in [name for name in os.environ if name.startswith("KINDRING_")]:
    del os.environ[_name]
_data = Path(tempfile.mkdtemp(prefix="kindring-test-"))
os.environ["KINDRING_DATA"] = str(_data)
_made_by = os.getpid()


@atexit.register
def _remove_data() -> None:
    if os.getpid() == _made_by:  # not in a child that was forked from here
        shutil.rmtree(_data, ignore_errors=True)


from kindring.config.key_file import read_or_make  # noqa: E402
from kindring.config.settings import *  # noqa: E402, F403
from kindring.config.settings import DATABASES, ENVIRONMENT  # noqa: E402

read_or_make(ENVIRONMENT.key_file, has_users=lambda: False)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if not ENVIRONMENT.database_url:
    # A file, as in real use, so that the threads of a test server meet real locks; nobody needs it on disk.
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] += "; PRAGMA synchronous=OFF"
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}

# Names without a fingerprint, straight from the source tree, so that no test waits for collected files.
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = _data / "static"
STATIC_ROOT.mkdir()
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATICFILES_DIRS = [files("axe_playwright_python")]  # tests/browser/looking.py runs axe on our pages
