"""The steps of disputes, for any number of contracts at once: written, summed, told to the rules as
dated facts of invoices and buyers. Source: DOMAIN §5.4, EL-09, EL-12."""

import json
from collections import defaultdict

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.paying.funding import fund_freed
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.terms.contracts import contracts_batch
from comptant.rules.columns import c
from comptant.rules.disputes import KINDS, RESERVED, SHORT
from comptant.store import bulk

_Fact = tuple[int, str, int, str, object]  # contract, subject, its id, name, value
INVOICE = ("contract_id", "invoice_id")
CHARGED_BACK = "charged back"
TAKEN_BACK = "payment taken back"
OF_PAYMENTS = [SHORT, TAKEN_BACK]  # the evidence of a payment's own steps, which shows nothing


def write_opened(do: Act, opened: pl.DataFrame) -> pl.DataFrame:
    """Write new disputes (contract_id, invoice_id, code, source, amount_cents, evidence,
    is_rest_confirmed); the same with their `dispute_id`. They are of today, or of the day they say
    (`disputed_on`)."""
    ids = pl.Series("dispute_id", bulk.take_ids(do.conn, opened.height), pl.Int64)
    opened = opened.with_columns(ids)
    if "disputed_on" not in opened.columns:
        opened = opened.with_columns(pl.lit(do.on).alias("disputed_on"))
    opened = opened.with_columns(step_on="disputed_on")
    bulk.copy_in(do.conn, "dispute", opened.select(
        *INVOICE, "code", "source", "disputed_on", id="dispute_id",
        act_id=pl.lit(do.id, pl.Int64),
    ))  # fmt: skip
    write_steps(do, opened.with_columns(pl.lit("OPENED").alias("kind")))
    confirmed = opened.filter("is_rest_confirmed")
    write_steps(do, confirmed.with_columns(
        pl.lit("REST_CONFIRMED").alias("kind"), pl.lit(0, pl.Int64).alias("amount_cents")
    ))  # fmt: skip
    return opened


def write_steps(do: Act, steps: pl.DataFrame) -> None:
    """Write steps of disputes (contract_id, dispute_id, kind, amount_cents, evidence), of today or
    of the day they say (`step_on`)."""
    if steps.height:
        step_on = pl.col("step_on") if "step_on" in steps.columns else pl.lit(do.on)
        bulk.copy_in(do.conn, "dispute_step", steps.select(
            "contract_id", "dispute_id", "kind", "amount_cents", "evidence",
            step_on=step_on, act_id=pl.lit(do.id, pl.Int64),
        ))  # fmt: skip


def credited(do: Act, credits: pl.DataFrame) -> None:
    """Credit notes (contract_id, invoice_id, amount_cents) answer the disputes of their invoices:
    those for which one was agreed first, then the oldest. The caller judges the invoices again."""
    disputes = disputes_of(do, credits.unique(INVOICE, maintain_order=True))
    if not disputes:
        return
    room = {(contract_id, invoice_id): cents for contract_id, invoice_id, cents in
            credits.group_by(INVOICE).agg(c.amount_cents.sum()).iter_rows()}  # fmt: skip
    steps = []
    for dispute in sorted(disputes, key=lambda row: not row["is_credit_expected"]):
        of = dispute["contract_id"], dispute["invoice_id"]
        amount = min(dispute["dispute_cents"], room[of])
        if amount > 0:
            room[of] -= amount
            steps.append({"contract_id": of[0], "dispute_id": dispute["dispute_id"],
                          "kind": "CREDITED", "amount_cents": -amount,
                          "evidence": "credit note"})  # fmt: skip
    write_steps(do, pl.DataFrame(steps))
    say(do, pl.DataFrame([{name: row[name] for name in INVOICE} for row in disputes]))


def charged_back(do: Act, contract_id: int, cents: dict[int, int]) -> None:
    """So much of invoices (id -> cents) goes back to the client, and the rest stays: what is
    disputed goes first, the oldest first. The caller judges the invoices again."""
    of = pl.DataFrame({"contract_id": [contract_id] * len(cents), "invoice_id": list(cents)},
                      schema=dict.fromkeys(INVOICE, pl.Int64))  # fmt: skip
    room, steps = dict(cents), []
    for dispute in disputes_of(do, of):
        id_ = dispute["invoice_id"]
        amount = min(max(dispute["dispute_cents"], 0), room[id_])
        if amount and dispute["dispute_code"] not in RESERVED:
            room[id_] -= amount
            steps.append({"contract_id": contract_id, "dispute_id": dispute["dispute_id"],
                          "kind": "SETTLED", "amount_cents": -amount,
                          "evidence": CHARGED_BACK})  # fmt: skip
    if steps:
        write_steps(do, pl.DataFrame(steps))
        say(do, of)


def not_charged_back(do: Act, contract_id: int, invoice_ids: list[int], act_id: int) -> None:
    """An act that gave invoices back is undone: what was disputed of them is so again. The caller
    judges the invoices again."""
    found = bulk.rows(do.conn, "charged_back_disputes", contract_id=contract_id, ids=invoice_ids,
                      act_id=act_id, evidence=CHARGED_BACK)  # fmt: skip
    if found:
        rows = pl.DataFrame(found).with_columns(pl.lit(contract_id).alias("contract_id"))
        write_steps(do, rows.with_columns(kind=pl.lit("SETTLED"),
                                          evidence=pl.lit("charging back undone")))  # fmt: skip
        say(do, rows)


