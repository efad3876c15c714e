"""What the pages show, as plain dicts for the components."""

from consultations.evidence.presenting.calls import call_entry, call_glance, inquiry_thread, neighbours
from consultations.evidence.presenting.drafts import check_rows, kept_file, steps, unfinished_step
from consultations.evidence.presenting.published import numbered, published_entry, published_glance
from consultations.evidence.presenting.sent import receipt_rows, way_so_far

__all__ = [
    "call_entry", "call_glance", "check_rows", "inquiry_thread", "kept_file", "neighbours", "numbered",
    "published_entry", "published_glance", "receipt_rows", "steps", "unfinished_step", "way_so_far",
]  # fmt: skip
