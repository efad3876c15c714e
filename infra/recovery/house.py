"""The house: what a backup takes and a restore fills. Database, four folders, and keys: named, never copied."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

FOLDERS = ("audit", "media", "public", "private")


class Trouble(Exception):
    """Something that the operator must know before anything goes on; its text is for them."""


@dataclass(frozen=True)
class House:
    """A place that Rostra lives in: Django's setting of the database, its folders, its keys by kind and id."""

    database: dict[str, Any]
    folders: dict[str, Path]
    keys: dict[str, dict[str, str]]
    secret: str = ""

    @property
    def is_postgres(self) -> bool:
        """Tell whether the database is PostgreSQL; the other one is SQLite."""
        return str(self.database["ENGINE"]).endswith("postgresql")

    @property
    def name(self) -> str:
        """Give the name of the database, or the path of its file."""
        return str(self.database["NAME"])

    def url(self) -> str:
        """Give the address as DATABASE_URL says it."""
        if not self.is_postgres:
            return f"sqlite://{quote(self.name)}"
        facts = self.database
        who = quote(str(facts["USER"]), safe="")
        who += f":{quote(str(facts['PASSWORD']), safe='')}" if facts["PASSWORD"] else ""
        options = {"host": facts["HOST"], "port": facts["PORT"], **facts["OPTIONS"]}
        query = urlencode({key: value for key, value in options.items() if value and isinstance(value, str | int)})
        return f"postgresql://{who}@localhost/{quote(self.name, safe='')}?{query}"

    def environment(self) -> dict[str, str]:
        """Give the variables by which a command of the project works on this house and on no other."""
        rings = {kind: ",".join(f"{key}:{value}" for key, value in ring.items()) for kind, ring in self.keys.items()}
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.production", "DATABASE_URL": self.url(), "REDIS_URL": "",
            "ELASTICSEARCH_URL": "", "EMAIL_URL": "", "ROSTRA_PROCESSES": "1",
            "ROSTRA_AUDIT_FOLDER": str(self.folders["audit"]), "ROSTRA_SECRET_KEY": self.secret,
            "ROSTRA_FIELD_KEYS": rings["fields"], "ROSTRA_INDEX_KEYS": rings["index"],
            "ROSTRA_COUNT_KEYS": rings.get("count", ""),
        }  # fmt: skip

    def named_keys(self) -> dict[str, dict[str, str]]:
        """Give each key's id with a digest by which it is known again; 32 random bytes are not guessed from it."""
        return {
            kind: {key: key_check(base64.b64decode(value)) for key, value in ring.items()}
            for kind, ring in self.keys.items()
        }


def key_check(key: bytes) -> str:
    """Give a digest by which a key is known again."""
    return hashlib.sha256(b"rostra key check\0" + key).hexdigest()[:16]


def house_from_settings() -> House:
    """Read the house from the settings: those of production, where DJANGO_SETTINGS_MODULE names no others."""
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    from django.conf import settings

    return House(
        database=dict(settings.DATABASES["default"]),
        folders={
            "audit": Path(settings.AUDIT_FOLDER),
            "media": Path(settings.MEDIA_ROOT),
            **{name: _location(settings.STORAGES[name]) for name in ("public", "private")},
        },
        keys={
            "fields": dict(settings.FIELD_KEYS),
            "index": dict(settings.INDEX_KEYS),
            "count": dict(settings.COUNT_KEYS),
        },
        secret=settings.SECRET_KEY,
    )


def _location(storage: Any) -> Path:
    try:
        return Path(storage["OPTIONS"]["location"])
    except KeyError:
        raise Trouble("Files are kept outside this machine: back them up where they are.") from None
