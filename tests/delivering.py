"""Deliveries of events, told one turn after another until nothing is due."""

from datetime import datetime

from psycopg import Connection

from comptant.operations.registry.deliveries import Send, Sender


def deliver(conn: Connection, send: Send, at: datetime) -> int:
    """Tell all that is due at an instant, and wait for the answers; how many were tried."""
    sender, total = Sender(send), 0
    while True:
        total += sender.turn(conn, at)
        if not sender.is_busy:
            break
        sender.wait(None)
    sender.finish(conn)
    return total
