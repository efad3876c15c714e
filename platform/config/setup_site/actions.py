"""What the set-up does across apps: colours, seats, a test mail. Each records its event with the institution."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.utils.translation import get_language
from wagtail.models import Site

from cms.appearance.model import Appearance
from cms.landmarks import forget as forget_menus
from core.actors import Actor
from core.errors import Forbidden
from core.institution import actions, facts
from core.institution.rules import may_set_up
from core.mail.models import Mail
from core.mail.queue import queue_mail
from core.parliament.importing import writing
from core.parliament.importing.reading import read

TEST_MAIL = "setup/tell_test"


def save_appearance(appearance: Appearance, *, by: Actor) -> None:
    """Save colours that were checked. Raises Forbidden; ValidationError for a poor pair that slipped through."""
    _refuse_strangers(by)
    with transaction.atomic():
        appearance.full_clean()
        appearance.save()
        actions.record("institution.set_colours", by=by)


def name_the_site(*, by: Actor) -> None:
    """Let the page editor show the parliament's name. Raises Forbidden."""
    _refuse_strangers(by)
    Site.objects.filter(is_default_site=True).update(site_name=facts.site_name(facts.default_language())[:255])
    transaction.on_commit(forget_menus)


def import_seats(text: str, *, by: Actor) -> dict[str, int]:
    """Bring a file of seats in, whole or not at all. Raises Forbidden, `plan.Refused` with every fault."""
    _refuse_strangers(by)
    with transaction.atomic():
        done = writing.write(read(text), by=by)
        actions.record("institution.import_seats", by=by, data={"rows": done})
    return done


def rehearse_seats(text: str) -> dict[str, int]:
    """Say what a file of seats holds, and change nothing. Raises `plan.Refused` with every fault."""
    return writing.rehearse(read(text))


def send_test_mail(*, by: Actor) -> Mail | None:
    """Mail a few words to whoever asks. Raises Forbidden."""
    _refuse_strangers(by)
    with transaction.atomic():
        actions.record("institution.test_mail", by=by)
        return queue_mail(TEST_MAIL, by.user.email, language=get_language() or "", dedupe=f"test {uuid4().hex}")


def _refuse_strangers(by: Actor) -> None:
    if not may_set_up(by, None):
        raise Forbidden
