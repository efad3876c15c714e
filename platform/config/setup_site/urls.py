"""Routes of the set-up."""

from django.urls import path

from config.setup_site import mail, people, seats, views

app_name = "setup"

urlpatterns = [
    path("", views.SetUp.as_view(), name="checklist"),
    path("first/<str:token>/", views.FirstAdmin.as_view(), name="first_admin"),
    path("languages/", views.Languages.as_view(), name="languages"),
    path("name/", views.Name.as_view(), name="name"),
    path("colours/", views.Colours.as_view(), name="colours"),
    path("seats/", seats.Seats.as_view(), name="seats"),
    path("committees/", people.Committees.as_view(), name="committees"),
    path("staff/", people.Staff.as_view(), name="staff"),
    path("mail/", mail.MailStep.as_view(), name="mail"),
    path("pages/", views.Pages.as_view(), name="pages"),
    path("petitions/", views.Petitions.as_view(), name="petitions"),
]
