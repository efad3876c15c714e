"""Held signatures on the desk: one queue, one screen of groups, and a group's own screen that decides many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.backoffice.base import Link, Queue, Shown, register
from cms.backoffice.columns import claim_words
from cms.backoffice.history import history_of
from cms.backoffice.petitions import PETITIONS, public_page, title_of
from core.actors import Actor, actor_of
from core.audit.access import record_look
from core.errors import DomainError
from core.moderation.actions import claim_item, release_item
from core.moderation.selectors import claims_on
from core.web.digits import whole_number
from petitions.actions.holding_desk import refuse_signatures, release_signatures
from petitions.held import AT_ONCE, BY_HAND, HeldGroup, held_groups, held_of, words_of
from petitions.lifecycle import SIGNATURE
from petitions.models import Petition, Signature
from petitions.rules import is_petitions_clerk
from petitions.states import InvalidReason, SignatureState
from petitions.trends import label_of

CLAIMING = {"claim": claim_item, "let_go": release_item}


def held_or_refused() -> QuerySet[Signature]:
    """Give every signature that a rule held, decided or not."""
    return (
        Signature.objects.exclude(hold_rule="")
        .select_related("petition", "personal", "area")
        .prefetch_related("petition__translations")
    )


def ask_why(_record: Any) -> forms.Field:
    """Ask for the reason, which is public as a number and told to the signer."""
    return forms.ChoiceField(
        label=_("Why does it not count?"), choices=[("", _("Choose a reason")), *InvalidReason.choices]
    )


def ask_more(_record: Any) -> forms.Field:
    """Ask for words to the signer."""
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(
        label=_("More, in words that the signer reads"), max_length=500, required=False, widget=widget
    )


def _details(name: str) -> Any:
    return lambda signature: getattr(getattr(signature, "personal", None), name, "")


def release_one(signature: Signature, *, by: Actor) -> None:
    """Count one held signature."""
    release_signatures([signature.pk], by=by)


def refuse_one(signature: Signature, *, by: Actor, reason: str, words: str = "") -> None:
    """Refuse one held signature."""
    refuse_signatures([signature.pk], by=by, reason=reason, words=words)


register(
    Queue(
        key="held",
        office=PETITIONS,
        label=_("Held signatures"),
        records=held_or_refused,
        lifecycle=SIGNATURE,
        may=is_petitions_clerk,
        title=lambda signature: title_of(signature.petition),
        columns=(
            Shown(_("Rule"), lambda signature: words_of(signature.hold_rule), sort="hold_rule"),
            Shown(_("Constituency"), lambda signature: signature.area),
            Shown(_("Confirmed"), lambda signature: signature.confirmed_at, sort="confirmed_at"),
        ),
        waiting=(SignatureState.HELD,),
        age="confirmed_at",
        decide={"release": release_one, "refuse": refuse_one},
        asks={"reason": ask_why, "words": ask_more},
        details=(
            Shown(_("Rule"), lambda signature: words_of(signature.hold_rule)),
            Shown(_("Name"), _details("name"), personal="name"),
            Shown(_("E-mail"), _details("email"), personal="email"),
            Shown(_("Postcode"), _details("postcode"), personal="postcode"),
            Shown(_("Network"), lambda signature: label_of(_details("network_key")(signature))),
            Shown(_("Constituency"), lambda signature: signature.area),
            Shown(_("Signed"), lambda signature: signature.created_at),
            Shown(_("Confirmed"), lambda signature: signature.confirmed_at),
        ),
        links=(Link(_("See the public page"), lambda signature: public_page(signature.petition)),),
        tools=(
            Link(_("Decide many at once"), lambda _none: reverse("backoffice_held_groups")),
            Link(_("Figures and lists"), lambda _none: reverse("backoffice_defence")),
        ),
        language=lambda signature: signature.petition.words().language,
    )
)


class HeldDoor(WagtailAdminTemplateMixin):
    """Who may see what is held."""

    _show_breadcrumbs = True
    header_icon = "warning"
    actor: Actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let the petitions' clerks in."""
        self.actor = actor_of(request)
        if not is_petitions_clerk(self.actor, None):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the queue."""
        index = {"url": reverse("backoffice_list", args=["held"]), "label": _("Held signatures")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]


class HeldGroups(HeldDoor, TemplateView):
    """Every group of held signatures, the longest waiting first."""

    template_name = "cms/backoffice/held_groups.html"
    page_title = _("Held, by petition and rule")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the groups with their claim marks."""
        groups = held_groups()
        claims = claims_on(group.public_id for group in groups)
        rows = [{"group": one, "claim": claim_words(claims[one.public_id]) if one.public_id in claims else ""}
                for one in groups]  # fmt: skip
        return super().get_context_data(rows=rows, **kwargs)


