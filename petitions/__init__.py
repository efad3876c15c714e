"""Petitions: from an idea to the presentation to the House."""
