"""HTTP door for granian: `granian --interface wsgi config.wsgi:application`."""

import os
import sys

from config.env import default_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", default_settings(sys.argv[:1]))

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
