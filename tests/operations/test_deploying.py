"""Production settings: `check --deploy` finds nothing, and what cannot work does not start."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as house
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from config.keys import make_keys
from config.refusals import faults_of_settings, refuse_what_cannot_work

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DATABASE_URL": "postgresql://rostra:secret@127.0.0.1:1/rostra",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ELASTICSEARCH_URL": "http://127.0.0.1:1",
    "EMAIL_URL": "smtp+tls://rostra:secret@mail.parliament.example:587",
    "SITE_URL": "https://participate.parliament.example",
    "ALLOWED_HOSTS": "participate.parliament.example",
    "ROSTRA_SITE_NAME": "Parliament of Aldermark",
    "BEHIND_PROXY": "1",
    "TRUSTED_PROXIES": "10.0.0.2",
    "ROSTRA_PROCESSES": "6",
    "ROSTRA_METRICS_PORT": "9100",
}


def environment(tmp_path, **changed):
    """Give the environment of a parliament: nothing of the test's own but the paths."""
    keys = make_keys()
    rings = {f"ROSTRA_{name.upper()}_KEYS": ",".join(f"{one}:{key}" for one, key in keys[name].items())
             for name in ("fields", "index", "count")}  # fmt: skip
    rings["ROSTRA_FIELD_KEYS"] = rings.pop("ROSTRA_FIELDS_KEYS")
    paths = os.pathsep.join([str(house.ROOT), str(house.ROOT / "platform")])
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": paths, "ROSTRA_VAR": str(tmp_path)}
    return {**own, **PRODUCTION, "ROSTRA_SECRET_KEY": keys["secret"], **rings, **changed}


def run(tmp_path, *command, **changed):
    return subprocess.run(
        [sys.executable, *command],
        check=False,
        env=environment(tmp_path, **changed),
        cwd=house.ROOT,
        capture_output=True,
        text=True,
    )


def test_check_deploy_finds_nothing(tmp_path):
    answer = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "INFO")
    assert (answer.returncode, answer.stdout + answer.stderr) == (
        0, "System check identified no issues (2 silenced).\n",
    )  # fmt: skip


def test_a_house_that_would_answer_nobody_does_not_start(tmp_path):
    answer = run(tmp_path, "-c", "import config.wsgi", ALLOWED_HOSTS="other.example", TRUSTED_PROXIES="proxy")
    assert answer.returncode == 1
    assert "ALLOWED_HOSTS does not name participate.parliament.example" in answer.stderr
    assert "TRUSTED_PROXIES must list networks" in answer.stderr


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SITE_URL": "participate.parliament.example"}, "SITE_URL is no address"),
        ({"SITE_URL": "https://other.example"}, "ALLOWED_HOSTS does not name other.example"),
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS takes every name"),
        ({"TRUSTED_PROXIES": ["10.0.0.300"]}, "TRUSTED_PROXIES must list networks"),
        ({"HEALTH_NETWORKS": ["here"]}, "ROSTRA_HEALTH_NETWORKS must list networks"),
        ({"PARLIAMENT_TIME_ZONE": "Mars/Olympus"}, "ROSTRA_TIME_ZONE names no time zone"),
        ({"DEFAULT_FROM_EMAIL": "nobody"}, "DEFAULT_FROM_EMAIL is no e-mail address"),
        ({"LIMITS": {"sign": "many"}}, "LIMITS, sign"),
    ],
)  # fmt: skip
def test_each_setting_that_cannot_work_is_refused_by_name(settings, changed, words):
    assert list(faults_of_settings()) == []
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=words):
        refuse_what_cannot_work()


def found_with(settings, **changed):
    for name, value in changed.items():
        setattr(settings, name, value)
    return {one.id for one in run_checks(include_deployment_checks=True) if one.id.startswith("operations.")}


def test_a_guard_that_was_taken_out_is_seen(settings):
    for guard in ("core.web.cross_site.SignedInCsrfMiddleware", "core.web.csp.CspMiddleware"):
        kept = [one for one in house.MIDDLEWARE if one != guard]
        assert "operations.E003" in found_with(settings, MIDDLEWARE=kept)


def test_a_house_without_mail_or_with_a_circle_is_warned_of(settings):
    assert "operations.W001" in found_with(settings, EMAIL_BACKEND="core.mail.backends.OutboxOnly")
    assert "operations.W002" in found_with(settings, SECURE_SSL_REDIRECT=True, SECURE_PROXY_SSL_HEADER=None)
    assert "operations.E001" in found_with(settings, SWITCHED_ROUTES={"x": "nothing"})
    assert "operations.E002" in found_with(settings, HEALTH_NETWORKS=["here"])


@pytest.mark.parametrize("port", ["0x50", "70000", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch, port):
    from config import env

    monkeypatch.setenv("ROSTRA_METRICS_PORT", port)
    with pytest.raises(ImproperlyConfigured, match="ROSTRA_METRICS_PORT"):
        env.port("ROSTRA_METRICS_PORT")
