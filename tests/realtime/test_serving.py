"""Every shipped command line of the socket process says what `config.serving` says."""

import re
import shlex

import pytest
import yaml
from django.conf import settings
from uvicorn.main import main

from config.serving import SOCKET_OPTIONS

INFRA = settings.ROOT / "infra"
WANTED = {**SOCKET_OPTIONS, "proxy_headers": False, "log_level": "warning"}


def command_lines():
    """Give the words after `uvicorn` of compose, of the systemd unit and of the chart."""
    unit = (INFRA / "systemd" / "rostra-sockets.service").read_text()
    chart = (INFRA / "helm/rostra/templates/sockets.yaml").read_text()
    words = re.findall(r"^ +(?:command|args): (\[(?:uvicorn|--ws).+\])$", chart, re.MULTILINE)
    return {
        "compose": _words(yaml.safe_load((INFRA / "compose.yaml").read_text())["services"]["sockets"]["command"]),
        "systemd": _words(re.search(r"^ExecStart=(.+)$", unit, re.MULTILINE)[1]),
        "chart": [word for part in words for word in yaml.safe_load(part)][1:],
    }


def _words(line):
    return shlex.split(line)[1:]


def options(words):
    given = main.make_context("uvicorn", list(words)).params
    return {name: given[name] for name in WANTED}


@pytest.mark.parametrize(("name", "words"), command_lines().items())
def test_command_line_says_what_one_process_says(name, words):
    assert options(words) == WANTED


def test_planted_a_line_without_options_differs():
    """As it stood: deflate on, frames up to 16 MiB, and the address of each visitor in the log."""
    assert options(["config.asgi:application", "--no-proxy-headers"]) != WANTED
