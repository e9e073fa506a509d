"""Instruments remitted to our bank: bills in CFONB 160, debits in pain.008, cheques with a slip.

What is remitted is in collection: our bank owes it, and the contract is credited on the value date.
Source: DOMAIN 4.3, 8.1; EPC SDD rulebooks (days to present).
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from psycopg.types.json import Jsonb

from comptant.formats import cfonb160, cheque_slip, pain008
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.instruments import take_steps, term
from comptant.operations.paying.preparing import PARIS
from comptant.operations.registry.mandates import mandates_now, states
from comptant.operations.registry.own_accounts import collecting_terms
from comptant.operations.terms.contracts import contracts_in_force
from comptant.rules.batch import decide
from comptant.rules.calendar import collection_value_on, next_business_day_of, value_day
from comptant.rules.collecting import BILLS, remittance_reference, short_reference
from comptant.rules.mandates import FIRST_DAYS_AHEAD, MANDATE_FACTS
from comptant.store import bulk

MEANS = {"CHQ": ("CHQ",), "BILL": BILLS, "SDD": ("SDD",)}
NAMES = {"CHQ": "cheques-{}.csv", "BILL": "bills-{}.txt", "SDD": "pain008-{}.xml"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Bank:
    """Our account with what is agreed with its bank."""

    account: Row
    terms: Row


@operation
def remit_instruments(
    do: Act, *, payment_means: str, own_account_id: int, scheme: str,
    instrument_ids: list[int] | None,
) -> Answer:  # fmt: skip
    """Remit to our bank what waits of some means (CHQ, BILL, SDD of a scheme), or those named.

    Answers the file's digest (it is in the outbox), its lots, and what was left out with why.
    Refused: means_unknown, own_account_unknown, account_of_client, issuer_missing,
    creditor_missing.
    """
    if payment_means not in MEANS:
        raise Refused("means_unknown", means=payment_means)
    lock_many(do)
    bank = _bank(do, payment_means, own_account_id)
    wanted = {"means": list(MEANS[payment_means]), "currency": bank.account["currency"],
              "ids": instrument_ids}  # fmt: skip
    waiting = bulk.rows(do.conn, "instruments_to_remit", **wanted)
    lock_contracts(do, [row["contract_id"] for row in waiting])
    # Once more: one may have been cancelled before we had its lock.
    locked = {row["id"] for row in waiting}
    waiting = [row for row in bulk.rows(do.conn, "instruments_to_remit", **wanted)
               if row["id"] in locked]  # fmt: skip
    sent, left_out = _chosen(do, bank, payment_means, scheme, waiting)
    if not sent:
        return {"payment_means": payment_means, "count": 0, "total_cents": 0, "lots": [],
                "instruments": [], "left_out": left_out}  # fmt: skip
    collection_id = bulk.take_ids(do.conn, 1)[0]
    lots = _lots(remittance_reference(collection_id), sent)
    _value_dates(do, sent)
    answer = _send(do, bank, payment_means, scheme, collection_id, sent)
    _book(do, collection_id, sent)
    return {**answer, "lots": lots, "instruments": [row["id"] for row in sent],
            "left_out": left_out,
            "moved": [row["id"] for row in sent if row["collect_on"] > _asked_on(row)]}  # fmt: skip


def _bank(do: Act, payment_means: str, own_account_id: int) -> Bank:
    account = bulk.row(do.conn, "own_account", id=own_account_id)
    if account is None:
        raise Refused("own_account_unknown", own_account_id=own_account_id)
    if account["is_client_owned"]:
        raise Refused("account_of_client", iban=account["iban"])
    terms = collecting_terms(do, own_account_id)
    if payment_means == "BILL" and terms["issuer_number"] is None:
        raise Refused("issuer_missing", iban=account["iban"])
    if payment_means == "SDD" and terms["creditor_identifier"] is None:
        raise Refused("creditor_missing", own_account_id=own_account_id)
    return Bank(account, terms)


def _first_day(do: Act, bank: Bank, lead_days: int) -> date:
    """The first day for which our bank still takes what is sent now."""
    local = do.asked.at.astimezone(PARIS)
    start = next_business_day_of(do.on)
    if start == do.on == local.date() and local.hour >= bank.terms["cutoff_hour"]:
        start = value_day(do.on, 1)
    return value_day(start, lead_days)


def _asked_on(row: Row) -> date:
    return next_business_day_of(row["due_on"])


def _chosen(
    do: Act, bank: Bank, payment_means: str, scheme: str, waiting: list[Row]
) -> tuple[list[Row], list[Row]]:
    """What is sent, each with the day asked of the bank; and what is left out, with why."""
    if payment_means == "CHQ":
        day = next_business_day_of(do.on)
        return [{**row, "due_on": day, "collect_on": day} for row in waiting], []
    is_debit = payment_means == "SDD"
    first_on = _first_day(do, bank, bank.terms["debit_lead_days" if is_debit else "bill_lead_days"])
    waiting, over = _still_owed(do, waiting)
    sent: list[Row] = []
    for row in waiting:
        sent.append({**row, "collect_on": next_business_day_of(max(row["due_on"], first_on))})
    if not is_debit:
        return sent, over
    sent, left_out = _under_mandates(do, bank, scheme, sent)
    return sent, [*over, *left_out]


def _still_owed(do: Act, waiting: list[Row]) -> tuple[list[Row], list[Row]]:
    """Bills and debits of what invoices still owe; and the others, paid, credited or given back
    since they were entered."""
    found = bulk.rows(do.conn, "instruments_over_open",
                      contract_ids=[row["contract_id"] for row in waiting],
                      instrument_ids=[row["id"] for row in waiting])  # fmt: skip
    over = {row["instrument_id"] for row in found}
    left_out = [{"instrument_id": row["id"], "why": "over_open",
                 "mandate_reference": row["mandate_reference"]}
                for row in waiting if row["id"] in over]  # fmt: skip
    return [row for row in waiting if row["id"] not in over], left_out


def _under_mandates(
    do: Act, bank: Bank, scheme: str, rows: list[Row]
) -> tuple[list[Row], list[Row]]:  # fmt: skip
    """The debits of a scheme whose mandate holds, each with its sequence: one after the other,
    since the first of a mandate makes the next one recurrent."""
    facts = mandates_now(do, [row["mandate_id"] for row in rows])
    sent, left_out = [], []
    for row in rows:
        fact = {**facts[row["mandate_id"]], "is_last": row["is_last"]}
        given = MANDATE_FACTS.frame([{name: fact[name] for name in MANDATE_FACTS.names}])
        now = states(given)[row["mandate_id"]]
        why = None
        if row["scheme"] != scheme:
            why = "other_scheme"
        elif row["collect_on"] > do.on + timedelta(days=FIRST_DAYS_AHEAD):
            why = "too_early"
        elif now["mandate_state"] != "ACTIVE":
            why = f"mandate_{now['mandate_state'].lower()}"
        elif row["creditor_identifier"] != bank.terms["creditor_identifier"]:
            why = "other_creditor"
        if why:
            left_out.append({"instrument_id": row["id"], "why": why,
                             "mandate_reference": row["mandate_reference"]})  # fmt: skip
            continue
        facts[row["mandate_id"]] = {**now, "is_collected": True,
                                    "is_ended": now["is_ended"] or row["is_last"]}  # fmt: skip
        sent.append({**row, "sequence_type": now["sequence_type"]})
    return sent, left_out


def _lots(reference: str, sent: list[Row]) -> list[Row]:
    """Number what the bank may credit at once: one day, and one sequence of debits."""
    keys = sorted({(row["collect_on"], row.get("sequence_type") or "") for row in sent})
    told = []
    for number, key in enumerate(keys, 1):
        rows = [row for row in sent if (row["collect_on"], row.get("sequence_type") or "") == key]
        for row in rows:
            row["lot"] = f"{reference}-{number:04d}"
        told.append({"lot": rows[0]["lot"], "collect_on": key[0].isoformat(), "count": len(rows),
                     "sequence_type": key[1] or None,
                     "total_cents": sum(row["amount_cents"] for row in rows)})  # fmt: skip
    return told


def _value_dates(do: Act, sent: list[Row]) -> None:
    """The day on which each is credited, by its contract's terms."""
    contracts = contracts_in_force(do.conn, sorted({row["contract_id"] for row in sent}), do.on)
    facts = pl.DataFrame([
        {"payment_means": row["payment_means"], "due_on": row["collect_on"], "booked_on": do.on,
         "value_delay_days": term(contracts[row["contract_id"]], "cheque_value_days"
                                  if row["payment_means"] == "CHQ" else "due_value_days"),
         "original_value_on": None}
        for row in sent
    ]).with_columns(pl.col("original_value_on").cast(pl.Date))  # fmt: skip
    days = decide(facts, (collection_value_on,))["collection_value_on"]
    for row, day in zip(sent, days, strict=True):
        row["value_on"] = day


