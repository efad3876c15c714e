"""Slips in e-mail addresses: "gmial.com" for "gmail.com". A hint, never a refusal: the address may be kept."""

from __future__ import annotations

from functools import lru_cache

# The large free providers, where nearly all slips happen; their near neighbours that are real stand beside them.
LARGE = (
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.fr", "hotmail.co.uk", "yahoo.com", "yahoo.fr",
    "yahoo.co.uk", "icloud.com", "protonmail.com", "wanadoo.fr", "orange.fr", "laposte.net", "live.com",
)  # fmt: skip
REAL = frozenset({*LARGE, "mail.com", "email.com", "ymail.com", "fmail.com", "gmail.fr", "yahoo.ca", "live.fr"})


def meant_address(email: str) -> str:
    """Give the address that was probably meant: one letter missing, too many, wrong, or two changed over; else ""."""
    local, _at, domain = email.rpartition("@")
    meant = meant_domain(domain.casefold()) if local else ""
    return f"{local}@{meant}" if meant else ""


@lru_cache(maxsize=4096)
def meant_domain(domain: str) -> str:
    """Give the large provider that is one slip away from a domain; "" for one that is real, or near none."""
    if domain in REAL or len(domain) > 20:
        return ""
    return next((large for large in LARGE if is_one_slip(domain, large)), "")


def is_one_slip(typed: str, meant: str) -> bool:
    """Tell whether two different words are one slip apart."""
    if len(typed) > len(meant):
        typed, meant = meant, typed
    if len(meant) - len(typed) > 1 or typed == meant:
        return False
    at = next((place for place, sign in enumerate(typed) if sign != meant[place]), len(typed))
    if len(typed) < len(meant):
        return typed[at:] == meant[at + 1 :]
    changed_over = typed[at : at + 2] == meant[at : at + 2][::-1] and typed[at + 2 :] == meant[at + 2 :]
    return changed_over or typed[at + 1 :] == meant[at + 1 :]
