"""Who may set the parliament up."""

from core.actors import has_role

may_set_up = has_role("admin")
