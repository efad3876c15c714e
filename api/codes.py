"""A mailed code, wherever one is asked for: what comes back at first, and what is sent then."""

from __future__ import annotations

from rest_framework import serializers


class Waiting(serializers.Serializer):
    """What comes back: the handle that is confirmed with the mailed code."""

    handle = serializers.UUIDField()
    confirm_url = serializers.CharField()


class CodeInput(serializers.Serializer):
    """The six digits from the mail."""

    code = serializers.CharField(max_length=12)
