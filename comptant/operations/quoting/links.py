"""Links that open a quote to whoever has them, without an account, until their last day. The secret
is shown once; the house keeps its digest. Source: DOMAIN §2.2, QUOTED."""

import secrets
from datetime import date

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.roles import CLIENT_ROLES, INTRODUCERS
from comptant.operations.acts.tokens import token_digest, token_mark
from comptant.store import bulk

LINK_BYTES = 24


def new_link() -> str:
    """A secret for an address."""
    return secrets.token_urlsafe(LINK_BYTES)


@operation
def share_quote(do: Act, *, quote_id: int, token: str) -> Answer:
    """Make a link that opens a quote to whoever has it, without an account, as long as the quote is
    valid; who reads it so may have an adviser call.

    Refused: quote_unknown, quote_over.
    """
    row = bulk.row(do.conn, "quote_read_by", quote_id=quote_id,
                   company_id=None if do.by.is_factor else do.by.company_id,
                   is_broker=bool(INTRODUCERS & do.by.roles),
                   is_client=bool(CLIENT_ROLES & do.by.roles))  # fmt: skip
    if row is None:
        raise Refused("quote_unknown", quote_id=quote_id)
    if row["last_on"] < do.on:
        raise Refused("quote_over", quote_id=quote_id, last_on=row["last_on"])
    link_id = keep_link(do, quote_id, token, row["last_on"])
    return {"link_id": link_id, "quote_id": quote_id, "prospect": row["prospect"],
            "until_on": row["last_on"], "token_mark": token_mark(token)}  # fmt: skip


def keep_link(do: Act, quote_id: int, token: str, until_on: date) -> int:
    """Keep the digest of a link to a quote; its id."""
    (id_,) = bulk.take_ids(do.conn, 1)
    do.conn.execute(
        "INSERT INTO quote_link (id, quote_id, digest, until_on, act_id)"
        " VALUES (%s, %s, %s, %s, %s)",
        (id_, quote_id, token_digest(token), until_on, do.id),
    )
    return id_


def open_link(conn: Connection, token: str, on: date) -> bulk.Row:
    """The link of a secret (`id`, `quote_id`) that opens a quote on a day. Refused: link_unknown
    (also over)."""
    found = bulk.row(conn, "quote_link_open", digest=token_digest(token), on=on)
    if found is None:
        raise Refused("link_unknown")
    return found
