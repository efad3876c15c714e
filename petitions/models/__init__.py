"""Models of petitions."""

from petitions.models.counting import Checkpoint, CountLog, Tally, TallyEntry, TallyHour
from petitions.models.kinds import PetitionKind, RejectionReason, Threshold
from petitions.models.milestones import Milestone
from petitions.models.petitions import ImportedPetition, Petition, PetitionTranslation, PetitionVersion
from petitions.models.signatures import Signature, SignaturePersonal

__all__ = [
    "Checkpoint",
    "CountLog",
    "ImportedPetition",
    "Milestone",
    "Petition",
    "PetitionKind",
    "PetitionTranslation",
    "PetitionVersion",
    "RejectionReason",
    "Signature",
    "SignaturePersonal",
    "Tally",
    "TallyEntry",
    "TallyHour",
    "Threshold",
]
