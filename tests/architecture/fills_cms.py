"""Pages of editors that list something, filled for counting; and those that show themselves alone."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

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
from core import clock
from petitions.models import Tally
from tests.architecture.counted import Counted, World, at
from tests.architecture.fills_house import fill_members, fill_offices, fill_seats

_numbers = count(1)


def home(world: World) -> Any:
    """Give the English home page."""
    return world.fixture("homes")["en"]


def below_home(kind: type[Any], **facts: Any) -> Any:
    """Give the function that makes one page below the home page, once."""

    def make(world: World) -> Any:
        key = f"page {kind.__name__}"
        if key not in world.kept:
            given = {name: value(world) for name, value in facts.items()}
            parent = home(world)
            parent.refresh_from_db()
            page = kind(title="List", slug=f"list-{kind.__name__.lower()}", summary=".", **given)
            world.kept[key] = parent.add_child(instance=page)
        return world.kept[key]

    return make


def under(parent: Any, kind: type[Any], **facts: Any) -> Any:
    """Give the function that puts more and more pages below one."""

    def fill(world: World, how_many: int) -> None:
        page = parent(world)
        page.refresh_from_db()
        for _turn in range(how_many):
            page.add_child(
                instance=kind(title=world.mark(), slug=f"below-{next(_numbers)}", summary="About it.", **facts)
            )

    return fill


def url_of(page: Any) -> Any:
    """Give the function that gives a page's address."""
    return lambda world: page(world).url


def fill_moves(world: World, how_many: int) -> None:
    """Let a constituency sign more and more petitions."""
    area = world.fixture("parliament").areas["SLT"]
    petitions = world.fixture("make_petitions")(how_many, action=world.mark)
    Tally.objects.bulk_create(Tally(petition=one, area=area, counted_class="online", count=100) for one in petitions)


def fill_paper(world: World, how_many: int) -> None:
    """Open petitions; the first page shows four of all that is open."""
    world.fixture("make_petitions")(how_many, action=world.mark)


def fill_committee_work(world: World, how_many: int) -> None:
    """Open petitions of the committee; its page shows three."""
    fill_paper(world, how_many)


def counted(kind: type[Any], name: str, page: Any, fill: Any, full: int) -> Counted:
    """Give the case of one kind of page."""
    return Counted("wagtail_serve", f"{kind.__name__} {name}".strip(), url_of(page), fill, full=full, pages=(kind,))


def now_and_tomorrow() -> dict[str, Any]:
    """Give the hours of an event that comes."""
    return {"place": "Here", "starts_at": clock.now(), "ends_at": clock.now() + timedelta(days=2)}


def fill_past(world: World, how_many: int) -> None:
    """Put more and more events that are over into the calendar; six are shown."""
    ago = clock.now() - timedelta(days=3)
    under(events, EventPage, place="Here", starts_at=ago, ends_at=ago)(world, how_many)


def fill_coming(world: World, how_many: int) -> None:
    """Put more and more events that come into the calendar."""
    under(events, EventPage, **now_and_tomorrow())(world, how_many)


def in_the_map(part: str) -> Any:
    """Give the function that counts the English addresses of a kind in a part of the sitemap."""
    return lambda answer: sum(
        line.startswith("<url>") and "/en/" in line.partition("</loc>")[0] and part in line.partition("</loc>")[0]
        for line in answer.content.decode().splitlines()
    )


OUTCOME = {"verdict": "partly", "source": "Bill 1", "you_said": "a", "we_did": "b", "way": [("step", "one")]}
news, events = below_home(NewsIndexPage), below_home(EventIndexPage)
outcomes, section, people = below_home(OutcomeIndexPage), below_home(SectionPage), below_home(MemberIndexPage)
committee = below_home(CommitteePage, committee=lambda world: world.fixture("parliament").committees["transport"])
member = below_home(MemberPage, member=lambda world: world.fixture("parliament").members[1])
more_news, more_outcomes = under(news, NewsPage), under(outcomes, OutcomePage, **OUTCOME)

LISTS = [
    counted(HomePage, "news", home, more_news, 3),
    counted(HomePage, "order paper", home, fill_paper, 4),
    counted(NewsIndexPage, "", news, more_news, 12),
    counted(EventIndexPage, "coming", events, fill_coming, 12),
    counted(EventIndexPage, "past", events, fill_past, 6),
    counted(OutcomeIndexPage, "", outcomes, more_outcomes, 12),
    counted(SectionPage, "", section, under(section, StandardPage), 100),
    counted(MemberIndexPage, "", people, fill_members, 100),
    counted(CommitteePage, "members", committee, fill_seats, 100),
    counted(CommitteePage, "open now", committee, fill_committee_work, 3),
    counted(MemberPage, "committees", member, fill_offices, 100),
    counted(MemberPage, "petitions", member, fill_moves, 4),
    Counted("feed", "news", at("/en/feeds/news.rss"), more_news, full=30),
    Counted("feed", "outcomes", at("/en/feeds/outcomes.atom"), more_outcomes, full=30),
    Counted("sitemap_part", "petitions", at("/sitemap-petitions-1.xml"), fill_paper, seen=in_the_map("petitions/")),
    Counted("sitemap_part", "pages", at("/sitemap-pages-1.xml"), more_news, seen=in_the_map("below-")),
]
# What shows itself, with blocks that an editor chose one by one; a page below it is not shown on it.
ALONE = (StandardPage, NewsPage, EventPage, OutcomePage, ConsultationHubPage)
