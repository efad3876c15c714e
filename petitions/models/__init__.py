"""Models of petitions."""

from petitions.models.counting import Checkpoint, CountLog, Tally, TallyEntry, TallyHour
from petitions.models.desk import (
    MergeAsk,
    PetitionHandover,
    PetitionLook,
    PetitionMark,
    PetitionMerge,
    PetitionNote,
    PetitionProposal,
    PetitionTag,
)
from petitions.models.drafts import DraftLink, PetitionDraft
from petitions.models.kinds import PetitionKind, RejectionReason, Threshold
from petitions.models.milestones import Milestone
from petitions.models.petitions import ImportedPetition, Petition, PetitionTranslation, PetitionVersion
from petitions.models.signatures import Signature, SignaturePersonal

__all__ = [
    "Checkpoint",
    "CountLog",
    "DraftLink",
    "ImportedPetition",
    "MergeAsk",
    "Milestone",
    "Petition",
    "PetitionHandover",
    "PetitionDraft",
    "PetitionKind",
    "PetitionLook",
    "PetitionMark",
    "PetitionMerge",
    "PetitionNote",
    "PetitionProposal",
    "PetitionTag",
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
