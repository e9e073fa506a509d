"""Back-ups of the whole house: who took one, when, and the digest that tells it from others."""

from comptant.operations.acts.act import Act, Answer, Refused, User, operation
from comptant.operations.acts.rights import may


@operation
def record_backup(do: Act, *, name: str, digest: str, byte_count: int, acts: int) -> Answer:
    """Leave the act of a back-up that has been written: its file's name, SHA-256 and size.

    Refused: name_missing, size_wrong.
    """
    if not name.strip():
        raise Refused("name_missing")
    if byte_count < 0 or acts < 0:
        raise Refused("size_wrong", byte_count=min(byte_count, acts))
    return {"name": name, "sha256": digest, "bytes": byte_count, "acts": acts}


def may_back_up(by: User) -> bool:
    """Whether this person may take the whole house away in one file."""
    return by.is_factor and may("record_backup", by.roles)
