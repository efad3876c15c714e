"""The door for machines: one line a noun. The files name their own routes."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from api.hearings import HearingViewSet
from api.reference import Reference
from api.search import search, search_suggestions

hearings = SimpleRouter()
hearings.register("hearings", HearingViewSet, basename="api_hearing")

urlpatterns = [
    path("", Reference.as_view(), name="api_reference"),
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("", include("api.petitions")),
    path("", include("api.petition_counts")),
    path("", include("api.petition_steps")),
    path("", include("api.petition_texts")),
    path("", include("api.petition_lists")),
    path("", include("api.confirmations")),
    path("", include("api.signatures")),
    path("", include("api.parliament")),
    path("", include("api.bills")),
    path("", include("api.evidence")),
    path("", include("api.moderation")),
    path("", include("api.acting")),
    path("", include("api.my_data")),
    path("", include(hearings.urls)),
    path("search/", search, name="api_search"),
    path("search/suggestions/", search_suggestions, name="api_search_suggestions"),
]
