"""The citizen's doors of petitions."""

from django.urls import path

from petitions import views
from petitions.views.joining import JoinPetition, TakePetitionOver

app_name = "petitions"

urlpatterns = [
    path("", views.PetitionList.as_view(), name="petition_list"),
    path("start/", views.StartPetition.as_view(), name="petition_start"),
    path("start/<uuid:handle>/", views.ConfirmPetition.as_view(), name="petition_confirm"),
    path("start/link/<str:token>/", views.ConfirmPetitionLink.as_view(), name="petition_confirm_link"),
    path("mine/<str:key>/", views.PetitionStatus.as_view(), name="petition_status"),
    path("support/<str:key>/", views.SupportPetition.as_view(), name="petition_support"),
    path("support/<str:key>/thanks/", views.Supported.as_view(), name="petition_supported"),
    path("confirm/<str:token>/", views.ConfirmSignatureLink.as_view(), name="signature_confirm_link"),
    path("signing/<uuid:handle>/", views.ConfirmSignature.as_view(), name="signature_confirm"),
    path("join/<str:key>/", JoinPetition.as_view(), name="signature_join"),
    path("take-over/<str:token>/", TakePetitionOver.as_view(), name="petition_take_over"),
    path("<int:number>/", views.PetitionDetail.as_view(), name="petition_detail"),
    path("<int:number>/sign/", views.SignPetition.as_view(), name="petition_sign"),
    path("<int:number>/signed/", views.Signed.as_view(), name="petition_signed"),
    path("confirm-all/<str:token>/", views.SignaturesWaiting.as_view(), name="signatures_waiting"),
    path("signature/<str:key>/", views.OwnSignature.as_view(), name="signature_manage"),
    path("signature/<str:key>/thanks/", views.SignatureThanks.as_view(), name="signature_thanks"),
    path("signature/<str:key>/withdraw/", views.WithdrawSignature.as_view(), name="signature_withdraw"),
    path("signature/<str:key>/news/", views.StopSignatureNews.as_view(), name="signature_stop_news"),
    path("signature/<str:key>/area/", views.ChangeArea.as_view(), name="signature_area"),
    path("<int:number>/my-signature/", views.LostSignatureLink.as_view(), name="signature_lost"),
    path("<int:number>/my-signature/sent/", views.SignatureLinkSent.as_view(), name="signature_lost_sent"),
]
