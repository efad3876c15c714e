"""Keys outside the database: from the environment, or from a file that a single machine makes for itself."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import TypedDict

from django.core.exceptions import ImproperlyConfigured


class Keys(TypedDict):
    """What an installation keeps secret. The rings map a key id to 32 bytes in base64, newest first.

    `fields` and `index` guard contact data (core.crypto); with `count` the checkpoints of the counts are signed.
    """

    secret: str
    fields: dict[str, str]
    index: dict[str, str]
    count: dict[str, str]


def make_keys() -> Keys:
    """Make one fresh set of random keys."""
    rings = {name: {f"{name[0]}1": _random()} for name in ("fields", "index", "count")}
    return {"secret": secrets.token_urlsafe(48), **rings}  # type: ignore[typeddict-item]


def keys_from_file(path: Path) -> Keys:
    """Read the key file; make it, readable by its owner only, where it is absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _completed(path, json.loads(path.read_text()))
    keys = make_keys()
    with os.fdopen(handle, "w") as file:
        json.dump(keys, file)
    return keys


def _completed(path: Path, keys: Keys) -> Keys:
    """Add to a file from a version before what that version did not know."""
    if "count" not in keys:
        keys["count"] = make_keys()["count"]
        spare = path.with_name(f"{path.name}.{os.getpid()}")
        spare.touch(0o600)
        spare.write_text(json.dumps(keys))
        spare.replace(path)
    return keys


def keys_from_environment() -> Keys | None:
    """Read ROSTRA_SECRET_KEY, ROSTRA_FIELD_KEYS and ROSTRA_INDEX_KEYS ("id:base64,…"); None where none is set.

    ROSTRA_COUNT_KEYS reads alike; without it commands still run, and `check` says what is missing. Raises
    ImproperlyConfigured where only some are set or one is malformed.
    """
    values = {
        name: os.environ.get(name, "") for name in ("ROSTRA_SECRET_KEY", "ROSTRA_FIELD_KEYS", "ROSTRA_INDEX_KEYS")
    }
    if not any(values.values()):
        return None
    if missing := [name for name, value in values.items() if not value]:
        raise ImproperlyConfigured(f"Keys belong together: {', '.join(missing)} is not set.")
    return {
        "secret": values["ROSTRA_SECRET_KEY"],
        "fields": _ring("ROSTRA_FIELD_KEYS", values["ROSTRA_FIELD_KEYS"]),
        "index": _ring("ROSTRA_INDEX_KEYS", values["ROSTRA_INDEX_KEYS"]),
        "count": _ring("ROSTRA_COUNT_KEYS", count) if (count := os.environ.get("ROSTRA_COUNT_KEYS", "")) else {},
    }


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _ring(name: str, value: str) -> dict[str, str]:
    ring = dict(part.split(":", 1) for part in value.split(",") if ":" in part)
    try:
        sizes = {len(base64.b64decode(key, validate=True)) for key in ring.values()}
    except ValueError:
        sizes = {0}
    if sizes != {32}:
        raise ImproperlyConfigured(f"{name} must read id:key,id:key with keys of 32 bytes in base64.")
    return ring
