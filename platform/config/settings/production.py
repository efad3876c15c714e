"""What a parliament runs. Without DATABASE_URL: one machine, SQLite, keys in a file it makes for itself."""

import sys

from django.core.exceptions import ImproperlyConfigured

from config.keys import keys_from_environment, keys_from_file
from config.settings.base import *  # noqa: F403
from config.settings.base import REDIS_URL, SITE_URL, STATIC_ROOT, VAR, env

SETUP_PAGE = True
_keys = keys_from_environment()
if _keys is None and env.text("DATABASE_URL"):
    raise ImproperlyConfigured(
        "With DATABASE_URL set, keys come from the environment: set ROSTRA_SECRET_KEY, ROSTRA_FIELD_KEYS, "
        "ROSTRA_INDEX_KEYS and ROSTRA_COUNT_KEYS (`python manage.py make_keys` prints a fresh set)."
    )
_keys = _keys or keys_from_file(VAR / "keys.json")
SECRET_KEY = _keys["secret"]
FIELD_KEYS = _keys["fields"]
INDEX_KEYS = _keys["index"]
COUNT_KEYS = _keys["count"]
WORKER_IN_PROCESS = not env.text("DATABASE_URL") and not REDIS_URL

# Hashed names need `manage.py collectstatic` once; a bare install on one machine serves the sources instead.
if (STATIC_ROOT / "staticfiles.json").exists() or "collectstatic" in sys.argv:
    STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "config.statics.HashedStatics"}}  # noqa: F405
    WHITENOISE_USE_FINDERS = False

_https = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = _https
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
