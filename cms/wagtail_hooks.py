"""Wagtail's hooks: registration only, the work is done elsewhere."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.backoffice.mail_texts import menu_items as mail_items
from cms.backoffice.menu import office_items
from cms.backoffice.panels import WorkToday, WrongCounts
from cms.backoffice.people import PeopleItem
from cms.backoffice.urls import urlpatterns
from cms.checks.rules import faults_of
from cms.checks.views import ChecksReport, TranslationsReport, may_read
from cms.links import HouseLinkHandler
from cms.menus.model import Menu
from cms.pages.mixin import HOME_DEPTH, SHADOWS
from cms.pages.slugs import is_reserved


class MenuScreens(SnippetViewSet):
    """Where editors write the menus."""

    model = Menu
    icon = "list-ul"
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["place", "locale"]
    list_filter = ["place", "locale"]


register_snippet(MenuScreens)


@hooks.register("register_admin_urls")
def add_desk() -> list[URLPattern]:
    """Put the queues under the back office."""
    return urlpatterns


@hooks.register("construct_main_menu")
def add_offices(request: HttpRequest, items: list[Any]) -> None:
    """Put the offices into the menu, for those who may see them."""
    items.extend(item for item in [*office_items(), *mail_items()] if item.is_shown(request))


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def add_people_item() -> MenuItem:
    """Put the people of the House into the menu."""
    return PeopleItem()


@hooks.register("construct_settings_menu")  # type: ignore[untyped-decorator]
def hide_users_and_groups(request: HttpRequest, items: list[Any]) -> None:
    """Take Wagtail's own users and groups out: one screen keeps people, and groups follow their roles."""
    items[:] = [item for item in items if item.name not in {"users", "groups"}]


@hooks.register("construct_help_menu")  # type: ignore[untyped-decorator]
def quieten_help(request: HttpRequest, items: list[Any]) -> None:
    """Leave news of Wagtail's releases out, and the guide for editors where one edits no page: both call for a look."""
    writes = may_read(request.user)
    items[:] = [one for one in items if not one.name.startswith("whats-new") and (writes or "guide" not in one.name)]


@hooks.register("construct_homepage_panels")
def add_work_today(request: HttpRequest, panels: list[Any]) -> None:
    """Put the day's work first."""
    panels += [WrongCounts(), WorkToday()]


@hooks.register("insert_global_admin_css")
def add_css() -> SafeString:
    """Load the desk's own small stylesheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


@hooks.register("before_move_page")
def refuse_shadow(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse a move right below a home where the page would shadow a door."""
    if request.method != "POST" or destination.depth != HOME_DEPTH or not is_reserved(page.slug):
        return None
    messages.error(request, SHADOWS)
    return redirect("wagtailadmin_pages:move", page.pk)


class ReportItem(MenuItem):
    """A line of the reports' menu, for those who write pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those who may read the report."""
        return may_read(request.user)


@hooks.register("register_admin_urls")
def add_reports() -> list[URLPattern]:
    """Put the two reports of the pages beside Wagtail's own."""
    return [
        path("reports/checks/", ChecksReport.as_view(), name="cms_checks"),
        path("reports/translations/", TranslationsReport.as_view(), name="cms_translations"),
    ]


@hooks.register("register_reports_menu_item")
def add_checks_item() -> MenuItem:
    """Lead to the content checks."""
    return ReportItem(_("Content checks"), reverse("cms_checks"), name="checks", icon_name="glasses", order=100)


@hooks.register("register_reports_menu_item")
def add_translations_item() -> MenuItem:
    """Lead to the missing translations."""
    url = reverse("cms_translations")
    return ReportItem(_("Missing translations"), url, name="translations", icon_name="globe", order=110)


@hooks.register("before_publish_page")
def refuse_faults(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish, by whichever door of the editor, what a reader without sight could not read."""
    stops = [fault for fault in faults_of(page) if fault.stops]
    if not stops:
        return None
    for fault in stops:
        messages.error(request, f"{fault.field}: {fault.where}. {fault.words}")
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_rich_text_features", order=100)
def register_links(features: FeatureRegistry) -> None:
    """Put our way of looking up the pages that a text leads to in the place of Wagtail's."""
    features.register_link_type(HouseLinkHandler)
