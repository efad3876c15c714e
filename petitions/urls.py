"""The citizen's doors of petitions."""

from django.urls import path

from petitions import views
from petitions.views import cards, drafting, feeds, listing, mine
from petitions.views.counting import CheckCount
from petitions.views.joining import JoinPetition, TakePetitionOver
from petitions.views.versions import PetitionText

app_name = "petitions"

urlpatterns = [
    path("", views.PetitionList.as_view(), name="petition_list"),
    path("start/", drafting.StartPetition.as_view(), name="petition_start"),
    path("rejected/", listing.RejectedList.as_view(), name="rejected"),
    path("reached/", listing.ReachedList.as_view(), name="reached"),
    path("duties/", listing.DutyList.as_view(), name="duties"),
    path("duties.atom", feeds.Duties.as_view(), name="feed_duties"),
    path("new.atom", feeds.NewPetitions.as_view(), name="feed_new"),
    path("in/", listing.FindConstituency.as_view(), name="find_constituency"),
    path("in/<str:code>/", listing.InConstituency.as_view(), name="in_constituency"),
    path("in/<str:code>/new.atom", feeds.ConstituencyPetitions.as_view(), name="feed_constituency"),
    path("start/<uuid:handle>/", views.ConfirmPetition.as_view(), name="petition_confirm"),
    path("start/link/<str:token>/", views.ConfirmPetitionLink.as_view(), name="petition_confirm_link"),
    path("start/similar/", drafting.SimilarWhileWriting.as_view(), name="petition_similar"),
    path("lost/", views.LostPetition.as_view(), name="petition_lost"),
    path("lost/sent/", views.PetitionLinksSent.as_view(), name="petition_links_sent"),
    path("draft/<str:token>/", drafting.Draft.as_view(), name="draft"),
    path("draft/<str:token>/what/", drafting.WhatStep.as_view(), name="draft_what"),
    path("draft/<str:token>/similar/", drafting.SimilarStep.as_view(), name="draft_similar"),
    path("draft/<str:token>/why/", drafting.WhyStep.as_view(), name="draft_why"),
    path("draft/<str:token>/more/", drafting.MoreStep.as_view(), name="draft_more"),
    path("draft/<str:token>/standards/", drafting.StandardsStep.as_view(), name="draft_standards"),
    path("draft/<str:token>/standards/no/", drafting.StandardsExplained.as_view(), name="draft_explained"),
    path("draft/<str:token>/you/", drafting.YouStep.as_view(), name="draft_you"),
    path("draft/<str:token>/check/", drafting.CheckStep.as_view(), name="draft_check"),
    path("draft/<str:token>/saved/", drafting.SavedForLater.as_view(), name="draft_saved"),
    path("draft/<str:token>/sent/", drafting.SentAlready.as_view(), name="draft_sent"),
    path("mine/<str:key>/change/", mine.ChangePetition.as_view(), name="petition_change"),
    path("mine/<str:key>/title/", mine.AnswerTitle.as_view(), name="petition_title"),
    path("mine/<str:key>/withdraw/", mine.WithdrawPetition.as_view(), name="petition_withdraw"),
    path("mine/<str:key>/again/", mine.StartAgain.as_view(), name="petition_again"),
    path("<int:number>/text/", PetitionText.as_view(), name="petition_text"),
    path("mine/<str:key>/", mine.PetitionStatus.as_view(), name="petition_status"),
    path("support/<str:key>/", views.SupportPetition.as_view(), name="petition_support"),
    path("support/<str:key>/thanks/", views.Supported.as_view(), name="petition_supported"),
    path("confirm/<str:token>/", views.ConfirmSignatureLink.as_view(), name="signature_confirm_link"),
    path("signing/<uuid:handle>/", views.ConfirmSignature.as_view(), name="signature_confirm"),
    path("join/<str:key>/", JoinPetition.as_view(), name="signature_join"),
    path("take-over/<str:token>/", TakePetitionOver.as_view(), name="petition_take_over"),
    path("<int:number>/", views.PetitionDetail.as_view(), name="petition_detail"),
    path("<int:number>/count/", CheckCount.as_view(), name="petition_count"),
    path("<int:number>/events.atom", feeds.PetitionEvents.as_view(), name="feed_petition"),
    path("<int:number>/card.png", cards.ShareCard.as_view(), name="share_card"),
    path("<int:number>/sign/", views.SignPetition.as_view(), name="petition_sign"),
    path("<int:number>/signed/", views.Signed.as_view(), name="petition_signed"),
    path("confirm-all/<str:token>/", views.SignaturesWaiting.as_view(), name="signatures_waiting"),
    path("signature/<str:key>/", views.OwnSignature.as_view(), name="signature_manage"),
    path("signature/<str:key>/thanks/", views.SignatureThanks.as_view(), name="signature_thanks"),
    path("signature/<str:key>/withdraw/", views.WithdrawSignature.as_view(), name="signature_withdraw"),
    path("signature/<str:key>/return/", views.ReturnSignature.as_view(), name="signature_return"),
    path("signature/<str:key>/news/", views.StopSignatureNews.as_view(), name="signature_stop_news"),
    path("signature/<str:key>/area/", views.ChangeArea.as_view(), name="signature_area"),
    path("<int:number>/my-signature/", views.LostSignatureLink.as_view(), name="signature_lost"),
    path("<int:number>/my-signature/sent/", views.SignatureLinkSent.as_view(), name="signature_lost_sent"),
]
