"""Who reads the audit trail."""

from core.actors import has_role

is_auditor = has_role("auditor")
