"""The routes of the demo: those of every installation, and the demo door, which other settings leave out."""

from django.urls import include, path

from config.urls import *  # noqa: F403 - its handlers too
from config.urls import urlpatterns as everywhere

urlpatterns = [path("demo/", include("config.demo_site.urls")), *everywhere]
