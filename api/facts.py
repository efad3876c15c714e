"""The facts that moves ask for, as fields: each function takes the record and gives the field. Shape only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from core import clock
from core.moderation.states import Rule
from petitions.models import RejectionReason

Ask = Callable[[Any], serializers.Field]


def words(longest: int, *, required: bool = True) -> Ask:
    """Ask for words; without `required` they may be left out."""
    optional = {} if required else {"default": "", "allow_blank": True}
    return lambda record: serializers.CharField(max_length=longest, **optional)


def one_of(choices: Any) -> Ask:
    """Ask for one of some words."""
    return lambda record: serializers.ChoiceField(choices=choices)


def house_rule(record: Any) -> serializers.Field:
    """Ask which rule of the house a text breaks; may be left out."""
    return serializers.ChoiceField(choices=Rule.choices, default="", allow_blank=True)


def house_rule_needed(record: Any) -> serializers.Field:
    """Ask which rule of the house was found broken."""
    return serializers.ChoiceField(choices=Rule.choices)


def rejection_code(petition: Any) -> serializers.Field:
    """Ask which rule of its own kind a petition breaks."""
    codes = RejectionReason.objects.filter(kind=petition.kind_id).values_list("code", flat=True)
    return serializers.ChoiceField(choices=sorted(codes))


def whole_text(longest: int) -> Ask:
    """Ask for a text as it shall stand: it must be given, and may be empty."""
    return lambda record: serializers.CharField(max_length=longest, allow_blank=True)


def whole_number(record: Any) -> serializers.Field:
    """Ask for a number of the House."""
    return serializers.IntegerField(min_value=1)


def document(record: Any) -> serializers.Field:
    """Ask for the address of a document; may be left out."""
    return serializers.URLField(default="", allow_blank=True)


def day(record: Any) -> serializers.Field:
    """Ask for a day; today where it is left out."""
    return serializers.DateField(required=False, allow_null=True, default=None)


def moment(record: Any) -> serializers.Field:
    """Ask for a moment; none where it is left out. One without a zone is meant on the parliament's clock."""
    zone = clock.parliament_zone()
    return serializers.DateTimeField(required=False, allow_null=True, default=None, default_timezone=zone)


def tick(record: Any) -> serializers.Field:
    """Ask that a person says so."""
    return serializers.BooleanField()
