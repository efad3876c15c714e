"""All models of the app, for Django to find."""

from cms.appearance.model import Appearance
from cms.documents import CmsDocument
from cms.images import CmsImage, CmsRendition
from cms.menus.model import Menu
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
from cms.saved.model import SavedFilter
from cms.saved.start import QueueStart

__all__ = [
    "Appearance",
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
    "Menu",
    "NewsIndexPage",
    "NewsPage",
    "OutcomeIndexPage",
    "OutcomePage",
    "QueueStart",
    "SavedFilter",
    "SectionPage",
    "StandardPage",
]
