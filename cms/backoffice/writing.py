"""What every form of the back office shares that writes a record: texts in each language, and the way of a refusal."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_info
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.accounts.selectors import kept_for_clerk
from core.actors import Actor, actor_of
from core.errors import DomainError
from core.institution.facts import default_language
from core.web.doors import add_refusal

Row = dict[str, str]
SHORT_TEXT_LENGTH = 150


def lines_of(text: str) -> list[str]:
    """Give the lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class TextsForm(forms.Form):
    """A form whose `texts_labels` stand once for each language of the site, as `<part>_<language>`."""

    use_required_attribute = False
    texts_labels: ClassVar[dict[str, Any]] = {}
    long_texts: ClassVar[frozenset[str]] = frozenset()
    main_texts: ClassVar[frozenset[str]] = frozenset()  # must be there in the site's first language

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the texts, language by language."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for code, name in settings.LANGUAGES:
            for part, label in self.texts_labels.items():
                self.fields[f"{part}_{code}"] = self._text_field(part, code, f"{label} ({name})")

    def _text_field(self, part: str, code: str, label: str) -> forms.CharField:
        attrs: dict[str, Any] = {"lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}
        is_main = code == default_language() and part in self.main_texts
        if part in self.long_texts:
            return forms.CharField(label=label, required=is_main, widget=forms.Textarea(attrs={**attrs, "rows": 4}))
        widget = forms.TextInput(attrs=attrs)
        return forms.CharField(label=label, required=is_main, widget=widget, max_length=SHORT_TEXT_LENGTH)

    def texts(self, part: str) -> Row:
        """Give one text by language, empty ones left out."""
        found = {code: self.cleaned_data[f"{part}_{code}"].strip() for code, _name in settings.LANGUAGES}
        return {code: text for code, text in found.items() if text}

    def rows(self, part: str) -> list[Row]:
        """Give the lines of a text, the languages side by side; a language with fewer lines is left out of the rest."""
        lines = {code: lines_of(text) for code, text in self.texts(part).items()}
        longest = max(map(len, lines.values()), default=0)
        return [{code: found[at] for code, found in lines.items() if at < len(found)} for at in range(longest)]


class WriteRecord(WagtailAdminTemplateMixin, FormView):
    """Write a new record or change one: the action says what is allowed, a refusal comes back at the field it names."""

    template_name = "cms/backoffice/write.html"
    _show_breadcrumbs = True
    desk: ClassVar[str]  # the list it belongs to, as in its address
    desk_title: ClassVar[Any]
    actor: Actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may write here."""
        self.actor = actor_of(request)
        if not self.may_write():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_write(self) -> bool:
        """Tell whether the actor may write records of this kind at all."""
        raise NotImplementedError

    def save(self, form: Any) -> Any:
        """Call the action with what the form says; gives the record. Raises DomainError."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        index = {"url": reverse("backoffice_list", args=[self.desk]), "label": self.desk_title}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, and lead to the record."""
        try:
            record = self.save(form)
        except DomainError as error:
            add_refusal(form, error)
            return self.refused(form, error.status)
        return HttpResponseRedirect(reverse("backoffice_item", args=[self.desk, record.pk]))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again, everything typed kept."""
        return self.refused(form, 422)

    def refused(self, form: Any, status: int) -> HttpResponse:
        """Show the form with its faults."""
        return self.render_to_response(self.get_context_data(form=form), status=status)


class WriteForCommittee(WriteRecord):
    """Write what belongs to a committee: a clerk chooses among those that the account works for."""

    def get_form(self, form_class: Any = None) -> Any:
        """Give the form with the committees to choose from."""
        form = super().get_form(form_class)
        committee = form.fields["committee"]
        committee.queryset = kept_for_clerk(self.actor, committee.queryset, "pk")
        return form
