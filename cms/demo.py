"""The demo's pages: three trees of the same pages, from the texts of news, pages, events, outcomes and parliament."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models.signals import post_save
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Locale, Page, Site
from wagtail.models.reference_index import ReferenceIndex
from wagtail.search.backends import get_search_backend
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.demo_blocks import Finder, blocks_of, related_of
from cms.ground import lay_ground
from cms.landmarks import forget
from cms.models import (
    CommitteePage,
    ConsultationHubPage,
    EventIndexPage,
    EventPage,
    HomePage,
    MemberIndexPage,
    MemberPage,
    NewsIndexPage,
    NewsPage,
    OutcomeIndexPage,
    OutcomePage,
    SectionPage,
    StandardPage,
)
from core import clock, events
from core.actors import IMPORT
from core.fields import TranslatedText
from core.parliament.models import Committee, Member
from frontend.context import in_language

Plain = dict[str, Any]
Pages = dict[str, Page]
Facts = Callable[..., Plain]  # from a language, and what a loop binds
EVENTS = {"en": "Events", "fr": "Rendez-vous", "ar": "الفعاليات"}
EVENTS_SUMMARY = {
    "en": "Come in, meet your members, learn how to take part.",
    "fr": "Entrez, rencontrez vos députés, apprenez à participer.",
    "ar": "زورونا، والتقوا نوابكم، وتعلموا كيف تشاركون.",
}
COMMITTEES = {"en": "Committees", "fr": "Commissions", "ar": "اللجان"}
COMMITTEES_SUMMARY = {
    "en": "Committees read bills line by line, hear people and hold ministers to account.",
    "fr": "Les commissions lisent les projets ligne par ligne, entendent les gens et contrôlent les ministres.",
    "ar": "تقرأ اللجان مشاريع القوانين سطرًا سطرًا، وتستمع إلى الناس، وتحاسب الوزراء.",
}
PAGES = (
    CommitteePage,
    ConsultationHubPage,
    EventIndexPage,
    EventPage,
    HomePage,
    MemberIndexPage,
    MemberPage,
    NewsIndexPage,
    NewsPage,
    OutcomeIndexPage,
    OutcomePage,
    SectionPage,
    StandardPage,
)
GUIDES = ("petitions", "bills", "hearings", "evidence")


class Trees:
    """The same page in every language, side by side: one translation key, one parent each."""

    def __init__(self, finder: Finder) -> None:
        """Take what finds live objects by their key in the texts."""
        self.finder = finder
        codes = [code for code, _name in settings.LANGUAGES]
        self.locales = {code: Locale.objects.get(language_code=code) for code in codes}

    def add(self, parents: Pages, kind: type[Page], slug: str, facts: Facts) -> Pages:
        """Add one page in all languages; `facts(code)` gives its fields in a language."""
        key = uuid4()
        moment = clock.now()
        stamps = {"first_published_at": moment, "last_published_at": moment, "latest_revision_created_at": None}
        added = {}
        for code, locale in self.locales.items():
            page = kind(slug=slug, locale=locale, translation_key=key, **{**stamps, **facts(code)})
            added[code] = _put(parents[code], page)
        first = next(iter(added.values()))
        events.record("page.publish", first, actor=IMPORT, data={"language": first.locale.language_code})
        return added

    def text(self, row: Plain, **more: Callable[..., Any]) -> Facts:
        """Give the facts of a row: title, summary, body, and more by language."""

        def facts(code: str) -> Plain:
            """Read the row in one language."""
            body = {"body": blocks_of(row["body"], code, self.finder)} if row.get("body") else {}
            plain = {"title": row["title"][code], "summary": row["summary"][code], **body}
            return plain | {name: give(code) for name, give in more.items()}

        return facts


def load(content: Plain) -> None:
    """Write all pages; `content` holds the rows of news, pages, events, outcomes, parliament and petitions."""
    lay_ground()
    trees = Trees(Finder(content.get("petitions", {})))
    rows = {row["key"]: row for row in content["pages"]["pages"]}
    with _indexed_at_the_end():
        homes = _homes(trees, rows["home"])
        outcomes = _outcomes(trees, homes, rows["outcomes"], content["outcomes"]["outcomes"])
        trees.finder.outcomes = outcomes
        _news(trees, homes, rows["news"], content["news"])
        _events(trees, homes, content["events"]["events"])
        _members(trees, homes, rows["members"], content["parliament"]["members"])
        _committees(trees, homes, content["parliament"]["committees"])
        _written(trees, homes, rows)
    for page in Page.objects.type(ConsultationHubPage, HomePage, NewsPage).specific():
        ReferenceIndex.create_or_update_for_object(page)
    forget()


def _put(parent: Page, page: Page) -> Page:
    """Add a page without Wagtail's checks: the texts are our own, and asking every live block costs seconds."""
    page.draft_title = page.title
    page.save = partial(page.save, clean=False)
    parent.add_child(instance=page)
    del page.save
    return page


@contextmanager
def _indexed_at_the_end() -> Iterator[None]:
    """Hold the back office's own search index back while many pages are written, and fill it in one go."""
    for model in PAGES:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in PAGES:
            post_save.connect(post_save_signal_handler, sender=model)
    for model in PAGES:
        get_search_backend().add_bulk(model, list(model._default_manager.all()))


