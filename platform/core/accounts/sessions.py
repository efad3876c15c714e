"""Sessions: kept as rows, so that one browser can end another. Whoever loses a right loses open sockets too."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import transaction

from core import clock, events
from core.accounts.models import AccountSession, User
from core.realtime.bus import publish
from core.realtime.mailbox import account_room

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from core.actors import Actor

ID_KEY = "account_session"
SEEN_EVERY = timedelta(seconds=60)
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def device_of(user_agent: str) -> str:
    """Give the words for a browser: "Firefox, Linux". The header itself is not kept."""
    found = [next((name for sign, name in table if sign in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))


def begin(request: HttpRequest, *, is_strong: bool) -> AccountSession:
    """Write the row of a session that has none."""
    if not request.session.session_key:
        request.session.save()
    now, user = clock.now(), cast(User, request.user)
    row = AccountSession.objects.create(
        user=user, session_key=request.session.session_key or "", is_strong=is_strong,
        device=device_of(request.headers.get("User-Agent", "")), begun_at=now, seen_at=now,
    )  # fmt: skip
    request.session[ID_KEY] = str(row.public_id)
    return row


def touch(row: AccountSession, request: HttpRequest, *, is_strong: bool) -> None:
    """Keep the row in step with its session; "last seen" moves once a minute."""
    now = clock.now()
    facts = {"session_key": request.session.session_key or "", "is_strong": is_strong}
    changed = {name: value for name, value in facts.items() if getattr(row, name) != value}
    if row.seen_at < now - SEEN_EVERY:
        changed["seen_at"] = now
    if changed:
        AccountSession.objects.filter(pk=row.pk).update(**changed)


def end_session(row: AccountSession, *, by: Actor) -> None:
    """End one session: its cookie opens nothing any more, and its sockets close."""
    end_sessions(AccountSession.objects.filter(pk=row.pk), row.user, by=by)


def end_sessions(rows: QuerySet[AccountSession], user: User, *, by: Actor) -> int:
    """End sessions of one account; gives how many. One event tells it."""
    with transaction.atomic():
        keys = list(rows.filter(user=user).values_list("session_key", flat=True))
        rows.filter(user=user).delete()
        store = import_module(settings.SESSION_ENGINE).SessionStore
        for key in filter(None, keys):
            store(key).delete()
        if keys:
            events.record("session.end", user, actor=by, public=False, data={"count": len(keys)})
        tell_sockets(user)
    return len(keys)


def tell_sockets(user: User) -> None:
    """Make every socket of an account ask again, once this is committed, whether it may stay."""
    room = account_room(user.public_id)
    transaction.on_commit(lambda: publish(room, {"t": "recheck"}))


def old_rows(now: datetime) -> QuerySet[AccountSession]:
    """List rows whose cookie has run out; the retention of core.privacy deletes them."""
    return AccountSession.objects.filter(seen_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE))
