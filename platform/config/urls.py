"""Routes: one line per door; machine doors without a language in front, pages with one, Wagtail last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from cms import urls as cms_urls
from config.health import urlpatterns as health
from core.accounts import urls as accounts_urls

handler400 = "core.web.views.bad_request"
handler403 = "core.web.views.permission_denied"
handler404 = "core.web.views.page_not_found"
handler500 = "core.web.views.server_error"

urlpatterns = [
    path("", include("core.web.urls")),
    *health,
    path("api/v1/", include("api.urls")),
    path("", include("api.uk_shape.views")),
    path("", include("petitions.data_urls")),
    *accounts_urls.machines,
    *cms_urls.office,
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("config.demo_site.urls"))]

pages: list[URLPattern | URLResolver] = [
    path("account/", include(accounts_urls.pages)),
    path("petitions/", include("petitions.urls")),
    path("bills/", include("consultations.bills.urls")),
    path("hearings/", include("consultations.hearings.urls")),
    path("evidence/", include("consultations.evidence.urls")),
    path("search/", include("core.search.urls")),
    path("mail/", include("core.mail.urls")),
    path("moderation/", include("core.moderation.urls")),
    path("my-data/", include("core.privacy.urls")),
]
if settings.SETUP_PAGE or settings.TEST_RUN:
    pages += [path("setup/", include("config.setup_site.urls"))]
if settings.DEMO or settings.TEST_RUN:
    pages += [path("components/", include("frontend.urls"))]
urlpatterns += i18n_patterns(*pages, *cms_urls.pages)
