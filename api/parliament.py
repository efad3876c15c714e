"""Members and committees for machines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from api.links import link
from api.lists import Listed
from api.pagination import CursorPages
from api.queries import ListQuery, word
from core.parliament import selectors
from core.parliament.models import Committee, Member


class Words(serializers.DictField):
    """A label by language."""

    child = serializers.CharField()


class SeatSerializer(serializers.Serializer):
    """A member's place in a committee."""

    committee = serializers.CharField(source="committee.slug")
    is_chair = serializers.BooleanField()


class MemberSerializer(serializers.ModelSerializer):
    """A member of a chamber: what stands on the member's public page."""

    id = serializers.UUIDField(source="public_id")
    chamber = serializers.CharField(source="chamber.key")
    names = Words(source="called")
    group = Words()
    bio = Words()
    constituency = serializers.CharField(source="constituency.code", default=None)
    seats = SeatSerializer(many=True)
    api_url = serializers.SerializerMethodField()

    class Meta:
        """Public fields only; the account behind a member is none of them."""

        model = Member
        fields = ("id", "slug", "name", "names", "chamber", "group", "constituency", "bio", "seats", "api_url")

    def get_api_url(self, member: Member) -> str:
        """Give this door's address of the member."""
        return link("api_member", member.slug)


class PlaceSerializer(serializers.Serializer):
    """Who sits in a committee."""

    member = serializers.CharField(source="member.slug")
    name = serializers.CharField(source="member.name")
    names = Words(source="member.called")
    is_chair = serializers.BooleanField()


class CommitteeSerializer(serializers.ModelSerializer):
    """A committee with its members, the chair first."""

    id = serializers.UUIDField(source="public_id")
    chamber = serializers.CharField(source="chamber.key")
    name = Words()
    remit = Words()
    seats = PlaceSerializer(many=True)
    api_url = serializers.SerializerMethodField()

    class Meta:
        """Public fields only."""

        model = Committee
        fields = ("id", "slug", "chamber", "name", "remit", "seats", "api_url")

    def get_api_url(self, committee: Committee) -> str:
        """Give this door's address of the committee."""
        return link("api_committee", committee.slug)


class ByName(CursorPages):
    """Members by name."""

    ordering = ("name", "id")


class BySlug(CursorPages):
    """Committees by slug."""

    ordering = "slug"


def members() -> QuerySet[Member]:
    """Give members with what an answer shows."""
    return selectors.members().select_related("chamber").prefetch_related("seats__committee")


def committees() -> QuerySet[Committee]:
    """Give committees with what an answer shows."""
    return selectors.committees().select_related("chamber").prefetch_related("seats__member")


class MemberQuery(ListQuery):
    """How the members may be narrowed."""

    looks_up = {
        "chamber": "chamber__key", "constituency": "constituency__code", "committee": "pk__in",
        "q": ("name__icontains", *(f"names__{code}__icontains" for code, _name in settings.LANGUAGES)),
    }  # fmt: skip
    chamber = word("Key of a chamber.")
    constituency = word("Code of a constituency.", max_length=20)
    committee = word("Slug of a committee in which they sit.")
    q = word("A text that stands in the name, in any language.")

    def validate_committee(self, slug: str) -> Any:
        """Give those who sit there."""
        return Member.objects.filter(seats__committee__slug=slug).values("pk") if slug else ""


class CommitteeQuery(ListQuery):
    """How the committees may be narrowed."""

    looks_up = {"chamber": "chamber__key"}
    chamber = word("Key of a chamber.")


@extend_schema(tags=["parliament"])
class MemberList(Listed, ListAPIView):
    """List the members by name."""

    serializer_class = MemberSerializer
    pagination_class = ByName
    query_shape = MemberQuery

    def rows(self) -> QuerySet[Member]:
        """Give them."""
        return members()


@extend_schema(tags=["parliament"])
class MemberDetail(RetrieveAPIView):
    """One member."""

    serializer_class = MemberSerializer
    lookup_field = "slug"
    queryset = Member.objects.none()

    def get_queryset(self) -> QuerySet[Member]:
        """Give them."""
        return members()


@extend_schema(tags=["parliament"])
class CommitteeList(Listed, ListAPIView):
    """List the committees."""

    serializer_class = CommitteeSerializer
    pagination_class = BySlug
    query_shape = CommitteeQuery

    def rows(self) -> QuerySet[Committee]:
        """Give them."""
        return committees()


@extend_schema(tags=["parliament"])
class CommitteeDetail(RetrieveAPIView):
    """One committee."""

    serializer_class = CommitteeSerializer
    lookup_field = "slug"
    queryset = Committee.objects.none()

    def get_queryset(self) -> QuerySet[Committee]:
        """Give them."""
        return committees()


urlpatterns = [
    path("members/", MemberList.as_view(), name="api_members"),
    path("members/<slug:slug>/", MemberDetail.as_view(), name="api_member"),
    path("committees/", CommitteeList.as_view(), name="api_committees"),
    path("committees/<slug:slug>/", CommitteeDetail.as_view(), name="api_committee"),
]
