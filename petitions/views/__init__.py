"""The citizen's pages of petitions."""

from petitions.views.pages import PetitionDetail, PetitionList, Signed
from petitions.views.signing import ConfirmSignature, ConfirmSignatureLink, SignPetition, Supported, SupportPetition
from petitions.views.starting import ConfirmPetition, ConfirmPetitionLink, PetitionStatus, StartPetition

__all__ = [
    "ConfirmPetition",
    "ConfirmPetitionLink",
    "ConfirmSignature",
    "ConfirmSignatureLink",
    "PetitionDetail",
    "PetitionList",
    "PetitionStatus",
    "SignPetition",
    "Signed",
    "StartPetition",
    "SupportPetition",
    "Supported",
]
