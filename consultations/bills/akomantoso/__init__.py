"""Read a bill in Akoma Ntoso: bytes in, a tree of provisions out. Knows XML, knows nothing of Django.

``read_document(data)`` is the one way in; every other module here is a step of it.
"""

from .reader import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_NESTING, UnreadableDocument, unpack
from .tree import Document, Provision
from .walk import read_document

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_ELEMENTS",
    "MAX_NESTING",
    "Document",
    "Provision",
    "UnreadableDocument",
    "read_document",
    "unpack",
]
