"""What the pages of the desk need beside the demo: a proposal, a signer who is asked, somebody to take over."""

from __future__ import annotations

from core.accounts.models import User
from core.actors import ANONYMOUS, actor_for, participant
from core.verification.actions import set_secrets
from core.verification.models import Challenge
from petitions import actions
from petitions.actions import handing_over, noting
from petitions.actions.merging import ask_key, open_asks, signers_to_ask
from petitions.actions.signing import confirm_signatures
from petitions.models import Petition


def desk_names(open_one: Petition, waiting: Petition, constituency: str) -> dict[str, object]:
    """Add them; gives the names that addresses of the table hold."""
    clerk = actor_for(User.objects.get(email="clerk@aldermark.example"))
    others = list(Petition.objects.filter(state="open").exclude(pk=open_one.pk).order_by("signature_count", "pk")[:2])
    proposal = actions.hide_petition(others[0], by=clerk, rule="other", reason="It names a neighbour.")
    noting.add_note(waiting, by=clerk, words="Ask the committee.")
    noting.set_tags(waiting, by=clerk, tags=["trees"])
    noting.set_mark(waiting, "second_opinion", by=clerk, words="Is this ours?")
    return {
        "item_petition_proposals": proposal.pk,
        "join_key": _asked(others[1], open_one, clerk, constituency),
        "take_over": _taken_over(open_one, clerk),
    }


def _asked(source: Petition, target: Petition, clerk: object, constituency: str) -> str:
    facts = actions.SignatureFacts(
        name="Ann Lee", email="joins@example.org", is_eligible=True, constituency=constituency
    )
    challenge, *_rest = actions.sign_petition(source, [facts], by=ANONYMOUS)
    signature = source.signatures.get(public_id=challenge.subject_id)
    confirm_signatures([signature.pk], by=participant(signature.public_id))
    merge = actions.merge_petition(source, by=clerk, into=target, reason="Both ask for the same.")
    merge.asked_up_to = signature.pk - 1
    [ask, *_others] = open_asks(merge, signers_to_ask(merge))
    merge.save(update_fields=["asked_up_to"])
    return ask_key(ask)


def _taken_over(petition: Petition, clerk: object) -> str:
    handover = handing_over.hand_over_petition(petition, by=clerk, email="new@example.org", name="Nora Moss")
    challenge = Challenge.objects.get(purpose=handing_over.PURPOSE, subject_id=handover.public_id)
    return set_secrets(challenge).token
