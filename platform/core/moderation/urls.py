"""Addresses of moderation."""

from django.urls import path

from core.moderation import views

app_name = "moderation"
urlpatterns = [
    path("", views.PublicLog.as_view(), name="log"),
    path("decisions.csv", views.log_as_csv, name="log_csv"),
    path("report/<slug:kind>/<uuid:public_id>/", views.ReportItem.as_view(), name="report"),
    path("reports/<uuid:public_id>/", views.ReportStatus.as_view(), name="status"),
    path("appeal/<str:token>/", views.AppealDecision.as_view(), name="appeal"),
]
