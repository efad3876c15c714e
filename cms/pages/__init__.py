"""The kinds of pages."""

from cms.pages.events import EventIndexPage, EventPage
from cms.pages.home import HomePage
from cms.pages.hub import ConsultationHubPage
from cms.pages.news import NewsIndexPage, NewsPage
from cms.pages.outcomes import OutcomeIndexPage, OutcomePage
from cms.pages.parliament import CommitteePage, MemberIndexPage, MemberPage
from cms.pages.standard import SectionPage, StandardPage

__all__ = [
    "CommitteePage",
    "ConsultationHubPage",
    "EventIndexPage",
    "EventPage",
    "HomePage",
    "MemberIndexPage",
    "MemberPage",
    "NewsIndexPage",
    "NewsPage",
    "OutcomeIndexPage",
    "OutcomePage",
    "SectionPage",
    "StandardPage",
]
