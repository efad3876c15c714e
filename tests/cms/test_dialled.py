"""Telephone numbers in running text: their groups keep their order where the page runs from right to left."""

import pytest
from django.utils import translation
from django.utils.safestring import SafeString

from frontend.templatetags.dialling import dialled


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
