"""Filters of the desk that a person keeps under a name."""
