"""The citizen's doors of petitions."""

from django.urls import path

from petitions import views

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
    path("<int:number>/", views.PetitionDetail.as_view(), name="petition_detail"),
    path("<int:number>/sign/", views.SignPetition.as_view(), name="petition_sign"),
    path("<int:number>/signed/", views.Signed.as_view(), name="petition_signed"),
]
