"""Moderation for every domain: reports of abuse, decisions with public reasons, appeals, the public log, claim marks.

A domain registers what can be reported as a `Target` (core.moderation.targets) in its AppConfig.ready().
"""
