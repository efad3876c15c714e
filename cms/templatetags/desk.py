"""`{% load desk %}`: how the desk joins a label to what is wrong with it, and how it shows a command."""

from django import template

from core.web.code import coded

register = template.Library()
ENDS = ("?", "؟", ":", "!", ".")
register.filter("commands", coded)


@register.filter
def about(error: object, label: object) -> str:
    """Put a field's label before its error; a label that is a question needs no colon."""
    words = str(label).rstrip()
    return f"{words} {error}" if words.endswith(ENDS) else f"{words}: {error}"
