"""The doctor's table, check by check, and its screen: what is planted is named, and no secret is told."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from config.doctor import clocks, engines, mail, names, running
from config.doctor.findings import ERROR, NOT_CHECKED, OK, WARNING, Check, Fault, NotChecked, worst
from config.doctor.table import CHECKS
from core import clock
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT
from core.claims import WorkState
from core.events import record
from core.institution.models import Institution
from core.jobs.models import Job

pytestmark = pytest.mark.django_db
SCREEN = "/admin/desk/doctor/"
SECRET = "geheim-4711"


def look(name):
    """Give the faults of one check as (severity, sentence)."""
    check = next(check for check in CHECKS if check.name == name)
    return [(fault.severity or check.severity, str(fault.sentence)) for fault in check.look()]


def person(name, role):
    user = User.objects.create_user(f"{name}@aldermark.parliament", name=name.title())
    grant_role(user, role, by=IMPORT)
    return User.objects.get(pk=user.pk)


def test_the_table_names_each_check_once_and_needs_only_what_stands_before():
    known = [check.name for check in CHECKS]
    assert len(known) == len(set(known))
    before = {check.name: set(known[: known.index(check.name)]) for check in CHECKS}
    assert [check.name for check in CHECKS if not set(check.needs) <= before[check.name]] == []


def test_a_check_that_fails_is_told_and_hides_nothing():
    def breaks():
        raise RuntimeError(f"postgresql://ann:{SECRET}@db.example/house refused")

    def unsure():
        raise NotChecked("no library")

    table = (
        Check("a", "one", "well", breaks), Check("a", "two", "well", list, needs=("one",)),
        Check("a", "three", "well", unsure), Check("b", "four", "well", list),
        Check("b", "five", "well", lambda: [Fault("bad", "mend it")], WARNING),
    )  # fmt: skip
    found = running.examine(checks=table)
    assert [(row.name, row.severity) for row in found] == [
        ("one", ERROR), ("two", NOT_CHECKED), ("three", NOT_CHECKED), ("four", OK), ("five", WARNING),
    ]  # fmt: skip
    assert SECRET not in str(found)
    assert [row.name for row in running.examine("b", checks=table)] == ["four", "five"]
    assert [worst(found), worst(found[2:4]), worst([])] == [ERROR, NOT_CHECKED, OK]


def test_a_database_that_is_away_is_one_fault_and_not_twenty(monkeypatch):
    def away():
        raise OperationalError(f"connection to postgresql://ann:{SECRET}@db.example/house refused\nmore lines")

    monkeypatch.setattr(engines.connection, "ensure_connection", away)
    found = {row.name: row for row in running.examine()}
    assert found["database"].severity == ERROR
    assert SECRET not in str(found)
    standing_on_it = {check.name for check in CHECKS if "database" in check.needs}
    assert {found[name].severity for name in standing_on_it} == {NOT_CHECKED}


def test_faults_in_the_settings_are_named(settings):
    settings.SITE_URL = "http://house.parliament"
    settings.ALLOWED_HOSTS = ["*"]
    settings.LIMITS, settings.LIMITS_FACTOR = {"sing": "1/m"}, 1
    settings.PAGE_CACHE_MEGABYTES = 0
    settings.SECRET_KEY = "short"
    settings.FIELD_KEYS = {"f1": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
    assert look("https") == [(ERROR, "The public address begins with http://: sign-in and signatures travel in clear.")]
    assert look("allowed hosts")[0][1].startswith("ALLOWED_HOSTS lets every name in")
    assert look("limits") == [(ERROR, "LIMITS names no rule of ours: sing.")]
    assert [severity for severity, _words in look("page cache")] == [WARNING]
    assert [words for _severity, words in look("keys")] == [
        "ROSTRA_SECRET_KEY is shorter than 50 characters.",
        "The key “f1” of ROSTRA_FIELD_KEYS is not 32 random bytes.",
        "The key “i1” of ROSTRA_INDEX_KEYS is not 32 random bytes.",
        "The key “c1” of ROSTRA_COUNT_KEYS is not 32 random bytes.",
    ]


def test_a_key_that_does_not_fit_is_named(settings):
    row = Institution.objects.create(pk=1)
    record("institution.rename", row, actor=IMPORT, public=False)
    assert look("keys fit") == []
    settings.INDEX_KEYS = {"i1": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}
    assert look("keys fit")[0][1] == (
        "ROSTRA_INDEX_KEYS does not fit: the newest events were not marked with these keys."
    )


def test_a_skew_of_the_clocks_is_named_with_its_size(monkeypatch):
    class Redis:
        def __init__(self, ahead):
            self.ahead = ahead

        def time(self):
            return int(clock.now().timestamp()) + self.ahead, 0

    for ahead, severity in ((0, None), (10, WARNING), (3600, ERROR)):
        monkeypatch.setattr(clocks, "redis_in_use", lambda ahead=ahead: Redis(ahead))
        assert [row[0] for row in look("redis clock")] == ([severity] if severity else [])


def test_a_redis_that_forgets_or_is_old_is_named(monkeypatch):
    class Redis:
        def info(self, part):
            return {"redis_version": "5.0.14", "maxmemory_policy": "allkeys-lru", "maxmemory": 1_000_000}

    monkeypatch.setattr(engines, "redis_in_use", Redis)
    assert [words for _severity, words in look("redis version") + look("redis eviction")] == [
        "Redis 5.0.14 is too old; 6.2 is the oldest that works.",
        "Redis throws keys away when it is full (maxmemory-policy allkeys-lru): limits would forget.",
    ]


def test_what_the_dns_says_is_held_against_what_it_should(monkeypatch, settings):
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_DKIM_SELECTOR = "House <no-reply@house.parliament>", "mx"
    texts = {
        "house.parliament": ["v=spf1 mx +all"], "mx._domainkey.house.parliament": ["v=DKIM1; p="],
        "_dmarc.house.parliament": ["v=DMARC1; p=none"],
    }  # fmt: skip
    monkeypatch.setattr(mail.names, "can_ask", lambda: True)
    monkeypatch.setattr(mail.names, "texts_of", lambda name: texts.get(name, []))
    monkeypatch.setattr(mail.names, "servers_of", lambda name: [])
    bad = {name: [severity for severity, _words in look(name)] for name in ("mx", "spf", "dkim", "dmarc")}
    assert bad == {"mx": [WARNING], "spf": [ERROR], "dkim": [ERROR], "dmarc": [WARNING]}
    texts |= {
        "house.parliament": ["other", "v=spf1 mx a:mail.house.parliament -all"],
        "mx._domainkey.house.parliament": ["v=DKIM1; k=rsa; p=MIIB"], "_dmarc.house.parliament": ["v=DMARC1; p=reject"],
    }  # fmt: skip
    monkeypatch.setattr(mail.names, "servers_of", lambda name: ["mail.house.parliament"])
    assert [look(name) for name in ("mx", "spf", "dkim", "dmarc")] == [[], [], [], []]


def test_without_a_resolver_the_dns_is_said_not_to_be_checked(monkeypatch, settings):
    settings.DEFAULT_FROM_EMAIL = "no-reply@house.parliament"
    monkeypatch.setattr(names, "can_ask", lambda: False)
    with pytest.raises(NotChecked, match="dnspython is not installed"):
        look("spf")


def test_dead_letters_and_what_piles_up_are_counted():
    long_ago = clock.now() - timedelta(hours=1)
    facts = {"name": "x", "function": "x.y", "enqueued_at": long_ago, "due_at": long_ago}
    Job.objects.create(**facts, state=WorkState.DEAD)
    Job.objects.create(**facts, state=WorkState.WAITING)
    assert look("dead letters") == [(WARNING, "Jobs that were given up after all their tries: 1.")]
    assert look("backlog") == [(WARNING, "Jobs that have waited for more than ten minutes: 1.")]


def test_the_screen_is_for_administrators_and_tells_no_secret(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "ann", SECRET
    client.force_login(person("ada", Role.ADMIN))
    page = client.get(SCREEN, headers={"x-forwarded-for": "198.51.100.7"}).content.decode()
    assert "The mail server 127.0.0.1:9 cannot be reached" in page
    assert "is not in TRUSTED_PROXIES" in page
    assert [secret for secret in (SECRET, settings.SECRET_KEY, *settings.FIELD_KEYS.values()) if secret in page] == []
    for role in (Role.CLERK, Role.COMMS):
        client.force_login(person(role, role))
        assert client.get(SCREEN).status_code == 302  # Wagtail leads back to its front page
    client.force_login(User.objects.get(name="Ada"), second_factor=False)
    assert "/account/" in client.get(SCREEN).url
