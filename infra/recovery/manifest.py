"""The manifest: what a backup holds, so that a restore can tell whether all is there and name what is damaged."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.recovery.files import digest_of
from infra.recovery.house import House, Trouble
from infra.recovery.sealing import stamp, unseal

NAME = "manifest.json"
FORMAT = 1
BLOCK = 1 << 20
Manifest = dict[str, Any]


def write(folder: Path, facts: Manifest, key: bytes | None) -> None:
    """Write the manifest, with a digest over itself; a keyed one where there is a key."""
    facts["digest"] = _digest(facts, key)
    (folder / NAME).write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read(folder: Path, key: bytes | None) -> Manifest:
    """Read a manifest and prove it. Raises Trouble for one that is absent, damaged, or of another key or format."""
    try:
        facts: Manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
        said, sealed, number = facts["digest"], facts["sealed"], facts["format"]
    except FileNotFoundError:
        raise Trouble(f"{folder} is no backup: it has no {NAME}.") from None
    except (ValueError, KeyError, TypeError):
        raise Trouble(f"{NAME} is damaged: it cannot be read.") from None
    if number != FORMAT:
        raise Trouble(f"{NAME} is of format {number}; this version of Rostra reads format {FORMAT}.")
    if sealed and key is None:
        raise Trouble("This backup is sealed: set ROSTRA_BACKUP_KEY.")
    if not hmac.compare_digest(said, _digest(facts, key if sealed else None)):
        raise Trouble(f"{NAME} is damaged" + (", or ROSTRA_BACKUP_KEY is another key." if sealed else "."))
    return facts


def prove_parts(folder: Path, facts: Manifest) -> None:
    """Read every part again. Raises Trouble with the name of the first that is absent or not as it was written."""
    for name, said in facts["parts"].items():
        if not (folder / name).is_file():
            raise Trouble(f"{name} is missing from {folder}.")
        if digest_of(folder / name) != said["sha256"]:
            raise Trouble(f"{name} is damaged: its checksum is not the manifest's.")


def prove_keys(house: House, facts: Manifest) -> None:
    """Compare the keys named in the manifest with those at hand. Raises Trouble for one that is absent or another."""
    own = house.named_keys()
    variables = {"fields": "ROSTRA_FIELD_KEYS", "index": "ROSTRA_INDEX_KEYS", "count": "ROSTRA_COUNT_KEYS"}
    for kind, ring in facts["keys"].items():
        for key, check in ring.items():
            if key not in own[kind]:
                raise Trouble(
                    f"The key {key} is missing from {variables[kind]}: without it parts of this backup stay shut."
                )
            if own[kind][key] != check:
                raise Trouble(f"The key {key} in {variables[kind]} is not the one this backup was made with.")


def part(folder: Path, facts: Manifest, kind: str, key: bytes | None) -> Iterator[bytes]:
    """Give one part ("database", "files") in clear."""
    [name] = [name for name, said in facts["parts"].items() if said["kind"] == kind]
    with (folder / name).open("rb") as file:
        blocks = iter(lambda: file.read(BLOCK), b"")
        yield from unseal(blocks, key, name) if facts["sealed"] and key else blocks


def _digest(facts: Manifest, key: bytes | None) -> str:
    text = json.dumps({name: value for name, value in facts.items() if name != "digest"}, sort_keys=True).encode()
    return stamp(key, text) if key else hashlib.sha256(text).hexdigest()
