"""Which confirmations are held for a check: asked once for each batch, in the transaction that confirms it."""

from __future__ import annotations

from collections.abc import Sequence

from petitions.models import Signature


def hold_rules(rows: Sequence[Signature]) -> dict[int, str]:
    """Give, for those of a batch that are to be held, the rule by their primary key.

    `rows` are signatures about to be confirmed, with `personal` read along.
    """
    return {}
