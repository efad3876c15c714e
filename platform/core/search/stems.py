"""Stems: the forms under which a word is kept and found, the same on every database (stack.md section 4).

English and French by Snowball, Arabic by our light stemmer, any other language by its folded letters alone. A word may
have two forms; a query finds a text that shares one of them.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

from core.search import arabic
from core.search.words import ELISIONS, IRREGULAR_PLURALS, STOP_WORDS

SNOWBALL = {"en": "english", "fr": "french"}
# A word: letters and digits, with the vowel signs and apostrophes inside it.
WORD = re.compile(rf"[^\W_]+(?:[\u0300-\u036f{arabic.MARKS}'’]+[^\W_]*)*")
_NO_LETTER = re.compile(r"[\W_]+")
LONGEST_WORD = 60
MOST_TERMS = 12
_LATIN_EXTRAS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_threads = threading.local()

Terms = tuple[tuple[str, ...], ...]


def folded(word: str) -> str:
    """Give a word without accents: écoles becomes ecoles."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).translate(_LATIN_EXTRAS)


@lru_cache(maxsize=200_000)
def forms(word: str, language: str) -> tuple[str, ...]:
    """Give the forms of one word as it stands in a text; none for a stop word."""
    plain = _plain(word)[:LONGEST_WORD]
    both: tuple[str, ...]
    if arabic.is_arabic(plain):
        both = () if arabic.normalise(plain) in STOP_WORDS["ar"] else arabic.forms(plain)
    elif folded(plain) in STOP_WORDS.get(language, ()):
        both = ()
    else:
        plain = IRREGULAR_PLURALS.get(language, {}).get(plain, plain)
        # Accents guide the stemmer, but people leave them out: the form of the bare word is kept too.
        both = (folded(_stem(plain, language)), _stem(folded(plain), language))
    return tuple(dict.fromkeys(bare for form in both if (bare := _NO_LETTER.sub("", form))))


def stem_text(text: str, language: str) -> str:
    """Give the forms of all words of a text in their order, parted by spaces: what the database keeps."""
    code = short(language)
    return " ".join(form for word in WORD.findall(text) for form in forms(word, code))


def plain_words(text: str) -> list[str]:
    """Give the words of a text whole, in small letters, without accents; each once, in their order.

    An Arabic word with its article stands there without it too: people begin to type either.
    """
    found: dict[str, None] = {}
    for word in WORD.findall(text):
        plain = _plain(word)[:LONGEST_WORD]
        both = arabic.readings(plain) if arabic.is_arabic(plain) else (folded(plain),)
        found |= dict.fromkeys(bare for form in both if (bare := _NO_LETTER.sub("", form)))
    return list(found)


def typed_words(text: str) -> list[str]:
    """Give the words of a text as `plain_words` keeps them, each in the one form in which it was typed."""
    plain = [_plain(word)[:LONGEST_WORD] for word in WORD.findall(text)]
    found = [arabic.normalise(word) if arabic.is_arabic(word) else folded(word) for word in plain]
    return list(dict.fromkeys(bare for word in found if (bare := _NO_LETTER.sub("", word))))


def terms(query: str, language: str) -> Terms:
    """Give the words of a query, each as the forms of which one must be found; at most twelve, each once."""
    code = short(language)
    found = dict.fromkeys(forms(word, code) for word in WORD.findall(query))
    return tuple(alternatives for alternatives in found if alternatives)[:MOST_TERMS]


def short(language: str) -> str:
    """Give the code of a language without its region."""
    return language.split("-", maxsplit=1)[0].lower()


def latin_digits(text: str) -> str:
    """Write the digits of every script as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _plain(word: str) -> str:
    """Give a word in small letters and Latin digits, one kind of apostrophe, without what French elides before it."""
    plain = latin_digits(unicodedata.normalize("NFKC", word)).casefold().replace("’", "'").strip("'")
    before, apostrophe, rest = plain.partition("'")
    return rest if apostrophe and rest and before in ELISIONS else plain


def _stem(word: str, language: str) -> str:
    if language not in SNOWBALL:
        return word
    known = _threads.__dict__.setdefault("stemmers", {})  # a stemmer holds the word it works on: one a thread
    if language not in known:
        known[language] = snowballstemmer.stemmer(SNOWBALL[language])
    return known[language].stemWord(word)
