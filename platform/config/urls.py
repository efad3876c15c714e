"""Routes: one line per door; machine doors without a language in front, pages with one, Wagtail last."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from config.health import health


def built(module: str) -> bool:
    """Tell whether a slice is built; one that is not there yet has no routes."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


handler400 = "core.web.views.bad_request"
handler403 = "core.web.views.permission_denied"
handler404 = "core.web.views.page_not_found"
handler500 = "core.web.views.server_error"

urlpatterns = [path("", include("core.web.urls")), path("health/", health, name="health")]
if settings.DEMO:
    urlpatterns += [path("demo/", include("config.demo_site.urls"))]
if built("api.urls"):
    urlpatterns += [path("api/v1/", include("api.urls"))]

pages = [
    path(prefix, include(module))
    for prefix, module in (
        ("petitions/", "petitions.urls"),
        ("bills/", "consultations.bills.urls"),
        ("hearings/", "consultations.hearings.urls"),
        ("evidence/", "consultations.evidence.urls"),
        ("search/", "core.search.urls"),
    )
    if built(module)
]
if settings.SETUP_PAGE or settings.TEST_RUN:
    pages += [path("setup/", include("config.setup_site.urls"))]
if settings.DEMO or settings.TEST_RUN:
    pages += [path("components/", include("frontend.urls"))]
if built("cms.urls"):
    from cms import urls as cms_urls

    urlpatterns += cms_urls.office
    pages += cms_urls.pages
urlpatterns += i18n_patterns(*pages)
