"""What the demo bar shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

ROLES = {
    "citizen": _("Citizen"),
    "petitioner": _("Petitioner"),
    "clerk": _("Committee clerk"),
    "moderator": _("Moderator"),
    "comms": _("Communications"),
    "member": _("Member"),
    "admin": _("Administrator"),
}


def demo(request: HttpRequest) -> dict[str, Any]:
    """Give the bar's context in the demo; nothing elsewhere."""
    if not settings.DEMO:
        return {}
    user = getattr(request, "user", None)
    role = user.email.split("@")[0] if user and user.is_authenticated else "citizen"
    return {
        "demo": {
            "role": ROLES.get(role, ROLES["citizen"]),
            "roles": [{"code": code, "label": label, "is_current": code == role} for code, label in ROLES.items()],
            "switch_url": reverse("demo:role"),
            "mail_url": reverse("demo:mail"),
            "reset_url": reverse("demo:reset"),
            "engines": engines(),
        }
    }


def engines() -> str:
    """Name the engines in use."""
    return ", ".join(
        [
            "PostgreSQL" if connection.vendor == "postgresql" else "SQLite",
            "Redis" if settings.REDIS_URL else str(_("memory")),
            "Elasticsearch" if settings.ELASTICSEARCH_URL else str(_("built-in search")),
        ]
    )
