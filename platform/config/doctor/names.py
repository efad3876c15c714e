"""Asking the DNS, where the library dnspython is installed; Rostra works without it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from config.doctor.findings import NotChecked

SECONDS = 4.0


def can_ask() -> bool:
    """Tell whether there is a resolver."""
    return find_spec("dns") is not None


def texts_of(name: str) -> list[str]:
    """Give the TXT records of a name; none where there is no such name. Raises NotChecked where nobody answers."""
    return [b"".join(row.strings).decode("utf-8", "replace") for row in _ask(name, "TXT")]


def servers_of(name: str) -> list[str]:
    """Give the mail servers of a domain. Raises NotChecked where nobody answers."""
    return [str(row.exchange).rstrip(".") for row in _ask(name, "MX") if str(row.exchange) != "."]


def _ask(name: str, kind: str) -> list[Any]:
    resolver, errors = import_module("dns.resolver"), import_module("dns.exception")
    try:
        return list(resolver.resolve(name, kind, lifetime=SECONDS))
    except (resolver.NoAnswer, resolver.NXDOMAIN):
        return []
    except errors.DNSException as error:
        raise NotChecked(f"DNS: {type(error).__name__}") from None
