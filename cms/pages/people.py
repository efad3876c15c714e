"""What pages show of members and committees, as plain data."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.parliament.models import Committee, Member
from core.parliament.selectors import constituency_of, members
from core.search.arabic import normalise
from core.web.forms import HouseForm, PostcodeField
from core.web.lists import listed
from core.web.numbers import number

Plain = dict[str, Any]


class PostcodeForm(HouseForm):
    """Finds the member of a postcode. It is posted, so that no postcode stands in an address."""

    postcode = PostcodeField()

    def clean_postcode(self) -> str:
        """Refuse a postcode that leads to no member."""
        postcode: str = self.cleaned_data["postcode"]
        area = constituency_of(postcode)
        self.found = list(members().filter(constituency=area)) if area else []
        if not self.found:
            raise ValidationError(_("We know no constituency for this postcode. Choose your member from the list."))
        return postcode


def everybody() -> list[Member]:
    """Give all members by the name that the page shows."""
    rows = list(members().order_by("name"))
    if all(str(member) == member.name for member in rows):
        return rows
    return sorted(rows, key=lambda member: normalise(str(member).casefold()))


def member_context(member: Member, address: str) -> Plain:
    """Give a member's seat, committees and constituency."""
    seats = list(member.seats.select_related("committee"))
    place = Member.objects.filter(chamber=member.chamber_id, pk__lte=member.pk).count()
    total = Member.objects.filter(chamber=member.chamber_id).count()
    return {
        "member": member,
        "seat": place,
        "seats": total,
        "committees": [
            {"name": str(seat.committee), "is_chair": seat.is_chair, "slug": seat.committee.slug} for seat in seats
        ],
        "lede": _lede(member, seats),
        "glance": member_glance(member, address),
        "seat_words": _("Seat %(seat)s of %(seats)s") % {"seat": number(place), "seats": number(total)},
    }


def _lede(member: Member, seats: list[Any]) -> str:
    where = str(member.constituency) if member.constituency else ""
    words = _("Member for %(place)s.") % {"place": where} if where else _("Member from the national list.")
    names = listed(seat.committee for seat in seats)
    if names:
        words += " " + ngettext("Sits on: %(names)s.", "Sits on: %(names)s.", len(seats)) % {"names": names}
    return words


def committee_context(committee: Committee) -> Plain:
    """Give a committee's members, the chair first."""
    seats = committee.seats.select_related("member__constituency")
    return {
        "seats_of_committee": [
            {
                "name": str(seat.member),
                "slug": seat.member.slug,
                "role": _("Chair") if seat.is_chair else str(seat.member.constituency or _("National list")),
            }
            for seat in seats
        ]
    }


def member_glance(member: Member, address: str) -> list[Plain]:
    """Answer State, Speaks for, Group, You can."""
    place = str(member.constituency) if member.constituency else _("National list")
    write = {"value": _("Write to them") if address.startswith("mailto:") else _("Write to the House"), "url": address}
    return [
        {"label": _("State"), "tag": "open", "value": _("In office")},
        {"label": _("Speaks for"), "value": place},
        {"label": _("Group"), "value": str(member.group)},
        {"label": _("You can"), **write},
    ]
