"""The demo parliament: SQLite and memory, loopback only, roles and mail box by one click (decision 25)."""

import warnings

from config.demo_door import refuse_public_hosts
from config.keys import keys_from_file
from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, DATABASES, LOGGING, VAR, env

DEMO = True
SITE_NAME = {"en": "Parliament of Aldermark", "fr": "Parlement d’Aldermark", "ar": "برلمان ألدرمارك"}
SITE_TAGLINE = {
    "en": "Have your say. Get an answer.",
    "fr": "Prenez la parole. Recevez une réponse.",
    "ar": "قل كلمتك. واحصل على جواب.",
}
SITE_HELP_EMAIL = "help@parliament.example"
SITE_ADDRESS = {
    "en": "1 Tribune Square, Alderhaven",
    "fr": "1, place de la Tribune, Alderhaven",
    "ar": "١ ساحة المنبر، ألدرهافن",
}
# On, but out of the way: everybody here is one address.
LIMITS_FACTOR = env.number("ROSTRA_LIMITS_FACTOR", 20)
WAGTAIL_SITE_NAME = SITE_NAME["en"]
if not env.text("DATABASE_URL"):
    DATABASES["default"] = env.sqlite(VAR / "demo" / "demo.sqlite3")
refuse_public_hosts(ALLOWED_HOSTS)

_keys = keys_from_file(VAR / "demo" / "keys.json")
SECRET_KEY = _keys["secret"]
FIELD_KEYS = _keys["fields"]
INDEX_KEYS = _keys["index"]
COUNT_KEYS = _keys["count"]
WORKER_IN_PROCESS = not env.flag("ROSTRA_WORKER_APART")
MEDIA_ROOT = VAR / "demo" / "media"
WHITENOISE_AUTOREFRESH = False
# Nothing is collected here: files come from the finders, and WhiteNoise need not say so to who opens the demo.
warnings.filterwarnings("ignore", message="No directory at", category=UserWarning)
# A line for each request would bury what the demo says on the screen.
LOGGING["loggers"]["rostra.access"]["level"] = env.text("ACCESS_LOG_LEVEL", "WARNING")
