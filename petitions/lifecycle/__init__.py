"""The life cycles of petition, signature and milestone: the only writers of their states."""

from petitions.lifecycle.milestone import MILESTONE
from petitions.lifecycle.petition import PETITION
from petitions.lifecycle.signature import SIGNATURE

__all__ = ["MILESTONE", "PETITION", "SIGNATURE"]
