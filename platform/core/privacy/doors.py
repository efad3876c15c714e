"""The line in the site's menu that leads to one's own data."""

from django.utils.translation import gettext_lazy as _

from core.events.subscribers import subscribe
from core.privacy.subscribers import SUBSCRIBERS
from core.web import navigation


def enter_menu() -> None:
    """Enter the footer's line and the subscribers."""
    subscribe(SUBSCRIBERS)
    navigation.register(_("Your data with us"), "privacy:ask", order=35, place=navigation.ABOUT)
