"""Help while one types, and when nothing was found: titles that begin like this, and "did you mean".

Suggestions stand in an order that no engine's scoring touches (open first, newest first), so that every engine gives
the same. Corrections come from the titles in the table, which is always kept, and are checked by the engine that is on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.search import vocabulary
from core.search.backend import LONGEST_QUERY, Asked
from core.search.documents import SearchDocument
from core.search.searching import first_answer
from core.search.stems import WORD, typed_words
from core.search.words import STOP_WORDS

SHORTEST = 2
MOST_WORDS = 8
SIZE = 8
# How many ways of writing are checked for each word that is unknown.
TRIES = 3


@dataclass(frozen=True)
class Suggestion:
    """A title that begins like what was typed, and where it leads."""

    document: SearchDocument
    url: str


def suggest(text: str, reader: str, *, size: int = SIZE) -> list[Suggestion]:
    """Give public things with a title in which each typed word begins a word; nothing before two signs are typed."""
    words = typed_words(text[:LONGEST_QUERY])[:MOST_WORDS]
    if not words or max(map(len, words)) < SHORTEST:
        return []
    found = first_answer(lambda engine: engine.suggest(words, reader, size))
    return [Suggestion(document, document.url(reader)) for document in found]


def did_you_mean(asked: Asked) -> str:
    """Give the words with each unknown one written as the likeliest known one; empty where that finds nothing.

    Likeliest: fewest letters changed, then found in most documents, then by the alphabet.
    """
    known = vocabulary.words()
    meant: dict[str, str] = {}
    for word in dict.fromkeys(WORD.findall(asked.text)):
        plain = next(iter(typed_words(word)), "")
        if not plain or plain in known or any(plain in stops for stops in STOP_WORDS.values()):
            continue
        if best := _best(plain, asked):
            meant[word] = best
    text = WORD.sub(lambda found: meant.get(found[0], found[0]), asked.text)
    return text if meant and _count(replace(asked, text=text)) else ""


def _best(word: str, asked: Asked) -> str:
    near = vocabulary.near(word)[:TRIES]
    nearest = [other for other, distance in near if distance == near[0][1]]
    counted = [(-_count(replace(asked, text=other)), other) for other in nearest]
    return min(counted)[1] if counted else ""


def _count(asked: Asked) -> int:
    """Count what is found under the filters of the question."""
    bare = replace(asked, page=1, size=1)
    return first_answer(lambda engine: engine.search(bare)).total
