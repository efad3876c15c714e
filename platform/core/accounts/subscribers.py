"""What follows from what happens to accounts."""

from core.accounts import emails
from core.events.subscribers import Subscriber

SUBSCRIBERS: dict[str, list[Subscriber]] = {
    "sign_in.ask": [emails.send_code],
    "sign_in.ask_again": [emails.send_code],
    "invitation.send": [emails.send_invitation],
    "account.reset_second_factor": [emails.tell_reset],
    "account.add_second_factor": [emails.tell_second_factor],
    "token.create": [emails.tell_token],
    "account.remove_second_factor": [emails.tell_second_factor],
}
