"""Reading challenges."""

from uuid import UUID

from core.errors import NotFound
from core.verification.models import Challenge


def challenge_by_handle(purpose: str, handle: UUID) -> Challenge:
    """Give the challenge behind a page's address, used or not; raises NotFound."""
    challenge = Challenge.objects.filter(purpose=purpose, public_id=handle).first()
    if challenge is None:
        raise NotFound()
    return challenge
