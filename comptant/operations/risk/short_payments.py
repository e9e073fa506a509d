"""What is disputed because a payment was short of it, and no longer once the payment is taken back.
Source: DOMAIN 5.8, W5-6."""

from collections import defaultdict

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.risk.dispute_steps import (
    INVOICE,
    TAKEN_BACK,
    disputes_of,
    say,
    write_opened,
    write_steps,
)
from comptant.rules.columns import c
from comptant.rules.disputes import RESERVED, SHORT
from comptant.store import bulk


def open_for_short_payments(do: Act, paid: pl.DataFrame, *, is_contested: bool) -> None:
    """Payments short beyond tolerance (contract_id, payment_id, buyer_id, invoice_id, allocated,
    difference and short cents) are disputes on price until somebody says otherwise: one of each
    invoice, of what its last payment leaves short of what was agreed (`is_contested`: of all that
    is open) and is not disputed otherwise. The caller judges the invoices again. Source: W5-6."""
    short = paid.filter(c.short_cents > 0)
    short = short if is_contested else _not_agreed(do, short, paid)
    if short.is_empty():
        return
    short = short.group_by(INVOICE, maintain_order=True).agg(c.short_cents.min())
    known: dict[tuple[int, int], list[bulk.Row]] = defaultdict(list)
    for row in disputes_of(do, short):
        known[row["contract_id"], row["invoice_id"]].append(row)
    to_open: list[bulk.Row] = []
    steps: list[bulk.Row] = []
    for contract_id, invoice_id, cents in short.iter_rows():
        of = {"contract_id": contract_id, "invoice_id": invoice_id}
        opened, moved = _short(known[contract_id, invoice_id], cents)
        to_open += [{**of, "amount_cents": amount} for amount in opened]
        steps += [{**of, **step} for step in moved]
    told = {"evidence": pl.lit(SHORT)}
    if steps:
        write_steps(do, pl.DataFrame(steps).with_columns(kind=pl.lit("REST_CONFIRMED"), **told))
    if to_open:
        write_opened(do, pl.DataFrame(to_open).with_columns(
            code=pl.lit("LIT-PRX"), source=pl.lit("PAYMENT"), is_rest_confirmed=pl.lit(True),
            **told,
        ))  # fmt: skip
    if changed := [{name: row[name] for name in INVOICE} for row in (*steps, *to_open)]:
        say(do, pl.DataFrame(changed))


def _not_agreed(do: Act, short: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """What is short of what was agreed: what is still promised once it is `paid`, or in hand
    besides, is not, nor is what was not due yet or what a reminder did not ask for."""
    if short.is_empty():
        return short
    named = bulk.arrays(short.select("contract_id", "payment_id", "buyer_id", "invoice_id"))
    paid = paid.select(paid_contract_id="contract_id", paid_invoice_id="invoice_id",
                       paid_cents=c.allocated_cents + c.difference_cents)  # fmt: skip
    named |= bulk.arrays(paid)
    for row in bulk.rows(do.conn, "agreed_of_short", on=do.on, **named):
        is_one = (c.contract_id == row["contract_id"]) & (c.invoice_id == row["invoice_id"])
        agreed = c.short_cents if row["is_as_told"] else pl.lit(row["agreed_cents"])
        left = pl.when(is_one).then(c.short_cents - agreed).otherwise(c.short_cents)
        short = short.with_columns(left.alias("short_cents"))
    return short.filter(c.short_cents > 0)


def no_longer_short(do: Act, taken: pl.DataFrame) -> None:
    """Money taken back from invoices (contract_id, invoice_id, amount_cents): what was disputed
    because it was short is so no longer, or is what the payments that stay leave short. What
    somebody has said of the dispute since stands. Asked once the taking back is booked, before the
    caller judges the invoices again."""
    known: dict[tuple[int, int], list[bulk.Row]] = defaultdict(list)
    for row in disputes_of(do, taken.select(INVOICE).unique(maintain_order=True)):
        if _is_ours(row):
            known[row["contract_id"], row["invoice_id"]].append(row)
    if not known:
        return
    back = {(contract_id, invoice_id): cents for contract_id, invoice_id, cents in
            taken.group_by(INVOICE).agg(c.amount_cents.sum()).iter_rows()}  # fmt: skip
    named = {"contract_ids": [of[0] for of in known], "invoice_ids": [of[1] for of in known]}
    stays = {(row["contract_id"], row["invoice_id"])
             for row in bulk.rows(do.conn, "still_short", **named, short=SHORT)}  # fmt: skip
    steps: list[bulk.Row] = []
    for (contract_id, invoice_id), rows in known.items():
        of = (contract_id, invoice_id)
        if of in stays:
            _, moved = _short(rows, rows[0]["open_cents"] + back[of])
        else:
            moved = [{"dispute_id": row["dispute_id"], "amount_cents": -row["dispute_cents"]}
                     for row in rows if row["dispute_cents"] > 0
                     and not row["answered_cents"] and not row["is_credit_expected"]]  # fmt: skip
        steps += [{"contract_id": contract_id, "invoice_id": invoice_id, **step} for step in moved]
    if steps:
        written = pl.DataFrame(steps)
        write_steps(do, written.with_columns(kind=pl.lit("REST_CONFIRMED"),
                                             evidence=pl.lit(TAKEN_BACK)))  # fmt: skip
        say(do, written.select(INVOICE))


def _is_ours(dispute: bulk.Row) -> bool:
    """Whether the program has opened it, because a payment was short."""
    return (dispute["dispute_code"], dispute["dispute_source"]) == ("LIT-PRX", "PAYMENT")


def _short(disputes: list[bulk.Row], short_cents: int) -> tuple[list[int], list[bulk.Row]]:
    """What a payment short of an invoice changes of its disputes: the amount of a new one, if there
    is none yet of what was paid short, and the steps (dispute_id, amount_cents) of the others. What
    somebody has said is owed is not disputed again because it is paid in parts."""
    live = [row for row in disputes if row["dispute_code"] not in RESERVED]
    ours = [row for row in live if _is_ours(row)]
    by_word = sum(max(row["dispute_cents"], 0) for row in live if row not in ours)
    wanted = max(short_cents - by_word, 0)
    if not ours:
        return [wanted] if wanted else [], []
    now = sum(max(row["dispute_cents"], 0) for row in ours)
    if wanted > now:
        if wanted <= now + sum(row["answered_cents"] for row in ours):
            return [], []
        return [], [{"dispute_id": ours[-1]["dispute_id"], "amount_cents": wanted - now}]
    steps: list[bulk.Row] = []
    for row in reversed(ours):
        taken = min(max(row["dispute_cents"], 0), now - wanted)
        if taken:
            now -= taken
            steps.append({"dispute_id": row["dispute_id"], "amount_cents": -taken})
    return [], steps
