"""The citizen's way out of our mail."""

from django.urls import path

from core.mail.views import StopMail

urlpatterns = [path("stop/<str:token>/", StopMail.as_view(), name="mail_stop")]
