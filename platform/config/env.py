"""Engines by URL: each variable switches one engine on alone; what cannot work is refused at the start."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("ROSTRA_VAR", ROOT / "var"))

# PRAGMAs of the default engine: one writer at a time, every commit on disk before it is acknowledged.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;"


def default_settings(argv: list[str]) -> str:
    """Name the settings module: production for `run`, `doctor` or with DATABASE_URL, else the demo (decision 1)."""
    bare_install = len(argv) > 1 and argv[1] in {"run", "doctor"}
    return "config.settings.production" if bare_install or os.environ.get("DATABASE_URL") else "config.settings.demo"


def take_port(argv: list[str]) -> None:
    """Let `--port 8100` of `run` and `demo` count like PORT=8100, so that the addresses they print are right."""
    for place, word in enumerate(argv):
        name, _sign, value = word.partition("=")
        if name == "--port":
            os.environ["PORT"] = value or next(iter(argv[place + 1 :]), "")


def text(name: str, default: str = "") -> str:
    """Read one variable as text without surrounding space."""
    return os.environ.get(name, default).strip()


def flag(name: str) -> bool:
    """Read one variable as yes or no; anything but 1, true, yes, on is no."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """Read one variable as a whole number; raises ImproperlyConfigured when it is none."""
    raw = text(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{raw}”.") from None


def port(name: str) -> int:
    """Read one variable as a port; 0 where it is not set. Raises ImproperlyConfigured."""
    found = number(name, 0) if text(name) else 0
    if not 0 <= found <= 65535:
        raise ImproperlyConfigured(f"{name} must be a port between 1 and 65535, not {found}.")
    return found


def words(name: str) -> list[str]:
    """Read one variable as words between commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def table(name: str) -> dict[str, str]:
    """Read one variable as "sign=60/m 600/h; search=off"; raises ImproperlyConfigured for a part without "="."""
    parts = [part.partition("=") for part in text(name).split(";") if part.strip()]
    if any(not sign for _key, sign, _value in parts):
        raise ImproperlyConfigured(f"{name} must read like “sign=60/m 600/h; search=off”.")
    return {key.strip(): value.strip() for key, _sign, value in parts}


def eid(raw: str) -> list[dict[str, Any]]:
    """Read the e-ID providers (docs/people.md): JSON, a list of objects; raises ImproperlyConfigured for any other."""
    try:
        rows = json.loads(raw or "[]")
        return [
            {
                "provider_id": row["id"], "name": row["name"], "client_id": row["client_id"],
                "secret": row.get("secret", ""),
                "settings": {"fetch_userinfo": False, **row, "server_url": row["issuer"].rstrip("/")},
            }
            for row in rows
        ]  # fmt: skip
    except (ValueError, TypeError, KeyError) as error:
        raise ImproperlyConfigured(f"ROSTRA_EID must be a JSON list of providers (docs/people.md): {error}.") from None


def database(url: str, sqlite_path: Path) -> dict[str, Any]:
    """Give Django's database setting for a URL; no URL gives the SQLite file. Raises ImproperlyConfigured."""
    if not url:
        return sqlite(sqlite_path)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL must begin with postgresql:// or sqlite://, not “{parts.scheme or url}://”."
        )
    if not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL names no database: postgresql://user:password@host:5432/NAME.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "OPTIONS": query,
        "CONN_MAX_AGE": None,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Give the SQLite setting: WAL, full synchronous, immediate transactions, connections kept."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"init_command": SQLITE_PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": 20},
    }


def cache(redis_url: str) -> dict[str, Any]:
    """Give Django’s cache setting: Redis (and memory while it is away) where it has a URL, else memory alone."""
    if not redis_url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rostra"}
    if urlsplit(redis_url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://.")
    return {"BACKEND": "core.web.sturdy_cache.SturdyRedisCache", "LOCATION": redis_url, "KEY_PREFIX": "rostra"}


def elasticsearch(url: str) -> str:
    """Check ELASTICSEARCH_URL and give it back; empty means the database searches."""
    if url and urlsplit(url).scheme not in {"http", "https"}:
        raise ImproperlyConfigured("ELASTICSEARCH_URL must begin with http:// or https://.")
    return url


def mail(url: str) -> dict[str, Any]:
    """Give Django's mail settings for smtp://user:password@host:port (or smtps://); none keeps mail in the outbox."""
    if not url:
        return {"EMAIL_BACKEND": "core.mail.backends.OutboxOnly"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must read smtp://user:password@host:port, smtp+tls:// or smtps://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }


def refuse_memory_bus(redis_url: str, processes: int) -> None:
    """Refuse more than one process without Redis: each would talk only to itself (decision 4)."""
    if processes > 1 and not redis_url:
        raise ImproperlyConfigured(
            f"ROSTRA_PROCESSES is {processes}, but REDIS_URL is not set: without Redis live pages and the cache "
            "reach one process only. Set REDIS_URL or run one process."
        )