def _send(
    do: Act, bank: Bank, payment_means: str, scheme: str, collection_id: int, sent: list[Row]
) -> Answer:
    """Write the file, keep it, and put it in the outbox."""
    reference = remittance_reference(collection_id)
    content = _content(do, bank, payment_means, scheme, reference, sent)
    digest = hashlib.sha256(content).digest()
    name = NAMES[payment_means].format(f"{do.on:%Y%m%d}-{collection_id}")
    types = {"CHQ": "text/csv", "BILL": "text/plain", "SDD": "application/xml"}
    keep_document(do, digest, name, types[payment_means], content)
    total = sum(row["amount_cents"] for row in sent)
    bulk.execute(
        do.conn, "insert_collection", id=collection_id, payment_means=payment_means,
        own_account_id=bank.account["id"], reference=reference, remitted_on=do.on,
        line_count=len(sent), total_cents=total, digest=digest, act_id=do.id,
    )  # fmt: skip
    bulk.execute(
        do.conn, "insert_outbox", kind="collection_file", contract_id=0, due_at=do.asked.at,
        payload=Jsonb({"name": name, "own_account_id": bank.account["id"]}), digest=digest,
        act_id=do.id,
    )  # fmt: skip
    return {"collection_id": collection_id, "payment_means": payment_means, "file": name,
            "digest": digest.hex(), "reference": reference, "count": len(sent),
            "total_cents": total, "currency": bank.account["currency"]}  # fmt: skip


