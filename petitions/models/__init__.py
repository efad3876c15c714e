"""Models of petitions."""

from petitions.models.counting import Tally, TallyEntry, TallyHour
from petitions.models.kinds import PetitionKind, RejectionReason, Threshold
from petitions.models.milestones import Milestone
from petitions.models.petitions import ImportedPetition, Petition, PetitionTranslation
from petitions.models.signatures import Signature, SignaturePersonal

__all__ = [
    "ImportedPetition",
    "Milestone",
    "Petition",
    "PetitionKind",
    "PetitionTranslation",
    "RejectionReason",
    "Signature",
    "SignaturePersonal",
    "Tally",
    "TallyEntry",
    "TallyHour",
    "Threshold",
]
