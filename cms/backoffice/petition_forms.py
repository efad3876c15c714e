"""The small forms of a petition's screen beside its decisions: note, tags, marks, another petitioner."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SmallForm(forms.Form):
    """A form of one block of the screen; its prefix is the verb that its button names."""

    use_required_attribute = False
    verb = ""

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Take what was posted, or what stands already."""
        super().__init__(data, prefix=self.verb, label_suffix="", initial=initial)


class NoteForm(SmallForm):
    """A word among staff."""

    verb = "note"
    words = forms.CharField(
        label=_("Note for colleagues"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class TagsForm(SmallForm):
    """The tags, one after the other."""

    verb = "tags"
    tags = forms.CharField(label=_("Tags, with commas between"), max_length=500, required=False)


class ParkForm(SmallForm):
    """Why it is parked."""

    verb = "park"
    words = forms.CharField(label=_("Until what?"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))


class OpinionForm(SmallForm):
    """What a colleague is asked."""

    verb = "opinion"
    words = forms.CharField(
        label=_("What do you ask your colleagues?"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class HandOverForm(SmallForm):
    """Who shall speak for the petition from now on."""

    verb = "hand_over"
    name = forms.CharField(label=_("Name, as it will stand in public"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    reason = forms.CharField(
        label=_("Why (for the file, without names)"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip


FORMS: tuple[type[SmallForm], ...] = (NoteForm, TagsForm, ParkForm, OpinionForm, HandOverForm)
