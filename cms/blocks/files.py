"""Blocks of images and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.text import PLAIN_FEATURES

VIDEO_FILES = frozenset({"mp4", "webm", "mp3", "ogg", "m4a"})


def said(value: Mapping[str, Any]) -> str:
    """Give an image's alternative text on a page: none for decoration, else the page's own words or the image's."""
    if value.get("decorative"):
        return ""
    image = value.get("image")
    return str(value.get("alt") or (image.description if image else ""))


class Picture(blocks.StructBlock):
    """An image: words for those who do not see it, unless it is mere decoration."""

    image = ImageChooserBlock(label=_("Image"))
    decorative = blocks.BooleanBlock(
        label=_("Decoration only"), required=False, help_text=_("It says nothing that the text does not say.")
    )
    alt = blocks.CharBlock(
        label=_("Alternative text"), required=False, max_length=255,
        help_text=_("What the image says on this page. Empty, the image's own text is used."),
    )  # fmt: skip
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse, when it is published, an image that says nothing. Raises StructBlockValidationError at `alt`."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and cleaned.get("image") and not cleaned["decorative"] and not said(cleaned):
            words = _("Write what the image shows, or tick “Decoration only”.")
            raise StructBlockValidationError({"alt": ValidationError(words)})
        return cleaned

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the words."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "alt": said(value)}

    class Meta:
        """In the editor."""

        icon = "image"
        label = _("Image")
        template = "cms/blocks/picture.html"


class Gallery(blocks.ListBlock):
    """Several images side by side."""

    def __init__(self, **kwargs: object) -> None:
        """Hold two to twelve images."""
        super().__init__(Picture(), min_num=2, max_num=12, **kwargs)

    class Meta:
        """In the editor."""

        icon = "image"
        label = _("Gallery")
        template = "cms/blocks/gallery.html"


class Download(blocks.StructBlock):
    """A file to take home, with its kind and size."""

    document = DocumentChooserBlock(label=_("Document"))
    words = blocks.CharBlock(label=_("What it is"), required=False, max_length=160)

    class Meta:
        """In the editor."""

        icon = "download"
        label = _("Download")
        template = "cms/blocks/download.html"


class Video(blocks.StructBlock):
    """Pictures or sound with their words. Nothing is asked of another site until the reader opens its link."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    file = DocumentChooserBlock(
        label=_("File of this site (mp4, webm, mp3)"), required=False, help_text=_("It loads when somebody plays it.")
    )
    captions = DocumentChooserBlock(label=_("Captions (vtt)"), required=False)
    url = blocks.URLBlock(label=_("or address on another site"), required=False)
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=[*PLAIN_FEATURES, "ul"])

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Ask for one source: a file that plays, with captions as vtt, or an address. Raises at the field."""
        cleaned = super().clean(value)
        file, captions, url = (cleaned.get(name) for name in ("file", "captions", "url"))
        faults = {}
        if bool(file) == bool(url):
            faults["url"] = ValidationError(_("Choose a file or write an address, one of the two."))
        if file and file.file_extension.lower() not in VIDEO_FILES:
            faults["file"] = ValidationError(_("Choose a file that plays: mp4, webm, mp3, ogg or m4a."))
        if captions and captions.file_extension.lower() != "vtt":
            faults["captions"] = ValidationError(_("Choose a file of captions that ends in vtt."))
        if faults:
            raise StructBlockValidationError(faults)
        return cleaned

    class Meta:
        """In the editor."""

        icon = "media"
        label = _("Video or sound")
        template = "cms/blocks/video.html"
