"""Limits: how often one network or one e-mail address may do a thing.

`core.limits.rules` is the table, `core.limits.taking.take(rule, key)` counts, `core.limits.doors` is how a door asks.
"""
