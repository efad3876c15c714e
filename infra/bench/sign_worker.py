"""The worker of the signing benches: deliveries and seals as ever; and it tells the load generator each code it mailed.

The codes are read where the mail is written, by a wrapper that stands here and nowhere in the product, and told once
their transaction holds. Mails are written and not sent: sending is another process, at the mail server's pace.
"""

# ruff: noqa: E402 - Django must be set up before its models are imported

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "platform")]

import django

django.setup()

from django.db import transaction

from core.audit.sealing import BATCH, seal_pending
from core.events.hands import Hand
from core.events.outbox import drain
from core.jobs.courier import rest
from core.jobs.worker import SEAL_SECONDS
from core.verification import mailing

MOST = 400  # codes in one datagram


def tell_codes() -> None:
    """Wrap the two places where a mail's secrets become good."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    line.connect(os.environ["BENCH_CODES"])

    def told(pairs: list) -> None:
        words = [f"{one.public_id} {proof.code}" for one, proof in pairs]
        for start in range(0, len(words), MOST):
            line.send("\n".join(words[start : start + MOST]).encode())

    def keep_all(pairs: list) -> None:
        mailing_keep_all(pairs)
        transaction.on_commit(lambda: told(pairs))

    def keep(challenge: object, proof: object) -> None:
        mailing_keep(challenge, proof)
        transaction.on_commit(lambda: told([(challenge, proof)]))

    mailing_keep_all, mailing_keep = mailing.keep_all, mailing.keep_secrets
    mailing.keep_all, mailing.keep_secrets = keep_all, keep


def seal() -> None:
    """Seal the audit trail, as the worker does."""
    while True:
        if seal_pending() < BATCH:
            time.sleep(SEAL_SECONDS)


if __name__ == "__main__":
    tell_codes()
    threading.Thread(target=seal, daemon=True).start()
    hand = Hand()
    while True:
        rest(drain(hand=hand), hand, 0.05)
