"""`{% load desk %}`: how the desk joins a label to what is wrong with it, and how it shows a command."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ENDS = ("?", "؟", ":", "!", ".")
COMMAND = re.compile(r"`([^`]+)`")


@register.filter
def about(error: object, label: object) -> str:
    """Put a field's label before its error; a label that is a question needs no colon."""
    words = str(label).rstrip()
    return f"{words} {error}" if words.endswith(ENDS) else f"{words}: {error}"


@register.filter
def commands(text: object) -> SafeString:
    """Show what stands between backticks as a command, which reads from the left in every language."""
    words = conditional_escape(str(text))
    return mark_safe(COMMAND.sub(r'<code dir="ltr">\1</code>', words))  # noqa: S308 - escaped the line before
