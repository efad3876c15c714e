"""HTTP door for granian: `granian --interface wsgi config.wsgi:application`."""

import os
import sys

from config.env import default_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", default_settings(sys.argv[:1]))

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.refusals import refuse_what_cannot_work
from core.operations.metrics import port
from core.pagecache.door import App, PageCache
from core.pagecache.polled import PolledAnswers

application: App = get_wsgi_application()
refuse_what_cannot_work()
if settings.PAGE_CACHE_MEGABYTES:
    application = PageCache(application, megabytes=settings.PAGE_CACHE_MEGABYTES, seconds=settings.PAGE_CACHE_SECONDS)
application = PolledAnswers(application, settings.POLLED_PATHS)
port.start("web")
