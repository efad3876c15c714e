"""Fields shared by every domain: public ids, texts by language, bodies without blocks in migrations, contact data."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from wagtail.fields import StreamField

from core import crypto


class PublicIdField(models.UUIDField):
    """A random UUID4: the only id that leaves the house (decision 6)."""

    def __init__(self, **options: Any) -> None:
        """Take Django's field options; unique, indexed and never edited by default."""
        super().__init__(**{"default": uuid.uuid4, "unique": True, "editable": False, **options})


class Said(str):
    """Words that know their language: what falls back to another one is marked on the page (`{{ words|said }}`)."""

    language: str

    def __new__(cls, words: str, language: str = "") -> Said:
        """Take the words, and the code of their language where it is known."""
        said = super().__new__(cls, words)
        said.language = language
        return said

    def __str__(self) -> Said:
        """Keep the language where the words are asked for once more."""
        return self

    def lines(self) -> list[Said]:
        """Give each line that says something, in the same language."""
        return [Said(line, self.language) for line in self.splitlines() if line.strip()]


class TranslatedText(dict[str, str]):
    """A label by language ({"en": …}); `str()` gives it in the language now active, else by fallback order."""

    def __str__(self) -> str:
        """Give the text in the active language."""
        return self.said()

    def said(self) -> Said:
        """Give the text in the active language, or that of another one, which it then names."""
        return self.in_language(get_language() or settings.LANGUAGE_CODE)

    def in_language(self, language: str) -> Said:
        """Give the text in one language, else in the installation's order of languages, else in any, else empty."""
        from core.institution import facts  # noqa: PLC0415 - its models have fields

        own = language.split("-", maxsplit=1)[0]
        if self.get(own):
            return Said(self[own], own)
        for code in (*facts.codes(), *(code for code, _name in settings.LANGUAGES)) if len(self) > 1 else ():
            if self.get(code):
                return Said(self[code], code)
        code, words = next(iter(self.items()), ("", ""))
        return Said(words, code)


class TranslatedField(models.JSONField):
    """One JSON column that holds a TranslatedText (decision 12)."""

    def __init__(self, **options: Any) -> None:
        """Take Django's field options; an empty text by default."""
        super().__init__(**{"default": TranslatedText, "blank": True, **options})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> TranslatedText:
        """Wrap what the database holds."""
        return TranslatedText(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> TranslatedText:
        """Wrap what a form or fixture gives."""
        return TranslatedText(super().to_python(value) or {})


class BodyField(StreamField):
    """A StreamField whose blocks stay out of migrations: a new block is no migration."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Name the field without its blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class EncryptedField(models.TextField):
    """Text that is encrypted in the database with a key kept outside it (decision 8); it cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in; empty stays empty."""
        return crypto.encrypt(value) if value else ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        """Decrypt on the way out."""
        return crypto.decrypt(value) if value else ""
