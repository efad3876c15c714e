"""One door for the codes of petitions: whatever the handle stands for, the code confirms it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import path, reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.limits import limited
from api.links import full, link
from core.errors import Invalid, NotFound
from core.operations.switches import require_open
from core.verification import actions as verification
from core.verification.models import Challenge
from core.verification.selectors import challenge_by_handle
from petitions import actions
from petitions.actions import signing, starting
from petitions.links import manage_signature_key
from petitions.presenting.signatures import shown_receipt

Redeem = Callable[[], Challenge]


class ConfirmationInput(serializers.Serializer):
    """The six digits from the mail."""

    code = serializers.CharField(max_length=12)


class ConfirmedSerializer(serializers.Serializer):
    """What was confirmed and where it stands."""

    confirmed = serializers.ChoiceField(choices=["signature", "petition"])
    state = serializers.CharField()
    petition = serializers.CharField(allow_null=True, help_text="This door's address of the petition, once it has one.")
    status_url = serializers.CharField(allow_null=True, help_text="The petitioner's own page; keep it secret.")
    receipt = serializers.CharField(default="", help_text="Of a signature: opens its entry in the public log.")
    signature_key = serializers.CharField(default="", help_text="Of a signature: opens /my-signature/; keep it secret.")


@limited(post="confirm")
class Confirmation(APIView):
    """Confirm a signature or a petition with the mailed code."""

    @extend_schema(
        tags=["petitions"], operation_id="confirmations_confirm", request=ConfirmationInput,
        responses=ConfirmedSerializer,
    )  # fmt: skip
    def post(self, request: Request, handle: UUID) -> Response:
        """Count the try, then redeem the code. A handle nobody knows answers like a wrong code."""
        given = ConfirmationInput(data=request.data)
        given.is_valid(raise_exception=True)
        code = given.validated_data["code"]
        for purpose, confirm in CONFIRMS.items():
            if _is_for(purpose, handle):
                require_open(DOORS[purpose])
                verification.count_try(purpose, handle)
                return Response(ConfirmedSerializer(confirm(_redeem(purpose, handle, code))).data)
        raise Invalid(fields={"code": verification.WRONG_CODE})


def _is_for(purpose: str, handle: UUID) -> bool:
    try:
        return challenge_by_handle(purpose, handle) is not None
    except NotFound:
        return False


def _redeem(purpose: str, handle: UUID, code: str) -> Redeem:
    return lambda: verification.redeem_code(purpose, handle, code)


def _signature(redeem: Redeem) -> dict[str, Any]:
    signature = actions.confirm_signature(redeem)
    number = signature.petition.number
    address = link("api_petition", number) if number else None
    return {
        "confirmed": "signature", "state": signature.state, "petition": address, "status_url": None,
        "receipt": shown_receipt(signature), "signature_key": manage_signature_key(signature),
    }  # fmt: skip


def _petition(redeem: Redeem) -> dict[str, Any]:
    petition, key = actions.confirm_petition(redeem)
    page = full(reverse("petitions:petition_status", args=[key]))
    return {"confirmed": "petition", "state": petition.state, "petition": None, "status_url": page}


CONFIRMS: dict[str, Callable[[Redeem], dict[str, Any]]] = {signing.PURPOSE: _signature, starting.PURPOSE: _petition}
# Which switch stops which (config.doors names this route as one that asks itself).
DOORS = {signing.PURPOSE: "signing", starting.PURPOSE: "petitions"}

urlpatterns = [path("confirmations/<uuid:handle>/", Confirmation.as_view(), name="api_confirmation")]
