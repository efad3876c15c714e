"""What the desk keeps beside a petition: looks, proposals for two people, notes, tags, marks, merges, handovers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField
from petitions.models.petitions import Petition
from petitions.models.signatures import Signature
from petitions.states import DeskMark, HandoverState, MergeAnswer, ProposalState, ProposedVerb


class PetitionLook(models.Model):
    """What one clerk saw of a petition at the last look: the newest event then, and the version of the text."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="looks")
    event = models.PositiveBigIntegerField(default=0)
    text_version = models.PositiveSmallIntegerField(default=1)
    looked_at = models.DateTimeField()

    class Meta:
        """One a person and petition."""

        verbose_name = _("look at a petition")
        constraints = [models.UniqueConstraint(fields=["user", "petition"], name="petition_look_once")]

    def __str__(self) -> str:
        """Give the number of the event."""
        return f"{self.event}"


class PetitionProposal(models.Model):
    """A move that needs two people: the first proposes it with its facts, another one confirms or declines."""

    public_id = PublicIdField()
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="proposals")
    verb = models.CharField(max_length=20, choices=ProposedVerb.choices)
    facts = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        """One open proposal a petition; the database itself refuses one person in both places."""

        verbose_name = _("proposal for a second person")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(state="open"), name="petition_proposal_open_once"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="petition_proposal_two_people",
            ),
        ]

    def __str__(self) -> str:
        """Name the verb and the state."""
        return f"{self.verb} {self.state}"


class PetitionNote(models.Model):
    """A word among staff about a petition; never public."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = EncryptedField()
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        verbose_name = _("note on a petition")
        ordering = ["-id"]

    def __str__(self) -> str:
        """Name its row; never the words."""
        return f"{self.pk}"


class PetitionTag(models.Model):
    """A word by which staff find petitions again; never public."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="tags")
    words = models.CharField(max_length=40)

    class Meta:
        """A tag stands once on a petition."""

        verbose_name = _("tag of a petition")
        ordering = ["words"]
        constraints = [models.UniqueConstraint(fields=["petition", "words"], name="petition_tag_once")]

    def __str__(self) -> str:
        """Give the tag."""
        return self.words


class PetitionMark(models.Model):
    """A mark of the desk on a petition that waits: parked, or waiting for a second opinion."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=14, choices=DeskMark.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        """One of a kind."""

        verbose_name = _("mark of the desk")
        constraints = [models.UniqueConstraint(fields=["petition", "kind"], name="petition_mark_once")]

    def __str__(self) -> str:
        """Name the kind."""
        return str(self.get_kind_display())


class PetitionMerge(models.Model):
    """Signers of one petition are asked whether their signature shall count for another; until a moment."""

    public_id = PublicIdField()
    source = models.OneToOneField(Petition, on_delete=models.CASCADE, related_name="merge")
    target = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="merges")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    # How far the asking has come: the primary key of the last signature that was asked or passed over.
    asked_up_to = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A petition is merged once."""

        verbose_name = _("merge of two petitions")

    def __str__(self) -> str:
        """Name the two rows."""
        return f"{self.source_id} {self.target_id}"


class MergeAsk(models.Model):
    """One signer who was asked, once; only the digest of the link is kept."""

    public_id = PublicIdField()
    merge = models.ForeignKey(PetitionMerge, on_delete=models.CASCADE, related_name="asks")
    signature = models.OneToOneField(Signature, on_delete=models.CASCADE, related_name="merge_ask")
    token_hash = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=10, choices=MergeAnswer.choices, default=MergeAnswer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A signature is asked once: its row is the key."""

        verbose_name = _("question to a signer")

    def __str__(self) -> str:
        """Name the opaque id."""
        return str(self.public_id)


class PetitionHandover(models.Model):
    """Somebody who shall take a petition over, once the new address is proven."""

    public_id = PublicIdField()
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="handovers")
    participant = models.ForeignKey("verification.Participant", on_delete=models.CASCADE, related_name="+")
    name = EncryptedField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.ASKED)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One asked a petition."""

        verbose_name = _("handover of a petition")
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(state="asked"), name="petition_handover_open_once")
        ]

    def __str__(self) -> str:
        """Name the opaque id."""
        return str(self.public_id)