def _content(
    do: Act, bank: Bank, payment_means: str, scheme: str, reference: str, sent: list[Row]
) -> bytes:
    account, terms = bank.account, bank.terms
    if payment_means == "SDD":
        return pain008.write(
            message_id=f"CPT-{reference}", created_at=do.asked.at, scheme=scheme,
            creditor=pain008.Creditor(account["name"], account["iban"], account["bic"],
                                      terms["creditor_identifier"]),
            debits=pain008.DEBITS_OUT.frame([
                {**{name: row[name] for name in pain008.DEBITS_OUT.names if name in row},
                 "end_to_end_reference": row["reference"]} for row in sent]),
        )  # fmt: skip
    out = [{**row, "instrument_number": row["number"], "is_bor": row["payment_means"] == "BOR",
            "drawer_reference": short_reference(row["id"])} for row in sent]  # fmt: skip
    if payment_means == "CHQ":
        names = cheque_slip.CHEQUES_OUT.names
        return cheque_slip.write(
            reference=reference, remitted_on=do.on, holder=account["name"], iban=account["iban"],
            cheques=cheque_slip.CHEQUES_OUT.frame([{n: row[n] for n in names} for row in out]),
        )  # fmt: skip
    house = bulk.row(do.conn, "house_siren") or {}
    return cfonb160.write(
        reference=reference, remitted_on=do.on, dailly_code=terms["dailly_code"],
        assignor=cfonb160.Assignor(account["name"], account["iban"], house["siren"],
                                   terms["issuer_number"]),
        bills=cfonb160.BILLS_OUT.frame(
            [{n: row[n] for n in cfonb160.BILLS_OUT.names} for row in out]),
    )  # fmt: skip


def _book(do: Act, collection_id: int, sent: list[Row]) -> None:
    """One entry per contract and value date: our bank owes it, the contract is to be credited."""
    sums: dict[tuple[int, date], int] = {}
    for row in sorted(sent, key=lambda row: (row["contract_id"], row["value_on"])):
        key = (row["contract_id"], row["value_on"])
        sums[key] = sums.get(key, 0) + row["amount_cents"]
    ids = dict(zip(sums, bulk.take_ids(do.conn, len(sums)), strict=True))
    entries = pl.DataFrame([
        {"contract_id": contract_id, "value_on": value_on, "cents": cents, "name": "remitted",
         "event": "instrument_remitted", "key": f"collection/{collection_id}/{value_on}",
         "entry_id": ids[contract_id, value_on]}
        for (contract_id, value_on), cents in sums.items()
    ])  # fmt: skip
    book_many(do, entries, entries.select("entry_id", "name", "cents"))
    take_steps(do, [
        {"contract_id": row["contract_id"], "instrument_id": row["id"], "step": "REMITTED",
         "value_on": row["value_on"], "entry_id": ids[row["contract_id"], row["value_on"]],
         "collection_id": collection_id, "lot": row["lot"], "collect_on": row["collect_on"],
         "sequence_type": row.get("sequence_type")}
        for row in sent
    ])  # fmt: skip
