"""Models of petitions."""

from petitions.models.counting import Checkpoint, CountLog, Tally, TallyEntry, TallyHour
from petitions.models.defence import DefenceFigures, HoldSource, InvalidatedRow, Invalidation, TrendWarning
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
from petitions.models.mailings import SignerMailing
from petitions.models.milestones import Milestone
from petitions.models.offices import DutyOffice
from petitions.models.paper import PaperBatch, PaperLine
from petitions.models.petitions import ImportedPetition, Petition, PetitionTranslation, PetitionVersion
from petitions.models.signatures import Signature, SignaturePersonal
from petitions.models.steps import PetitionStep, RequestOutcome

__all__ = [
    "Checkpoint",
    "CountLog",
    "DefenceFigures",
    "DraftLink",
    "DutyOffice",
    "HoldSource",
    "ImportedPetition",
    "InvalidatedRow",
    "Invalidation",
    "MergeAsk",
    "Milestone",
    "PaperBatch",
    "PaperLine",
    "Petition",
    "PetitionDraft",
    "PetitionHandover",
    "PetitionKind",
    "PetitionLook",
    "PetitionMark",
    "PetitionMerge",
    "PetitionNote",
    "PetitionProposal",
    "PetitionStep",
    "PetitionTag",
    "PetitionTranslation",
    "PetitionVersion",
    "RejectionReason",
    "RequestOutcome",
    "Signature",
    "SignaturePersonal",
    "SignerMailing",
    "Tally",
    "TallyEntry",
    "TallyHour",
    "Threshold",
    "TrendWarning",
]