class ManyForm(forms.Form):
    """Which ones, and for a refusal why."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label=_("Why do they not count?"), required=False, choices=[("", _("Choose a reason")), *InvalidReason.choices]
    )
    words = forms.CharField(
        label=_("More, in words that the signers read"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip


class DecideHeld(HeldDoor, TemplateView):
    """One group: tick, then count or refuse. 422 where something is missing, 409 where somebody was first."""

    template_name = "cms/backoffice/held_group.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the petition."""
        super().setup(request, *args, **kwargs)
        self.petition = get_object_or_404(Petition, pk=kwargs["pk"])
        self.rule = "" if kwargs["rule"] == BY_HAND else kwargs["rule"]

    def get_page_title(self) -> str:
        """Name the rule and the petition."""
        return f"{words_of(self.rule)}: {title_of(self.petition)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the oldest of the group; that their names were read leaves a line."""
        rows = list(held_of(self.petition, self.rule)[:AT_ONCE])
        group = self._group()
        claim = claims_on([group.public_id]).get(group.public_id) if group else None
        if rows:
            record_look("held", by=self.actor, kinds={"name", "email"}, rows=len(rows))
        shown = [{"row": row, "network": label_of(_details("network_key")(row))} for row in rows]
        facts = {
            "petition": self.petition, "rule": self.rule, "rule_words": words_of(self.rule), "rows": shown,
            "group": group, "claim_words": claim_words(claim) if claim else "",
            "is_mine": claim is not None and claim.user_id == self.request.user.pk,
        }  # fmt: skip
        # The address's own words (its key and rule) come along with the keywords: what is gathered here stands.
        return super().get_context_data(**{"form": ManyForm(), **kwargs, **facts})

    def _group(self) -> HeldGroup | None:
        return next((one for one in held_groups(self.petition) if one.rule == self.rule), None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the one move that the button names."""
        verb = request.POST.get("verb", "")
        group = self._group()
        if verb in CLAIMING and group is not None:
            return self._try(lambda: CLAIMING[verb](group, by=self.actor))
        form = ManyForm(request.POST)
        keys = [key for text in request.POST.getlist("signature") if (key := whole_number(text)) is not None]
        if verb not in {"release", "refuse"}:
            raise Http404
        if not keys:
            form.add_error(None, __("Tick at least one signature."))
        if verb == "refuse" and not request.POST.get("reason"):
            form.add_error("reason", __("Choose a reason."))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, ticked=keys), status=422)
        own = list(self.petition.signatures.filter(pk__in=keys).values_list("pk", flat=True))
        return self._try(lambda: self._decide(verb, own, form.cleaned_data), own)

    def _decide(self, verb: str, keys: list[int], data: dict[str, Any]) -> None:
        if verb == "release":
            done = len(release_signatures(keys, by=self.actor))
        else:
            done = len(refuse_signatures(keys, by=self.actor, reason=data["reason"], words=data["words"]))
        words = ngettext("%(n)d signature is decided.", "%(n)d signatures are decided.", done) % {"n": done}
        messages.success(self.request, words)

    def _try(self, act: Any, keys: Sequence[int] = ()) -> HttpResponse:
        try:
            act()
        except DomainError as error:
            if error.status not in {409, 422}:
                raise
            context = self.get_context_data(lost=str(error.message), won=_winner(keys))
            return self.render_to_response(context, status=error.status)
        if not held_of(self.petition, self.rule).exists():
            return HttpResponseRedirect(reverse("backoffice_held_groups"))
        return HttpResponseRedirect(self.request.path)


def _winner(keys: Sequence[int]) -> dict[str, Any]:
    """Say who was first with one of them, and what it became."""
    late = Signature.objects.filter(pk__in=keys).exclude(state=SignatureState.HELD).order_by("pk").first()
    return next(iter(history_of(late, SIGNATURE)), {}) if late else {}


urlpatterns = [
    path("desk/held/groups/", HeldGroups.as_view(), name="backoffice_held_groups"),
    path("desk/held/groups/<int:pk>/<slug:rule>/", DecideHeld.as_view(), name="backoffice_held_group"),
]
