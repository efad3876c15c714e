"""System checks: tables of switches that name what is not there, ports that cannot be had."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from core.operations.doors import DOORS
from core.web import address


@register()
def switches_name_doors(**_facts: Any) -> list[Error]:
    """Refuse a route that belongs to a door nobody knows."""
    wrong = sorted({door for door in settings.SWITCHED_ROUTES.values() if door not in DOORS})
    return [Error(f"SWITCHED_ROUTES names no door of ours: {door}.", id="operations.E001") for door in wrong]


@register()
def health_networks_can_be_read(**_facts: Any) -> list[Error]:
    """Refuse networks that are none."""
    wrong = address.unreadable(settings.HEALTH_NETWORKS)
    return [Error(f"ROSTRA_HEALTH_NETWORKS: {words}", id="operations.E002") for words in wrong]
