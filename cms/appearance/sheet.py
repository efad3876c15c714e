"""The theme as a stylesheet, kept by its own fingerprint: its address changes with its content."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache
from django.urls import reverse

from cms.appearance.palette import SHIPPED, Tokens, dark, light

KEPT_SECONDS = 86_400
SANS = '-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'
SERIF = 'Charter,"Bitstream Charter","Sitka Text","Noto Serif",Georgia,serif'
HUMANIST = '"Atkinson Hyperlegible Next","Atkinson Hyperlegible",Verdana,"DejaVu Sans",sans-serif'
# What is shipped: faces that readers' own systems have. Joined scripts keep theirs. First for reading, then for titles.
FACES = {"house": (SANS, SERIF), "plain": (SANS, SANS), "serif": (SERIF, SERIF), "clear": (HUMANIST, HUMANIST)}
MORE_CONTRAST = "@media (prefers-contrast:more){:root{--soft:var(--ink);--rule:var(--ink);--edge:var(--ink)}}"


def css(palette: Tokens, radius: str, faces: str) -> str:
    """Give the sheet; empty where all is as shipped. Forced colours and paper stay as they are."""
    parts = []
    if palette != SHIPPED:
        brand = f"--brand:{palette['brand']};--brand-ink:{palette['brand_ink']}"
        parts += [
            f":root{{{brand}}}",
            f"@media screen and (forced-colors:none){{:root{{{_lines(light(palette))}}}",
            f"@media (prefers-color-scheme:dark){{:root{{{_lines(dark(palette))}}}}}{MORE_CONTRAST}}}",
        ]
    if radius != "3px":
        parts.append(f":root{{--radius:{radius}}}")
    if faces != "house":
        text, display = FACES[faces]
        parts.append(f':root:not([lang|="ar"]){{--font-text:{text};--font-display:{display}}}')
    return f"@layer tokens{{{''.join(parts)}}}\n" if parts else ""


def _lines(tokens: Tokens) -> str:
    kept = {name: value for name, value in tokens.items() if name not in {"now_wash", "error", "done", "visited"}}
    return ";".join(f"--{name.replace('_', '-')}:{value}" for name, value in sorted(kept.items()))


def address_of(text: str) -> str:
    """Keep a sheet under its fingerprint and give its address; empty for an empty sheet."""
    if not text:
        return ""
    version = sha256(text.encode()).hexdigest()[:16]
    cache.set(key_of(version), text, KEPT_SECONDS)
    return reverse("theme", args=[version])


def key_of(version: str) -> str:
    """Give the key under which a sheet is kept."""
    return f"cms:theme:{version}"
