"""The citizen's pages of petitions."""

from petitions.views.listing import PetitionList
from petitions.views.own_signature import (
    ChangeArea,
    LostSignatureLink,
    OwnSignature,
    ReturnSignature,
    SignatureLinkSent,
    SignaturesWaiting,
    SignatureThanks,
    StopSignatureNews,
    WithdrawSignature,
)
from petitions.views.pages import PetitionDetail, Signed
from petitions.views.signing import ConfirmSignature, ConfirmSignatureLink, SignPetition, Supported, SupportPetition
from petitions.views.starting import ConfirmPetition, ConfirmPetitionLink, LostPetition, PetitionLinksSent

__all__ = [
    "ChangeArea",
    "ConfirmPetition",
    "ConfirmPetitionLink",
    "ConfirmSignature",
    "ConfirmSignatureLink",
    "LostPetition",
    "LostSignatureLink",
    "OwnSignature",
    "PetitionDetail",
    "PetitionLinksSent",
    "PetitionList",
    "ReturnSignature",
    "SignPetition",
    "SignatureLinkSent",
    "SignatureThanks",
    "SignaturesWaiting",
    "Signed",
    "StopSignatureNews",
    "SupportPetition",
    "Supported",
    "WithdrawSignature",
]
