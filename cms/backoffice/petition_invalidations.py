"""Invalidation by saved query: write it down, see what it means, start it alone or by two, watch it, undo it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.backoffice.base import Link, Queue, Shown, register
from cms.backoffice.forms import ltr
from cms.backoffice.item import QueueItem
from cms.backoffice.moments import MomentField
from cms.backoffice.petitions import PETITIONS, title_of
from cms.backoffice.writing import WriteRecord
from core.accounts import assurance
from core.audit.access import record_access
from core.parliament.models import Area
from core.web.digits import whole_number
from petitions.actions import invalidating
from petitions.actions.invalidating import InvalidationFacts
from petitions.lifecycle import INVALIDATION
from petitions.matching import must_decrypt, preview
from petitions.models import Invalidation, Petition
from petitions.rules import is_petitions_clerk
from petitions.states import InvalidationState, InvalidReason
from petitions.trends import label_of, trends_of

RUNS = (InvalidationState.RUNNING, InvalidationState.UNDOING)
MOST_PETITIONS = 200
ANYTHING = _("* stands for anything: {example}")


def invalidations() -> QuerySet[Invalidation]:
    """Give every saved query."""
    return Invalidation.objects.select_related("petition", "area", "started_by").prefetch_related(
        "petition__translations"
    )


def criteria(query: Invalidation) -> str:
    """Say by what signatures are found; what is personal in it stands on the item page only."""
    parts = [
        (_("name"), bool(query.name_pattern)), (_("e-mail"), bool(query.email)), (_("domain"), query.domain),
        (_("network"), label_of(query.network_key)), (_("postcode"), bool(query.postcode)),
        (_("constituency"), query.area), (_("country"), query.country), (_("from"), query.since),
        (_("until"), query.until),
    ]  # fmt: skip
    return ", ".join(str(name) if value is True else f"{name} {value}" for name, value in parts if value)


def around(query: Invalidation) -> dict[str, Any]:
    """Give the preview before the start, the progress after it."""
    is_open = query.state in (InvalidationState.DRAFT, InvalidationState.ASKED)
    total = query.touched if query.state == InvalidationState.UNDOING else query.expected or 0
    done = query.undone if query.state == InvalidationState.UNDOING else query.touched
    return {
        "preview": preview(query) if is_open else None, "decrypts": must_decrypt(query),
        "needs_second": is_open and invalidating.needs_second_person(query),
        "is_running": query.state in RUNS, "done": done, "total": max(total, done),
    }  # fmt: skip


class InvalidationItem(QueueItem):
    """The item screen; a change asks again who sits there, and a preview that shows names leaves a line."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the query."""
        super().setup(request, *args, queue="invalidations", **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask for the second factor anew before anything is touched."""
        if request.method == "POST" and request.POST.get("verb") in self.queue.decide:
            assurance.require_fresh(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show a sample: whose it is was read."""
        context = super().get_context_data(**kwargs)
        if context["preview"] and context["preview"].rows:
            record_access(self.record, by=self.actor, kinds={"name"})
        needs = context["needs_second"]
        hidden = {"start"} if needs else {"ask"}
        context["decisions"] = [one for one in context["decisions"] if one["move"].verb not in hidden]
        return context


register(
    Queue(
        key="invalidations",
        office=PETITIONS,
        label=_("Invalidations"),
        records=invalidations,
        lifecycle=INVALIDATION,
        may=is_petitions_clerk,
        title=lambda query: str(query.get_reason_display()),
        columns=(
            Shown(_("Petition"), lambda query: title_of(query.petition)),
            Shown(_("Found by"), criteria),
            Shown(_("Expected"), lambda query: query.expected, sort="expected"),
            Shown(_("Taken out"), lambda query: query.touched, sort="touched"),
            Shown(_("Put back"), lambda query: query.undone),
        ),
        waiting=(InvalidationState.DRAFT, InvalidationState.ASKED, *RUNS),
        age="created_at",
        decide={
            "start": invalidating.start_invalidation,
            "ask": invalidating.ask_for_second,
            "second": invalidating.agree_to_invalidation,
            "stop": invalidating.stop_invalidation,
            "resume": invalidating.resume_invalidation,
            "undo": invalidating.undo_invalidation,
            "discard": invalidating.discard_invalidation,
        },
        details=(
            Shown(_("Petition"), lambda query: title_of(query.petition)),
            Shown(_("Name"), lambda query: query.name_pattern, personal="name"),
            Shown(_("E-mail"), lambda query: query.email, personal="email"),
            Shown(_("Domain"), lambda query: query.domain),
            Shown(_("Network"), lambda query: label_of(query.network_key)),
            Shown(_("Postcode"), lambda query: query.postcode, personal="postcode"),
            Shown(_("Constituency"), lambda query: query.area),
            Shown(_("Country"), lambda query: query.country),
            Shown(_("Signed from"), lambda query: query.since),
            Shown(_("Signed until"), lambda query: query.until),
            Shown(_("Reason"), lambda query: query.get_reason_display()),
            Shown(_("What signers read"), lambda query: query.words, is_long=True),
            Shown(_("Written down by"), lambda query: query.started_by),
            Shown(_("Can be undone until"), lambda query: query.undo_until),
        ),
        template="cms/backoffice/invalidation_item.html",
        more=around,
        new=Link(_("New query"), lambda _none: reverse("backoffice_invalidation_new")),
    )
)


class InvalidationForm(forms.Form):
    """By what signatures are found; all that is filled in must hold."""

    use_required_attribute = False
    petition = forms.ModelChoiceField(
        Petition.objects.none(), label=_("Petition"), required=False, empty_label=_("All petitions")
    )
    domain = forms.CharField(
        label=_("Domain"),
        required=False,
        max_length=120,
        help_text=format_lazy(
            _("{one}, or {all} for what lies under it"), one=ltr("example.org"), all=ltr("*.example.org")
        ),
    )
    email = forms.CharField(label=_("E-mail address"), required=False, max_length=320)
    name_pattern = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=format_lazy(ANYTHING, example=ltr("*smith")),
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        required=False,
        max_length=16,
        help_text=format_lazy(ANYTHING, example=ltr("SL4*")),
    )
    network = forms.ChoiceField(label=_("Network"), required=False)
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Constituency"), required=False, empty_label=_("All constituencies")
    )
    country = forms.CharField(label=_("Country, as two letters"), required=False, max_length=2)
    since = MomentField(label=_("Signed from"), required=False)
    until = MomentField(label=_("Signed before"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason, which is public"), choices=[("", _("Choose a reason")), *InvalidReason.choices]
    )
    words = forms.CharField(
        label=_("More, in words that the signers read"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args: Any, petition: Petition | None = None, **kwargs: Any) -> None:
        """Offer petitions, constituencies, and the networks that most of this petition came from of late."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        rows = Petition.objects.order_by("-pk")
        self.fields["petition"].queryset = rows  # type: ignore[attr-defined]
        # Offered are the newest and the one that is meant; what is sent may be any.
        shown = dict.fromkeys([*([petition] if petition else []), *rows[:MOST_PETITIONS]])
        choices = [("", _("All petitions")), *((row.pk, str(row)) for row in shown)]
        self.fields["petition"].choices = choices  # type: ignore[attr-defined]
        areas = Area.objects.filter(scheme="own", kind=Area.Kind.CONSTITUENCY).order_by("code")
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        top = trends_of(petition).networks if petition else []
        self.networks = {label: key for key, label, _n, _out in top}
        choices = [("", _("All networks")), *((label, f"{label} ({n})") for _key, label, n, _out in top)]
        self.fields["network"].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> InvalidationFacts:
        """Give what the action asks."""
        data = dict(self.cleaned_data)
        key = self.networks.get(data.pop("network"), "")
        return InvalidationFacts(**{**data, "network_key": key, "country": data["country"].upper()})


class WriteInvalidation(WriteRecord):
    """Write a query down; nothing is touched before it is started on its own screen."""

    form_class = InvalidationForm
    desk, desk_title, page_title = "invalidations", _("Invalidations"), _("New query")
    template_name = "cms/backoffice/invalidation_write.html"

    def may_write(self) -> bool:
        """Let the petitions' clerks in."""
        return is_petitions_clerk(self.actor, None)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say which petition is meant, so that its networks can be chosen."""
        asked = self.request.POST.get("petition") or self.request.GET.get("petition") or ""
        key = whole_number(asked)
        petition = Petition.objects.filter(pk=key).first() if key is not None else None
        return {**super().get_form_kwargs(), "petition": petition}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the petition that one came from."""
        return {"petition": self.request.GET.get("petition", "")}

    def save(self, form: Any) -> Invalidation:
        """Save the query."""
        return invalidating.save_invalidation(form.facts(), by=self.actor)


urlpatterns = [
    path("desk/invalidations/new/", WriteInvalidation.as_view(), name="backoffice_invalidation_new"),
    path("desk/invalidations/<int:pk>/", InvalidationItem.as_view(), name="backoffice_invalidation"),
]
