"""Who is at the other end: the address of the caller, through trusted proxies only.

TRUSTED_PROXIES lists our own proxies (CIDR). `X-Forwarded-For` is read from the right, hop by hop, as long as the hop
is one of them; what stands left of the first stranger was written by the stranger and is not believed. A caller who is
no trusted proxy is the client, whatever the header says. Nothing else in Rostra reads that header.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
UNIX = "unix"  # a peer on a Unix socket has no address: name it so to trust it
NOBODY = ipaddress.IPv6Address("::")
IPV6_SITE = 64  # one customer holds a whole /64 (RFC 6177, section 2)
MANY = 1 << 24  # more addresses than that are no list of proxies


def parse_proxies(words: Iterable[str]) -> tuple[tuple[Network, ...], bool]:
    """Read CIDRs; gives the networks and whether Unix sockets are trusted. Raises ImproperlyConfigured."""
    wanted = [word.strip() for word in words if word.strip()]
    try:
        networks = tuple(ipaddress.ip_network(word, strict=False) for word in wanted if word != UNIX)
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES must list networks like 10.0.0.0/8: {error}.") from None
    return networks, UNIX in wanted


@lru_cache(maxsize=16)
def _trusted(words: tuple[str, ...]) -> tuple[tuple[Network, ...], bool]:
    return parse_proxies(words)


def parse(text: str) -> Address | None:
    """Read one address as proxies write it: with or without port, brackets or zone; IPv4 in IPv6 becomes IPv4."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found


def client(peer: str, forwarded: str) -> Address:
    """Give the caller's address from the peer of the connection and its X-Forwarded-For."""
    words = tuple(settings.TRUSTED_PROXIES)
    hop, is_ours = _at_the_door(peer, words)
    if not is_ours:
        return hop
    networks, _unix = _trusted(words)
    for part in reversed(forwarded.split(",")):
        found = parse(part)
        if found is None:
            return hop  # a trusted proxy wrote what we cannot read: nothing beyond it is believed
        hop = found
        if not _is_in(hop, networks):
            return hop
    return hop


@lru_cache(maxsize=64)
def _at_the_door(peer: str, words: tuple[str, ...]) -> tuple[Address, bool]:
    """Give the address of the peer of a connection, and whether it is a proxy of ours: mostly it is the same one."""
    networks, unix = _trusted(words)
    here = parse(peer)
    if here is None:
        return NOBODY, unix
    return here, _is_in(here, networks)


def network(caller: Address) -> str:
    """Give what is counted as one: an IPv4 address, or the /64 of an IPv6 address."""
    if isinstance(caller, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((caller, IPV6_SITE), strict=False))
    return str(caller)


def client_of_request(request: HttpRequest) -> Address:
    """Give the address behind a request (WSGI, or ASGI through the bridge)."""
    return client(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))


def client_of_scope(scope: dict[str, Any]) -> Address:
    """Give the address behind a socket's ASGI scope."""
    peer = (scope.get("client") or ("", 0))[0]
    lines = [value.decode("latin-1") for name, value in scope.get("headers", []) if name.lower() == b"x-forwarded-for"]
    return client(peer, ",".join(lines))


def network_of_request(request: HttpRequest) -> str:
    """Give the network behind a request, as text."""
    return network(client_of_request(request))


def network_of_scope(scope: dict[str, Any]) -> str:
    """Give the network behind a socket, as text."""
    return network(client_of_scope(scope))


def problems() -> list[str]:
    """Say what is wrong with the list of proxies; empty where all is well. For `check --deploy` and `doctor`."""
    try:
        networks, unix = parse_proxies(settings.TRUSTED_PROXIES)
    except ImproperlyConfigured as error:
        return [str(error)]
    wide = [str(net) for net in networks if net.version == 4 and net.num_addresses > MANY]
    wide += [str(net) for net in networks if net.version == 6 and net.prefixlen < IPV6_SITE // 2]
    found = [
        f"TRUSTED_PROXIES trusts {name}: anybody in it can pretend any address. Name your proxies." for name in wide
    ]
    if settings.SECURE_PROXY_SSL_HEADER and not networks and not unix:
        found.append(
            "BEHIND_PROXY is set but TRUSTED_PROXIES is empty: all visitors look like one, and share one limit."
        )
    return found


def _is_in(here: Address, networks: tuple[Network, ...]) -> bool:
    return any(here.version == net.version and here in net for net in networks)


def unreadable(words: Iterable[str]) -> list[str]:
    """Say which words are no networks; empty where all are."""
    found = []
    for word in words:
        try:
            ipaddress.ip_network(word, strict=False)
        except ValueError as error:
            found.append(f"{error}.")
    return found


def is_trusted(peer: str) -> bool:
    """Tell whether the peer of a connection is one of our own proxies."""
    networks, unix = _trusted(tuple(settings.TRUSTED_PROXIES))
    here = parse(peer)
    return unix if here is None else _is_in(here, networks)
