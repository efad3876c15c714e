"""The pages of moderation."""

from core.moderation.views.appealing import AppealDecision
from core.moderation.views.log import PublicLog, log_as_csv
from core.moderation.views.reporting import ReportItem, ReportStatus

__all__ = ["AppealDecision", "PublicLog", "ReportItem", "ReportStatus", "log_as_csv"]
