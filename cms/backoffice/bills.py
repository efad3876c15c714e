"""The bills desk: comments to read, versions to publish and to close."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.backoffice.base import Link, Office, Queue, Shown, register
from cms.backoffice.moderation import ask_house_rule
from cms.backoffice.moments import MomentField
from consultations.bills.actions import answering, moderating, versions
from consultations.bills.lifecycle import VERSION
from consultations.bills.models import Annotation, Provision, Version
from consultations.bills.naming import element_words, piece_name
from consultations.bills.presenting.talk import stance_words
from consultations.bills.rules import is_public, may_open_bills
from consultations.bills.selectors import comments_of, versions_of
from consultations.bills.states import Outcome, VersionState
from core.comments.lifecycle import COMMENT, is_comment_moderator
from core.comments.models import Comment
from core.comments.states import CommentState
from core.web.numbers import number

BILLS = Office("bills", _("Bills"), icon="doc-full", order=220)
SHORT = 90
# How deep a piece of a clause lies in most bills; what lies deeper asks for its parents one by one.
DEEPEST = 3


def comments_of_the_desk() -> QuerySet[Comment]:
    """Give every comment on a clause whose writer has proven the address, with what the columns read."""
    on_clauses = Q(annotation__isnull=False) | Q(root__annotation__isnull=False)
    rows = Comment.objects.filter(on_clauses).exclude(state=CommentState.UNCONFIRMED)
    chain = ["clause", *("__".join(["parent"] * depth + ["clause"]) for depth in range(1, DEEPEST + 1))]
    named = Provision.objects.select_related(*chain).defer("html", "text")
    pieces = [Prefetch(f"{way}annotation__clause__provisions", named) for way in ("", "root__")]
    return rows.prefetch_related(*pieces).select_related(
        "author", "annotation__answer", "annotation__clause", "annotation__unit", "annotation__version__bill",
        "root__annotation__clause", "root__annotation__unit", "root__annotation__version__bill",
    )  # fmt: skip


def annotation(comment: Comment) -> Annotation:
    """Give the annotation of a comment's thread, without a query."""
    return comment.root.annotation if comment.root_id else comment.annotation  # type: ignore[union-attr]


def clause_words(comment: Comment) -> str:
    """Name the clause, or the piece of one, that a comment is on, as the version says that it was written on."""
    about = annotation(comment)
    for row in about.clause.provisions.all():
        if row.version_id == about.version_id:
            return piece_name(row, about.version)
    return about.clause.code


def first_words(comment: Comment) -> str:
    """Give the beginning of a comment on one line."""
    words = " ".join(comment.comment.split())
    return words if len(words) <= SHORT else words[:SHORT].rsplit(" ", 1)[0] + " …"


def stance(comment: Comment) -> Any:
    """Give the stance, or that it is a reply."""
    return _("Reply") if comment.root_id else stance_words(annotation(comment).stance)


def wording(comment: Comment) -> str:
    """Give the proposed wording; replies have none."""
    return "" if comment.root_id else annotation(comment).wording


def page_of_clause(comment: Comment) -> str:
    """Give the address of the clause's public page."""
    found = annotation(comment)
    return reverse("bills:clause", args=[found.version.bill.slug, found.unit.code])


def page_of_comment(comment: Comment) -> str | None:
    """Give the address of the comment's public page; none before it is shown."""
    if not comment.is_shown:
        return None
    return reverse("bills:comment", args=[annotation(comment).version.bill.slug, comment.public_id])


