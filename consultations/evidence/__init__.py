"""Calls for evidence: a committee asks, people answer, the committee decides what it accepts and publishes."""
