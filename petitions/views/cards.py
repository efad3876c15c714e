"""The picture that social networks show beside a link to a petition: our own, drawn once for what stands on it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from core.actors import ANONYMOUS
from core.institution.facts import site_name
from core.web import look
from core.web.numbers import digits, number
from frontend.drawing import card
from petitions import selectors
from petitions.models import Petition
from petitions.states import PetitionState

KEPT = "public, max-age=600"
KEPT_SECONDS = 86_400
TWO_DIGITS = 2


def rounded(count: int) -> tuple[int, bool]:
    """Give a count by its first two digits, and whether that leaves something out: a card is drawn seldom."""
    if count < 10**TWO_DIGITS:
        return count, False
    step = 10 ** (len(str(count)) - TWO_DIGITS)
    return count // step * step, count % step > 0


def card_of(petition: Petition) -> card.Card:
    """Say what stands on the card of a petition, in the language of the address."""
    language = get_language() or "en"
    tones = look.current().colours.light
    words = petition.words()
    goal = selectors.next_threshold(petition) if petition.state == PetitionState.OPEN else None
    count, is_more = rounded(petition.signature_count)
    figures = {"count": number(count)}
    signed = _("More than %(count)s signatures") % figures if is_more else _("%(count)s signatures") % figures
    lines = [
        card.Line(site_name(language) or _("Parliament"), 30),
        card.Line(_("Petition %(number)s") % {"number": digits(str(petition.number))}, 30),
        card.Line(words.action, 58, is_bold=True, lines=3),
        card.Line(signed if petition.opened_at else str(petition.get_state_display()), 40),
    ]
    if goal:
        told = {"count": number(goal.count), "duty": str(goal.title)}
        lines.append(card.Line(_("At %(count)s: %(duty)s") % told, 30))
    share = count / goal.count if goal else None
    return card.Card(
        lines, is_rtl=get_language_bidi(), share=share, paper=tones["paper"], ink=tones["ink"], mark=tones["action"]
    )


@method_decorator(require_safe, name="dispatch")
class ShareCard(View):
    """One petition as a picture; 404 for what is not public."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """Give it from memory, or draw it."""
        shown = card_of(selectors.visible_petition(number, ANONYMOUS))
        key = "petition-card:" + hashlib.blake2b(repr(shown).encode(), digest_size=12).hexdigest()
        picture: Any = cache.get(key)
        if picture is None:
            picture = card.draw(shown)
            cache.set(key, picture, KEPT_SECONDS)
        return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": KEPT, "ETag": f'"{key[14:]}"'})
