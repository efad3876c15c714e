"""Errors of the API as problem details (RFC 9457), with a list of fields for bad input (decision 20)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core import clock
from core.errors import DomainError, Invalid, Stopped, TooMany
from core.web.errors import PROBLEM_TYPE, problem_body, retry_at


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an error into a problem document; DRF's exception handler. Unknown errors give None (a 500)."""
    set_rollback()
    if isinstance(error, DomainError):
        return domain_problem(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    if isinstance(error, exceptions.ValidationError):
        return problem(400, "invalid", "There is a problem with what you sent.", fields=_fields(error.detail))
    headers = {"Retry-After": str(int(error.wait))} if getattr(error, "wait", None) else {}
    if challenge := getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = challenge
    return problem(error.status_code, str(error.get_codes()), str(error.detail), headers=headers)


def domain_problem(error: DomainError) -> Response:
    """Give the problem document of a refused action; invalid input is 400 here (a page says 422)."""
    code = status.HTTP_400_BAD_REQUEST if isinstance(error, Invalid) else error.status
    fields = [{"field": name, "message": str(text)} for name, text in error.fields.items()]
    headers = {"Retry-After": _seconds_to_wait(error)} if isinstance(error, TooMany | Stopped) else {}
    return problem(code, error.code, str(error.message), fields=fields, headers=headers, **error.data)


def problem(
    code: int, kind: str, detail: str, *, fields: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None, **data: Any,
) -> Response:  # fmt: skip
    """Build one problem document."""
    body = problem_body(code, kind, detail, **data, **({"fields": fields} if fields else {}))
    return Response(body, status=code, headers=headers, content_type=PROBLEM_TYPE)


def _seconds_to_wait(error: DomainError) -> str:
    return str(max(1, int((retry_at(error) - clock.now()).total_seconds()) + 1))


def _fields(detail: Any, prefix: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [row for name, part in detail.items() for row in _fields(part, f"{prefix}.{name}".strip("."))]
    if isinstance(detail, list) and any(isinstance(part, dict | list) for part in detail):
        return [row for index, part in enumerate(detail) for row in _fields(part, f"{prefix}.{index}")]
    return [{"field": prefix, "message": str(text)} for text in (detail if isinstance(detail, list) else [detail])]
