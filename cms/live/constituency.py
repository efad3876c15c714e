"""What moves a constituency: the open petitions that it signs most, against the whole country."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import reverse

from core.parliament.models import Area, Member
from core.web.numbers import number

MOST = 4
PER = 1000  # electors


def moves_of(member: Member) -> list[dict[str, Any]]:
    """Give rows {title, url, lang, here, country}, signatures for each thousand electors; none without petitions."""
    area = member.constituency
    if area is None or not area.electorate or not apps.is_installed("petitions"):
        return []
    from petitions.presenting.page import page_address  # noqa: PLC0415 - only where the domain is installed
    from petitions.selectors import most_signed_in  # noqa: PLC0415

    sizes = Area.objects.filter(scheme=area.scheme, kind=area.kind).values_list("electorate", flat=True)
    electors = sum(size or 0 for size in sizes) or 1
    return [
        {
            "title": petition.words().action,
            "lang": petition.words().language,
            "url": page_address(petition),
            "here": number(round(count * PER / area.electorate, 1)),
            "country": number(round(petition.signature_count * PER / electors, 1)),
        }
        for petition, count in most_signed_in(area.pk, at_least=settings.SMALLEST_GROUP, limit=MOST)
    ]


def list_of(member: Member) -> str:
    """Give the address of all petitions that the member's constituency signs; empty without either."""
    area = member.constituency
    if area is None or not apps.is_installed("petitions"):
        return ""
    return reverse("petitions:in_constituency", args=[area.code])
