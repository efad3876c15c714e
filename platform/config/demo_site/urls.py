"""Routes of the demo door."""

from django.urls import path

from config.demo_site import views

app_name = "demo"

urlpatterns = [
    path("role/", views.switch_role, name="role"),
    path("mail/", views.mail_box, name="mail"),
    path("mail/<uuid:public_id>/", views.mail_message, name="mail_message"),
    path("reset/", views.reset, name="reset"),
]
