"""Databases of earlier states of Rostra, filled: each must come to the newest state without loss."""
