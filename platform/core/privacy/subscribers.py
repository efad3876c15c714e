"""What follows from requests about personal data."""

from core.events.subscribers import Subscriber
from core.privacy import emails

SUBSCRIBERS: dict[str, list[Subscriber]] = {
    "privacy.ask": [emails.ask_to_prove],
    "privacy.ask_again": [emails.ask_to_prove],
    "privacy.erase": [emails.tell_erased],
}