def uncredited(do: Act, taken: pl.DataFrame) -> None:
    """Credit notes taken back from invoices (contract_id, invoice_id, amount_cents): the disputes
    that they had answered stand again, the latest answered first. The caller judges the invoices
    again."""
    found = bulk.rows(do.conn, "credited_disputes", **bulk.arrays(
        taken.select(INVOICE).unique(maintain_order=True)))  # fmt: skip
    room = {(contract_id, invoice_id): cents for contract_id, invoice_id, cents in
            taken.group_by(INVOICE).agg(c.amount_cents.sum()).iter_rows()}  # fmt: skip
    steps = []
    for dispute in found:
        of = dispute["contract_id"], dispute["invoice_id"]
        amount = min(dispute["credited_cents"], room[of])
        room[of] -= amount
        if amount > 0:
            steps.append({"contract_id": of[0], "dispute_id": dispute["dispute_id"],
                          "kind": "CREDITED", "amount_cents": amount,
                          "evidence": "credit note taken back"})  # fmt: skip
    if steps:
        write_steps(do, pl.DataFrame(steps))
        say(do, taken.select(INVOICE).unique(maintain_order=True))


def disputes_of(do: Act, invoices: pl.DataFrame) -> list[bulk.Row]:
    """The disputes of some invoices (contract_id, invoice_id)."""
    return bulk.rows(
        do.conn, "disputes", contract_ids=invoices["contract_id"].to_list(),
        invoice_ids=invoices["invoice_id"].to_list(), of_contracts=[], dispute_ids=[], on=do.on,
        of_payments=OF_PAYMENTS,
    )  # fmt: skip


def disputes_named(do: Act, named: pl.DataFrame) -> dict[tuple[int, int], bulk.Row]:
    """Disputes by their contract and id (contract_id, dispute_id)."""
    found = bulk.rows(
        do.conn, "disputes", contract_ids=[], invoice_ids=[], on=do.on, of_payments=OF_PAYMENTS,
        of_contracts=named["contract_id"].to_list(), dispute_ids=named["dispute_id"].to_list(),
    )  # fmt: skip
    return {(row["contract_id"], row["dispute_id"]): row for row in found}


def tell(do: Act, invoices: pl.DataFrame) -> int:
    """What disputes of some invoices (contract_id, invoice_id) change: their facts, what they
    bring, what is funded; how many invoices changed. The contracts are locked by the caller."""
    if invoices.is_empty():
        return 0
    say(do, invoices)
    ids = invoices["contract_id"].unique().sort().to_list()
    named = invoices.select(INVOICE).unique().sort(INVOICE)
    judged = judge_again(do, contracts_batch(do.conn, ids, do.on), named)
    fund_freed(do, ids)
    return judged


def say(do: Act, invoices: pl.DataFrame) -> None:
    """What the disputes of some invoices (contract_id, invoice_id) come to, as the facts that the
    rules read."""
    disputes = disputes_of(do, invoices.select(INVOICE).unique(maintain_order=True))
    of_invoice: dict[tuple[int, int], list[bulk.Row]] = defaultdict(list)
    for row in disputes:
        of_invoice[row["contract_id"], row["invoice_id"]].append(row)
    facts: list[_Fact] = []
    for (contract_id, invoice_id), rows in of_invoice.items():
        facts += _of_invoice(contract_id, invoice_id, rows)
    reserved = [row for row in disputes if row["dispute_code"] in RESERVED]
    claims = bulk.rows(
        do.conn, "reserved_claims", contract_ids=[row["contract_id"] for row in reserved],
        buyer_ids=[row["buyer_id"] for row in reserved], codes=list(RESERVED),
    ) if reserved else []  # fmt: skip
    facts += [
        (row["contract_id"], "BUYER", row["buyer_id"], "claimed_cents", row["claimed_cents"])
        for row in claims
    ]
    columns = list(zip(*facts, strict=True)) or [()] * 5
    contract_ids, subjects, subject_ids, names, values = map(list, columns)
    bulk.execute(
        do.conn, "insert_terms", contract_id=contract_ids, subject=subjects,
        subject_id=subject_ids, name=names, value=[json.dumps(value) for value in values],
        valid_from_on=do.on, source="disputes", act_id=do.id,
    )  # fmt: skip


def _of_invoice(contract_id: int, invoice_id: int, disputes: list[bulk.Row]) -> list[_Fact]:
    """The facts of one invoice by its disputes."""
    live = [
        row for row in disputes
        if row["dispute_cents"] > 0 and row["dispute_code"] not in RESERVED
    ]  # fmt: skip
    whole = any(
        KINDS[row["dispute_code"]].effect == "WHOLE" and not row["is_confirmed"] for row in live
    )
    of = (contract_id, "INVOICE", invoice_id)
    facts: list[_Fact] = [
        (*of, "disputed_cents", sum(row["dispute_cents"] for row in live)),
        (*of, "dispute_rest_confirmed", not whole),
    ]
    return [*facts, (*of, "dispute_code", live[0]["dispute_code"])] if live else facts
