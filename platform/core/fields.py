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


class TranslatedText(dict[str, str]):
    """A label by language ({"en": …}); `str()` gives it in the language now active, else by fallback order."""

    def __str__(self) -> str:
        """Give the text in the active language."""
        return self.in_language(get_language() or settings.LANGUAGE_CODE)

    def in_language(self, language: str) -> str:
        """Give the text in one language, else in the installation's order of languages, else empty."""
        for code in (language.split("-", maxsplit=1)[0], *(code for code, _name in settings.LANGUAGES)):
            if self.get(code):
                return self[code]
        return next(iter(self.values()), "")


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
