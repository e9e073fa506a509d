"""How often somebody may try to sign in, or a program to prove its key."""

from collections import deque
from threading import Lock
from time import monotonic

from django.http import HttpRequest

from comptant.doors.visits import address
from comptant.operations.acts.act import Refused

TRIES_MAX, TRIES_SECONDS = 30, 60  # sign-ins from one address
_tries: dict[str, deque[float]] = {}
_lock = Lock()


def check_tries(request: HttpRequest) -> None:
    """So many tries a minute from one address, whatever the names; Refused: too_many_requests.

    Each login has a lock of its own in the database: this one only keeps guessing slow.
    """
    now, who = monotonic(), address(request)
    with _lock:
        if len(_tries) > 10_000:
            _tries.clear()
        tries = _tries.setdefault(who, deque())
        while tries and tries[0] < now - TRIES_SECONDS:
            tries.popleft()
        if len(tries) >= TRIES_MAX:
            raise Refused("too_many_requests", seconds=TRIES_SECONDS)
        tries.append(now)
