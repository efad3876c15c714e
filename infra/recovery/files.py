"""The files of a house as one stream: packed for a backup, unpacked and compared at a restore."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from infra.recovery.house import FOLDERS, House, Trouble

BLOCK = 1 << 20
Listed = dict[str, dict[str, Any]]


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def listed(house: House, names: Iterable[str] = FOLDERS) -> Listed:
    """List every file of the named folders by "folder/path", with size and SHA-256."""
    found: Listed = {}
    for name in names:
        for path in sorted(house.folders[name].rglob("*")):
            if path.is_file() and not path.is_symlink():
                key = f"{name}/{path.relative_to(house.folders[name]).as_posix()}"
                found[key] = {"bytes": path.stat().st_size, "sha256": digest_of(path)}
    return found


def packed(house: House, names: Iterable[str], found: Listed) -> Iterator[bytes]:
    """Give the named folders as a tar stream; fills `found` with what went in; a file that goes meanwhile is out."""
    return _through_pipe(lambda out: _pack(house, names, found, out))


def unpack(house: House, blocks: Iterable[bytes], expected: Listed) -> None:
    """Write the stream's files into their folders; an anchor of the audit trail that survived on its own disk is kept.

    Raises Trouble, naming the file, for one that is not in the manifest or not as it says.
    """
    with tarfile.open(fileobj=_Reader(blocks), mode="r|") as tar:
        for member in tar:
            facts = expected.get(member.name)
            source = tar.extractfile(member)
            if facts is None or source is None or ".." in Path(member.name).parts:
                raise Trouble(f"files.tar is damaged: {member.name} is not in the manifest.")
            folder, _slash, rest = member.name.partition("/")
            target = house.folders[folder] / rest
            if folder == "audit" and target.exists():
                continue
            _write(target, source, member.name, facts)


def _pack(house: House, names: Iterable[str], found: Listed, out: Any) -> None:
    with tarfile.open(fileobj=out, mode="w|", bufsize=BLOCK, format=tarfile.PAX_FORMAT) as tar:
        for name in names:
            for path in sorted(house.folders[name].rglob("*")):
                if path.is_file() and not path.is_symlink():
                    _add(tar, f"{name}/{path.relative_to(house.folders[name]).as_posix()}", path, found)


def _add(tar: tarfile.TarFile, key: str, path: Path, found: Listed) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        size = os.fstat(file.fileno()).st_size
        member = tarfile.TarInfo(key)
        member.size, member.mode, member.mtime = size, 0o640, int(os.fstat(file.fileno()).st_mtime)
        sums = _Summing(file, size)
        tar.addfile(member, sums)
        found[key] = {"bytes": size, "sha256": sums.hexdigest()}


def _write(target: Path, source: Any, key: str, facts: dict[str, Any]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    sums = hashlib.sha256()
    with target.open("xb") as file:
        while block := source.read(BLOCK):
            sums.update(block)
            file.write(block)
    if sums.hexdigest() != facts["sha256"]:
        raise Trouble(f"files.tar is damaged: {key} is not what the manifest says.")


class _Summing(io.RawIOBase):
    """Reads at most `size` bytes of a file (an anchor may grow meanwhile) and sums them up."""

    def __init__(self, file: Any, size: int) -> None:
        self._file, self._left, self._sums = file, size, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block: bytes = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(block)
        self._sums.update(block)
        return block

    def hexdigest(self) -> str:
        return self._sums.hexdigest()


class _Reader(io.RawIOBase):
    """Blocks as a file that is read once."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks, self._held = iter(blocks), b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._held) < size:
            block = next(self._blocks, None)
            if block is None:
                break
            self._held += block
        given, self._held = (self._held, b"") if size < 0 else (self._held[:size], self._held[size:])
        return given


def _through_pipe(write: Any) -> Iterator[bytes]:
    """Let a function write into one end of a pipe in a thread, and give what comes out of the other; its error too."""
    reading, writing = os.pipe()
    errors: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb") as out:
                write(out)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    with os.fdopen(reading, "rb") as source:
        yield from iter(lambda: source.read(BLOCK), b"")
    thread.join()
    if errors:
        raise errors[0]
