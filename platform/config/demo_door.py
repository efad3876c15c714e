"""The guard of the demo door: role switch, mail box and reset exist on loopback only (decision 25)."""

from ipaddress import ip_address

from django.core.exceptions import ImproperlyConfigured


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address (with or without brackets) is this machine only."""
    bare = host.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def refuse_public_hosts(hosts: list[str]) -> None:
    """Raise ImproperlyConfigured where the demo would answer to a host other than loopback."""
    if public := [host for host in hosts if not is_loopback(host)]:
        raise ImproperlyConfigured(
            f"The demo signs anybody in by one click, so it serves loopback only; refused: {', '.join(public)}."
        )
