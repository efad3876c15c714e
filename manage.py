#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL or settings it works on the demo parliament."""

import os
import sys

from django.core.management import execute_from_command_line

from config.env import default_settings


def main() -> None:
    """Run one management command; the settings module is chosen by `config.env.default_settings`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", default_settings(sys.argv))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
