"""A small SMTP server on a thread: keeps what it was given, and hangs up in the middle when it is told to."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes


class Sink(socketserver.ThreadingTCPServer):
    """`ids` are the Message-IDs of the mails that were taken with 250, in order."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        """Listen on a free port of loopback."""
        super().__init__(("127.0.0.1", 0), Talk)
        self.ids: list[str] = []
        self.port = self.server_address[1]

    def __enter__(self) -> Sink:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_facts: object) -> None:
        self.shutdown()
        self.server_close()


class Talk(socketserver.StreamRequestHandler):
    """One connection: as much of RFC 5321 as a sender needs."""

    def handle(self) -> None:
        """Answer line by line."""
        self.say("220 sink")
        for line in iter(self.rfile.readline, b""):
            verb = line.split(b" ")[0].strip().upper()
            if verb == b"DATA":
                self.say("354 go on")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.ids.append(message_from_bytes(body)["Message-ID"])
            self.say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def say(self, words: str) -> None:
        """Send one line; whoever was killed hears nothing."""
        try:
            self.wfile.write(words.encode() + b"\r\n")
        except OSError:
            return
