"""One's own data for machines: what is held about an address, and its deletion; the same answers for every address.

The key that a proven code gives goes in a body, never in an address.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import path
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.codes import CodeInput, Waiting
from api.limits import limited
from api.links import link
from core.actors import actor_of
from core.errors import Invalid, NotFound
from core.privacy import actions
from core.privacy.exporting import summary
from core.privacy.models import Wish
from core.verification import actions as verification
from core.verification.selectors import challenge_by_handle

LONGEST_KEY = 100


class MyDataInput(serializers.Serializer):
    """Whose data, and what is to be done."""

    email = serializers.EmailField(help_text="A code is sent there, whether or not we know it.")
    wish = serializers.ChoiceField(choices=Wish.choices)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="")


class MyDataWaiting(Waiting):
    """Where the mailed code is to be sent."""


class MyDataCode(CodeInput):
    """The six digits from the mail."""


class HeldSerializer(serializers.Serializer):
    """One kind of data that is held: how many rows, how long, and what a deletion would leave and why."""

    what = serializers.CharField(source="label")
    rows = serializers.IntegerField(source="count")
    kept = serializers.ListField(source="retention", child=serializers.CharField())
    stays = serializers.ListField(source="kept", child=serializers.CharField())


class MyDataHeld(serializers.Serializer):
    """What is held, and the key of the two doors that follow; it works for half an hour."""

    key = serializers.CharField()
    held = HeldSerializer(many=True)
    export_url = serializers.CharField()
    delete_url = serializers.CharField()


class MyDataKey(serializers.Serializer):
    """The key that the proof gave."""

    key = serializers.CharField(max_length=LONGEST_KEY)


class MyDataErased(serializers.Serializer):
    """How many rows went, by holding."""

    erased = serializers.DictField(child=serializers.IntegerField())


def read(shape: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """Check what was sent by its shape; raises ValidationError."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


@limited(post="link")
class MyData(APIView):
    """Ask what is held about an address, or to delete it."""

    @extend_schema(
        tags=["my data"], operation_id="my_data_ask", request=MyDataInput, responses={202: MyDataWaiting}
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Take the request; a code goes to the address. Known and unknown ones get the same answer."""
        facts = read(MyDataInput, request)
        language = facts["language"] or get_language() or settings.LANGUAGE_CODE
        challenge = actions.ask_for_data(
            facts["email"], wish=facts["wish"], language=language, by=actor_of(request)
        )  # fmt: skip
        body = {"handle": challenge.public_id, "confirm_url": link("api_my_data_confirm", challenge.public_id)}
        return Response(MyDataWaiting(body).data, status=status.HTTP_202_ACCEPTED)


@limited(post="confirm")
class MyDataConfirm(APIView):
    """Prove the address with the mailed code."""

    @extend_schema(tags=["my data"], operation_id="my_data_confirm", request=MyDataCode, responses=MyDataHeld)
    def post(self, request: Request, handle: UUID) -> Response:
        """Count the try, redeem the code; gives the figures and the key. An unknown handle is like a wrong code."""
        code = read(MyDataCode, request)["code"]
        try:
            challenge_by_handle(actions.PURPOSE, handle)
        except NotFound:
            raise Invalid(fields={"code": verification.WRONG_CODE}) from None
        verification.count_try(actions.PURPOSE, handle)
        found, key = actions.prove_request(lambda: verification.redeem_code(actions.PURPOSE, handle, code))
        body = {
            "key": key, "held": summary(found.email),
            "export_url": link("api_my_data_export"), "delete_url": link("api_my_data_delete"),
        }  # fmt: skip
        return Response(MyDataHeld(body).data)


@limited(post="confirm")
class MyDataExport(APIView):
    """Take away all that is held, once."""

    @extend_schema(
        tags=["my data"], operation_id="my_data_export", request=MyDataKey,
        responses={200: {"type": "object", "additionalProperties": True}},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Give it. 404 for a wrong or old key, 409 the second time."""
        return Response(actions.take_export(actions.request_by_key(read(MyDataKey, request)["key"])))


@limited(post="confirm")
class MyDataDelete(APIView):
    """Delete all that is held; a mail confirms it."""

    @extend_schema(tags=["my data"], operation_id="my_data_delete", request=MyDataKey, responses=MyDataErased)
    def post(self, request: Request) -> Response:
        """Delete it. 404 for a wrong or used key."""
        counts = actions.erase_person(actions.request_by_key(read(MyDataKey, request)["key"]))
        return Response(MyDataErased({"erased": counts}).data)


urlpatterns = [
    path("my-data/", MyData.as_view(), name="api_my_data"),
    path("my-data/confirmations/<uuid:handle>/", MyDataConfirm.as_view(), name="api_my_data_confirm"),
    path("my-data/export/", MyDataExport.as_view(), name="api_my_data_export"),
    path("my-data/delete/", MyDataDelete.as_view(), name="api_my_data_delete"),
]
