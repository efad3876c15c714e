"""allauth's adapter: accounts are made by the House, never by sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class StaffOnlyAdapter(DefaultAccountAdapter):
    """Closes sign-up: citizens take part by verified e-mail, staff are invited."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Say no."""
        return False
