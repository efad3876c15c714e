"""What a bare install still needs, looked up and never ticked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.legal import count_unpublished
from cms.models import HomePage
from core.accounts.models import Role, RoleGrant
from core.institution import facts
from core.parliament.models import Area, Committee, Member
from petitions.models import PetitionKind

DOCTOR = "doctor"


@dataclass(frozen=True)
class Item:
    """One line: words, whether it is done, how to do it, where, and in which step of the set-up."""

    words: Any
    is_done: bool
    how: Any
    url: str = ""
    step: str = ""


def checklist() -> list[Item]:
    """List what an installation needs before citizens come in, in a sensible order."""
    admins = RoleGrant.objects.filter(role=Role.ADMIN, user__is_active=True).count()
    people = reverse("backoffice_people")
    return [
        Item(_("A second administrator"), admins > 1, _("One alone may lose their second factor."), people, "staff"),
        Item(_("A public address"), _is_public(settings.SITE_URL), _("Set SITE_URL and ALLOWED_HOSTS.")),
        Item(_("Outgoing mail"), "Outbox" not in settings.EMAIL_BACKEND, _("Set EMAIL_URL."), _step("mail"), "mail"),
        Item(_("A sender of your own"), not facts.sender_address().endswith("parliament.example"),
             _("Mail from an address of your domain arrives."), _step("mail"), "mail"),
        Item(_("Constituencies"), Area.objects.exists(), _("Bring a file in."), _step("seats"), "seats"),
        Item(_("Members"), Member.objects.exists(), _("Bring a file in."), _step("seats"), "seats"),
        Item(_("Committees"), Committee.objects.exists(), _("Add them."), _step("committees"), "committees"),
        Item(_("Legal pages, published"), count_unpublished(facts.codes()) == 0,
             _("Fill the drafts in and publish them."), _step("pages"), "pages"),
        Item(_("A kind of petition with its thresholds"), PetitionKind.objects.filter(is_current=True).exists(),
             _("Without it nobody can start one."), _step("petitions"), "petitions"),
        Item(_("A home page of your own"), HomePage.objects.filter(latest_revision__isnull=False).exists(),
             _("Write the first words and choose what stands on top."), reverse("wagtailadmin_explore_root")),
        Item(_("PostgreSQL"), connection.vendor == "postgresql", _("Set DATABASE_URL before you go live.")),
        Item(_("Redis"), bool(settings.REDIS_URL), _("Set REDIS_URL before you run several processes.")),
        Item(_("Elasticsearch"), bool(settings.ELASTICSEARCH_URL), _("Set ELASTICSEARCH_URL for large collections.")),
        Item(_("Backups"), bool(settings.BACKUP_FOLDER), _("Run infra/backup at night; name its folder.")),
    ]  # fmt: skip


def steps_found(items: list[Item]) -> set[str]:
    """Give the steps of which everything is there, whoever brought it in: by the set-up, a command or the desk."""
    open_steps = {item.step for item in items if not item.is_done}
    return {item.step for item in items if item.step} - open_steps


def _is_public(url: str) -> bool:
    """Tell whether others could reach an address: no loopback, and no network behind a router."""
    host = urlsplit(url).hostname or "localhost"
    try:
        return ip_address(host).is_global
    except ValueError:  # a name
        return host != "localhost" and not host.endswith(".localhost")


def _step(key: str) -> str:
    return reverse(f"setup:{key}")
