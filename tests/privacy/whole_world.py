"""What neither `conftest.every_door` nor `petition_world` fills: published evidence, translations, an appeal, staff.

After it the citizen stands in every table that the registry names, but for those that hold digests alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress

from consultations.bills.actions import commenting
from consultations.bills.actions.moderating import hide_comment, publish_comment
from consultations.bills.selectors import provision_by_code
from consultations.hearings.models import QuestionTranslation
from core import crypto
from core.accounts import invitations
from core.accounts.models import Role, User
from core.actors import ANONYMOUS, CLOCK, participant
from core.comments.models import CommentTranslation
from core.mail.models import Mail
from core.mail.suppressions import note_soft_bounce, suppress
from core.moderation.actions import file_appeal
from core.moderation.models import Decision
from core.parliament.models import Committee
from core.privacy.actions import ask_for_data
from petitions.models import PetitionTranslation
from tests.evidence.conftest import make_call, published
from tests.hearings import world
from tests.privacy.conftest import Journey, proof
from tests.privacy.petition_world import Citizen


def fill_the_rest(journey: Journey, who: Citizen, deliver: Callable[[], int]) -> None:
    """Let the citizen be in all other tables; the wish for no mail comes last, for it holds back what follows."""
    words = f"Call {who.name} at {who.phone} or write to {who.email}, please."
    _be_translated(journey, words)
    _propose_a_wording(journey, who, words, deliver)
    call = make_call(Committee.objects.get(slug="canary"), "PUB")
    published(call, world.make_clerk(), name=who.name, email=who.email, text=words, title="Draughts")
    admin = world.make_clerk(Role.ADMIN)
    invitations.invite(who.email, name=who.name, language="en", roles=[(Role.MEMBER, None)], by=admin)
    account = User.objects.filter(email=who.email).first()
    if account is not None:  # allauth makes such a row for whoever signs in by an e-ID
        EmailAddress.objects.get_or_create(user=account, email=who.email, verified=True)
    ask_for_data(who.email, wish="see", language="en", by=ANONYMOUS)
    index = crypto.email_index(who.email, "mail")
    note_soft_bounce(Mail.objects.filter(to_index=index).latest("pk"), by=CLOCK)
    suppress(index, scope="all", reason="stopped", by=ANONYMOUS)


def _be_translated(journey: Journey, words: str) -> None:
    """Have words of one's own in a second language, as an import brings them."""
    hidden = journey.hidden
    rows: tuple[Any, ...] = (
        CommentTranslation(comment=hidden["comment"], language="fr", text=words),
        QuestionTranslation(question=hidden["question"], language="fr", text=words),
        PetitionTranslation(petition=journey.petition, language="fr", action=words[:80], background=words),
    )
    for row in rows:
        row.save()


def _propose_a_wording(journey: Journey, who: Citizen, words: str, deliver: Callable[[], int]) -> None:
    """Propose a wording; it is hidden, and the writer appeals."""
    row = provision_by_code(journey.hidden["version"], "section-2")
    challenge = commenting.comment_on_clause(
        row, by=ANONYMOUS, writer=commenting.Writer(name=who.name, email=who.email), stance="change", text=words,
        wording=words,
    )  # fmt: skip
    comment = publish_comment(commenting.confirm_comment(proof(challenge, commenting.PURPOSE)), by=CLOCK)
    hide_comment(comment, by=world.make_clerk(), public_reason="It names a neighbour.", rule="other")
    deliver()  # the log of decisions follows the event
    decision = Decision.objects.get(target_id=comment.public_id)
    file_appeal(decision, words=words, language="en", by=participant(comment.author.public_id))
