"""Petitions that ask for something like what somebody writes: found by the one search, on whichever engine is on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.search.backend import LONGEST_QUERY, Asked
from core.search.searching import first_answer
from core.search.stems import stem_text, typed_words
from core.search.words import STOP_WORDS
from petitions.models import Petition
from petitions.selectors import public_petitions
from petitions.states import PetitionState

MOST = 5
LOOKED_AT = 20  # one word in common is enough to be found; those with the most in common are kept
SHORTEST_WORD = 3
ALIKE = 2  # so many words must be shared, so that "train" alone does not call two petitions alike
WORTH_SHOWING = (PetitionState.OPEN, PetitionState.PAUSED, PetitionState.CLOSED)


@dataclass(frozen=True)
class Similar:
    """A petition that shares words with a text, and whether one can sign it now."""

    petition: Petition
    can_sign: bool


def similar_petitions(text: str, *, language: str, without: Petition | None = None, size: int = MOST) -> list[Similar]:
    """Give at most five public petitions that are nearest to a text: those that can be signed first.

    Nearest: by the engine's own ranking, all words or one of them, in any language that the reader can read. The desk
    calls it with a petition's words and `without` that petition.
    """
    words = " ".join(_telling_words(text))[:LONGEST_QUERY]
    if not words:
        return []
    asked = Asked(words, language, types=("petition",), size=LOOKED_AT)
    strict = first_answer(lambda engine: engine.search(asked))
    loose = first_answer(lambda engine: engine.search(replace(asked, is_loose=True)))
    ids = list(dict.fromkeys(hit.document.uuid for hit in [*strict.hits, *loose.hits]))
    rows = public_petitions().filter(public_id__in=ids, state__in=WORTH_SHOWING).prefetch_related("kind__thresholds")
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    found = {row.public_id: row for row in rows}
    near = [(shared, found[key]) for key in ids if key in found and (shared := _shared(words, found[key]))]
    near.sort(key=lambda pair: -pair[0])  # the engine's own order stays among equals
    nearest = [Similar(row, row.state == PetitionState.OPEN) for _shared_words, row in near[:size]]
    return sorted(nearest, key=lambda one: not one.can_sign)


def _shared(words: str, petition: Petition) -> int:
    """Count the words that two texts share; 0 where one alone is not enough to call them alike."""
    texts = [petition.words(petition.language), *(petition.words(row.language) for row in petition.translations.all())]
    most = 0
    for text in texts:
        own = set(stem_text(words, text.language).split())
        most = max(most, len(own & set(stem_text(f"{text.action} {text.background}", text.language).split())))
    return most if most >= min(ALIKE, len(words.split())) else 0


def _telling_words(text: str) -> list[str]:
    """Give the words that say what a text is about, each once."""
    stops = frozenset().union(*STOP_WORDS.values())
    words = dict.fromkeys(typed_words(text))
    return [word for word in words if len(word) >= SHORTEST_WORD and word not in stops]
