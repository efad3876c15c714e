"""Menus that editors write, a language each; where they have written none, the built-in navigation stands."""
