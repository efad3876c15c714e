"""A clerk's moves for machines: what waits, what may be done about it, and doing it by the same life-cycle actions.

One door for every kind: `api.desks` says which records, which verbs and which facts. Nothing is decided here.
"""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.desks import DESKS, Desk
from api.idempotency import once
from api.links import link
from api.lists import Listed
from api.pagination import CursorPages
from api.policy import require_somebody
from api.queries import ListQuery, choice, word
from core import events
from core.actors import Actor, actor_of
from core.errors import DomainError, Forbidden, NotFound, WrongState
from core.lifecycle import Move
from core.moderation.actions import release_item

RESOURCE = OpenApiParameter("resource", str, OpenApiParameter.PATH, enum=sorted(DESKS))
IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag of the list of moves.")
KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="Yours; kept for a day.")


class Stale(DomainError):
    """The record has changed since the caller looked (RFC 9110, section 13.1.1)."""

    code = "precondition_failed"
    status = 412


class FactSerializer(serializers.Serializer):
    """One fact that a move asks for."""

    name = serializers.CharField()
    required = serializers.BooleanField()
    choices = serializers.ListField(child=serializers.CharField(), help_text="Empty where the words are free.")


class OpenMoveSerializer(serializers.Serializer):
    """A move that the caller may make now."""

    verb = serializers.CharField()
    label = serializers.CharField()
    facts = FactSerializer(many=True)
    url = serializers.CharField()


class MovesSerializer(serializers.Serializer):
    """Where a record stands and what may be done about it; `version` moves with every change."""

    id = serializers.UUIDField()
    resource = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    actions = OpenMoveSerializer(many=True)


class DeskRecordSerializer(serializers.Serializer):
    """A record on a desk."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.SerializerMethodField()
    state = serializers.CharField()
    since = serializers.SerializerMethodField()
    actions_url = serializers.SerializerMethodField()

    def get_title(self, record: Any) -> str:
        """Give its title, as the desk shows it."""
        return str(self.context["desk"].title(record))

    def get_since(self, record: Any) -> str | None:
        """Give since when it is there."""
        moment = getattr(record, self.context["desk"].since)
        return moment.isoformat().replace("+00:00", "Z") if moment else None

    def get_actions_url(self, record: Any) -> str:
        """Give where its moves stand."""
        return link("api_actions", self.context["desk"].resource, record.public_id)


class OldestFirst(CursorPages):
    """What has waited longest stands first."""

    ordering = "id"


class DeskQuery(ListQuery):
    """What a desk may be asked."""

    looks_up = {"state": "state"}
    state = word("Only this state.", max_length=30)
    format = choice([("json", "JSON")], "A desk's list leaves the house as a file from the desk alone.")


class DeskDoor:
    """What these doors share: somebody who sits at this desk, or a token of such a person."""

    kwargs: Any
    request: Any
    desk: Desk
    actor: Actor

    def token_scope(self) -> str:
        """Name the scope that a token needs here."""
        return find_desk(self.kwargs["resource"]).scope

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the desk. Raises NotAuthenticated, Forbidden, NotFound."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        self.desk = find_desk(kwargs["resource"])
        require_somebody(request)
        self.actor = actor_of(request)
        if not self.desk.may(self.actor, None):
            raise Forbidden()

    def find(self, public_id: UUID) -> Any:
        """Give the record, where this actor may decide about it. Raises NotFound."""
        record = self.desk.records(self.actor).filter(public_id=public_id).first()
        if record is None:
            raise NotFound()
        return record


@extend_schema(tags=["desk"], parameters=[RESOURCE])
class DeskList(DeskDoor, Listed, ListAPIView):
    """What stands on a desk, the oldest first; for who sits there.

    No CSV: a file of it needs a fresh second factor and leaves a line in the trail, and the desk has that door.
    """

    renderer_classes = (JSONRenderer,)  # type: ignore[misc]
    serializer_class = DeskRecordSerializer
    pagination_class = OldestFirst
    query_shape = DeskQuery

    def rows(self) -> QuerySet[Any]:
        """Give the records of the desk."""
        return self.desk.records(self.actor)

    def get_serializer_context(self) -> dict[str, Any]:
        """Add the desk."""
        return {**super().get_serializer_context(), "desk": getattr(self, "desk", None)}


@extend_schema(tags=["desk"], parameters=[RESOURCE], responses=MovesSerializer)
class Actions(DeskDoor, APIView):
    """The moves that the caller may make now, each with the facts it asks for."""

    def get(self, request: Request, resource: str, public_id: UUID) -> Response:
        """Give them; the ETag is the record's version, for `If-Match`."""
        return self.answer(self.find(public_id))

    def answer(self, record: Any) -> Response:
        """Describe a record with its open moves."""
        facts = described(self.desk, record, self.actor)
        return Response(MovesSerializer(facts).data, headers={"ETag": etag_of(facts)})


