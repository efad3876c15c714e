"""Blocks of images and files."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class Picture(blocks.StructBlock):
    """An image with its caption; what it shows is said by the image itself (its alternative text is required)."""

    image = ImageChooserBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        """In the editor."""

        icon = "image"
        label = _("Image")
        template = "cms/blocks/picture.html"


class Download(blocks.StructBlock):
    """A file to take home, with its kind and size."""

    document = DocumentChooserBlock(label=_("Document"))
    words = blocks.CharBlock(label=_("What it is"), required=False, max_length=160)

    class Meta:
        """In the editor."""

        icon = "download"
        label = _("Download")
        template = "cms/blocks/download.html"
