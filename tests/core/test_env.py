"""Engines by URL: each switches one on alone; a setting that cannot work is refused with a clear message."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env, keys
from config.demo_door import is_loopback, refuse_public_hosts

HERE = Path("var") / "x.sqlite3"


def test_without_a_url_the_database_is_sqlite_with_full_durability():
    found = env.database("", HERE)
    assert (found["ENGINE"], found["OPTIONS"]["transaction_mode"]) == ("django.db.backends.sqlite3", "IMMEDIATE")
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_a_url_switches_postgresql_on():
    found = env.database("postgresql://ann:s%40fe@db.example:5433/house", HERE)
    named = {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert named == {"NAME": "house", "USER": "ann", "PASSWORD": "s@fe", "HOST": "db.example", "PORT": "5433"}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: env.database("mysql://x/y", HERE), "DATABASE_URL must begin with"),
        (lambda: env.database("postgresql://host", HERE), "names no database"),
        (lambda: env.cache("http://redis"), "REDIS_URL must begin with"),
        (lambda: env.elasticsearch("es:9200"), "ELASTICSEARCH_URL must begin with"),
        (lambda: env.mail("http://mail"), "EMAIL_URL must read"),
        (lambda: env.refuse_memory_bus("", 2), "REDIS_URL is not set"),
        (lambda: refuse_public_hosts(["parliament.example"]), "loopback only"),
        (lambda: keys._ring("ROSTRA_FIELD_KEYS", "f1:short"), "32 bytes"),
    ],
)
def test_what_cannot_work_is_refused_by_name(call, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        call()


def test_more_processes_are_fine_with_redis():
    assert env.refuse_memory_bus("redis://localhost", 6) is None


@pytest.mark.parametrize(
    ("host", "answer"),
    [("localhost", True), ("127.0.0.1", True), ("[::1]", True), ("0.0.0.0", False), ("demo.parliament.example", False)],
)
def test_loopback_is_told_from_public(host, answer):
    assert is_loopback(host) is answer


def test_keys_belong_together(monkeypatch):
    monkeypatch.setenv("ROSTRA_SECRET_KEY", "x")
    with pytest.raises(ImproperlyConfigured, match="ROSTRA_FIELD_KEYS, ROSTRA_INDEX_KEYS"):
        keys.keys_from_environment()


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path):
    first = keys.keys_from_file(tmp_path / "keys.json")
    assert keys.keys_from_file(tmp_path / "keys.json") == first
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("argv", "port"),
    [(["m", "run", "--port", "8124"], "8124"), (["m", "demo", "--port=8100"], "8100"), (["m", "run"], "8000")],
)
def test_the_port_of_a_command_stands_in_the_addresses_it_prints(monkeypatch, argv, port):
    monkeypatch.setenv("PORT", "8000")
    env.take_port(argv)
    assert env.text("PORT") == port
