"""A light stemmer for Arabic, written from the published algorithm light10.

Source: L. Larkey, L. Ballesteros, M. Connell, "Light Stemming for Arabic Information Retrieval" (2007): normalise the
letters, take the article and "wa" off the front, the usual endings off the back; roots and broken plurals stay.
"""

from __future__ import annotations

import re

# Short vowels, the small alef, Koranic marks, and the stroke that only stretches a word.
MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_SILENT = re.compile(f"[{MARKS}\u0640]")
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")

# "And for the" (ولل) is ours: the paper leaves it, citizens write it.
ARTICLES = ("وال", "بال", "كال", "فال", "ولل", "ال", "لل")
AND = "و"
ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
SHORTEST_REST = 2
SHORTEST_REST_AFTER_AND = 3


def is_arabic(word: str) -> bool:
    """Tell whether a word is written in Arabic letters."""
    return bool(_ARABIC.search(word))


def normalise(word: str) -> str:
    """Give a word without vowel signs and with one form for each letter that people write in several."""
    return _SILENT.sub("", word).translate(_LETTERS)


def forms(word: str) -> tuple[str, ...]:
    """Give the stems of a word: one, or two where "wa" in front may be a letter of the word itself.

    The paper always takes "wa" off, so that وزير (minister) and الوزير would not meet. We keep both readings.
    """
    plain = normalise(word)
    for article in ARTICLES:
        if plain.startswith(article) and len(plain) - len(article) >= SHORTEST_REST:
            return (_without_endings(plain[len(article) :]),)
    stem = _without_endings(plain)
    if plain.startswith(AND) and len(plain) - 1 >= SHORTEST_REST_AFTER_AND:
        shorter = _without_endings(plain[1:])
        return (stem, shorter) if shorter != stem else (stem,)
    return (stem,)


def readings(word: str) -> tuple[str, ...]:
    """Give a word as it is written, and without its article where it has one; endings stay."""
    plain = normalise(word)
    for article in ARTICLES:
        if plain.startswith(article) and len(plain) - len(article) >= SHORTEST_REST:
            return (plain, plain[len(article) :])
    return (plain,)


def _without_endings(word: str) -> str:
    """Take each ending off once, in the order of the table, while two letters stay."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_REST:
            word = word[: -len(ending)]
    return word
