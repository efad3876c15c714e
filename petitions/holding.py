"""Which confirmations wait for a look instead of counting. Here is the one seam: `hold_rules`, asked by the confirm action.

Defence fills it: rules by network, domain, petition and pace. Until then nothing is held. It is asked once for a whole
batch (up to 256 rows), inside the transaction that confirms, after the rows are locked: answer with few queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from petitions.models import Signature


def hold_rules(rows: Sequence[Signature]) -> dict[int, str]:
    """Give, by primary key, the rule under which a signature is held ("network", …); none for what may count.

    `rows` are pending signatures about to be confirmed, with `petition` loaded and no personal details.
    """
    return {}
