"""Hearings: citizens ask, clerks decide, everybody sees it at once."""
