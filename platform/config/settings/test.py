"""Tests: the same engines as everywhere, chosen by the same URLs; keys of no worth, kept in the source."""

import atexit
import base64
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, ELASTICSEARCH_PREFIX, REDIS_URL, env

TEST_RUN = True
LIMITS_FACTOR = env.number("ROSTRA_LIMITS_FACTOR", 20)
SETUP_PAGE = True
SECRET_KEY = "only-for-tests"  # noqa: S105
FIELD_KEYS = {"f1": base64.b64encode(b"f" * 32).decode()}
INDEX_KEYS = {"i1": base64.b64encode(b"i" * 32).decode()}
COUNT_KEYS = {"c1": base64.b64encode(b"c" * 32).decode()}
SITE_NAME = "Parliament of Aldermark"
SITE_TAGLINE = "Have your say. Get an answer."
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
VAR = Path(tempfile.mkdtemp(prefix="rostra-test-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
MEDIA_ROOT = VAR / "media"
STORAGES = {
    **STORAGES,  # noqa: F405
    "public": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "public"}},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "private"}},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests change rows behind the events' back; those of the page cache put it in front themselves.
PAGE_CACHE_MEGABYTES = 0
EMAIL_BACKEND = "core.mail.backends.OutboxOnly"
# Workers of one run share the engines and nothing on them.
_worker = env.text("PYTEST_XDIST_WORKER", "gw0")
ELASTICSEARCH_PREFIX = f"{ELASTICSEARCH_PREFIX}-test-{_worker}"
SEARCH_PUSH_THREAD = False
if REDIS_URL:
    REDIS_URL = urlsplit(REDIS_URL)._replace(path=f"/{_worker[2:]}").geturl()
    CACHES = {"default": env.cache(REDIS_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and the live server use their own connections, as in real life.
    DATABASES["default"] = env.sqlite(VAR / "test.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
