"""Own document model from the first migration (decision 22). Evidence never lives here: its files are private."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument


class CmsDocument(AbstractDocument):
    """A public file for download, with the language it is written in."""

    language = models.CharField(_("language"), max_length=10, blank=True)

    admin_form_fields = ("title", "file", "language", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        """Chosen by those who may."""

        permissions = [("choose_document", "Can choose document")]
