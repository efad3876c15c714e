"""Versions of a petition's text side by side, as plain data: for the public page, the petitioner and the desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from petitions.models import Petition, PetitionVersion

Plain = dict[str, Any]


class Piece(NamedTuple):
    """A run of words: kind is "same", "added" or "removed"."""

    kind: str
    words: str


@lru_cache(maxsize=512)
def redline(before: str, after: str) -> tuple[Piece, ...]:
    """Give the pieces that lead from one text to another, word by word."""
    old, new = re.findall(r"\S+\s*|\s+", before), re.findall(r"\S+\s*|\s+", after)
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    pieces: list[Piece] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[b1:b2])))
            continue
        pieces += [Piece("removed", "".join(old[a1:a2]))] if a2 > a1 else []
        pieces += [Piece("added", "".join(new[b1:b2]))] if b2 > b1 else []
    return tuple(pieces)


def changes_between(before: Any, after: Any) -> list[Plain]:
    """Give the parts in which two texts differ: [{name, pieces}]; both have action, background and details."""
    names = {"action": _("What should happen"), "background": _("Why it matters"), "details": _("More details")}
    found = []
    for field, name in names.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            found.append({"name": name, "pieces": redline(old, new)})
    return found


def corrections(versions: Sequence[PetitionVersion]) -> list[Plain]:
    """Give each public correction, the newest first: when, the note, what changed, the digest of the text.

    `versions`: the public ones of one petition in their order (petitions.versions.public_versions).
    """
    rows = [
        {
            "number": after.number, "when": after.published_at, "note": after.note, "lang": after.language,
            "digest": after.digest, "changes": changes_between(before, after),
        }
        for before, after in pairwise(versions)
    ]  # fmt: skip
    return rows[::-1]


def changes_since(petition: Petition, version: PetitionVersion | None) -> list[Plain]:
    """Give what changed in a petition's text since a version; nothing where there is none. For the moderator's desk.

    The desk's call: `changes_since(petition, versions.version_before(petition))` for the last text, or with
    `versions.supported_version(petition)` for the text that the supporters read.
    """
    return changes_between(version, petition) if version is not None else []
