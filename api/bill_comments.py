"""Comments on bills for programs: a comment with its replies, what a citizen sends, and what comes back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from consultations.bills.actions import commenting
from consultations.bills.models import Annotation
from consultations.bills.states import Stance
from core.comments.actions import MAX_CHARACTERS
from core.comments.models import Comment
from core.comments.states import CommentState, ShownAs


class CommentText(serializers.CharField):
    """What a comment says, who says it or how: "" while the comment is not shown."""

    def __init__(self, **facts: Any) -> None:
        """Take what any field of an answer takes."""
        super().__init__(**{"read_only": True, **facts})

    def get_attribute(self, instance: Any) -> Any:
        """Give the value, or nothing of a hidden comment."""
        comment = getattr(instance, "comment", None)
        shown = comment if isinstance(comment, Comment) else instance
        return super().get_attribute(instance) if shown.is_shown else ""


class ReplySerializer(serializers.Serializer):
    """A reply; a hidden one leaves its place and the reason."""

    id = serializers.UUIDField(source="public_id")
    state = serializers.CharField()
    parent = serializers.SerializerMethodField()
    level = serializers.IntegerField()
    name = CommentText(source="public_name")
    language = CommentText()
    text = CommentText(source="comment")
    published_at = serializers.DateTimeField()
    hidden_reason = serializers.DictField(child=serializers.CharField(), help_text="By language; empty while shown.")

    def get_parent(self, comment: Comment) -> str | None:
        """Give the id of the comment that is answered."""
        by_key: dict[int, str] = self.context.get("ids", {})
        return by_key.get(comment.parent_id) if comment.root_id else None


class AnnotationSerializer(serializers.Serializer):
    """A comment on a clause, with its replies in reading order."""

    id = serializers.UUIDField(source="comment.public_id")
    state = serializers.CharField(source="comment.state")
    on = serializers.CharField(source="clause.code")
    version = serializers.IntegerField(source="version.number")
    stance = CommentText()
    kind = CommentText()
    name = CommentText(source="comment.public_name")
    language = CommentText(source="comment.language")
    text = CommentText(source="comment.comment")
    wording = CommentText()
    published_at = serializers.DateTimeField(source="comment.published_at")
    hidden_reason = serializers.DictField(
        source="comment.hidden_reason", child=serializers.CharField(), help_text="By language; empty while shown."
    )
    answer = serializers.SerializerMethodField()
    replies = serializers.SerializerMethodField()

    def get_answer(self, row: Annotation) -> dict[str, Any] | None:
        """Give the committee's answer (outcome, and text by language), where there is one."""
        answer = getattr(row, "answer", None)
        return answer and {"outcome": answer.outcome, "text": answer.text, "answered_at": answer.answered_at}

    @extend_schema(responses=ReplySerializer(many=True))
    def get_replies(self, row: Annotation) -> list[dict[str, Any]]:
        """Give the thread below."""
        replies = self.context["replies"].get(row.comment_id, [])
        ids = {row.comment_id: str(row.comment.public_id), **{reply.pk: str(reply.public_id) for reply in replies}}
        return ReplySerializer(replies, many=True, context={"ids": ids}).data


class CommentInput(serializers.Serializer):
    """What a citizen sends: the same as the page's form."""

    stance = serializers.ChoiceField(choices=Stance.choices)
    text = serializers.CharField(max_length=MAX_CHARACTERS)
    wording = serializers.CharField(max_length=commenting.MAX_WORDING, default="", allow_blank=True)
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField()
    shown_as = serializers.ChoiceField(choices=ShownAs.choices, default=ShownAs.NAME)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="")
    version = serializers.IntegerField(
        default=None, allow_null=True,
        help_text="Number of the version that was read; where another is in force, 409 and nothing is sent.",
    )  # fmt: skip


class Receipt(serializers.Serializer):
    """Where a confirmed comment stands."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=CommentState.choices)
    url = serializers.CharField()
