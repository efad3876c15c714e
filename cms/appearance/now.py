"""The look now set, kept in the cache until it is saved again."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from cms.appearance.model import Appearance
from cms.appearance.palette import Tokens, dark, light
from cms.appearance.sheet import KEPT_SECONDS, address_of, css, key_of
from core.web.look import PLAIN, SHIPPED_LIGHT, Colours, Look, Picture

KEY = "cms:look:2"
LOGO, HEADER = "max-480x160", "fill-1600x420"


def look_of(appearance: Appearance) -> Look:
    """Give the look of one row. ValueError where a colour is none."""
    return Look(
        theme_url=address_of(css(appearance.palette, appearance.radius, appearance.faces)),
        logo=_picture(appearance.logo, LOGO),
        header=_picture(appearance.header_image, HEADER),
        colours=colours_of(appearance.palette),
    )


def colours_of(palette: Tokens) -> Colours:
    """Give the tones that mails use."""
    return Colours(*({name: tones[name] for name in SHIPPED_LIGHT} for tones in (light(palette), dark(palette))))


def look() -> Look:
    """Give the look now set."""
    kept: Look | None = cache.get(KEY)
    if kept is None:
        row = Appearance.base_queryset().first()
        kept = look_of(row) if row else PLAIN
        cache.set(KEY, kept, KEPT_SECONDS // 2)  # its sheet is kept longer than this
    return kept


def forget() -> None:
    """Forget the look: it has changed."""
    cache.delete(KEY)


def sheet_of(version: str) -> str:
    """Give the sheet of a fingerprint; made anew where the cache has lost the one now set, else empty."""
    text: str = cache.get(key_of(version), "")
    if not text:
        forget()
        look()
        text = cache.get(key_of(version), "")
    return text


def _picture(image: Any, size: str) -> Picture | None:
    if image is None:
        return None
    shown = image.get_rendition(f"{size}|format-webp")
    return Picture(shown.url, shown.width, shown.height, image.description)
