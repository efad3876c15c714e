"""`{% load form %}`: the form contract in templates: start of a form, fields, error summary."""

from collections import Counter
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, ClearableFileInput, Field, FileInput, Form, Select, Textarea
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.web.forms import HouseRenderer
from core.web.numbers import number
from core.web.once import FIELD, new_key

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context: dict) -> SafeString | str:
    """Give Django's token to people who are signed in; nobody else gets a cookie or a token (decision 18)."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    if not request.user.is_authenticated:
        return ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


@register.inclusion_tag("forms/start.html", takes_context=True)
def form_start(context: dict, form: Form | None = None, action: str = "", draft: str = "", css: str = "") -> dict:
    """Open a POST form: `<form ...>` with its hidden fields. `draft` names what the browser keeps for this tab."""
    return {
        "token": form_token(context),
        "once_name": FIELD,
        "once": new_key(),
        "action": action,
        "draft": draft,
        "css": css,
        "is_multipart": bool(form and form.is_multipart()),
        "hidden": form.hidden_fields() if form else [],
    }


def first_id(bound: BoundField) -> str:
    """Give the id of the control a link in the summary leads to: of a group, its first choice."""
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.inclusion_tag("forms/error_summary.html")
def error_summary(form: Any) -> dict:
    """Show "There is a problem" with one link to each fault, in the words the field itself shows.

    Words that do not say of which field they speak (Django's own, and such as stand at several fields) get its label.
    """
    faults = [(bound, words) for bound in form for words in bound.errors]
    times = Counter(words for _bound, words in faults)
    rows = [{"id": "", "words": words} for words in form.non_field_errors()]
    rows += [{"id": first_id(bound), "words": _named(bound, words, times[words] > 1)} for bound, words in faults]
    return {"rows": rows}


def _named(bound: BoundField, words: str, is_repeated: bool) -> str:
    """Give the words of a fault as the summary shows them."""
    is_bare = words == Field.default_error_messages["required"]
    if not (is_bare or is_repeated) or not bound.label:
        return words
    fault = _("Fill in") if is_bare else words.rstrip(".")
    return _("%(fault)s: %(field)s") % {"fault": fault, "field": str(bound.label).rstrip(" :")}


def kind_of(bound: BoundField) -> str:
    """Give the kind of markup a field needs."""
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    if bound.use_fieldset:
        return "group"
    if isinstance(widget, FileInput | ClearableFileInput):
        return "file"
    return "text"


def _limit_words(bound: BoundField) -> str:
    """Give "Up to 300 characters" for a text area with a limit."""
    limit = getattr(bound.field, "max_length", None)
    if not limit or not isinstance(bound.field.widget, Textarea):
        return ""
    return ngettext("Up to %(number)s character", "Up to %(number)s characters", limit) % {"number": number(limit)}


def _control(bound: BoundField, kind: str, described: list[str]) -> SafeString:
    """Render the widget with the look, the description and the error mark it needs."""
    attrs: dict[str, Any] = {}
    if kind == "text":
        own = bound.field.widget.attrs.get("class", "")
        attrs["class"] = f"input {own}".strip()
    if described and kind != "group":
        attrs["aria-describedby"] = " ".join(described)
    if isinstance(bound.field.widget, Textarea):
        attrs["rows"] = bound.field.widget.attrs.get("rows") if "rows" in bound.field.widget.attrs else "5"
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("forms/field.html")
def field(
    bound: BoundField, legend_size: str = "", boxed: bool = False, hint: object = None, is_labelled: bool = False
) -> dict:
    """Show one field: label, hint, error, control. For groups `legend_size="big"` and `boxed=True` change the look.

    `is_labelled` is for the one question of a page, whose heading is its label (`<h1><label for=…>`).
    """
    if not isinstance(bound.form.renderer, HouseRenderer):
        bound.form.renderer = HouseRenderer()
    kind = kind_of(bound)
    words = bound.help_text if hint is None else hint
    limit = _limit_words(bound)
    ids = [(words, "helptext"), (bound.errors, "error"), (limit, "count")]
    described = [f"{bound.auto_id}_{end}" for on, end in ids if on]
    return {
        "field": bound,
        "kind": kind,
        "id": first_id(bound),
        "hint": words,
        "limit": limit,
        "max_length": getattr(bound.field, "max_length", None),
        "described": " ".join(described),
        "control": _control(bound, kind, described),
        "is_optional": not bound.field.required
        and kind in {"text", "file"}
        and not isinstance(bound.field.widget, Select)
        # A field that is needed at times says so in its own words.
        and not getattr(bound.field, "is_needed_at_times", False),
        "legend_size": legend_size,
        "boxed": boxed,
        "is_labelled": is_labelled,
    }


@register.inclusion_tag("forms/fields.html")
def fields(form: Form) -> dict:
    """Show all visible fields of a form in their order."""
    return {"form": form}
