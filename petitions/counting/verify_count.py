#!/usr/bin/env python3
"""Check a petition's count from its public files alone: no trust in the site, no software of the site.

    python verify_count.py https://participate.parliament.example/petitions/1234/count/
    python verify_count.py FOLDER [--key NAME+ID+KEY] [--receipt RECEIPT]

It reads reconciliation.json, checkpoints.txt and entries.csv, from an address or from a folder that holds them, and
- replays every entry: gapless numbers, the sum, the sums by class, no receipt counted twice or taken back twice;
- builds the tree of RFC 6962 over them and compares its root with every signed checkpoint, so that each later state
  contains each earlier one; verifies the Ed25519 signature of each checkpoint (https://c2sp.org/signed-note);
- compares the sums with those that the site shows.
A checkpoint that you kept from an earlier day may be laid beside the others as kept.txt: it must fit as well.

The keys come from --key, from key.txt in the folder, else from reconciliation.json: take down the key once, from a
second place, or the site could change it with all the rest. It cannot tell whether a signer is one real person.
Answers 0 when all is well, 1 with each fault named. Needs Python 3.11 and the package `cryptography`.
"""

from __future__ import annotations

import argparse
import base64
import csv
import io
import json
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = b"\x01"
HINT_BYTES = 4
COLUMNS = ["sequence", "delta", "reason", "hour", "class", "commitment"]
MOST_FAULTS = 20
Line = Sequence[str]


class Tree:
    """The tree of RFC 6962, section 2.1: the roots of its full subtrees, the largest first."""

    def __init__(self) -> None:
        """Begin empty."""
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, leaf: bytes) -> bytes:
        """Add a leaf; gives its hash."""
        mine = node = sha256(b"\0" + leaf).digest()
        size = self.size
        while size & 1:
            node = sha256(b"\1" + self.peaks.pop() + node).digest()
            size >>= 1
        self.peaks.append(node)
        self.size += 1
        return mine

    def root(self) -> bytes:
        """Give the root."""
        if not self.peaks:
            return sha256(b"").digest()
        root = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            root = sha256(b"\1" + peak + root).digest()
        return root


def inclusion_path(index: int, leaves: Sequence[bytes]) -> list[tuple[str, bytes]]:
    """Give the proof of one leaf (RFC 6962, section 2.1.1): from the bottom up, each sibling and its side."""
    path: list[tuple[str, bytes]] = []
    level, place = list(leaves), index
    while len(level) > 1:
        sibling = place ^ 1
        if sibling < len(level):
            path.append(("left" if sibling < place else "right", level[sibling]))
        pairs = [sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]  # an odd one out rises as it is
        place //= 2
    return path


def root_by_path(leaf: bytes, path: Iterable[tuple[str, bytes]]) -> bytes:
    """Give the root that a proof leads to."""
    for side, sibling in path:
        leaf = sha256(b"\1" + (sibling + leaf if side == "left" else leaf + sibling)).digest()
    return leaf


@dataclass(frozen=True)
class Checkpoint:
    """A signed state of the log, as its note says it."""

    text: str
    signatures: tuple[str, ...]
    origin: str
    size: int
    root: bytes
    total: int | None

    def __str__(self) -> str:
        """Name it for people."""
        return f"checkpoint of {self.size:,} entries"

    def is_signed_by(self, keys: Iterable[str]) -> bool:
        """Tell whether one of the keys (name+id+key) made one of its signatures."""
        return any(_verifies(self.text, line, key) for line in self.signatures for key in keys)


