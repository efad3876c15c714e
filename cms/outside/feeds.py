"""RSS and Atom feeds of news and answers, one of each for every language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.landmarks import addresses
from cms.models import NewsPage, OutcomePage
from cms.pages.mixin import own_site
from core.institution.facts import site_name

MOST = 30
FORMS = {"rss": Rss201rev2Feed, "atom": Atom1Feed}
KEPT = "public, max-age=300"


@dataclass(frozen=True)
class Channel:
    """One feed: its title, the index it stands for, its pages newest first, and the day of one."""

    title: Any
    slug: str
    model: type[NewsPage] | type[OutcomePage]
    day: Callable[[Any], date]


CHANNELS = {
    "news": Channel(gettext_lazy("News from the House"), "news", NewsPage, lambda page: page.published_on),
    "outcomes": Channel(gettext_lazy("You said, we did"), "outcomes", OutcomePage, lambda page: page.decided_on),
}
ORDERS = {"news": ("-published_on", "-pk"), "outcomes": ("-decided_on", "-pk")}


@require_safe
def feed(request: HttpRequest, channel: str, form: str) -> HttpResponse:
    """Give one feed in the language of its address; 404 for a channel or form that there is not."""
    if channel not in CHANNELS or form not in FORMS:
        raise Http404
    one, language = CHANNELS[channel], get_language() or settings.LANGUAGE_CODE
    written = FORMS[form](
        title=f"{site_name(language)}: {one.title}",
        link=own_site(addresses(language).get(one.slug, f"/{language}/")),
        description=_("The newest first, as published."),
        language=language,
        feed_url=own_site(request.path),
    )
    rows = one.model.objects.live().public().filter(locale__language_code=language).select_related("locale")
    for page in rows.order_by(*ORDERS[channel])[:MOST]:
        _add(written, page, one, request)
    kind: Any = written
    answer = HttpResponse(content_type=kind.content_type, headers={"Cache-Control": KEPT})
    written.write(answer, "utf-8")
    return answer


def _add(written: Any, page: Any, one: Channel, request: HttpRequest) -> None:
    moment = datetime.combine(one.day(page), time(), tzinfo=UTC)
    written.add_item(
        title=page.title,
        link=own_site(page.get_url(request)),
        description=page.summary,
        pubdate=moment,
        updateddate=page.last_published_at or moment,
        unique_id=own_site(page.get_url(request)),
    )


def feed_links() -> list[dict[str, Any]]:
    """Give what readers' programs look for on a page: the feeds in its language."""
    kinds = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
    return [
        {"type": kind, "title": one.title, "url": reverse("feed", args=[channel, form])}
        for channel, one in CHANNELS.items()
        for form, kind in kinds.items()
    ]
