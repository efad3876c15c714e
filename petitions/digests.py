"""The keyed digests that stand for a signer: address, name, network. Each is bound to one petition (decision 8)."""

from __future__ import annotations

import ipaddress
import unicodedata
from uuid import UUID

from core import crypto
from core.parliament.selectors import normal_postcode

NEIGHBOURHOOD = 24  # what one office, school or street of an IPv4 provider shares; IPv6 networks come as /64 already
DOMAIN_LENGTH = 120


def person_purpose(petition_id: UUID) -> str:
    """Name the purpose that binds the digest of an address to one petition."""
    return f"petition:{petition_id}"


def name_purpose(petition_id: UUID) -> str:
    """Name the purpose that binds the digest of a name and postcode to one petition."""
    return f"petition.name:{petition_id}"


def name_words(name: str, postcode: str) -> str:
    """Give the form in which two spellings of one name and postcode are the same."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return f"{plain}\n{normal_postcode(postcode)}"


def name_key(petition_id: UUID, name: str, postcode: str) -> str:
    """Give the digest under which two spellings of one name and postcode meet."""
    return name_keys(petition_id, name, postcode)[0]


def name_keys(petition_id: UUID, name: str, postcode: str) -> list[str]:
    """Give that digest under every key in use, the newest first: what a look-up must try."""
    return crypto.blind_indexes(name_words(name, postcode), name_purpose(petition_id))


def network_key(petition_id: UUID, network: str) -> str:
    """Give the digest of a network (/24, /64); empty where none is known."""
    return next(iter(network_keys(petition_id, network)), "")


def network_keys(petition_id: UUID, network: str) -> list[str]:
    """Give that digest under every key in use, the newest first; none where no network is known."""
    found = neighbourhood(network)
    return crypto.blind_indexes(found, f"petition.network:{petition_id}") if found else []


def neighbourhood(network: str) -> str:
    """Give the /24 around an IPv4 address; an IPv6 network stays as it is."""
    if not network or ":" in network:
        return network
    return str(ipaddress.ip_network((network.partition("/")[0], NEIGHBOURHOOD), strict=False))


def domain_of(email: str) -> str:
    """Give the domain of an address, in small letters."""
    return email.rpartition("@")[2].casefold()[:DOMAIN_LENGTH]
