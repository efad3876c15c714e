"""Appearance: colours, logo, corners and faces of one parliament, checked for contrast, served as one small sheet."""
