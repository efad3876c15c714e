"""System checks: figures that cannot be read, proxies that cannot be trusted."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, Warning, register

from core.limits import rules
from core.web import address


@register()
def limits_can_be_read(**_facts: Any) -> list[Error]:
    """Refuse figures that are none."""
    return [Error(words, id="limits.E001") for words in rules.problems()]


@register(deploy=True)
def proxies_are_named(**_facts: Any) -> list[Warning]:
    """Warn where every visitor would look like the proxy, or where anybody could pretend to be anybody."""
    return [Warning(words, id="limits.W001") for words in address.problems()]
