"""Checks of what editors write: alternative text, heading order, link words, missing and outdated translations."""
