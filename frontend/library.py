"""The component library: every part in every state, from made-up data. Not a page of the site."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.errors import Conflict, Invalid, TooMany
from core.web.doors import FormDoor
from core.web.forms import CodeField, EmailField, HintedRadios, HouseForm, NameField, PostcodeField
from core.web.numbers import number
from frontend import samples


class SampleForm(HouseForm):
    """One field of each kind; the name "taken", "conflict" or "many" makes the action refuse."""

    full_name = NameField(help_text=gettext_lazy("As it stands in your passport"))
    email = EmailField(help_text=gettext_lazy("We send a code to this address."))
    postcode = PostcodeField(required=False)
    constituency = forms.ChoiceField(
        label=gettext_lazy("Constituency"), choices=[("1", "Saltmere and the Isles"), ("2", "Kingsmarch")]
    )
    comment = forms.CharField(
        label=gettext_lazy("Your comment"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    publication = forms.ChoiceField(
        label=gettext_lazy("How may we publish it?"),
        choices=[("name", gettext_lazy("With my name")), ("none", gettext_lazy("Without my name"))],
        widget=HintedRadios(hints={"name": gettext_lazy("Shown as: Lena Moor")}),
        error_messages={"required": gettext_lazy("Choose how we may publish it")},
    )
    about = forms.MultipleChoiceField(
        label=gettext_lazy("I am"),
        required=False,
        choices=[("resident", gettext_lazy("a citizen or resident")), ("org", gettext_lazy("an organisation"))],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I have read the rules"),
        error_messages={"required": gettext_lazy("Tick the box if you have read the rules")},
    )
    code = CodeField(required=False)
    document = forms.FileField(
        label=gettext_lazy("Your evidence as one file"),
        required=False,
        help_text=gettext_lazy("docx, odt, rtf, txt or PDF, up to 25 MB"),
    )


class Library(FormDoor):
    """Shows all parts; its form keeps the contract and stores nothing."""

    form_class = SampleForm
    template_name = "components/library/page.html"

    def act(self, form: forms.BaseForm) -> str:
        """Refuse in three ways, or accept."""
        name = form.cleaned_data["full_name"]
        if name == "taken":
            raise Invalid(_("This name is taken."), fields={"full_name": _("Enter another name")})
        if name == "conflict":
            raise Conflict
        if name == "many":
            raise TooMany(retry_at=clock.now() + timedelta(minutes=5))
        return reverse("components:sent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the made-up data."""
        return super().get_context_data(crumbs=[{"label": _("Home"), "url": "/"}], **samples.everything(), **kwargs)


def sent(request: HttpRequest) -> HttpResponse:
    """Show what follows after success."""
    return render(request, "components/library/sent.html", {"count": number(48807)})
