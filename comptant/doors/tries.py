"""How often somebody may try to sign in, or a program to prove its key."""

import hashlib
import hmac
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest

from comptant.doors.visits import address, signing_in
from comptant.operations.registry import signing

TRIES_MAX = 30  # a minute from one address
BUCKETS = 65_536


def check_tries(request: HttpRequest) -> None:
    """So many tries a minute from one address, whatever the names and whichever process answers;
    Refused: too_many_requests.

    Each login has a lock of its own in the database: this one only keeps guessing slow.
    """
    with signing_in() as conn:
        signing.count_try(conn, bucket(address(request)), now(), TRIES_MAX)


def now() -> datetime:
    """The instant in whose minute a try counts."""
    return datetime.now(UTC)


def bucket(of: str) -> int:
    """The bucket of an address: nobody without our key knows whom else it holds."""
    key = settings.SECRET_KEY.encode()
    return int.from_bytes(hmac.digest(key, f"tries {of}".encode(), hashlib.sha256)[:2]) % BUCKETS
