"""The icons: one 24 by 24 path each, drawn with the line of the text beside it."""

PATHS: dict[str, str] = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "menu": '<path d="M3 6h18M3 12h18M3 18h18"/>',
    "close": '<path d="M5 5l14 14M19 5 5 19"/>',
    "forward": '<path d="M4 12h15m-6-6 6 6-6 6"/>',
    "back": '<path d="M20 12H5m6-6-6 6 6 6"/>',
    "up": '<path d="M12 20V5m-6 6 6-6 6 6"/>',
    "down": '<path d="M12 4v15m6-6-6 6-6-6"/>',
    "tick": '<path d="m4 13 5 5L20 6"/>',
    "warning": '<path d="M12 3 2 21h20zM12 10v5m0 3v.01"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5m0-8v.01"/>',
    "play": '<path d="M7 4v16l13-8z"/>',
    "pause": '<path d="M8 5v14M16 5v14"/>',
    "file": '<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>',
    "mail": '<path d="M3 6h18v12H3zM3 7l9 7 9-7"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 3"/>',
}

# Icons that say a direction of reading; they turn round in Arabic. Play and tick do not.
TURNING = frozenset({"forward", "back"})


def svg(name: str) -> str:
    """Give the inline SVG of an icon, hidden from screen readers; KeyError for a name that does not exist."""
    turn = " turn" if name in TURNING else ""
    return f'<svg class="icon{turn}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{PATHS[name]}</svg>'
