"""The shapes of petitions: public fields out, a citizen's facts in. They check shape; the actions decide."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.links import full, link
from api.queries import ListQuery, choice, day, word
from core.actors import actor_of
from core.parliament.models import Area
from petitions import listing, selectors
from petitions.entries import EMAIL_LENGTH, NAME_LENGTH, POSTCODE_LENGTH, read_entry
from petitions.lifecycle import PETITION
from petitions.models import Milestone, Petition
from petitions.models.petitions import ACTION_LENGTH, BACKGROUND_LENGTH, DETAILS_LENGTH
from petitions.models.signatures import HOME_COUNTRY
from petitions.places import stored_ground
from petitions.states import PUBLIC_STATES, MilestoneState


class Words(serializers.DictField):
    """A label by language: {"en": …, "fr": …}. What comes in is in languages of the site."""

    child = serializers.CharField()

    def to_internal_value(self, data: Any) -> dict[str, str]:
        """Read it. Raises ValidationError for a language that the site has not."""
        texts: dict[str, str] = super().to_internal_value(data)
        if unknown := set(texts) - set(dict(settings.LANGUAGES)):
            serializers.ChoiceField(choices=settings.LANGUAGES).fail("invalid_choice", input=ascii(min(unknown)))
        return texts


class PetitionQuery(ListQuery):
    """How the list may be narrowed and ordered."""

    looks_up = {
        "since": "published_at__date__gte", "until": "published_at__date__lte", "reason": "rejection_reason__code",
    }  # fmt: skip
    state = choice([*((str(s), s.label) for s in PUBLIC_STATES), *((s, s) for s in listing.STAGES)])
    committee = word("Slug of a committee.")
    kind = word("Key of a kind of petition.")
    constituency = word("Code of a constituency: petitions signed there.", max_length=20)
    language = choice(settings.LANGUAGES, "Written in this language.")
    year = serializers.IntegerField(required=False, min_value=1, max_value=9999, help_text="Opened, or rejected, then.")
    since = day("Opened, or rejected, on this day or later.")
    until = day("Opened, or rejected, on this day or earlier.")
    reason = word("Code of a reason for rejection.")
    q = word("Words that stand in it, as the search of the site finds them.")
    order = serializers.ChoiceField(choices=list(selectors.ORDERS), default="signed")

    def narrow(self, rows: Any) -> Any:
        """Narrow by the very filter of the page, and by days and the reason."""
        given = self.validated_data
        names = ("state", "committee", "kind", "constituency", "language", "q")
        asked = listing.Filter(**{name: given[name] for name in names}, year=given.get("year", 0))
        rows = listing.narrow(super().narrow(rows), asked)
        return listing.with_nearness(rows) if given["order"] == "near" else rows


class PetitionInput(serializers.Serializer):
    """A petition to start: the same as the page asks."""

    action = serializers.CharField(max_length=ACTION_LENGTH, help_text="What should happen, in one sentence.")
    background = serializers.CharField(max_length=BACKGROUND_LENGTH, help_text="Why it matters.")
    details = serializers.CharField(max_length=DETAILS_LENGTH, default="", allow_blank=True)
    committee = serializers.CharField(max_length=50, default="", allow_blank=True, help_text="Slug of a committee.")
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField(help_text="Never shown.")
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="")


class SignatureText(serializers.CharField):
    """A text of a signature: its type is looked at here, what stands in it by the validator of all doors."""

    def __init__(self, **options: Any) -> None:
        """Take CharField's options; empty is for the validator to judge."""
        super().__init__(**{"allow_blank": True, **options})

    def run_validators(self, value: Any) -> None:
        """Leave it to `SignatureInput.validate`, which sees the whole entry."""


