"""The bare install: a one-time link for the first administrator, and a checklist of what is still to be set."""