def ask_public_reason(comment: Comment) -> forms.Field:
    """Ask why a comment is hidden; the words stand in its place."""
    return forms.CharField(
        label=_("Reason, in words that everybody may read"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip


def ask_outcome(comment: Comment) -> forms.Field:
    """Ask what became of the comment."""
    return forms.ChoiceField(label=_("What became of it"), choices=[("", _("Choose an outcome")), *Outcome.choices])


def ask_answer(comment: Comment) -> forms.Field:
    """Ask for the committee's answer."""
    return forms.CharField(
        label=_("Answer of the committee"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    )


def official_answer(comment: Comment) -> Any:
    """Give the answer that stands, with its outcome."""
    answer = getattr(annotation(comment), "answer", None)
    return f"{answer.get_outcome_display()}: {answer.text}" if answer and not comment.root_id else ""


def ask_comments_until(version: Version) -> forms.Field:
    """Ask the deadline; none means that a clerk closes by hand."""
    return MomentField(label=_("Comments until"), required=False)


def versions_of_the_desk() -> QuerySet[Version]:
    """Give every version with its bill."""
    return Version.objects.select_related("bill__committee")


def page_of_bill(version: Version) -> str | None:
    """Give the address of the bill's public page; none for a draft."""
    return version.bill.get_absolute_url() if is_public(version) else None


def facts_url(version: Version) -> str:
    """Give the form of what the bill says beside its text."""
    return reverse("backoffice_bill_facts", args=[version.pk])


def kinds(version: Version) -> str:
    """Say what the file holds: the elements of the standard (Akoma Ntoso) and how many of each."""
    return "\n".join(f"{element_words(kind)}: {number(count)}" for kind, count in version.by_kind.items())


def warnings(version: Version) -> Any:
    """Give what the import stumbled over."""
    return "\n".join(version.warnings)


register(
    Queue(
        key="comments",
        office=BILLS,
        label=_("Comments on bills"),
        records=comments_of_the_desk,
        lifecycle=COMMENT,
        may=is_comment_moderator,
        narrow=comments_of,
        title=first_words,
        columns=(
            Shown(_("Bill"), lambda comment: str(annotation(comment).version.bill)),
            Shown(_("Clause"), clause_words),
            Shown(_("Stance"), stance),
        ),
        waiting=(CommentState.PENDING,),
        age="submit_date",
        decide={
            "publish": moderating.publish_comment,
            "hide": moderating.hide_comment,
            "restore": moderating.restore_comment,
            "answer": answering.answer_comment,
        },
        asks={"rule": ask_house_rule, "public_reason": ask_public_reason, "outcome": ask_outcome, "answer": ask_answer},
        details=(
            Shown(_("Comment"), lambda comment: comment.comment, is_long=True),
            Shown(_("In answer to"), lambda comment: comment.root.comment if comment.root_id else "", is_long=True),
            Shown(_("Proposed wording"), wording, is_long=True),
            Shown(_("Written by"), lambda comment: comment.author and comment.author.name, personal="name"),
            Shown(_("Shown as"), lambda comment: comment.public_name or _("Verified resident")),
            Shown(_("Handed in"), lambda comment: comment.submit_date),
            Shown(_("Answer of the committee"), official_answer, is_long=True),
            Shown(_("Why it is hidden"), lambda comment: str(comment.hidden_reason), is_long=True),
        ),
        links=(Link(_("See the clause"), page_of_clause), Link(_("See the comment"), page_of_comment)),
        look_up=("comment",),
        language=lambda comment: comment.language,
    ),
    Queue(
        key="versions",
        office=BILLS,
        label=_("Versions of bills"),
        records=versions_of_the_desk,
        lifecycle=VERSION,
        may=may_open_bills,
        narrow=versions_of,
        title=lambda version: str(version.bill),
        columns=(
            Shown(_("Version"), lambda version: version.number, sort="number"),
            Shown(_("Comments"), lambda version: version.comments_count, sort="comments_count"),
            Shown(_("Comments until"), lambda version: version.comments_until, sort="comments_until"),
        ),
        waiting=(VersionState.DRAFT,),
        stays=True,
        age="created_at",
        decide={
            "publish": versions.publish_version,
            "close": versions.close_version,
            "reopen": versions.reopen_version,
            "discard": versions.discard_version,
        },
        asks={"comments_until": ask_comments_until},
        details=(
            Shown(_("Committee"), lambda version: version.bill.committee),
            Shown(_("A moderator reads each comment"), lambda version: version.bill.get_moderation_display()),
            Shown(_("Written answers by"), lambda version: version.bill.answers_due_on),
            Shown(_("Language"), lambda version: dict(settings.LANGUAGES).get(version.language, version.language)),
            Shown(_("Provisions"), lambda version: version.provisions_count),
            Shown(_("Elements of the file"), kinds, is_long=True),
            Shown(_("Warnings"), warnings, is_long=True),
            Shown(_("Published"), lambda version: version.published_at),
            Shown(_("Comments until"), lambda version: version.comments_until),
        ),
        links=(Link(_("See the public page"), page_of_bill), Link(_("Facts of the bill"), facts_url)),
        look_up=("bill__slug", "bill__number"),
    ),
)
