"""Doors of accounts: signing in, joining by invitation, the own account."""
