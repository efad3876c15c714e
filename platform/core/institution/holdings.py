"""Why the institution's own row holds nobody's data."""

EXCEPTIONS = {"institution.Institution": "the parliament's own name, address and mail boxes"}
