"""Address of the search page."""

from django.urls import path

from core.search.views import SearchPage

app_name = "search"
urlpatterns = [path("", SearchPage.as_view(), name="results")]
