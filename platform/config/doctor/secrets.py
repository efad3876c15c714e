"""Keys: there, long enough, our own, of this database, and readable by nobody else."""

from __future__ import annotations

import base64
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from config import keys as keys_module
from config.doctor.findings import WARNING, Fault, NotChecked
from core import crypto
from core.events.marks import is_marked
from core.events.models import Event
from core.privacy.rotating import encrypted_columns, left_on_old_keys
from core.web.numbers import number

SHORTEST_SECRET, KEY_BYTES = 50, 32
LOOKED_AT = 5


def present() -> Iterator[Fault]:
    """Look at the length of each key."""
    fresh = _("Make a fresh set with `manage.py make_keys`, before anything is stored with these.")
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield Fault(
            _("ROSTRA_SECRET_KEY is shorter than %(count)s characters.") % {"count": number(SHORTEST_SECRET)}, fresh
        )
    for name, ring in rings().items():
        if not ring:
            yield Fault(_("%(name)s holds no key.") % {"name": name}, fresh)
        for key_id, key in ring.items():
            raw = base64.b64decode(key)
            if len(raw) != KEY_BYTES or len(set(raw)) < KEY_BYTES // 4:
                yield Fault(
                    _("The key “%(key)s” of %(name)s is not 32 random bytes.") % {"key": key_id, "name": name}, fresh
                )


def own() -> Iterator[Fault]:
    """See that the keys are not those of the demo on this machine."""
    file = Path(settings.VAR) / "demo" / "keys.json"
    if settings.DEMO or not file.is_file():
        return
    demo = json.loads(file.read_text())
    known = {demo["secret"], *(key for ring in ("fields", "index", "count") for key in demo.get(ring, {}).values())}
    if known & {settings.SECRET_KEY, *(key for ring in rings().values() for key in ring.values())}:
        yield Fault(
            _("This installation uses the keys of the demo."),
            _("Put fresh ones in front (`manage.py make_keys`), run `manage.py rotate_keys`, and drop the demo’s."),
        )


def of_this_database() -> Iterator[Fault]:
    """Try the keys on what is stored: the newest events' marks, and one value of each encrypted column."""
    back = _("Put back the keys that this database was written with (docs/privacy.md); nothing else opens it.")
    events = list(Event.objects.exclude(mark="").order_by("-id")[:LOOKED_AT])
    if events and not any(is_marked(event) for event in events):
        yield Fault(_("ROSTRA_INDEX_KEYS does not fit: the newest events were not marked with these keys."), back)
    shut = sorted({column for column, value in _stored() if not _opens(value)})
    if shut:
        yield Fault(
            _("ROSTRA_FIELD_KEYS does not fit: %(columns)s cannot be opened.")
            % {"columns": ", ".join(shut[:LOOKED_AT])},
            back,
        )


def rotation() -> Iterator[Fault]:
    """See whether a rotation was begun and not ended."""
    if len(settings.FIELD_KEYS) == len(settings.INDEX_KEYS) == 1:  # an older key of the counts stays: it proves
        return
    left = left_on_old_keys()
    if left:
        yield Fault(
            _("A rotation of keys is under way. Values that still need an older key: %(count)s.")
            % {"count": number(sum(left.values()))},
            _("Run `manage.py rotate_keys`; what then is left names `rotate_keys --check`."),
        )
    else:
        yield Fault(
            _("Older keys are kept and nothing needs them any more."),
            _("Take them out of the settings, and keep them with the last backup that needs them."),
        )


def file_rights() -> Iterator[Fault]:
    """See who can read the file of keys."""
    file = Path(settings.VAR) / "keys.json"
    if keys_module.keys_from_environment() is not None or not file.is_file():
        raise NotChecked(_("The keys come from the environment, not from a file."))
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        yield Fault(
            _("The file of keys can be read by others (mode %(mode)s).") % {"mode": f"{mode:o}"},
            _("Run chmod 600 on keys.json in the data folder; if others had access, rotate the keys."),
        )


def age() -> Iterator[Fault]:
    """Say where the keys of an installation with a server stand in a file of one machine."""
    if connection.vendor == "postgresql" and keys_module.keys_from_environment() is None:
        yield Fault(
            _("The keys stand in a file of this machine, and the database elsewhere."),
            _("Set the variables that `manage.py make_keys` prints, the same for every process."),
            WARNING,
        )


def rings() -> dict[str, dict[str, str]]:
    """Give the rings of keys by the name of their setting."""
    return {
        "ROSTRA_FIELD_KEYS": settings.FIELD_KEYS,
        "ROSTRA_INDEX_KEYS": settings.INDEX_KEYS,
        "ROSTRA_COUNT_KEYS": settings.COUNT_KEYS,
    }


def _stored() -> Iterator[tuple[str, str]]:
    """Give one stored value of each encrypted column, as it stands in the database."""
    for model, column in encrypted_columns():
        sql: Any = (
            f"SELECT {_quoted(column.column)} FROM {_quoted(model._meta.db_table)} "  # noqa: S608 - names of ours
            f"WHERE {_quoted(column.column)} <> '' ORDER BY {_quoted(str(model._meta.pk.column))} DESC LIMIT 1"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql)
            row = cursor.fetchone()
        if row:
            yield f"{model._meta.label}.{column.name}", str(row[0])


def _opens(value: str) -> bool:
    try:
        crypto.decrypt(value)
    except (KeyError, InvalidTag, ValueError):
        return False
    return True


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
