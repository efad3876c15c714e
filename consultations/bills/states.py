"""States and kinds of the bills slice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    """Where one version of a bill stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("open for comments")
    CLOSED = "closed", _("closed")
    DISCARDED = "discarded", _("discarded")


class Moderation(models.TextChoices):
    """When a moderator reads a comment."""

    PRE = "pre", _("before it is shown")
    POST = "post", _("after it is shown")


class Place(models.TextChoices):
    """Where a provision is found: in the contents, on a page of its own, or at an anchor of that page."""

    GROUP = "group", _("group of clauses")
    UNIT = "unit", _("clause")
    INNER = "inner", _("part of a clause")


class Stance(models.TextChoices):
    """What a comment says about a clause."""

    SUPPORT = "support", _("support it")
    CHANGE = "change", _("would change it")
    OPPOSE = "oppose", _("oppose it")
    QUESTION = "question", _("have a question")


class AnnotationKind(models.TextChoices):
    """What a comment brings: words, a question, or other wording."""

    COMMENT = "comment", _("comment")
    QUESTION = "question", _("question")
    PROPOSAL = "proposal", _("proposed wording")


class LinkRelation(models.TextChoices):
    """How a provision of a new version continues one of the old."""

    SAME = "same", _("same words")
    REWORDED = "reworded", _("reworded")
    MOVED = "moved", _("moved")
    DELETED = "deleted", _("deleted")
    NEW = "new", _("new")


class AnchorStatus(models.TextChoices):
    """How surely an annotation stands where it stands."""

    EXACT = "exact", _("exact words")
    SHIFTED = "shifted", _("same words elsewhere")
    CHANGED = "changed", _("words changed")
    CLAUSE = "clause", _("whole clause")
    GONE = "gone", _("deleted")


class Outcome(models.TextChoices):
    """What the committee made of a comment (decision 27)."""

    TAKEN_UP = "taken_up", _("Taken up")
    PARTLY = "partly", _("Partly taken up")
    NOT_TAKEN_UP = "not_taken_up", _("Not taken up")
    NOTED = "noted", _("Noted")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")


# What everybody may read.
PUBLIC = (VersionState.PUBLISHED, VersionState.CLOSED)
