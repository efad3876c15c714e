"""The life cycles of petition, proposal, signature and milestone: the only writers of their states."""

from petitions.lifecycle.handover import HANDOVER
from petitions.lifecycle.invalidation import INVALIDATION, WARNING
from petitions.lifecycle.mailing import MAILING
from petitions.lifecycle.milestone import MILESTONE
from petitions.lifecycle.paper import PAPER
from petitions.lifecycle.petition import PETITION
from petitions.lifecycle.proposal import PROPOSAL
from petitions.lifecycle.signature import SIGNATURE

__all__ = ["HANDOVER", "INVALIDATION", "MAILING", "MILESTONE", "PAPER", "PETITION", "PROPOSAL", "SIGNATURE", "WARNING"]
