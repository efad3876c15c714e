"""The figures and lists by which signatures are held: what the institution set, else what the settings say."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from functools import lru_cache

from django.conf import settings

from core.limits.rules import RULES, Window, windows_of
from petitions.digests import network_keys
from petitions.models import DefenceFigures, HoldSource, Petition, Signature
from petitions.models.defence import ONLY
from petitions.states import HeldBy, SourceIs

MOST_NETWORKS = 256  # so many /24 or /64 may one line name: a /16, a /56
# Where half a country has its letter box, a number says nothing. The institution adds its own.
COMMON_DOMAINS = (
    "gmail.com", "googlemail.com", "outlook.*", "hotmail.*", "live.*", "msn.com", "yahoo.*", "ymail.com", "aol.com",
    "icloud.com", "me.com", "mac.com", "gmx.*", "web.de", "proton.me", "protonmail.com", "mail.com", "zoho.com",
    "fastmail.com", "tutanota.com", "orange.fr", "free.fr", "laposte.net", "btinternet.com", "t-online.de",
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """What is in force for a batch: the row of figures, and the lists as they stood when it was last changed."""

    row: DefenceFigures
    sources: tuple[tuple[str, str, str], ...] = field(default=())

    def windows(self, by: str) -> tuple[Window, ...]:
        """Give the windows of one way of counting; none where it is off."""
        own = getattr(self.row, by)
        return windows_of(own, settings.LIMITS_FACTOR) if own else RULES[f"hold.{by}"].windows

    def stands(self, by: str, value: str, signature: Signature) -> str:
        """Tell what a signature's source is: held, trusted, or "" where no list names it. A held one wins."""
        patterns = self._patterns(by)
        if by == HeldBy.DOMAIN:
            return _domain_stands(value, patterns)
        return _network_table(patterns, signature.petition_id, self.row.changed_at).get(value, "") if patterns else ""

    def _patterns(self, by: str) -> tuple[tuple[str, str], ...]:
        return tuple((pattern, stands) for kind, pattern, stands in self.sources if kind == by)


def figures_row() -> DefenceFigures:
    """Give what the institution has set, or the usual figures, unsaved."""
    return DefenceFigures.objects.filter(pk=ONLY).first() or DefenceFigures(pk=ONLY)


def figures_in_force() -> Figures:
    """Read the figures; the lists are read anew only where they have changed since."""
    row = figures_row()
    return Figures(row, _sources(row.changed_at) if row.changed_at else ())


@lru_cache(maxsize=4)
def _sources(changed_at: datetime) -> tuple[tuple[str, str, str], ...]:
    del changed_at  # the key under which they are remembered
    return tuple(HoldSource.objects.order_by("by", "pattern").values_list("by", "pattern", "stands"))


@lru_cache(maxsize=4096)
def _domain_stands(domain: str, patterns: tuple[tuple[str, str], ...]) -> str:
    found = {stands for pattern, stands in patterns if fnmatchcase(domain, pattern)}
    if SourceIs.HELD in found:
        return SourceIs.HELD
    if SourceIs.TRUSTED in found or any(fnmatchcase(domain, pattern) for pattern in COMMON_DOMAINS):
        return SourceIs.TRUSTED
    return ""


@lru_cache(maxsize=256)
def _network_table(patterns: tuple[tuple[str, str], ...], petition: int, changed_at: datetime | None) -> dict[str, str]:
    """Give the blind indexes of the listed networks within one petition; a held one wins."""
    del changed_at  # part of the key under which it is remembered
    public_id = Petition.objects.values_list("public_id", flat=True).get(pk=petition)
    ordered = sorted(patterns, key=lambda pair: pair[1] == SourceIs.HELD)
    return {
        key: stands
        for pattern, stands in ordered
        for wide in wide_networks(pattern)
        for key in network_keys(public_id, wide)
    }


def wide_networks(pattern: str) -> Iterable[str]:
    """Give the /24 or /64 networks that a line names: one around a smaller one, all within a wider one.

    Raises ValueError for what is no network, or one that is too wide.
    """
    found = ipaddress.ip_network(pattern.strip(), strict=False)
    wide = 24 if found.version == 4 else 64
    if found.prefixlen >= wide:
        return [str(found.supernet(new_prefix=wide) if found.prefixlen > wide else found)]
    if 2 ** (wide - found.prefixlen) > MOST_NETWORKS:
        raise ValueError(pattern)
    return list(_within(found, wide))


def _within(network: ipaddress.IPv4Network | ipaddress.IPv6Network, wide: int) -> Iterator[str]:
    return (str(one) for one in network.subnets(new_prefix=wide))