def read_checkpoints(text: str) -> list[Checkpoint]:
    """Read notes that stand one after another, an empty line between. Raises ValueError for what is none."""
    parts = [part for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    if len(parts) % 2:
        raise ValueError("the checkpoints are cut short")
    found = [_read_note(body.strip("\n") + "\n", below) for body, below in zip(parts[::2], parts[1::2], strict=True)]
    return sorted(found, key=lambda one: one.size)


def _read_note(body: str, below: str) -> Checkpoint:
    origin, size, root, *more = body.splitlines()
    totals = [int(line.split()[1]) for line in more if line.startswith("total ")]
    signatures = tuple(line for line in below.splitlines() if line.startswith("— "))
    return Checkpoint(body, signatures, origin, int(size), base64.b64decode(root), totals[0] if totals else None)


def _verifies(text: str, line: str, key: str) -> bool:
    """Tell whether a signature line of a note was made with a key."""
    try:
        name, hint, encoded = key.strip().split("+", 2)
        raw = base64.b64decode(encoded)
        said_name, said = line[2:].rsplit(" ", 1)
        told = base64.b64decode(said)
        computed = sha256(name.encode() + b"\n" + raw).digest()[:HINT_BYTES]
        if (said_name, told[:HINT_BYTES]) != (name, computed) or computed.hex() != hint or raw[:1] != ED25519:
            return False
        Ed25519PublicKey.from_public_bytes(raw[1:]).verify(told[HINT_BYTES:], text.encode())
    except (ValueError, InvalidSignature):
        return False
    return True


@dataclass
class Replay:
    """The log, read again from its first entry. Give it the checkpoints and keys, then every line; then ask `end`."""

    petition: str
    checkpoints: list[Checkpoint]
    keys: list[str]
    watched: frozenset[int] = frozenset()
    keeps_leaves: bool = False
    faults: list[str] = field(default_factory=list)
    first_bad: str = ""
    total: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    hours: Counter[str] = field(default_factory=Counter)
    seen: dict[int, tuple[int, dict[str, int]]] = field(default_factory=dict)
    tree: Tree = field(default_factory=Tree)
    leaves: list[bytes] = field(default_factory=list)
    _last: int = 0
    _open: set[int] = field(default_factory=set)
    _odd: Counter[int] = field(default_factory=Counter)
    _next: int = 0

    def read(self, lines: Iterable[Line]) -> None:
        """Take entries in the order of the log: sequence, delta, reason, hour, class, commitment."""
        self._meet_checkpoints()
        for line in lines:
            self._take(line)
            if self._next < len(self.checkpoints) and self.checkpoints[self._next].size <= self.tree.size:
                self._meet_checkpoints()
            if self.tree.size in self.watched:
                self.seen[self.tree.size] = (self.total, dict(self.classes))

    def _take(self, line: Line) -> None:
        sequence, delta = int(line[0]), int(line[1])
        if sequence != self._last + 1:
            self._fault_of_order(sequence)
        self._last = sequence
        self.total += delta
        self.classes[line[4]] += delta
        self.hours[line[3]] += delta
        if delta in {1, -1}:
            self._balance(int(line[5][:16], 16), delta)
        leaf = self.tree.add(f"{self.petition},{','.join(line)}".encode())
        if self.keeps_leaves:
            self.leaves.append(leaf)

    def _balance(self, mark: int, delta: int) -> None:
        """Keep who is counted now: nobody twice, nobody taken back who was not."""
        if delta > 0 and mark not in self._open and not self._odd.get(mark):
            self._open.add(mark)
        elif delta < 0 and mark in self._open and not self._odd.get(mark):
            self._open.remove(mark)
        else:
            self._odd[mark] += delta
            if not self._odd[mark]:
                del self._odd[mark]

    def _fault_of_order(self, sequence: int) -> None:
        wanted = self._last + 1
        if sequence > wanted:
            self.fault(f"entries {wanted} to {sequence - 1} are missing" if sequence > wanted + 1 else
                       f"entry {wanted} is missing")  # fmt: skip
        else:
            self.fault(f"entry {sequence} stands where {wanted} should")

    def _meet_checkpoints(self) -> None:
        while self._next < len(self.checkpoints) and self.checkpoints[self._next].size <= self.tree.size:
            self._compare(self.checkpoints[self._next])
            self._next += 1

    def _compare(self, checkpoint: Checkpoint) -> None:
        if not checkpoint.is_signed_by(self.keys):
            self.fault(f"the {checkpoint} is not signed with a key that was given")
        if checkpoint.origin.rpartition("/")[2] != self.petition:
            self.fault(f"the {checkpoint} is of another log: {checkpoint.origin}")
        if checkpoint.root != self.tree.root():
            self._bad(checkpoint, "is not the root of these entries")
        elif checkpoint.total is not None and checkpoint.total != self.total:
            self._bad(checkpoint, f"says {checkpoint.total:,}, and the entries add up to {self.total:,}")

    def _bad(self, checkpoint: Checkpoint, words: str) -> None:
        if not self.first_bad:
            self.first_bad = str(checkpoint)
            before = self.checkpoints[self._next - 1].size if self._next else 0
            self.fault(
                f"first bad checkpoint: the {checkpoint} {words}; the change lies in the entries {before + 1} to "
                f"{checkpoint.size}"
            )

    def end(self) -> list[str]:
        """Give every fault, once all entries were read."""
        for checkpoint in self.checkpoints[self._next :]:
            self._bad(checkpoint, f"is signed, but there are only {self.tree.size:,} entries")
        if self._odd:
            self.fault(f"{len(self._odd):,} receipts are counted twice, or taken back without being counted")
        if self.total < 0:
            self.fault(f"the count is below zero: {self.total:,}")
        return self.faults

    def fault(self, words: str) -> None:
        """Note what is wrong; the first ones are enough."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(words)


def compare_shown(replay: Replay, shown: dict[str, Any]) -> None:
    """Compare the sums with what the site says of itself, at the size of the log at which it says so."""
    size, counted = shown["log"]["size"], shown["counted"]
    total, classes = replay.seen.get(size, (0, {})) if size else (0, {})
    if size > replay.tree.size:
        replay.fault(f"the site speaks of {size:,} entries, and publishes {replay.tree.size:,}")
        return
    if counted["total"] != total:
        replay.fault(f"the site shows {counted['total']:,}, and the entries add up to {total:,}")
    if {key: many for key, many in counted["by_class"].items() if many} != {key: n for key, n in classes.items() if n}:
        replay.fault("the sums by class are not those that the site shows")
    rows = sum(shown[key] for key in ("pending", "confirmed", "held", "withdrawn")) + shown["invalidated"]["total"]
    if shown["received"] != rows:
        replay.fault("the parts of what was received do not add up")
    if counted["with_area"] + counted["without_area"] != counted["total"]:
        replay.fault("the count by place does not add up")


def find_receipt(replay: Replay, lines: Iterable[Line], receipt: str) -> list[str]:
    """Give what the log says of a receipt: its entries, and the proof that the newest checkpoint contains each."""
    wanted = sha256(receipt.strip().upper().encode() + UUID(replay.petition).bytes).hexdigest()
    found = [line for line in lines if line[5] == wanted]
    if not found:
        return ["receipt: no entry of this petition belongs to it"]
    said = []
    newest = replay.checkpoints[-1] if replay.checkpoints else None
    for line in found:
        place = int(line[0])
        said.append(f"receipt: entry {place:,} of {line[3]}: {line[2]}, {line[1]}")
        if newest is None or newest.size < place:
            said.append("  no checkpoint contains it yet")
            continue
        leaves = replay.leaves[: newest.size]
        path = inclusion_path(place - 1, leaves)
        holds = root_by_path(leaves[place - 1], path) == newest.root
        said.append(f"  contained in the {newest}: {'proven' if holds else 'NOT proven'} by {len(path)} hashes")
        said += [f"    {side} {sibling.hex()}" for side, sibling in path]
    return said


class Source:
    """Where the files are: an address that ends in /count/, or a folder."""

    def __init__(self, place: str) -> None:
        """Take it."""
        self.place = place
        self.is_address = place.startswith(("https://", "http://"))

    def text(self, name: str, *, needed: bool = True) -> str:
        """Give a file's text; "" for one that need not be there."""
        if self.is_address:
            if not needed:
                return ""
            with urllib.request.urlopen(f"{self.place.rstrip('/')}/{name}") as answer:  # noqa: S310 - http(s) only
                return str(answer.read().decode())
        file = Path(self.place) / name
        return file.read_text() if needed or file.is_file() else ""


def read_entries(text: str) -> Iterator[list[str]]:
    """Give the entries of entries.csv. Raises ValueError for other columns."""
    rows = csv.reader(io.StringIO(text))
    if next(rows, None) != COLUMNS:
        raise ValueError("entries.csv has other columns than expected")
    yield from rows


def say(words: str) -> None:
    """Print one line."""
    sys.stdout.write(words + "\n")


def main(words: Sequence[str] | None = None) -> int:
    """Check, print, answer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("place", help="the address of the count's page, or a folder with its files")
    parser.add_argument("--key", action="append", default=[], help="a public key, as name+id+key")
    parser.add_argument("--receipt", default="", help="look one receipt up")
    options = parser.parse_args(words)
    try:
        return check(Source(options.place), options.key, options.receipt)
    except (OSError, ValueError, KeyError, IndexError) as error:
        say(f"FAULT: the files cannot be read ({type(error).__name__}: {error})")
        return 1


def check(source: Source, given: list[str], receipt: str) -> int:
    """Check the files of one petition; gives 0, or 1 with each fault printed."""
    shown = json.loads(source.text("reconciliation.json"))
    notes = source.text("checkpoints.txt") + "\n\n" + source.text("kept.txt", needed=False)
    entries = source.text("entries.csv")
    keys = given or source.text("key.txt", needed=False).split()
    if not keys:
        say("note: the keys are those that the files themselves name")
        keys = shown["log"]["keys"]
    size = shown["log"]["size"]
    replay = Replay(shown["petition"]["id"], read_checkpoints(notes), keys, frozenset([size]), bool(receipt))
    replay.read(read_entries(entries))
    compare_shown(replay, shown)
    faults = replay.end()
    for fault in faults:
        say(f"FAULT: {fault}")
    if receipt:
        say("\n".join(find_receipt(replay, read_entries(entries), receipt)))
    say(summary(replay))
    return 1 if faults else 0


def summary(replay: Replay) -> str:
    """Give the last line: what was read, and whether all is well."""
    return (
        f"{'NOT ' if replay.faults else ''}verified: {replay.tree.size:,} entries, "
        f"{len(replay.checkpoints):,} checkpoints, count {replay.total:,}, "
        f"root {base64.b64encode(replay.tree.root()).decode()}"
    )


if __name__ == "__main__":
    sys.exit(main())
