"""Django app of pages, images and the clerks' workplace. It reads domains and never writes them."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Pages and back office."""

    name = "cms"
    label = "cms"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the screens of the domains that are built; lay languages, offices and workflow after each migrate."""
        for domain, app in _SCREENS.items():
            if apps.is_installed(app) and find_spec(f"cms.backoffice.{domain}"):
                import_module(f"cms.backoffice.{domain}")
        post_migrate.connect(_lay_ground, sender=self)
        _hear_pages()
        if settings.PAGE_CACHE_MEGABYTES:
            from cms.locales import keep_locales, keep_sites  # noqa: PLC0415 - models must be ready

            keep_locales()
            keep_sites()


# Which app a back-office module belongs to; a slice that is not built has no screen.
_SCREENS = {
    "petitions": "petitions",
    "bills": "consultations.bills",
    "hearings": "consultations.hearings",
    "evidence": "consultations.evidence",
    "moderation": "core.moderation",
    "jobs": "core.jobs",
    "audit": "core.audit",
}


def _hear_pages() -> None:
    """Connect Wagtail's own signals to our events, the events to the index, the pages to the menus."""
    from wagtail.signals import page_published, page_unpublished, post_page_move  # noqa: PLC0415 - models must be ready

    from cms import landmarks, member_search, publishing, search  # noqa: PLC0415
    from cms.appearance import now  # noqa: PLC0415
    from core.events.subscribers import subscribe  # noqa: PLC0415
    from core.parliament import pages  # noqa: PLC0415
    from core.privacy import notice  # noqa: PLC0415
    from core.web import look  # noqa: PLC0415

    page_published.connect(publishing.page_was_published)
    page_unpublished.connect(publishing.page_was_hidden)
    post_page_move.connect(publishing.page_was_moved)
    subscribe(publishing.SUBSCRIBERS)
    search.register_types()
    member_search.register_members()
    landmarks.fill_menus()
    look.register(now.look)
    pages.register(landmarks.page_of_member)
    notice.register(landmarks.notice_version)


def _lay_ground(**_facts: object) -> None:
    from cms.ground import lay_ground  # noqa: PLC0415 - models are ready only now
    from core.jobs.backend import at_once  # noqa: PLC0415

    with at_once():
        lay_ground()
