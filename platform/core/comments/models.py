"""Comment: one contribution or reply, at its place in a thread. The only import of django-comments-xtd."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from core.comments.states import CommentState, ShownAs
from core.fields import EncryptedField, PublicIdField, TranslatedField

STEP = 6  # digits of one step in a path: a million replies under one comment


class Comment(XtdComment):
    """A comment under a record. Name, e-mail and address columns of the package stay empty.

    `subject_id` is the public id of the record; `path` orders a thread without renumbering ("" for its root, then
    "000001.000003"); `replies` and `published_replies` are kept under the root's lock.
    """

    base = models.OneToOneField(
        XtdComment, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="own"
    )
    public_id = PublicIdField()
    subject_id = models.UUIDField()
    root = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="thread")
    path = models.CharField(max_length=60, blank=True)
    replies = models.PositiveIntegerField(default=0)
    published_replies = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=CommentState.choices, default=CommentState.UNCONFIRMED)
    language = models.CharField(max_length=35)
    author = models.ForeignKey(
        "verification.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    shown_as = models.CharField(max_length=10, choices=ShownAs.choices, default=ShownAs.NAME)
    shown_name = EncryptedField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = TranslatedField()
    notice_version = models.CharField(max_length=40, blank=True, db_default="", default="", editable=False)

    objects: models.Manager[Comment] = models.Manager()

    class Meta:
        """Read by record, state and thread."""

        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["subject_id", "state", "root"], name="comment_of_subject"),
            models.Index(fields=["state", "-published_at"], name="comment_by_state"),
            models.Index(fields=["root", "path"], name="comment_thread"),
        ]

    def __str__(self) -> str:
        """Name the opaque id; never the words or the person."""
        return str(self.public_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save this row alone: the package's own save renumbers the whole thread and is left out."""
        super(XtdComment, self).save(*args, **kwargs)

    @property
    def committee_id(self) -> int | None:
        """Say with which committee lies what the comment is about, as its record tells; None for no committee."""
        return getattr(self.content_object, "committee_id", None)

    @property
    def is_shown(self) -> bool:
        """Tell whether everybody may read it."""
        return self.state == CommentState.PUBLISHED

    @property
    def public_name(self) -> str:
        """Give the name shown, or nothing where the writer is a verified resident."""
        return self.shown_name if self.shown_as == ShownAs.NAME else ""


class CommentTranslation(models.Model):
    """A comment's words in another language, made by people (decision 12)."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=35)
    text = models.TextField()

    class Meta:
        """One for each language."""

        verbose_name = _("translation of a comment")
        constraints = [models.UniqueConstraint(fields=["comment", "language"], name="comment_translation_once")]

    def __str__(self) -> str:
        """Name the language."""
        return self.language
