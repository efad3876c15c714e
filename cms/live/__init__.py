"""Live objects on pages: one table from kind to the domain that knows it. A kind whose domain is absent is absent."""

from cms.live.cards import LiveCard, LiveKind
from cms.live.table import card_of, find_kind, installed, open_now, open_of, petition_list

__all__ = ["LiveCard", "LiveKind", "card_of", "find_kind", "installed", "open_now", "open_of", "petition_list"]
