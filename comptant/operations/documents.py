"""Files that came in or went out, kept byte for byte under their own digest."""

from comptant.operations.act import Act


def keep_document(
    do: Act, digest: bytes, name: str, media_type: str, content: bytes,
    contract_id: int | None = None,
) -> None:  # fmt: skip
    """Keep a file byte for byte, once."""
    do.conn.execute(
        """INSERT INTO document (digest, name, media_type, content, contract_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (digest) DO NOTHING""",
        (digest, name, media_type, content, contract_id, do.id),
    )
