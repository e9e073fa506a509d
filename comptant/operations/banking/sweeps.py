"""Money on the accounts dedicated to collection, swept to us: ordered by a file for the client's
bank, one for each account, or done by that bank by itself; and given up where it will not be done.

Source: DOMAIN §1.5: the account is in the client's name, pledged, swept daily; the only transfer
that may leave it goes to the factor.
"""

import hashlib

from psycopg.types.json import Jsonb

from comptant.formats import pain001
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.paying.unsent_files import finish
from comptant.rules.calendar import next_business_day_of
from comptant.store import bulk

REFERENCE = "SWEEP-"  # and the sweep's id: what both banks give back


@operation
def order_sweeps(do: Act, *, to_account_id: int) -> Answer:
    """Order the transfer of all that stands on the dedicated accounts of the currency of one of our
    accounts, and that no sweep under way takes already, to that account: a pain.001 for each, in
    the outbox, for the client's bank.

    Refused: own_account_unknown, account_of_client (`to_account_id` is not ours).
    """
    lock_many(do)
    to = bulk.row(do.conn, "own_account", id=to_account_id)
    if to is None or to["parent_id"] is not None:
        raise Refused("own_account_unknown", own_account_id=to_account_id)
    if to["is_client_owned"]:
        raise Refused("account_of_client", iban=to["iban"])
    rows = bulk.rows(do.conn, "read_dedicated", on=do.on)
    lock_contracts(do, {row["contract_id"] for row in rows})
    told = []
    for row in bulk.rows(do.conn, "read_dedicated", on=do.on):
        cents = row["standing_cents"] - row["ordered_cents"]
        if cents > 0 and row["currency"] == to["currency"]:
            told.append(_order(do, row, to, cents))
    return {"sweeps": told, "count": len(told), "currency": to["currency"],
            "total_cents": sum(one["amount_cents"] for one in told)}  # fmt: skip


def _order(do: Act, account: bulk.Row, to: bulk.Row, cents: int) -> Answer:
    (sweep_id,) = bulk.take_ids(do.conn, 1)
    day = next_business_day_of(do.on)
    order = {
        "end_to_end_reference": f"{REFERENCE}{sweep_id}", "payee_name": to["name"],
        "payment_iban": to["iban"], "payee_bic": to["bic"], "amount_cents": cents,
        "currency": to["currency"], "remittance_text": f"NIVELLEMENT {account['contract_number']}",
        "execute_on": day,
    }  # fmt: skip
    content = pain001.write(
        message_id=f"{REFERENCE}{sweep_id}", created_at=do.asked.at,
        debtor=pain001.Debtor(account["name"], account["iban"], account["bic"]),
        orders=pain001.PAYMENT_ORDERS_OUT.frame([order]),
    )  # fmt: skip
    digest = hashlib.sha256(content).digest()
    name = f"sweep-{do.on:%Y%m%d}-{sweep_id}.xml"
    keep_document(do, digest, name, "application/xml", content)
    keep_sweep(do, sweep_id, account, to["id"], cents, day, digest)
    bulk.execute(
        do.conn, "insert_outbox", kind="sweep_file", contract_id=account["contract_id"],
        due_at=do.asked.at, payload=Jsonb({"name": name, "sweep_id": sweep_id}), digest=digest,
        act_id=do.id,
    )  # fmt: skip
    return {"sweep_id": sweep_id, "contract_id": account["contract_id"],
            "contract_number": account["contract_number"], "iban": account["iban"],
            "amount_cents": cents, "currency": to["currency"], "execute_on": day.isoformat(),
            "file": name}  # fmt: skip


def keep_sweep(
    do: Act, sweep_id: int, account: bulk.Row, to_account_id: int, cents: int, day: object,
    digest: bytes | None,
) -> None:  # fmt: skip
    """Write a sweep of a dedicated account (own_account_id, contract_id, currency)."""
    do.conn.execute(
        """INSERT INTO sweep (contract_id, id, own_account_id, to_account_id, currency,
               amount_cents, execute_on, digest, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (account["contract_id"], sweep_id, account["own_account_id"], to_account_id,
         account["currency"], cents, day, digest, do.id),
    )  # fmt: skip


@operation
def cancel_sweep(do: Act, *, contract_id: int, sweep_id: int, reason: str) -> Answer:
    """Give up a sweep that the client's bank has not done and will not do: what it was to take is
    there to be ordered again. Its file leaves the outbox.

    Refused: contract_unknown, sweep_unknown, sweep_settled, reason_missing.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    sweep = bulk.row(do.conn, "sweep", contract_id=contract_id, id=sweep_id)
    if sweep is None:
        raise Refused("sweep_unknown", sweep_id=sweep_id)
    if sweep["steps"]:
        raise Refused("sweep_settled", sweep_id=sweep_id)
    take_step(do, contract_id, sweep_id, "CANCELLED", do.on, reason=reason.strip())
    if sweep["outbox_id"] is not None:
        finish(do, sweep["outbox_id"], "CANCELLED")
    return {"contract_id": contract_id, "sweep_id": sweep_id,
            "amount_cents": sweep["amount_cents"], "currency": sweep["currency"]}  # fmt: skip


def sweeps_back(do: Act, own_account_id: int, reason: str) -> list[Answer]:
    """What stands on a dedicated account does not cover its sweeps any more (money it had told is
    told no longer): the last ones are given up as far as their file has not left; of one that has,
    it is told. The contract is locked by the caller."""
    told: list[Answer] = []
    for row in bulk.rows(do.conn, "read_dedicated", on=do.on):
        over = row["ordered_cents"] - row["standing_cents"]
        if row["own_account_id"] != own_account_id or over <= 0:
            continue
        for sweep in reversed(bulk.rows(do.conn, "open_sweeps", own_account_ids=[own_account_id])):
            if sweep["steps"] or over <= 0:
                continue
            found = bulk.rows(do.conn, "sweep", contract_id=sweep["contract_id"], id=sweep["id"])
            outbox_id = found[0]["outbox_id"]
            if outbox_id is not None:
                take_step(do, sweep["contract_id"], sweep["id"], "CANCELLED", do.on, reason=reason)
                finish(do, outbox_id, "CANCELLED")
            over -= sweep["amount_cents"]
            told.append({"contract_number": row["contract_number"], "sweep_id": sweep["id"],
                         "amount_cents": sweep["amount_cents"], "currency": sweep["currency"],
                         "has_left": outbox_id is None})  # fmt: skip
    return told


def take_step(
    do: Act, contract_id: int, sweep_id: int, step: str, on: object, *, reason: str = "",
    entry_id: int | None = None, movement_id: int | None = None,
) -> None:  # fmt: skip
    """Write a step of a sweep, which takes each once."""
    do.conn.execute(
        """INSERT INTO sweep_step (contract_id, sweep_id, step, on_date, reason, entry_id,
               bank_movement_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, sweep_id, step, on, reason, entry_id, movement_id, do.id),
    )