def _homes(trees: Trees, row: Plain) -> Pages:
    """Fill the home of each language, which stands since the migrate."""
    homes = {}
    for code, locale in trees.locales.items():
        home = HomePage.objects.get(locale=locale)
        for name, value in trees.text(row)(code).items():
            setattr(home, name, value)
        home.draft_title = home.title
        home.order_paper = related_of(row["live"], code, trees.finder)
        home.save(clean=False)
        homes[code] = home
    Site.objects.filter(is_default_site=True).update(site_name=in_language(settings.SITE_NAME))
    return homes


def _day(days_ago: int) -> Any:
    return clock.today() - timedelta(days=days_ago)


def _news(trees: Trees, homes: Pages, row: Plain, content: Plain) -> None:
    index = trees.add(homes, NewsIndexPage, "news", trees.text({**row, "body": None}))
    for item in content["news"]:
        facts = trees.text(
            item,
            author=lambda code: content["author"][code],
            topic=lambda code, item=item: item.get("topic", ""),
            published_on=lambda code, item=item: _day(item["days_ago"]),
            related=lambda code, item=item: related_of(item["related"][:1], code, trees.finder),
        )
        trees.add(index, NewsPage, item["key"], facts)


def _events(trees: Trees, homes: Pages, rows: list[Plain]) -> None:
    index = trees.add(homes, EventIndexPage, "events", trees.text({"title": EVENTS, "summary": EVENTS_SUMMARY}))
    for row in rows:
        day = clock.today() + timedelta(days=row["starts_in_days"])
        facts = trees.text(
            row,
            starts_at=lambda code, row=row, day=day: _moment(day, row["starts_at"]),
            ends_at=lambda code, row=row, day=day: _moment(day, row["ends_at"]),
            place=lambda code, row=row: row["place"][code],
            needs_booking=lambda code, row=row: row["booking"],
            related=lambda code, row=row: related_of(row["related"], code, trees.finder),
        )
        trees.add(index, EventPage, row["key"], facts)


def _moment(day: Any, clock_time: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock_time), tzinfo=clock.parliament_zone())


def _outcomes(trees: Trees, homes: Pages, row: Plain, rows: list[Plain]) -> dict[str, Pages]:
    index = trees.add(homes, OutcomeIndexPage, "outcomes", trees.text({**row, "body": None}))
    return {one["key"]: trees.add(index, OutcomePage, one["key"], _outcome_facts(trees, one)) for one in rows}


def _outcome_facts(trees: Trees, row: Plain) -> Facts:
    def facts(code: str) -> Plain:
        """Read one answer in one language."""
        return {
            "title": row["subject"][code],
            "summary": row["we_did"][code][:300],
            "verdict": row["outcome"],
            "decided_on": _day(row["days_ago"]),
            "source": row["source"][code],
            "you_said": row["you_said"][code],
            "said_by": row["said_meta"][code],
            "we_did": row["we_did"][code],
            "did_by": row["did_meta"][code],
            "way": [("step", step[code]) for step in row["thread"]],
            "related": related_of(row["related"][:1], code, trees.finder),
        }

    return facts


def _members(trees: Trees, homes: Pages, row: Plain, rows: list[Plain]) -> None:
    """Make the index, and a written page for each chair; every other member has the House's own facts there."""
    index = trees.add(homes, MemberIndexPage, "members", trees.text(row))
    known = {member.slug: member for member in Member.objects.all()}
    chairs = [one for one in rows if any(seat.get("role") == "chair" for seat in one.get("committees", ()))]
    for one in chairs:
        trees.add(
            index,
            MemberPage,
            one["key"],
            lambda code, one=one: {
                "title": one.get(f"name_{code}", one["name"]),
                "summary": one["bio"][code],
                "member": known[one["key"]],
                "email": one["email"],
            },
        )


def _committees(trees: Trees, homes: Pages, rows: list[Plain]) -> None:
    section = trees.add(
        homes, SectionPage, "committees", trees.text({"title": COMMITTEES, "summary": COMMITTEES_SUMMARY})
    )
    known = {committee.slug: committee for committee in Committee.objects.all()}
    for row in rows:
        trees.add(
            section,
            CommitteePage,
            row["key"],
            lambda code, row=row: {
                "title": row["name"][code],
                "summary": TranslatedText(row["remit"]).in_language(code).split(". ")[0].rstrip(".")[:299] + ".",
                "committee": known[row["key"]],
                "email": row["email"],
            },
        )


def _written(trees: Trees, homes: Pages, rows: dict[str, Plain]) -> None:
    """Write the texts: about with its guides, the legal pages, the hub."""
    about = trees.add(homes, SectionPage, "about", trees.text(rows["about"]))
    for key in GUIDES:
        trees.add(about, StandardPage, f"about-{key}", trees.text(rows[key]))
    for key in ("privacy", "accessibility", "terms", "contact", "easy-read"):
        trees.add(homes, StandardPage, key, trees.text(rows[key]))
    for row in (row for row in rows.values() if row["kind"] == "hub"):
        committee = Committee.objects.filter(slug=row.get("committee", "")).first()
        facts = trees.text(
            row,
            committee=lambda code, committee=committee: committee,
        )
        trees.add(homes, ConsultationHubPage, row["key"], facts)
