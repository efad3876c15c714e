"""Restoring: prove the backup before anything is touched, fill an empty house, compare it with the manifest."""

from __future__ import annotations

from pathlib import Path

from infra.recovery import manifest
from infra.recovery.database import counted, fill
from infra.recovery.files import listed, unpack
from infra.recovery.house import House, Trouble


def restore(house: House, folder: Path, *, key: bytes | None = None) -> manifest.Manifest:
    """Fill the empty house from a backup and compare; gives the manifest. Raises Trouble."""
    facts = manifest.read(folder, key)
    manifest.prove_parts(folder, facts)
    manifest.prove_keys(house, facts)
    _refuse_other_engine(house, facts)
    _refuse_full_house(house)
    fill(house, manifest.part(folder, facts, "database", key))
    for kind in ("anchors", "files"):
        unpack(house, manifest.part(folder, facts, kind, key), facts["files"])
    if differences := compare(house, facts):
        raise Trouble("The restored house differs from the backup:\n  " + "\n  ".join(differences))
    return facts


def compare(house: House, facts: manifest.Manifest) -> list[str]:
    """Give a line for each difference between the house and the manifest: rows by table, audit chain, files."""
    tables, audit = counted(house)
    found = [
        f"{name}: {tables.get(name, 'no table')} rows, and {rows} in the backup"
        for name, rows in facts["tables"].items()
        if tables.get(name) != rows
    ]
    found += [f"{name}: a table that the backup does not have" for name in tables if name not in facts["tables"]]
    if audit != facts["audit"]:
        found.append(f"audit chain: {audit}, and {facts['audit']} in the backup")
    files = listed(house)
    for name, said in facts["files"].items():
        if not name.startswith("audit/") and files.get(name) != said:
            found.append(f"{name}: {'another file' if name in files else 'missing'}")
        elif name not in files:
            found.append(f"{name}: missing")
    return found


def _refuse_other_engine(house: House, facts: manifest.Manifest) -> None:
    own = "postgresql" if house.is_postgres else "sqlite"
    if facts["engine"] != own:
        raise Trouble(f"This backup is of {facts['engine']}, and DATABASE_URL names {own}.")


def _refuse_full_house(house: House) -> None:
    if tables := counted(house)[0]:
        raise Trouble(f"The database {house.name} is not empty: it has {len(tables)} tables. Nothing was changed.")
    for name in ("media", "public", "private"):
        if any(house.folders[name].rglob("*")):
            raise Trouble(f"The folder {house.folders[name]} is not empty. Nothing was changed.")
