"""The citizen's doors of evidence."""

from django.urls import path, re_path

from consultations.evidence import views

app_name = "evidence"

urlpatterns = [
    path("", views.CallList.as_view(), name="list"),
    path("calls/<slug:slug>/", views.CallDetail.as_view(), name="call"),
    path("calls/<slug:slug>/start/", views.StartSubmission.as_view(), name="start"),
    path("calls/<slug:slug>/link/", views.LostLink.as_view(), name="lost_link"),
    path("calls/<slug:slug>/link/sent/", views.LinkSent.as_view(), name="link_sent"),
    path("mine/<str:token>/", views.Mine.as_view(), name="mine"),
    path("mine/<str:token>/you/", views.YouStep.as_view(), name="you"),
    path("mine/<str:token>/evidence/", views.EvidenceStep.as_view(), name="evidence"),
    path("mine/<str:token>/publication/", views.PublicationStep.as_view(), name="publication"),
    path("mine/<str:token>/check/", views.CheckStep.as_view(), name="check"),
    path("mine/<str:token>/saved/", views.SavedForLater.as_view(), name="saved"),
    path("mine/<str:token>/file/", views.MyFile.as_view(), name="my_file"),
    path("mine/<str:token>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
    path("confirm/<uuid:handle>/", views.ConfirmByMailedCode.as_view(), name="confirm"),
    path("confirm/link/<str:token>/", views.ConfirmByMailedLink.as_view(), name="confirm_link"),
    re_path(r"^(?P<label>[A-Z]{3}[0-9]{4})/$", views.Published.as_view(), name="published"),
    re_path(r"^(?P<label>[A-Z]{3}[0-9]{4})/file/$", views.PublishedFile.as_view(), name="published_file"),
]
