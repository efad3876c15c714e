"""The citizen's pages of bills."""

from consultations.bills.views.clause import ClauseDoor
from consultations.bills.views.commenting import CommentReceipt, ConfirmComment, ConfirmCommentLink, ReplyDoor
from consultations.bills.views.pages import BillDetail, BillList, bill_source

__all__ = [
    "BillDetail",
    "BillList",
    "ClauseDoor",
    "CommentReceipt",
    "ConfirmComment",
    "ConfirmCommentLink",
    "ReplyDoor",
    "bill_source",
]
