"""Models of petitions."""

from petitions.models.counting import Tally, TallyEntry, TallyHour
from petitions.models.kinds import PetitionKind, RejectionReason, Threshold
from petitions.models.milestones import Milestone
from petitions.models.petitions import ImportedPetition, Petition
from petitions.models.signatures import Signature, SignaturePersonal

__all__ = [
    "ImportedPetition",
    "Milestone",
    "Petition",
    "PetitionKind",
    "RejectionReason",
    "Signature",
    "SignaturePersonal",
    "Tally",
    "TallyEntry",
    "TallyHour",
    "Threshold",
]