class SignatureEmail(SignatureText, serializers.EmailField):
    """The address of a signature, as version 1 promises; an empty one, too, is for the validator to judge."""

    def __init__(self, **options: Any) -> None:
        """Take EmailField's options."""
        super().__init__(**{"allow_blank": False, **options})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Pass an empty text on."""
        return "" if isinstance(data, str) and not data.strip() else super().run_validation(data)


class SignatureInput(serializers.Serializer):
    """A signature: the same as the page asks."""

    name = SignatureText(max_length=NAME_LENGTH)
    email = SignatureEmail(max_length=EMAIL_LENGTH, help_text="A code is sent there. Never shown.")
    postcode = SignatureText(max_length=POSTCODE_LENGTH, default="")
    constituency = SignatureText(max_length=20, default="", help_text="Code, where the postcode is not known.")
    country = SignatureText(
        max_length=2, default=HOME_COUNTRY, help_text="ISO 3166-1 code for people abroad; “--” at home."
    )
    is_eligible = serializers.BooleanField(default=False, help_text="I am a citizen or resident.")
    wants_news = serializers.BooleanField(default=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Read the entry by the one validator of all doors (`petitions.entries`)."""
        ground = self.context.get("ground") or stored_ground(get_language() or settings.LANGUAGE_CODE)
        reading = read_entry(attrs, ground)
        if reading.faults:
            raise serializers.ValidationError(reading.faults)
        return {**attrs, **reading.values}


class PetitionWaitingSerializer(serializers.Serializer):
    """What comes back at once: where the mailed code is to be sent."""

    handle = serializers.UUIDField()
    confirm_url = serializers.CharField()


class ThresholdSerializer(serializers.Serializer):
    """A number of signatures that creates a duty."""

    key = serializers.CharField()
    count = serializers.IntegerField()
    title = Words()
    duty = serializers.CharField()
    owner = Words()
    days_allowed = serializers.IntegerField()


class ActionSerializer(serializers.Serializer):
    """A move that the caller may make now, from the life cycle's own table; `needs` names the facts to give."""

    verb = serializers.CharField()
    label = serializers.CharField()
    needs = serializers.ListField(child=serializers.CharField())


class PetitionSerializer(serializers.ModelSerializer):
    """A petition in a list."""

    id = serializers.UUIDField(source="public_id")
    committee = serializers.CharField(source="committee.slug", default=None)
    signatures = serializers.IntegerField(source="signature_count")
    takes_signatures = serializers.SerializerMethodField()
    next_threshold = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    api_url = serializers.SerializerMethodField()

    class Meta:
        """Public fields only."""

        model = Petition
        fields = (
            "id", "number", "state", "language", "action", "background", "committee", "signatures", "counted_at",
            "takes_signatures", "next_threshold", "opened_at", "closes_at", "closed_at", "actions", "url", "api_url",
        )  # fmt: skip

    def get_takes_signatures(self, petition: Petition) -> bool:
        """Tell whether one may sign now."""
        return selectors.takes_signatures(petition)

    @extend_schema_field(ThresholdSerializer(allow_null=True))
    def get_next_threshold(self, petition: Petition) -> dict[str, Any] | None:
        """Give the lowest threshold that is not reached."""
        goal = selectors.next_threshold(petition)
        return ThresholdSerializer(goal).data if goal else None

    @extend_schema_field(ActionSerializer(many=True))
    def get_actions(self, petition: Petition) -> list[dict[str, Any]]:
        """Give the moves open to the caller."""
        moves = PETITION.open_to(actor_of(self.context["request"]), petition)
        return [{"verb": row.verb, "label": str(row.label), "needs": list(row.needs)} for row in moves]

    def get_url(self, petition: Petition) -> str:
        """Give the petition's page."""
        return full(petition.get_absolute_url())

    def get_api_url(self, petition: Petition) -> str:
        """Give this door's address of the petition."""
        return link("api_petition", petition.number)


class RejectionSerializer(serializers.Serializer):
    """Why a petition was refused."""

    code = serializers.CharField(source="rejection_reason.code", default="")
    title = Words(source="rejection_reason.title", default=dict)
    wording = Words(source="rejection_reason.wording", default=dict)
    details = serializers.CharField(source="rejection_details")
    rejected_at = serializers.DateTimeField()


class TranslationSerializer(serializers.Serializer):
    """The petition's text in another language, made by a person."""

    language = serializers.CharField()
    action = serializers.CharField()
    background = serializers.CharField()
    details = serializers.CharField()


