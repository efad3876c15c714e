"""The actions of moderation: the only code that changes anything."""

from core.moderation.actions.appealing import file_appeal, grant_appeal, refuse_appeal
from core.moderation.actions.claiming import claim_item, hand_over, release_item
from core.moderation.actions.reporting import dismiss_report, file_report, take_up_report, uphold_report

__all__ = [
    "claim_item",
    "dismiss_report",
    "file_appeal",
    "file_report",
    "grant_appeal",
    "hand_over",
    "refuse_appeal",
    "release_item",
    "take_up_report",
    "uphold_report",
]
