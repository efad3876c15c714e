"""Digits as people type them: with spaces between, in the figures of their own keyboard."""


def plain_digits(text: str) -> str:
    """Give the decimal digits of a text alone, as 0 to 9."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())
