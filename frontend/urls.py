"""The component library; routed in the demo and in tests only."""

from django.urls import path

from frontend import library

app_name = "components"
urlpatterns = [
    path("", library.Library.as_view(), name="library"),
    path("sent/", library.sent, name="sent"),
]
