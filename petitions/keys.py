"""Blind indexes of signers, each bound to one petition: by name and postcode, by network; and an address's domain."""

from __future__ import annotations

import ipaddress
import unicodedata

from core import crypto
from core.web import address

IPV4_SITE = 24  # what one provider hands out to one place, more or less; an IPv6 /64 is one customer (RFC 6177)


def person_purpose(petition_id: object) -> str:
    """Name the purpose that binds the digest of a signer's address to one petition."""
    return f"petition:{petition_id}"


def name_purpose(petition_id: object) -> str:
    """Name the purpose that binds the digest of name and postcode to one petition."""
    return f"petition.name:{petition_id}"


def network_purpose(petition_id: object) -> str:
    """Name the purpose that binds the digest of a network to one petition: nobody is followed from one to another."""
    return f"petition.network:{petition_id}"


def said_the_same(name: str, postcode: str) -> str:
    """Give the form in which two spellings of one name and postcode meet: NFKC, no case, no signs, no spaces."""
    words = unicodedata.normalize("NFKC", name).casefold()
    plain = "".join(sign if sign.isalnum() else " " for sign in words)
    place = "".join(unicodedata.normalize("NFKC", postcode).casefold().split())
    return f"{' '.join(plain.split())}|{place}"


def name_key(name: str, postcode: str, petition_id: object) -> str:
    """Give the blind index of a signer's name and postcode within one petition; "" where either is missing."""
    return next(iter(name_keys(name, postcode, petition_id)), "")


def name_keys(name: str, postcode: str, petition_id: object) -> list[str]:
    """Give that index under every key in use, the newest first: what a look-up must try."""
    if not name.strip() or not postcode.strip():
        return []
    return crypto.blind_indexes(said_the_same(name, postcode), name_purpose(petition_id))


def wide_network(text: str) -> str:
    """Give the /24 or /64 around an address or a network written as text; "" for what is none, or for a wider one."""
    try:
        found = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return ""
    wide = IPV4_SITE if found.version == 4 else address.IPV6_SITE
    if found.prefixlen < wide:
        return ""
    return str(found if found.prefixlen == wide else found.supernet(new_prefix=wide))


def network_key(network: str, petition_id: object) -> str:
    """Give the blind index of the network a signature came from (core.web.address.network); "" for none."""
    return next(iter(network_keys(network, petition_id)), "")


def network_keys(network: str, petition_id: object) -> list[str]:
    """Give that index under every key in use, the newest first."""
    wide = wide_network(network)
    return crypto.blind_indexes(wide, network_purpose(petition_id)) if wide else []


def domain_of(email: str) -> str:
    """Give the domain of an address in its canonical form, at most as long as its column."""
    return crypto.canonical_email(email).rpartition("@")[2][:120]
