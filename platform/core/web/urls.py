"""Doors without a language: where browsers report breaches of the policy."""

from django.urls import path

from core.web import views

urlpatterns = [path("csp-report/", views.csp_report, name="csp_report")]
