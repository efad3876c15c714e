"""Atom feeds (RFC 4287): new petitions, what happens to one, a constituency's, duties. Nothing of any person.

The id of an entry is the record's own UUID: it stays when the site moves or the title is corrected.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from core import clock
from core.actors import ANONYMOUS
from core.institution.facts import site_name
from petitions import figures, presenting, selectors
from petitions.carried import carried_over
from petitions.duties import public_duties, steps_of
from petitions.models import Milestone, Petition
from petitions.states import MilestoneState, PetitionState
from petitions.views.listing import place_or_404

MOST = 30
KEPT = "public, max-age=300"


@dataclass(frozen=True)
class Entry:
    """One entry: its UUID, title, path, words, when it was published and last changed."""

    id: UUID
    title: str
    path: str
    words: str
    published: datetime
    updated: datetime


@method_decorator(require_safe, name="dispatch")
class Feed(View):
    """One feed in the language of its address."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write it."""
        title, path, entries = self.content(**kwargs)
        language = get_language() or settings.LANGUAGE_CODE
        name = site_name(language) or _("Parliament")
        feed = Atom1Feed(
            title=f"{name}: {title}", link=whole(path), description=_("The newest first."), language=language,
            feed_url=whole(request.path), author_name=name, feed_guid=f"urn:uuid:{uuid5(NAMESPACE, request.path)}",
        )  # fmt: skip
        for entry in sorted(entries, key=lambda entry: entry.updated, reverse=True)[:MOST]:
            feed.add_item(
                title=entry.title, link=whole(entry.path), description=entry.words, unique_id=f"urn:uuid:{entry.id}",
                pubdate=entry.published, updateddate=entry.updated,
            )  # fmt: skip
        answer = HttpResponse(content_type=feed.content_type, headers={"Cache-Control": KEPT})
        feed.write(answer, "utf-8")
        return answer

    def content(self, **kwargs: Any) -> tuple[str, str, Iterable[Entry]]:
        """Give the title, the path of the page it stands for, and the entries."""
        raise NotImplementedError


NAMESPACE = UUID("8d5c3e1a-6f0e-5b53-9e7f-51a5d6f3b9c4")  # ours, made once at random


def whole(path: str) -> str:
    """Give the full address of a path."""
    return f"{settings.SITE_URL}{path}"


def of_petition(petition: Petition) -> Entry:
    """Give the entry of a petition that was opened."""
    words = petition.words()
    opened = petition.opened_at or petition.created_at
    return Entry(petition.public_id, words.action, petition.get_absolute_url(), words.background, opened, opened)


class NewPetitions(Feed):
    """All that was opened for signatures, the newest first."""

    def content(self, **kwargs: Any) -> tuple[str, str, Iterable[Entry]]:
        """Give them."""
        rows = selectors.public_petitions().filter(opened_at__isnull=False).order_by("-opened_at", "-id")[:MOST]
        return _("New petitions"), reverse("petitions:petition_list"), [of_petition(row) for row in rows]


class ConstituencyPetitions(Feed):
    """Open petitions that a constituency signs, the newest first."""

    def content(self, **kwargs: Any) -> tuple[str, str, Iterable[Entry]]:
        """Give them; small groups are left out as on the page."""
        area = place_or_404(kwargs["code"])
        rows = figures.signed_most(area, at_least=settings.SMALLEST_GROUP).filter(state=PetitionState.OPEN)
        title = _("Petitions signed in %(place)s") % {"place": area.name}
        page = reverse("petitions:in_constituency", args=[area.code])
        return title, page, [of_petition(row) for row in rows.order_by(F("opened_at").desc(), "-id")[:MOST]]


class PetitionEvents(Feed):
    """What happened to one petition: published, thresholds reached, steps in the House, the end."""

    def content(self, **kwargs: Any) -> tuple[str, str, Iterable[Entry]]:
        """Give them; what is still to come is no event."""
        petition = figures.petition_for_page(kwargs["number"], ANONYMOUS)
        path = petition.get_absolute_url()
        lines = presenting.timeline(petition, steps_of(petition), carried_over(petition))
        entries = [_of_line(petition, path, line) for line in lines if line["key"] and line["at"]]
        words = figures.words_of(petition)
        return words.action, path, entries


def _of_line(petition: Petition, path: str, line: dict[str, Any]) -> Entry:
    anchor = f"{path}#{line['anchor']}" if line.get("anchor") else path
    id_ = line["key"] if isinstance(line["key"], UUID) else uuid5(petition.public_id, line["key"])
    return Entry(id_, str(line["title"]), anchor, str(line["text"]), line["at"], line["at"])


class Duties(Feed):
    """What is owed to petitions, and what was done: an entry changes when its duty is late, and when it is done."""

    def content(self, **kwargs: Any) -> tuple[str, str, Iterable[Entry]]:
        """Give the duties, the last changed first."""
        rows = public_duties().order_by("-reached_at", "-id")[: MOST * 2]
        return _("What is owed to petitions"), reverse("petitions:duties"), [_of_duty(row) for row in rows]


def _of_duty(row: Milestone) -> Entry:
    entry = presenting.milestone_entry(row)
    told = {"duty": entry["duty"], "state": row.state_now.label, "title": entry["title"]}
    who = {"owner": entry["owner"], "day": row.due_on.isoformat()}
    return Entry(
        row.public_id, _("%(duty)s (%(state)s): %(title)s") % told, entry["url"],
        _("Owed by %(owner)s, due on %(day)s") % who, row.reached_at, _changed(row),
    )  # fmt: skip


def _changed(row: Milestone) -> datetime:
    if row.done_at:
        return row.done_at
    return midnight_after(row.due_on) if row.state_now == MilestoneState.OVERDUE else row.reached_at


def midnight_after(day: date) -> datetime:
    """Give the moment at which a day of the House is over."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=clock.parliament_zone()).astimezone(UTC)
