"""Drawings made by the server: numbers in, SVG attributes out. No module here knows HTML or the database."""
