"""Comments and their replies as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from consultations.bills.models import Annotation, Version
from consultations.bills.states import Stance
from consultations.bills.text import redline
from core.comments.actions import MAX_LEVEL
from core.comments.models import Comment
from core.comments.states import CommentState, ShownAs
from core.web.numbers import digits

Plain = dict[str, Any]


def stance_words(stance: str) -> str:
    """Say a stance as one says it of somebody else."""
    return {
        Stance.SUPPORT: _("Supports it"),
        Stance.CHANGE: _("Would change it"),
        Stance.OPPOSE: _("Opposes it"),
        Stance.QUESTION: _("Has a question"),
    }[Stance(stance)]


def comment_row(comment: Comment, slug: str, *, takes: bool) -> Plain:
    """Give one comment or reply, or the empty place of a hidden one."""
    is_hidden = comment.state == CommentState.HIDDEN
    name = comment.public_name or _("Verified resident")
    can_answer = takes and not is_hidden and comment.level < MAX_LEVEL
    return {
        **_words(comment, is_hidden=is_hidden),
        "id": f"comment-{comment.public_id}",
        "public_id": comment.public_id,
        "name": name,
        "at": comment.published_at or comment.submit_date,
        "is_hidden": is_hidden,
        "reason": str(comment.hidden_reason) if is_hidden else "",
        "level": comment.level,
        "reply_url": reverse("bills:reply", args=[slug, comment.public_id]) if can_answer else "",
        "url": reverse("bills:comment", args=[slug, comment.public_id]),
    }


def _words(comment: Comment, *, is_hidden: bool) -> Plain:
    """Give the words in the reader's language where somebody translated them, with the original beside."""
    if is_hidden:
        return {"text": "", "lang": comment.language}
    language = get_language() or "en"
    if language != comment.language:
        for translation in comment.translations.all():
            if translation.language == language:
                original = {"text": comment.comment, "lang": comment.language, "name": _language_name(comment.language)}
                return {"text": translation.text, "lang": language, "original": original}
    return {"text": comment.comment, "lang": comment.language}


def _language_name(code: str) -> str:
    """Give the name of a language in the reader's language."""
    try:
        return str(_(get_language_info(code)["name"]))
    except KeyError:
        return code


def _answer(annotation: Annotation) -> Plain | None:
    """Give the committee's answer, where there is one."""
    answer = getattr(annotation, "answer", None)
    if answer is None:
        return None
    return {
        "outcome": answer.get_outcome_display(),
        "by": str(answer.answered_by) or _("The committee"),
        "at": answer.answered_at,
        "text": str(answer.text),
    }


def comment_rows(
    annotations: Iterable[Annotation],
    replies: dict[int, list[Comment]],
    labels: dict[int, str],
    version: Version,
    *,
    takes: bool,
) -> list[Plain]:
    """Give top comments with stance, place, redline and their replies; `labels` names clauses by their key."""
    slug = version.bill.slug
    rows = []
    for annotation in annotations:
        comment = annotation.comment
        row = comment_row(comment, slug, takes=takes)
        if not row["is_hidden"]:
            row["stance_words"] = stance_words(annotation.stance)
            row["place"] = _place(annotation, labels)
            row["redline"] = redline(annotation.base_text, annotation.wording) if annotation.wording else ()
            row["wording_lang"] = annotation.version.language
        if annotation.version_id != version.pk:
            row["written_on"] = _("written on version %(number)s") % {"number": digits(str(annotation.version.number))}
        row["answer"] = _answer(annotation)
        row["replies"] = [comment_row(reply, slug, takes=takes) for reply in replies.get(comment.pk, [])]
        rows.append(row)
    return rows


def preview_row(data: Plain, *, words: str, wording: str, version: Version) -> Plain:
    """Give a comment that is not written yet, as it will look; `words` is the text that the wording would change."""
    is_named = data["shown_as"] == ShownAs.NAME
    return {
        "name": data["name"] if is_named else _("Verified resident"),
        "stance_words": stance_words(data["stance"]),
        "text": data["text"],
        "lang": get_language() or "en",
        "redline": redline(words, wording) if wording.strip() else (),
        "wording_lang": version.language,
    }


def typed_rows(form: BaseForm, names: Iterable[str]) -> list[Plain]:
    """Give what was typed in some fields of a form as label and words; empty fields are left out."""
    rows = []
    for bound in (form[name] for name in names):
        value = str(bound.value() or "").strip()
        words = str(dict(getattr(bound.field, "choices", ())).get(value, value))
        rows += [{"label": bound.label, "words": words}] if words else []
    return rows


def _place(annotation: Annotation, labels: dict[int, str]) -> str:
    """Say on which piece of the clause a comment stands; nothing for the whole clause."""
    if annotation.clause_id == annotation.unit_id or not labels.get(annotation.clause_id):
        return ""
    return _("on %(place)s") % {"place": labels[annotation.clause_id]}
