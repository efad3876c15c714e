"""Live pages: hub, bus, tickets. Channels routes, checks and tests the sockets; delivery is our own (no channel layer).

A change is published once, from any thread of any process: `publish(room, frame)`. The bus carries it to every process,
whose hub hands the same text to each connection of the room. The database stays the truth: a frame is a hint with a
number, and whoever missed one reads the page again.

    publishing.publish(room, frame)      from synchronous code, after the change is committed
    tickets.issue / tickets.read         signed leave to sit in one room, five minutes
    consumers.LiveConsumer               the base of every socket door: limits, greeting, commands
    origin.OwnOriginOnly                 refuses a foreign page before the handshake
"""
