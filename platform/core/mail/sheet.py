"""How the HTML part of a mail looks: the parliament's colours, one column, light and dark, in a style element.

Mail programs know little of CSS, so there are plain classes and no custom properties. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

from core.web import look

SANS = '-apple-system,"Segoe UI",Roboto,"Noto Sans",Tahoma,Arial,sans-serif'
SERIF = 'Charter,"Bitstream Charter","Sitka Text","Noto Serif",Georgia,serif'
ARABIC = '"Segoe UI","Noto Sans Arabic","Geeza Pro",Tahoma,"Noto Sans",sans-serif'
LAYOUT = f"""
body{{margin:0;padding:0;-webkit-text-size-adjust:100%}}
.ground{{width:100%;border-collapse:collapse}}
.ground td{{padding:0}}
.column{{width:100%;max-width:600px;margin:0 auto;font:400 17px/1.6 {SANS};text-align:start}}
.house{{padding:20px 24px;font:600 19px/1.3 {SERIF};overflow-wrap:anywhere}}
.words{{padding:28px 24px 12px}}
.words h1{{margin:0 0 20px;font:600 26px/1.25 {SERIF};overflow-wrap:anywhere}}
.words p{{margin:0 0 18px;overflow-wrap:anywhere}}
.words blockquote{{margin:0 0 18px;padding:2px 16px;border-inline-start:4px solid}}
.words blockquote p{{margin:8px 0}}
.code{{font-size:24px;letter-spacing:2px}}
.foot{{padding:16px 24px 32px;border-top:1px solid;font-size:15px}}
.foot p{{margin:0 0 8px;overflow-wrap:anywhere}}
a{{text-decoration:underline;unicode-bidi:isolate}}
[lang=ar] .column,[lang=ar] .house,[lang=ar] .words h1{{font-family:{ARABIC}}}
[lang=ar] .column{{line-height:1.85}}
"""


def style(colours: look.Colours | None = None) -> SafeString:
    """Give the style element, in the colours now set. The band keeps the accent and its ink in both schemes."""
    found = colours or look.current().colours
    band = f".house{{background:{found.light['action']};color:{found.light['action_ink']}}}"
    dark = f"@media (prefers-color-scheme:dark){{{_paint(found.dark)}}}"
    sheet = f":root{{color-scheme:light dark}}{LAYOUT}{band}{_paint(found.light)}{dark}"
    return mark_safe(f"<style>{sheet}</style>")  # noqa: S308 - colours are checked: #rrggbb


def _paint(tones: Mapping[str, str]) -> str:
    """Give the colours of one scheme."""
    return (
        f"body,.ground{{background:{tones['sheet']};color:{tones['ink']}}}"
        f".column{{background:{tones['paper']};color:{tones['ink']}}}"
        f"a{{color:{tones['link']}}}.words blockquote{{border-color:{tones['action']}}}"
        f".foot{{border-color:{tones['edge']};color:{tones['soft']}}}"
    )
