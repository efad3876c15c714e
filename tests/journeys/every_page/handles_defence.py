"""What the pages of the defence need beside the demo: held signatures, a warning, a saved query, a batch of paper."""

from __future__ import annotations

from core import clock
from core.accounts.models import User
from core.actors import ANONYMOUS, actor_for
from petitions import actions
from petitions.actions.invalidating import InvalidationFacts, save_invalidation
from petitions.actions.paper import LineFacts, add_lines, open_batch
from petitions.models import Petition, Signature, TrendWarning


def defence_names(petition: Petition, constituency: str) -> dict[str, object]:
    """Add them; gives the names that addresses of the table hold."""
    clerk = actor_for(User.objects.get(email="clerk@aldermark.example"))
    people = [
        actions.SignatureFacts(
            name=f"Ann Lee {n}", email=f"held{n}@example.org", is_eligible=True, constituency=constituency
        )
        for n in range(2)
    ]
    challenges = actions.sign_petition(petition, people, by=ANONYMOUS)
    rows = Signature.objects.filter(public_id__in=[one.subject_id for one in challenges])
    rows.update(state="held", hold_rule="network", confirmed_at=clock.now())
    now = clock.now()
    warning = TrendWarning.objects.create(
        petition=petition, by="domain", key="example.org", figure=1200, hour=now, noticed_at=now
    )
    query = save_invalidation(InvalidationFacts("automated", petition=petition, domain="example.org"), by=clerk)
    batch = open_batch(petition, by=clerk, reference="Registry 7", counted_by="Registry", counted_lines=20)
    add_lines(batch, [LineFacts(name="Ann Lee", address="1 High Street")], by=clerk)
    return {
        "held_petition": petition.pk, "item_held": rows[0].pk, "item_warnings": warning.pk,
        "item_invalidations": query.pk, "item_paper": batch.pk,
    }  # fmt: skip
