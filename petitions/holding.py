"""Which confirmations wait for a look instead of counting. One seam: `hold_rules`, asked by the confirm action.

from __future__ import annotations

from collections.abc import Sequence

from petitions.models import Signature


def hold_rules(rows: Sequence[Signature]) -> dict[int, str]:
    """Give, for those of a batch that are to be held, the rule by their primary key.

    `rows` are signatures about to be confirmed, with `personal` read along.
    """
    return {}
