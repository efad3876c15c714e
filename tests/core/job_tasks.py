"""Registered functions for the tests of jobs."""

import threading

from django_tasks import task

from core.accounts.models import User

ran: list[object] = []


@task()
def add_one(pk):
    """Change one row, and tell."""
    from django.db.models import F

    User.objects.filter(pk=pk).update(name=F("name"))
    ran.append(pk)
    return {"pk": pk}


@task()
def half_then_fail(email):
    """Change the database and fail: the change must not stay."""
    User.objects.create_user(email, name="Half")
    raise RuntimeError(f"{email} must not be quoted")


@task(in_transaction=False)
def outside(word):
    """Run outside a transaction."""
    from django.db import connection

    ran.append((word, connection.in_atomic_block))


@task(takes_context=True)
def which_try(context):
    """Tell the number of the try."""
    return context.attempt


def not_registered():
    """A plain function is no job."""
    ran.append("must not happen")


class Petition:
    """What the template of the mail speaks of."""

    action = "Bring back the night train"
    number = 7


@task()
def count_up(email, mail=""):
    """Count one row up, write a mail, and take a little while, so that a kill finds somebody at work."""
    import time

    from django.db import connection

    from core.mail.queue import queue_mail

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET name = CAST(CAST(name AS integer) + 1 AS varchar(9)) WHERE email = %s", [email]
        )
    if mail:
        facts = {"petition": Petition(), "link": "https://parliament.example/x"}
        queue_mail("petitions/tell_signature_counted", f"{email}", language="en", dedupe=mail, **facts)
    time.sleep(0.002)


@task()
def always_fail():
    """Fail."""
    raise RuntimeError


@task()
def hang():
    """Never come back within a test."""
    import time

    time.sleep(600)


begun, release = threading.Event(), threading.Event()


@task()
def hang_after_the_effect(email):
    """Change the database, then wait until the test says so; the second time go on."""
    count_up.call(email)
    if not begun.is_set():
        begun.set()
        release.wait(60)


@task(in_transaction=False)
def hang_outside():
    """Wait until the test says so, as for a machine that never answers."""
    begun.set()
    release.wait(60)


class Killed(BaseException):
    """The process ends here; nothing catches it."""


@task()
def die_after_the_effect(email):
    """Change the database, then die before anybody hears of it; the second time live."""
    count_up.call(email)
    ran.append(email)
    if len(ran) == 1:
        raise Killed
