"""What the schedule does for the audit trail."""

from __future__ import annotations

import logging

from core import events
from core.actors import CLOCK
from core.audit.models import Chain
from core.audit.verifying import verify

logger = logging.getLogger("rostra.audit")


def verify_chain() -> int:
    """Verify the whole trail and record the outcome as an event; gives how many faults there are."""
    links, faults = verify()
    chain = Chain.objects.get_or_create(pk=1)[0]
    for fault in faults:
        logger.error("audit trail: %s", fault)
    events.record("chain.verify", chain, actor=CLOCK, public=False, data={"links": links, "faults": len(faults)})
    return len(faults)
