"""The job of infra/bench/jobs.py."""

from django.db import connection
from django_tasks import task


@task()
def touch(email: str) -> None:
    """Count one row up by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET name = CAST(CAST(name AS integer) + 1 AS varchar(9)) WHERE email = %s", [email]
        )
