"""The file of a submission: checked by content, kept encrypted, replaced or removed while it is a draft."""

from __future__ import annotations

import hashlib
import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultations.evidence.actions.drafting import check_editable, lock_draft
from consultations.evidence.models import Attachment, Submission
from core import clock, events
from core.actors import Actor
from core.audit import record_access
from core.errors import Invalid
from core.files import kinds, storage
from core.files.text import extract

LARGEST_FILE = 25 * 1024 * 1024  # ux.md 4 (e)


def attach_file(submission: Submission, name: str, data: bytes, *, by: Actor) -> Attachment:
    """Keep a file with a draft, in place of an earlier one; gives the attachment.

    Raises Invalid for "file" with words for the sender, WrongState once the draft is sent.
    """
    check_editable(submission)
    if len(data) > LARGEST_FILE:
        raise Invalid(fields={"file": _("This file is larger than 25 MB. Send a smaller one.")})
    try:
        kind = kinds.inspect(data)
        content = extract(kind, data)
    except Invalid as refusal:
        raise Invalid(fields={"file": refusal.message}) from refusal
    key = storage.keep_private(data)
    try:
        with transaction.atomic():
            lock_draft(submission)
            _drop(submission)
            attachment = Attachment.objects.create(
                submission=submission, storage_key=key, original_name=_plain_name(name), file_type=kind.name,
                size=len(data), sha256=hashlib.sha256(data).hexdigest(), text=content.text,
                has_hidden_text=content.has_hidden_text, created_at=clock.now(),
            )  # fmt: skip
            facts = {"file_type": kind.name, "size": len(data)}
            events.record("submission.attach", submission, actor=by, public=False, data=facts)
    except BaseException:
        storage.drop_private(key)
        raise
    submission.attachment = attachment
    return attachment


def remove_file(submission: Submission, *, by: Actor) -> None:
    """Take the file from a draft. Raises WrongState once it is sent."""
    check_editable(submission)
    with transaction.atomic():
        lock_draft(submission)
        if _drop(submission):
            events.record("submission.detach", submission, actor=by, public=False)
    submission._state.fields_cache.pop("attachment", None)


def record_reading(attachment: Attachment, *, by: Actor) -> bytes:
    """Give the original for somebody who may read it, and log that it was read."""
    record_access(attachment.submission, by=by, kinds={"file"})
    return storage.read_private(attachment.storage_key)


def _drop(submission: Submission) -> bool:
    """Delete the file that is there; its bytes go once the transaction holds."""
    old = Attachment.objects.filter(submission=submission).first()
    if old is None:
        return False
    key = old.storage_key
    old.delete()
    transaction.on_commit(lambda: storage.drop_private(key))
    return True


def _plain_name(name: str) -> str:
    """Give a file name without folders and control characters."""
    last = re.split(r"[\\/]", name)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-150:] or "document"
