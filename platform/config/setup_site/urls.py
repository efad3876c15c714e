"""Routes of the bare install."""

from django.urls import path

from config.setup_site import views

app_name = "setup"

urlpatterns = [
    path("", views.SetUp.as_view(), name="checklist"),
    path("first/<str:token>/", views.FirstAdmin.as_view(), name="first_admin"),
]
