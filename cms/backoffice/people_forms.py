"""The forms of the people's screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.accounts import selectors
from core.accounts.models import Role, User
from core.parliament.models import Committee


def _committee() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Committee.objects.order_by("slug"), label=_("Committee"), required=False, empty_label=_("The whole House")
    )


class PeopleForm(forms.Form):
    """What these forms share: the server says what is missing."""

    use_required_attribute = False

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        """Take the person it is about."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.person = person


class InviteForm(PeopleForm):
    """Whom, and as what."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    committee = _committee()


class RoleForm(PeopleForm):
    """One more role."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    committee = _committee()


class LeaveForm(PeopleForm):
    """Who takes over what the person has claimed."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Hand open items over to"),
        required=False,
        empty_label=_("Nobody: back to the queue"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer everybody who works here, but for the one who leaves."""
        super().__init__(*args, **kwargs)
        others = selectors.people().filter(is_active=True)
        self.fields["to"].queryset = others.exclude(pk=self.person.pk) if self.person else others  # type: ignore[attr-defined]
