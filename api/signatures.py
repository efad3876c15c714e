"""One's own signature for machines: how it stands, and what its signer may do with it.

The key, which the confirmation and the mails give, goes in a body, never in an address.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import path
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.limits import limited
from api.links import link
from core.actors import actor_of
from petitions import actions, selectors
from petitions.links import find_signature
from petitions.models import Signature
from petitions.models.signatures import HOME_COUNTRY
from petitions.presenting.signatures import shown_receipt
from petitions.states import SignatureState

LONGEST_KEY = 100


class SignatureKey(serializers.Serializer):
    """The key of one's own signature."""

    key = serializers.CharField(max_length=LONGEST_KEY)


class SignatureNews(SignatureKey):
    """Whether the signer wants to hear what happens to the petition."""

    wants_news = serializers.BooleanField()


class SignatureArea(SignatureKey):
    """Where the signer lives: the same as the sign form asks."""

    postcode = serializers.CharField(max_length=16, default="", allow_blank=True)
    constituency = serializers.CharField(max_length=20, default="", allow_blank=True, help_text="Code, else postcode.")
    country = serializers.CharField(max_length=2, default=HOME_COUNTRY, help_text="ISO 3166-1 code; “--” at home.")


class SignatureLinkInput(serializers.Serializer):
    """The address with which somebody signed."""

    email = serializers.EmailField(help_text="The way to the signature is mailed there, if there is one.")
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="")


class SignatureLinkAsked(serializers.Serializer):
    """The same answer for every address."""

    asked = serializers.BooleanField()


class OwnSignatureSerializer(serializers.Serializer):
    """A signature as its signer sees it; no name and no address stand in it."""

    petition = serializers.SerializerMethodField(help_text="This door's address of the petition, once it is public.")
    state = serializers.ChoiceField(choices=SignatureState.choices)
    signed_at = serializers.DateTimeField(source="created_at")
    confirmed_at = serializers.DateTimeField(allow_null=True)
    constituency = serializers.CharField(source="area.code", default=None, allow_null=True)
    country = serializers.CharField()
    counted_class = serializers.CharField()
    wants_news = serializers.BooleanField()
    receipt = serializers.SerializerMethodField(help_text="Empty before the signature was confirmed.")

    def get_petition(self, row: Signature) -> str | None:
        """Give the address."""
        return link("api_petition", row.petition.number) if row.petition.number else None

    def get_receipt(self, row: Signature) -> str:
        """Give the receipt that opens the signature's entry in the public log."""
        return shown_receipt(row)


def read(shape: type[serializers.Serializer], request: Request) -> tuple[Signature, dict[str, Any]]:
    """Give the signature of the key in a body, and the rest of the body. Raises NotFound, ValidationError."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    facts = dict(given.validated_data)
    return find_signature(facts.pop("key")), facts


def shown(signature: Signature) -> Response:
    """Answer with the signature as it stands now; nobody keeps the answer."""
    row = Signature.objects.select_related("petition", "area").get(pk=signature.pk)
    return Response(OwnSignatureSerializer(row).data, headers={"Cache-Control": "no-store"})


@limited(post="confirm")
class OwnSignature(APIView):
    """How one's own signature stands."""

    @extend_schema(
        tags=["petitions"], operation_id="my_signature", request=SignatureKey, responses=OwnSignatureSerializer
    )
    def post(self, request: Request) -> Response:
        """Give it; 404 for a key that is none."""
        signature, _facts = read(SignatureKey, request)
        return shown(signature)


@limited(post="confirm")
class OwnSignatureWithdraw(APIView):
    """Take one's own signature back."""

    @extend_schema(
        tags=["petitions"], operation_id="my_signature_withdraw", request=SignatureKey,
        responses=OwnSignatureSerializer,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Take it back; a second time changes nothing. 409 once the count is final."""
        signature, _facts = read(SignatureKey, request)
        return shown(actions.withdraw_signature(signature))


@limited(post="confirm")
class OwnSignatureNews(APIView):
    """Stop the news of one petition, or ask for them."""

    @extend_schema(
        tags=["petitions"], operation_id="my_signature_news", request=SignatureNews, responses=OwnSignatureSerializer
    )
    def post(self, request: Request) -> Response:
        """Change the wish."""
        signature, facts = read(SignatureNews, request)
        change = actions.want_news if facts["wants_news"] else actions.stop_news
        return shown(change(signature))


@limited(post="confirm")
class OwnSignatureArea(APIView):
    """Let one's own signature count where one lives now."""

    @extend_schema(
        tags=["petitions"], operation_id="my_signature_area", request=SignatureArea, responses=OwnSignatureSerializer
    )
    def post(self, request: Request) -> Response:
        """Move it; 400 with the field for an unknown place, 409 once the count is final."""
        signature, facts = read(SignatureArea, request)
        return shown(actions.change_area(signature, **facts))


@limited(post="link")
class SignatureLink(APIView):
    """For who lost the mail: the way to one's own signature is mailed again."""

    @extend_schema(
        tags=["petitions"], operation_id="petitions_signature_link", request=SignatureLinkInput,
        responses={202: SignatureLinkAsked},
    )  # fmt: skip
    def post(self, request: Request, number: int) -> Response:
        """Take the wish; known and unknown addresses get the same answer."""
        petition = selectors.visible_petition(number, actor_of(request))
        given = SignatureLinkInput(data=request.data)
        given.is_valid(raise_exception=True)
        facts = given.validated_data
        language = facts["language"] or get_language() or settings.LANGUAGE_CODE
        actions.ask_for_signature_link(petition, facts["email"], language=language, by=actor_of(request))
        return Response({"asked": True}, status=status.HTTP_202_ACCEPTED)


urlpatterns = [
    path("my-signature/", OwnSignature.as_view(), name="api_my_signature"),
    path("my-signature/withdraw/", OwnSignatureWithdraw.as_view(), name="api_my_signature_withdraw"),
    path("my-signature/news/", OwnSignatureNews.as_view(), name="api_my_signature_news"),
    path("my-signature/area/", OwnSignatureArea.as_view(), name="api_my_signature_area"),
    path("petitions/<int:number>/signature-link/", SignatureLink.as_view(), name="api_signature_link"),
]
