"""The citizen's doors of bills. Second steps come first: no bill has the address "comments"."""

from django.urls import path

from consultations.bills import views

app_name = "bills"

urlpatterns = [
    path("", views.BillList.as_view(), name="list"),
    path("comments/code/<uuid:handle>/", views.ConfirmComment.as_view(), name="comment_confirm"),
    path("comments/link/<str:token>/", views.ConfirmCommentLink.as_view(), name="comment_confirm_link"),
    path("<slug:slug>/", views.BillDetail.as_view(), name="bill"),
    path("<slug:slug>/akoma-ntoso.xml", views.bill_source, name="source"),
    path("<slug:slug>/comments/<uuid:public_id>/", views.CommentReceipt.as_view(), name="comment"),
    path("<slug:slug>/comments/<uuid:public_id>/reply/", views.ReplyDoor.as_view(), name="reply"),
    path("<slug:slug>/<slug:code>/", views.ClauseDoor.as_view(), name="clause"),
]
