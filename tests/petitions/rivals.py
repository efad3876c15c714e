"""Rivals for one life-cycle move: threads with their own connections, or (PostgreSQL) processes of their own.

Run as a module it is one rival process: it reads lines "public_id" from stdin, answers "won" or the refusal's code.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

RIVALS = 8
ROOT = Path(__file__).parents[2]


def publish(petition: object, user_id: int) -> str:
    """Publish as one rival; gives "won" or the code of the refusal."""
    from core.accounts.models import User
    from core.actors import actor_for
    from core.errors import DomainError
    from petitions.actions import publish_petition

    try:
        publish_petition(petition, by=actor_for(User.objects.get(pk=user_id)))
    except DomainError as refusal:
        return refusal.code
    return "won"


def race_of_threads(rounds: Sequence[int], user_id: int) -> list[Counter[str]]:
    """Let eight threads race for each petition (by primary key); gives what each round came to."""
    from django.db import connection

    from petitions.models import Petition

    start, end = threading.Barrier(RIVALS), threading.Barrier(RIVALS)
    results = [Counter() for _round in rounds]
    guard = threading.Lock()

    def run() -> None:
        for turn, pk in enumerate(rounds):
            petition = Petition.objects.select_related("kind").get(pk=pk)
            start.wait(60)
            said = publish(petition, user_id)
            with guard:
                results[turn][said] += 1
            end.wait(60)
        connection.close()

    threads = [threading.Thread(target=run) for _rival in range(RIVALS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def together(petitions: Sequence[int], user_id: int) -> list[str]:
    """Publish each petition (by primary key) in a thread of its own at the same moment; gives what each came to."""
    from django.db import DatabaseError, connection

    from petitions.models import Petition

    start, results = threading.Barrier(len(petitions)), [""] * len(petitions)

    def run(place: int) -> None:
        petition = Petition.objects.select_related("kind").get(pk=petitions[place])
        start.wait(60)
        try:
            results[place] = publish(petition, user_id)
        except DatabaseError as error:
            results[place] = str(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(petitions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def race_of_processes(rounds: Sequence[int], user_id: int, database: str) -> list[Counter[str]]:
    """Let eight processes race for each petition: all hold it loaded before one word starts them all."""
    environment = {**os.environ, "RIVAL_DATABASE": database, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    paths = os.pathsep.join([str(ROOT), str(ROOT / "platform")])
    rivals = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.petitions.rivals"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=ROOT, env={**environment, "PYTHONPATH": paths},
        )
        for _rival in range(RIVALS)
    ]  # fmt: skip
    try:
        results = [_round(rivals, pk, user_id) for pk in rounds]
    finally:
        for rival in rivals:
            rival.stdin.close()
            rival.wait(30)
    return results


def _round(rivals: list[subprocess.Popen[str]], pk: int, user_id: int) -> Counter[str]:
    for line in (f"load {pk} {user_id}\n", "go\n"):
        for rival in rivals:
            rival.stdin.write(line)
            rival.stdin.flush()
        said = [rival.stdout.readline().strip() for rival in rivals]
    return Counter(said)


def main() -> None:
    """Be one rival process."""
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["RIVAL_DATABASE"]
    django.setup()
    from petitions.models import Petition

    petition, user_id = None, 0
    for line in sys.stdin:
        if line.startswith("load"):
            _word, pk, user_id = line.split()
            petition = Petition.objects.select_related("kind").get(pk=int(pk))
            answer = "loaded"
        else:
            answer = publish(petition, int(user_id))
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
