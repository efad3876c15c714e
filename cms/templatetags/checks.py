"""`{% load checks %}`: the house's own checks in the editor's side panel."""

from __future__ import annotations

from typing import Any

from django import template

from cms.checks.rules import Fault, faults_of
from cms.pages.mixin import HousePage

register = template.Library()


@register.simple_tag
def house_checks(page: Any) -> list[Fault]:
    """Give the faults of a page as last saved; none for anything else."""
    return faults_of(page) if isinstance(page, HousePage) and page.pk else []
