"""The tests' settings with a real mail server, for worker processes of test_killed_workers."""

import os

from config.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["KILLED_WORKERS_SMTP_PORT"])
EMAIL_TIMEOUT = 5