class PetitionDetailSerializer(PetitionSerializer):
    """One petition with its text and translations, its thresholds and the addresses of its figures."""

    translations = TranslationSerializer(many=True)
    thresholds = ThresholdSerializer(source="kind.thresholds", many=True)
    rejection = serializers.SerializerMethodField()
    milestones_url = serializers.SerializerMethodField()
    areas_url = serializers.SerializerMethodField()
    hours_url = serializers.SerializerMethodField()
    steps_url = serializers.SerializerMethodField()
    outcomes_url = serializers.SerializerMethodField()
    versions_url = serializers.SerializerMethodField()
    sign_url = serializers.SerializerMethodField()

    class Meta(PetitionSerializer.Meta):
        """And the rest."""

        fields = (
            *PetitionSerializer.Meta.fields, "details", "translations", "created_at", "thresholds", "rejection",
            "milestones_url", "areas_url", "hours_url", "steps_url", "outcomes_url", "versions_url", "sign_url",
        )  # fmt: skip

    @extend_schema_field(RejectionSerializer(allow_null=True))
    def get_rejection(self, petition: Petition) -> dict[str, Any] | None:
        """Give the rule that it breaks, or nothing."""
        return RejectionSerializer(petition).data if petition.rejected_at else None

    def get_milestones_url(self, petition: Petition) -> str:
        """Give where its milestones are listed."""
        return link("api_petition_milestones", petition.number)

    def get_areas_url(self, petition: Petition) -> str:
        """Give where its count by place stands."""
        return link("api_petition_areas", petition.number)

    def get_hours_url(self, petition: Petition) -> str:
        """Give where its growth stands."""
        return link("api_petition_hours", petition.number)

    def get_steps_url(self, petition: Petition) -> str:
        """Give where stands what Parliament did with it."""
        return link("api_petition_steps", petition.number)

    def get_outcomes_url(self, petition: Petition) -> str:
        """Give where stands what became of each request."""
        return link("api_petition_outcomes", petition.number)

    def get_versions_url(self, petition: Petition) -> str:
        """Give where its texts stand as they were."""
        return link("api_petition_versions", petition.number)

    def get_sign_url(self, petition: Petition) -> str:
        """Give where a signature is handed in."""
        return link("api_petition_sign", petition.number)


class MilestoneSerializer(serializers.ModelSerializer):
    """A threshold that was reached: who owes what until when, and what was done."""

    id = serializers.UUIDField(source="public_id")
    threshold = serializers.CharField(source="threshold.key")
    count = serializers.IntegerField(source="threshold.count")
    title = Words(source="threshold.title")
    duty = serializers.CharField(source="threshold.duty")
    owner = Words()
    state = serializers.ChoiceField(source="state_now", choices=MilestoneState.choices)
    outcome = Words()

    class Meta:
        """Public fields only."""

        model = Milestone
        fields = (
            "id", "threshold", "count", "title", "duty", "owner", "state", "reached_at", "due_on", "done_at",
            "outcome", "document_url",
        )  # fmt: skip


class AreaCountSerializer(serializers.Serializer):
    """How many signed in one constituency; nothing is told of fewer than the house's smallest group."""

    scheme = serializers.CharField(source="area.scheme")
    code = serializers.CharField(source="area.code")
    name = Words(source="area.name")
    kind = serializers.ChoiceField(source="area.kind", choices=Area.Kind.choices)
    signatures = serializers.IntegerField(allow_null=True)


class CountryCountSerializer(serializers.Serializer):
    """How many signed in one country without a constituency; “--” is this country."""

    code = serializers.CharField()
    signatures = serializers.IntegerField()


class AreasSerializer(serializers.Serializer):
    """The count by place. `not_told`: the signatures of the constituencies of which no figure is told, together."""

    not_told = serializers.IntegerField()
    areas = AreaCountSerializer(many=True)
    countries = CountryCountSerializer(many=True)


class HourSerializer(serializers.Serializer):
    """The change of the count within one hour."""

    hour = serializers.DateTimeField()
    change = serializers.IntegerField()
