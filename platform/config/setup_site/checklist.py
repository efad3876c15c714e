"""What a bare install still needs, looked up and never ticked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from config.setup_site.first_admin import has_admin
from core.parliament.models import Area, Chamber, Committee, Member
from petitions.models import PetitionKind


@dataclass(frozen=True)
class Item:
    """One line: words, whether it is done, and how to do it."""

    words: Any
    is_done: bool
    how: Any


def checklist() -> list[Item]:
    """List what an installation needs, in a sensible order."""
    return [
        Item(_("An administrator"), has_admin(), _("Open the one-time link that the start printed.")),
        Item(_("A name"), settings.SITE_NAME != "Parliament", _("Set ROSTRA_SITE_NAME.")),
        Item(_("An address"), "localhost" not in settings.SITE_URL, _("Set SITE_URL and ALLOWED_HOSTS.")),
        Item(_("Outgoing mail"), "Outbox" not in settings.EMAIL_BACKEND, _("Set EMAIL_URL.")),
        Item(_("A chamber"), Chamber.objects.exists(), _("Add it in the back office.")),
        Item(_("Constituencies and postcodes"), Area.objects.exists(), _("Add them in the back office.")),
        Item(_("Committees"), Committee.objects.exists(), _("Add them in the back office.")),
        Item(_("Members"), Member.objects.exists(), _("Add them in the back office.")),
        Item(
            _("A kind of petition with its thresholds"), PetitionKind.objects.exists(), _("Add it in the back office.")
        ),
        Item(_("PostgreSQL"), connection.vendor == "postgresql", _("Set DATABASE_URL before you go live.")),
        Item(_("Redis"), bool(settings.REDIS_URL), _("Set REDIS_URL before you run several processes.")),
        Item(_("Elasticsearch"), bool(settings.ELASTICSEARCH_URL), _("Set ELASTICSEARCH_URL for large collections.")),
    ]
