"""The citizen's doors of hearings."""

from django.urls import path

from consultations.hearings import views

app_name = "hearings"

urlpatterns = [
    path("", views.HearingList.as_view(), name="hearing_list"),
    path("<slug:slug>/", views.HearingDetail.as_view(), name="hearing_detail"),
    path("<slug:slug>/ask/", views.AskQuestion.as_view(), name="question_ask"),
    path("<slug:slug>/ask/<uuid:handle>/", views.ConfirmQuestion.as_view(), name="question_confirm"),
    path("<slug:slug>/ask/link/<str:token>/", views.ConfirmQuestionLink.as_view(), name="question_confirm_link"),
    path("<slug:slug>/mine/", views.MyQuestions.as_view(), name="question_mine"),
    path("<slug:slug>/mine/<uuid:question>/withdraw/", views.WithdrawQuestion.as_view(), name="question_withdraw"),
    path("<slug:slug>/questions/<uuid:question>/support/", views.SupportQuestion.as_view(), name="question_support"),
    path(
        "<slug:slug>/questions/<uuid:question>/support/<uuid:handle>/",
        views.ConfirmSupporter.as_view(),
        name="supporter_confirm",
    ),
    path("<slug:slug>/ticket/", views.TicketDoor.as_view(), name="hearing_ticket"),
]
