"""What pages say of numbers, answers and hearings: in order, once, and as it is."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from cms.live import card_of
from consultations.hearings.models import Broadcast
from frontend.templatetags.dialling import dialled
from tests.hearings import world


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("اتصل 0555 010 010.", 'اتصل <bdi dir="ltr">0555 010 010</bdi>.'),
        ("+49 (30) 227-0", '<bdi dir="ltr">+49 (30) 227-0</bdi>'),
        ("٠٥٥٥ ٠١٠", '<bdi dir="ltr">٠٥٥٥ ٠١٠</bdi>'),
        ("a.b@house.example،", '<bdi dir="ltr">a.b@house.example</bdi>،'),
        ("في 5 و 2026 & <b>", "في 5 و 2026 &amp; &lt;b&gt;"),
        (
            SafeString('<a href="tel:0555 010">0555 010</a><svg><text>10 20</text></svg>'),
            '<a href="tel:0555 010"><bdi dir="ltr">0555 010</bdi></a><svg><text>10 20</text></svg>',
        ),
    ],
)
def test_the_groups_of_a_number_keep_their_order(text, shown):
    with translation.override("ar"):
        assert dialled(text) == shown


def test_from_left_to_right_nothing_is_wrapped():
    with translation.override("fr"):
        assert dialled("0555 010 <") == "0555 010 &lt;"


def test_what_was_not_done_is_said_once():
    facts = {"said": "Vote.", "did": "No.", "is_refused": True, "did_by": "We did not, because"}
    assert render_to_string("components/outcome.html", facts).count("We did not, because") == 1
    assert "· 6 to 6" in render_to_string("components/outcome.html", {**facts, "did_by": "6 to 6"})


@pytest.mark.django_db
def test_a_hearing_that_nobody_broadcasts_is_followed():
    hearing = world.make_hearing(world.make_clerk())
    card = card_of("hearing", hearing.pk)
    assert (card.action, card.is_now, card.is_broadcast) == ("Follow and ask", True, False)
    Broadcast.objects.create(hearing=hearing, kind="video", url="https://video.example/1")
    assert card_of("hearing", hearing.pk).action == "Watch and ask"
