"""Doors of the pages: back office, documents and images without a language in front; the page tree last, with one."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from cms.appearance.views import theme
from cms.backoffice.people import people_instead
from cms.outside import sitemaps
from cms.outside.feeds import feed
from core.accounts.views.signing_in import staff_door

# Only the sizes made for pages are served by path; originals and documents go through their own views. A web server
# in front may take this address over (infra).
office = [
    path("admin/login/", staff_door),
    re_path(r"^admin/(?:users|groups)/", people_instead),
    path("admin/", include(admin_urls)),
    path("theme-<slug:version>.css", theme, name="theme"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>-<int:page>.xml", sitemaps.part, name="sitemap_part"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("documents/", include(document_urls)),
    path("media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}, name="image_file"),
]
pages: list[URLPattern | URLResolver] = [
    path("feeds/<slug:channel>.<slug:form>", feed, name="feed"),
    path("", include(wagtail_urls)),
]
