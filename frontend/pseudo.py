"""The pseudo-locale: every marked text in brackets, so that a test sees each text that is not marked."""

import re
from html.parser import HTMLParser
from pathlib import Path

from babel.messages import Catalog

from frontend.singulars import write_binary

CODE = "qps"
OPEN, CLOSE = "⟦", "⟧"
ACCENTS = str.maketrans("AaCcEeIiNnOoUuYy", "ÄäÇçËëÏïÑñÖöÜüŸÿ")
PLACEHOLDER = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&\w+;)")


def pseudo(text: str) -> str:
    """Give a text in brackets and accents; placeholders and tags stay as they are."""
    parts = PLACEHOLDER.split(text)
    return OPEN + "".join(part if place % 2 else part.translate(ACCENTS) for place, part in enumerate(parts)) + CLOSE


def write(template: Catalog, folder: Path, code: str = CODE) -> None:
    """Write the compiled pseudo-locale, in place of a language, under a folder that a test puts into LOCALE_PATHS."""
    catalog = Catalog(locale="en", fuzzy=False)
    for message in template:
        if message.id:
            many = isinstance(message.id, tuple)
            words = tuple(pseudo(word) for word in message.id) if many else pseudo(str(message.id))
            catalog.add(message.id, words, context=message.context)
    target = folder / code / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    with (target / "django.mo").open("wb") as file:
        write_binary(file, catalog)


class _Texts(HTMLParser):
    """Collects what a reader sees or hears, outside of what people wrote."""

    SPOKEN = ("aria-label", "placeholder", "title", "alt")
    VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.found: list[str] = []
        self.human: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        # What people wrote stands in <bdi>, under dir="auto" or under a language of its own.
        is_human = tag == "bdi" or names.get("dir") == "auto" or (tag != "html" and "lang" in names)
        is_mute = tag in {"script", "style", "svg", "option", "time", "code", "pre"} or "data-raw" in names
        hidden = (bool(self.open) and self.open[-1]) or is_human or is_mute
        if not hidden or tag == "svg":
            self.found += [str(names[name]) for name in self.SPOKEN if names.get(name)]
        if tag not in self.VOID:
            self.open.append(hidden)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if words := data.strip():
            (self.human if self.open and self.open[-1] else self.found).append(words)


def human_strings(html: str) -> list[str]:
    """Give the texts of a page that say of themselves that people wrote them; its title may repeat one, unmarked."""
    texts = _Texts()
    texts.feed(html)
    return texts.human


def raw_strings(html: str, allowed: tuple[str, ...] = ()) -> list[str]:
    """Give the texts of a page, rendered in the pseudo-locale, that hold words outside of the brackets."""
    texts = _Texts()
    texts.feed(html)
    joined = "\n".join(texts.found)
    # A translated text may hold tags, so its brackets may open in one text node and close in another.
    bare = re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", " ", joined)
    for words in allowed:
        bare = bare.replace(words, " ")
    return [line.strip() for line in bare.split("\n") if re.search(r"[A-Za-z]{2,}", line)]
