"""Bringing in who sits where: CSV tables and Popolo JSON become one plan, checked whole, then written in bulk."""
