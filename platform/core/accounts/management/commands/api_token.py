"""Make, list and revoke tokens of the API from the server's own command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.accounts import scopes, selectors, tokens
from core.accounts.models import User
from core.actors import Actor
from core.errors import DomainError

OPERATOR = Actor("operator")


class Command(BaseCommand):
    """`create` prints the secret once, on its own line; nothing else ever shows it."""

    help = "Make, list and revoke tokens of the API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the verb and what it needs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="Make a token in the name of somebody who works here.")
        create.add_argument("--user", required=True, help="E-mail address of the person.")
        create.add_argument("--label", required=True, help="What it is for.")
        create.add_argument("--scope", action="append", required=True, choices=sorted(scopes.labels()))
        create.add_argument("--days", type=int, default=tokens.USUAL_DAYS)
        verbs.add_parser("list", help="List all tokens.")
        revoke = verbs.add_parser("revoke", help="End a token now.")
        revoke.add_argument("id", help="Its id, or how it begins.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; a refusal is told in words."""
        try:
            getattr(self, options["verb"])(options)
        except DomainError as error:
            words = [str(error.message), *(f"{name}: {text}" for name, text in error.fields.items())]
            raise CommandError(" ".join(words)) from None

    def create(self, options: dict[str, Any]) -> None:
        """Make one and print its secret."""
        user = User.objects.filter(email__iexact=options["user"]).first()
        if user is None:
            raise CommandError("Nobody has an account with this address.")
        facts = {"label": options["label"], "scopes": options["scope"], "days": options["days"]}
        token, secret = tokens.create_token(user, by=OPERATOR, **facts)
        self.stderr.write(f"Token {token.public_id}, until {token.expires_at:%Y-%m-%d}. It is shown this once:")
        self.stdout.write(secret)

    def list(self, _options: dict[str, Any]) -> None:
        """Print a line a token: id, beginning, end, last use, scopes."""
        for token in selectors.tokens():
            end = "revoked" if token.revoked_at else f"until {token.expires_at:%Y-%m-%d}"
            used = f"used {token.used_on}" if token.used_on else "never used"
            self.stdout.write(f"{token.public_id} {token} {end} {used} {','.join(token.scopes)} {token.label}")

    def revoke(self, options: dict[str, Any]) -> None:
        """End one."""
        rows = list(selectors.tokens())
        found = [row for row in rows if options["id"] in {str(row.public_id), row.prefix}]
        if len(found) != 1:
            raise CommandError("No single token has this id or begins like this.")
        tokens.revoke_token(found[0], by=OPERATOR)
        self.stdout.write(f"Revoked: {found[0].public_id}")
