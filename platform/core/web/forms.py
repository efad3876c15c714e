"""The form contract's forms: one renderer, one field template, inputs that know their direction and their limit."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.template.exceptions import TemplateDoesNotExist
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.web.digits import plain_digits

LEFT_TO_RIGHT = (forms.EmailInput, forms.URLInput, forms.NumberInput, forms.PasswordInput)
FREE_TEXT = (forms.TextInput, forms.Textarea)


class HouseRenderer(TemplatesSetting):
    """Takes `forms/...` of the front end for Django's `django/forms/...`; Wagtail's own forms stay as they are."""

    field_template_name = "forms/field.html"
    form_template_name = "forms/form.html"

    def get_template(self, template_name: str) -> Any:
        """Give our template of that name, else Django's."""
        if template_name.startswith("django/forms/"):
            try:
                return super().get_template(template_name.removeprefix("django/"))
            except TemplateDoesNotExist:
                pass
        return super().get_template(template_name)


class HouseFormMixin:
    """What every form of ours shares; put it before forms.Form or forms.ModelForm."""

    default_renderer: Any = HouseRenderer
    use_required_attribute = False  # the server says what is missing, in one place and in plain words

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take Django's arguments; set the direction of each input."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            _set_direction(field.widget)


def _set_direction(widget: forms.Widget) -> None:
    """E-mail, numbers and codes read from the left in every language; free text as its first letter says."""
    if "dir" in widget.attrs:
        return
    if isinstance(widget, LEFT_TO_RIGHT):
        widget.attrs["dir"] = "ltr"
    elif isinstance(widget, FREE_TEXT):
        widget.attrs["dir"] = "auto"


class HouseForm(HouseFormMixin, forms.Form):
    """A plain form under the contract."""


class HouseModelForm(HouseFormMixin, forms.ModelForm):
    """A model form under the contract."""


class HintedRadios(forms.RadioSelect):
    """Radio buttons with a line of help under a choice: `hints` from value to words."""

    def __init__(self, *args: Any, hints: dict[str, Any] | None = None, **kwargs: Any) -> None:
        """Take RadioSelect's arguments and the hints."""
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the choice with its hint."""
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


class LongSelect(forms.Select):
    """A list of hundreds of choices, without groups: written at once, where a template for each costs 20 ms a page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Give the same markup as Django's own list."""
        chosen = {str(one) for one in self.format_value(value)}
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, flatatt({"selected": str(key) in chosen}), words) for key, words in self.choices),
        )
        return format_html(
            "<select{}>{}</select>", flatatt({"name": name, **self.build_attrs(self.attrs, attrs)}), options
        )


class NameField(forms.CharField):
    """A person's full name."""

    def __init__(self, **kwargs: Any) -> None:
        """Take CharField's arguments."""
        kwargs.setdefault("label", _("Full name"))
        kwargs.setdefault("max_length", 120)
        kwargs.setdefault("error_messages", {"required": _("Enter your full name")})
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(**kwargs)


class EmailField(forms.EmailField):
    """An e-mail address."""

    def __init__(self, **kwargs: Any) -> None:
        """Take EmailField's arguments."""
        words = _("Enter an e-mail address in the form name@example.org")
        kwargs.setdefault("label", _("E-mail"))
        kwargs.setdefault("error_messages", {"required": words, "invalid": words})
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}))
        super().__init__(**kwargs)


class PostcodeField(forms.CharField):
    """A postcode; whether it exists is the action's business."""

    def __init__(self, **kwargs: Any) -> None:
        """Take CharField's arguments."""
        kwargs.setdefault("label", _("Postcode"))
        kwargs.setdefault("max_length", 16)
        kwargs.setdefault("error_messages", {"required": _("Enter your postcode")})
        attrs = {"autocomplete": "postal-code", "class": "short", "dir": "ltr", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)


class CodeField(forms.CharField):
    """The six digits we mailed."""

    def __init__(self, **kwargs: Any) -> None:
        """Take CharField's arguments."""
        kwargs.setdefault("label", _("Code from your e-mail"))
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("error_messages", {"required": _("Enter the code from your e-mail")})
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code", "dir": "ltr"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Give the digits alone: people paste spaces with them, and keyboards differ in their digits."""
        text = super().clean(value)
        return plain_digits(text)
