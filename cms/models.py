"""All models of the app, for Django to find."""

from cms.documents import CmsDocument
from cms.images import CmsImage, CmsRendition
from cms.pages import (
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

__all__ = [
    "CmsDocument",
    "CmsImage",
    "CmsRendition",
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
