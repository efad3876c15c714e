"""The closed set of blocks of which pages are made: text, files, live objects. There is no raw HTML block."""

from cms.blocks.bodies import body_blocks, related_blocks
from cms.blocks.live import LiveBlock

__all__ = ["LiveBlock", "body_blocks", "related_blocks"]
