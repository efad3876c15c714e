"""One stylesheet for every page and at most one more per domain, joined from small files (decision 21)."""

import re
from pathlib import Path

SOURCE = Path(__file__).parent / "css"

# The order of the cascade is said once, at the top of the common sheet.
LAYERS = "@layer tokens,base,layout,components;"

COMMON = (
    "tokens base layout components/banner components/breadcrumb components/button components/card "
    "components/dock components/empty components/entry components/error-summary "
    "components/facets components/field components/footer components/glance components/masthead "
    "components/notice components/pagination components/person components/progress components/search "
    "components/steps components/summary-list components/table components/tabs components/tag components/thread"
)

SHEETS: dict[str, list[str]] = {
    "site": COMMON.split(),
    "account": ["components/account"],
    "petitions": [f"components/{name}" for name in ("chart", "dialog", "prose", "redline", "stack", "timeline")],
    "bills": [f"components/{name}" for name in ("clause", "comment", "redline", "stance")],
    "hearings": [f"components/{name}" for name in ("chart", "dialog", "player", "question", "timeline")],
    "evidence": [f"components/{name}" for name in ("clause", "prose")],
    "cms": [f"components/{name}" for name in ("chart", "order", "outcome", "prose", "question", "timeline", "blocks")],
    "console": ["components/console"],
    "setup": ["components/setup"],
    # Beside the domain's own sheet, on the pages of a demo alone.
    "demo": ["components/demo-bar"],
}
# The component library shows every part on one page.
SHEETS["library"] = sorted({part for name, parts in SHEETS.items() if name != "site" for part in parts})


def minified(css: str) -> str:
    """Give the CSS without comments and without white space that means nothing."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


def joined(sheet: str) -> str:
    """Give the text of one sheet, each file in its cascade layer; KeyError for a name that is not in SHEETS."""
    layers: dict[str, list[str]] = {}
    for part in SHEETS[sheet]:
        layer = "components" if part.startswith("components/") else part
        layers.setdefault(layer, []).append(minified((SOURCE / f"{part}.css").read_text("utf-8")))
    return LAYERS + "".join(f"@layer {layer}{{{''.join(texts)}}}" for layer, texts in layers.items()) + "\n"


def newest_source(sheet: str) -> float:
    """Give the time at which one of the sheet's files, or this list, last changed."""
    files = [SOURCE / f"{part}.css" for part in SHEETS[sheet]]
    return max(path.stat().st_mtime for path in [*files, Path(__file__)])
