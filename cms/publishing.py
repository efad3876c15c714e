"""What follows when a page is published, hidden or moved, by whichever door: an event, and fresh menus.

Wagtail has many doors for it (editor, workflow, clock, bulk); its own signals are the one place that hears them all.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cms.landmarks import forget
from cms.pages.mixin import HousePage
from core import events
from core.actors import CLOCK, Actor, actor_for
from core.events.models import Event
from core.events.subscribers import Subscriber


def page_was_published(sender: type, instance: Any, **facts: Any) -> None:
    """Record it; the subscribers bring the index up to date."""
    user = getattr(facts.get("revision"), "user", None)
    _record("page.publish", instance, actor_for(user) if user else CLOCK)


def page_was_hidden(sender: type, instance: Any, **facts: Any) -> None:
    """Record that a page is no longer public."""
    _record("page.hide", instance, CLOCK)


def page_was_moved(sender: type, instance: Any, **facts: Any) -> None:
    """Record that a page, and all below it, has another address."""
    for page in instance.get_descendants(inclusive=True).live().specific():
        _record("page.publish", page, CLOCK)


def _record(verb: str, page: Any, by: Actor) -> None:
    transaction.on_commit(forget)
    if isinstance(page, HousePage):
        events.record(verb, page, actor=by, data={"language": page.locale.language_code})


def index_page(event: Event) -> None:
    """Bring the documents of a page's languages up to date."""
    from cms.search import types_of  # noqa: PLC0415
    from core.search.indexing import index_now  # noqa: PLC0415 - models must be ready

    for type_ in types_of(event.subject_id):
        index_now(type_, event.subject_id, event.pk)


SUBSCRIBERS: dict[str, list[Subscriber]] = {"page.publish": [index_page], "page.hide": [index_page]}
