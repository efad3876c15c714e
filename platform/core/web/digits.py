"""Digits as people type them: with spaces between, in the figures of their own keyboard; and as browsers send them."""

LONGEST = 18  # digits: no row's key has more


def plain_digits(text: str) -> str:
    """Give the decimal digits of a text alone, as 0 to 9."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def whole_number(text: str) -> int | None:
    """Give the number that a browser sent as text; None for what is none, or is too large for any row's key."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
