"""The health routes as the table of routes knows them; HealthMiddleware answers before they are looked up."""

from django.urls import path

from core.operations.health import live, ready

urlpatterns = [
    path("health/", live, name="health"),
    path("health/live", live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
]