class Act(Actions):
    """Make one move."""

    @extend_schema(exclude=True)
    def get(self, request: Request, resource: str, public_id: UUID, verb: str = "") -> Response:
        """Refuse: a move is made by POST."""
        self.http_method_not_allowed(request)
        raise NotFound()

    @extend_schema(
        tags=["desk"], operation_id="desk_act", parameters=[RESOURCE, IF_MATCH, KEY],
        request={"application/json": {"type": "object", "additionalProperties": True}}, responses=MovesSerializer,
    )  # fmt: skip
    def post(self, request: Request, resource: str, public_id: UUID, verb: str) -> Response:
        """Make it. 400 names faulty facts, 403 a move of somebody else, 409 who was first, 412 an old `If-Match`."""
        return once(request, self.actor, lambda: self._act(request, self.find(public_id), verb))

    def _act(self, request: Request, record: Any, verb: str) -> Response:
        self._ask_version(request.headers.get("If-Match", "*"), record)
        move = self._move(record, verb)
        facts = shape_of_facts(self.desk, move, record)(data=request.data)
        facts.is_valid(raise_exception=True)
        self.desk.decide[verb](record, by=self.actor, **facts.validated_data)
        release_item(record, by=self.actor)
        return self.answer(type(record)._default_manager.get(pk=record.pk))

    def _ask_version(self, wanted: str, record: Any) -> None:
        """Refuse what was decided on an older state of the record. Raises Stale."""
        if wanted.strip() == "*":
            return
        now = etag_of(described(self.desk, record, self.actor))
        if now not in [part.strip() for part in wanted.split(",")]:
            raise Stale(_("It has changed since you last saw it."), **events.last_move(record))

    def _move(self, record: Any, verb: str) -> Move:
        """Give the row of the table. Raises NotFound, WrongState with who moved the record last, Forbidden."""
        rows = [row for row in self.desk.lifecycle.moves if row.verb == verb and verb in self.desk.decide]
        if not rows:
            raise NotFound()
        now = [row for row in rows if record.state in row.sources]
        if not now:
            raise WrongState(**{"verb": verb, "state": record.state, **events.last_move(record)})
        if not any(row.may(self.actor, record) for row in now):
            raise Forbidden()
        return now[0]


def find_desk(resource: str) -> Desk:
    """Give the desk of a kind. Raises NotFound."""
    if resource not in DESKS:
        raise NotFound()
    return DESKS[resource]


def etag_of(facts: dict[str, Any]) -> str:
    """Give the strong ETag of what is said of a record: its version and the moves open, the same in every process."""
    verbs = ",".join(row["verb"] for row in facts["actions"])
    return f'"{facts["state"]}-{facts["version"]}-{hashlib.sha256(verbs.encode()).hexdigest()[:8]}"'


def described(desk: Desk, record: Any, actor: Actor) -> dict[str, Any]:
    """Give what the door says of a record."""
    moves = [move for move in desk.lifecycle.open_to(actor, record) if move.verb in desk.decide]
    return {
        "id": record.public_id, "resource": desk.resource, "title": str(desk.title(record)), "state": record.state,
        "version": events.version_of(record),
        "actions": [_move_of(desk, move, record) for move in moves],
    }  # fmt: skip


def shape_of_facts(desk: Desk, move: Move, record: Any) -> type[serializers.Serializer]:
    """Give the shape of what a move asks for."""
    fields = {name: desk.facts[name](record) for name in move.needs}
    return type("Facts", (serializers.Serializer,), fields)


def _move_of(desk: Desk, move: Move, record: Any) -> dict[str, Any]:
    fields = shape_of_facts(desk, move, record)().fields
    facts = [
        {"name": name, "required": field.required, "choices": [str(key) for key in getattr(field, "choices", {})]}
        for name, field in fields.items()
    ]
    url = link("api_act", desk.resource, record.public_id, move.verb)
    return {"verb": move.verb, "label": str(move.label or move.verb), "facts": facts, "url": url}


urlpatterns = [
    path("desk/<slug:resource>/", DeskList.as_view(), name="api_desk"),
    path("<slug:resource>/<uuid:public_id>/actions/", Actions.as_view(), name="api_actions"),
    path("<slug:resource>/<uuid:public_id>/actions/<slug:verb>/", Act.as_view(), name="api_act"),
]
