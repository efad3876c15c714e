"""All models of the app, for Django to find."""

from cms.documents import CmsDocument
from cms.images import CmsImage, CmsRendition

__all__ = ["CmsDocument", "CmsImage", "CmsRendition"]
