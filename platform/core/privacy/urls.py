"""Addresses of the pages about one's own data."""

from django.urls import path

from core.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.AskForData.as_view(), name="ask"),
    path("deleted/", views.Deleted.as_view(), name="deleted"),
    path("confirm/<uuid:handle>/", views.ConfirmData.as_view(), name="confirm"),
    path("link/<str:token>/", views.ConfirmDataLink.as_view(), name="confirm_link"),
    path("mine/<str:key>/", views.MyData.as_view(), name="mine"),
    path("mine/<str:key>/delete/", views.DeleteMyData.as_view(), name="delete"),
]
