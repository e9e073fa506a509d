"""Links that open to a buyer what it owes under one contract, without an account, until a day. The
secret is shown once; the house keeps its digest. Source: DOMAIN §1.5, §5.4.
"""

import secrets
from datetime import date, timedelta

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.tokens import token_digest, token_mark
from comptant.store import bulk

LINK_BYTES = 24
LINK_DAYS = 60  # unless said otherwise
DAYS_MAX = 180
ANSWERS_MAX = 100  # by one link, in one day


def new_link() -> str:
    """A secret for an address."""
    return secrets.token_urlsafe(LINK_BYTES)


@operation
def share_buyer_account(
    do: Act, *, contract_id: int, buyer_id: int, days: int, token: str
) -> Answer:
    """Make a link that opens to a buyer, without an account and for so many days, what it owes us
    under one contract: it confirms, disputes, promises, and says which invoices a transfer pays.
    For who keeps the buyer's accounts, and for nobody else: whoever has it answers for the buyer.

    Refused: contract_unknown, buyer_unknown, link_days_wrong, buyers_not_told (a confidential
    contract, or a buyer that was never told to pay us).
    """
    if not 1 <= days <= DAYS_MAX:
        raise Refused("link_days_wrong", days=days, most=DAYS_MAX)
    lock_contracts(do, [contract_id])
    buyer = bulk.row(do.conn, "buyer_to_link", contract_id=contract_id, buyer_id=buyer_id,
                     on=do.on)  # fmt: skip
    if buyer is None:
        raise Refused("buyer_unknown", name=buyer_id)
    if buyer["is_confidential"] or not buyer["is_told"]:
        raise Refused("buyers_not_told", number=buyer["contract_number"])
    until_on = do.on + timedelta(days=days)
    (link_id,) = bulk.take_ids(do.conn, 1)
    do.conn.execute(
        """INSERT INTO buyer_link (id, contract_id, buyer_id, language, digest, made_on, until_on,
               act_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
        (link_id, contract_id, buyer_id, buyer["language"], token_digest(token), do.on, until_on,
         do.id),
    )  # fmt: skip
    return {"link_id": link_id, "contract_id": contract_id, "buyer_id": buyer_id,
            "buyer_name": buyer["buyer_name"], "until_on": until_on,
            "token_mark": token_mark(token)}  # fmt: skip


@operation
def end_buyer_account(do: Act, *, link_id: int, reason: str) -> Answer:
    """End a link to a buyer's account before its day: from now on it opens nothing. What was said
    by it stays. Refused: link_unknown (also ended before), reason_missing."""
    if not reason.strip():
        raise Refused("reason_missing")
    found = do.conn.execute(
        """SELECT l.contract_id FROM buyer_link l WHERE l.id = %s
               AND NOT EXISTS (SELECT FROM buyer_link_end e WHERE e.link_id = l.id)""",
        (link_id,),
    ).fetchone()
    if found is None:
        raise Refused("link_unknown")
    lock_contracts(do, [found[0]])
    ended = do.conn.execute(
        """INSERT INTO buyer_link_end (link_id, ended_on, reason, act_id) VALUES (%s, %s, %s, %s)
           ON CONFLICT DO NOTHING""",
        (link_id, do.on, reason.strip(), do.id),
    )
    if not ended.rowcount:
        raise Refused("link_unknown")
    return {"link_id": link_id, "contract_id": found[0]}


def open_link(do: Act, contract_id: int, link: str) -> bulk.Row:
    """The link of a secret (`id`, `buyer_id`), of a contract, where it opens something today and
    little enough was said by it. Refused: link_unknown (also ended, over), link_busy."""
    found = bulk.row(do.conn, "buyer_link_open", digest=token_digest(link), on=do.on)
    if found is None or found["contract_id"] != contract_id:
        raise Refused("link_unknown")
    if found["answer_count"] >= ANSWERS_MAX:
        raise Refused("link_busy", most=ANSWERS_MAX)
    return found


def link_of_reminder(conn: Connection, contract_id: int, reminder_id: int, on: date) -> str:
    """A new link to the account of the buyer that a reminder by mail is sent to; empty where there
    is none to make: the contract is confidential, the buyer was never told. A mail that is tried
    again has another: the first was told to nobody."""
    token = new_link()
    made = bulk.execute(conn, "link_buyer_of_reminder", contract_id=contract_id, id=reminder_id,
                        digest=token_digest(token), on=on,
                        until_on=on + timedelta(days=LINK_DAYS))  # fmt: skip
    return token if made else ""
