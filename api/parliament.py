"""Members and committees for machines."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from api.links import link
from api.pagination import CursorPages
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
    group = Words()
    bio = Words()
    constituency = serializers.CharField(source="constituency.code", default=None)
    seats = SeatSerializer(many=True)
    api_url = serializers.SerializerMethodField()

    class Meta:
        """Public fields only; the account behind a member is none of them."""

        model = Member
        fields = ("id", "slug", "name", "chamber", "group", "constituency", "bio", "seats", "api_url")

    def get_api_url(self, member: Member) -> str:
        """Give this door's address of the member."""
        return link("api_member", member.slug)


class PlaceSerializer(serializers.Serializer):
    """Who sits in a committee."""

    member = serializers.CharField(source="member.slug")
    name = serializers.CharField(source="member.name")
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


@extend_schema(tags=["parliament"])
class MemberList(ListAPIView):
    """List the members by name."""

    serializer_class = MemberSerializer
    pagination_class = ByName
    queryset = Member.objects.none()

    def get_queryset(self) -> QuerySet[Member]:
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
class CommitteeList(ListAPIView):
    """List the committees."""

    serializer_class = CommitteeSerializer
    pagination_class = BySlug
    queryset = Committee.objects.none()

    def get_queryset(self) -> QuerySet[Committee]:
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
