#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL or settings it works on the demo parliament."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.env import default_settings, take_port


def main() -> None:
    """Run one management command; the settings module is chosen by `config.env.default_settings`."""
    take_port(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", default_settings(sys.argv))
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.stderr.write(f"Rostra cannot start: {error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
