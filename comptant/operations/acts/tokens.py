"""What is kept of a secret that was made: enough to know it again, not to use it."""

import hashlib


def token_digest(token: str) -> bytes:
    """What is kept of a token: enough to know it again, not to use it."""
    return hashlib.sha256(token.encode()).digest()


def token_mark(token: str) -> str:
    """By which a door knows again the token that it made, when an answer is given a second time."""
    return token_digest(token).hex()[:16]
