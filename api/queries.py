"""How a list is narrowed: the view names a shape of its query, the shape names what each word looks up.

A word that nobody knows is refused, so that a slip of the pen never looks like an answer.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

PAGING = ("cursor", "page_size")
FORMAT = "format"
LONGEST = 200


class ListQuery(serializers.Serializer):
    """What a list may be asked. `looks_up` maps a word to the field it is compared with, or to several (one must fit).

    A word that is in no row is the view's own business (the order, say).
    """

    looks_up: ClassVar[dict[str, str | tuple[str, ...]]] = {}

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Give the rows that fit; call it on a query that was found valid."""
        for name, fields in self.looks_up.items():
            value = self.validated_data.get(name)
            if value not in {None, ""}:
                ways = (fields,) if isinstance(fields, str) else fields
                rows = rows.filter(reduce(or_, (Q(**{way: value}) for way in ways)))
        return rows


def word(help_text: str, **facts: Any) -> serializers.CharField:
    """Give a field for one word or several; empty asks for nothing."""
    facts = {"max_length": LONGEST, **facts}
    return serializers.CharField(default="", allow_blank=True, help_text=help_text, **facts)


def choice(choices: Any, help_text: str = "") -> serializers.ChoiceField:
    """Give a field for one of some words."""
    return serializers.ChoiceField(choices=choices, default="", allow_blank=True, help_text=help_text)


def day(help_text: str) -> serializers.DateField:
    """Give a field for a day, as 2026-03-31; days begin and end in UTC."""
    return serializers.DateField(required=False, help_text=help_text)


def shape_of(view: Any) -> type[serializers.Serializer] | None:
    """Give the shape of a view's query; in a view set each action has its own."""
    shape = getattr(view, "query_shape", None)
    return shape.get(getattr(view, "action", "")) if isinstance(shape, dict) else shape


def known_words(view: Any) -> set[str]:
    """Give every word that the address of a view may hold."""
    shape = shape_of(view)
    words = set(_fields_of(shape)) if shape else set()
    if getattr(view, "pagination_class", None) and (shape or _is_list(view)):
        words |= set(PAGING)
    return words | ({FORMAT} if len(view.renderer_classes) > 1 else set())


def refuse_unknown(request: Request, view: Any) -> None:
    """Refuse an address with a word that its view does not know. Raises ValidationError naming it."""
    unknown = sorted(set(request.query_params) - known_words(view))
    if unknown:
        raise serializers.ValidationError({name: _("There is no such parameter here.") for name in unknown})


def asked(view: Any, request: Request) -> Any:
    """Give the checked query of a view. Raises ValidationError naming each faulty word."""
    shape = shape_of(view) or ListQuery
    query = shape(data={name: value for name, value in request.query_params.items() if name in _fields_of(shape)})
    query.is_valid(raise_exception=True)
    return query


@lru_cache(maxsize=64)
def _fields_of(shape: type[serializers.Serializer]) -> tuple[str, ...]:
    return tuple(shape._declared_fields)


def _is_list(view: Any) -> bool:
    return hasattr(view, "list") and getattr(view, "action", "list") in {"list", *getattr(view, "lists", ())}
