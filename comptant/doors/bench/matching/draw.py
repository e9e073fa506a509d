"""What buyers pay, with the invoices that they mean: the truth that the matching is held against.

Drawn from the market's seed by kinds: how the reference was treated on its way. Nothing here knows
how payments are matched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import polars as pl

from comptant.doors.bench.market.lots import uniform
from comptant.doors.bench.market.numbers import iban
from comptant.doors.bench.market.world import Slice, World, printed_number
from comptant.doors.bench.matching import damage

Row = dict[str, Any]
# Share of each kind among payments of ceded invoices, and what more comes that pays none.
KINDS = {"clean": 70, "truncated": 8, "glued": 5, "misread": 5, "grouped": 7, "partial": 3,
         "none": 2}  # fmt: skip
NOT_CEDED_PERCENT = 5
GROUP_MOST = 8
LISTED = 0.3  # of the payments of nothing that is ceded
PAYMENTS = pl.Schema({
    "payment_number": pl.Int64(), "kind": pl.String(), "way": pl.String(),
    "amount_cents": pl.Int64(), "remittance_text": pl.String(), "creditor_reference": pl.String(),
    "payer_name": pl.String(), "payer_iban": pl.Int64(),
})  # fmt: skip
TRUTH = pl.Schema({"payment_number": pl.Int64(), "invoice_id": pl.Int64(), "cents": pl.Int64()})


@dataclass
class Drawn:
    """Payments and, for those of ceded invoices, what each pays of which."""

    payments: list[Row] = field(default_factory=list)
    truth: list[Row] = field(default_factory=list)

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        return pl.DataFrame(self.payments, PAYMENTS), pl.DataFrame(self.truth, TRUTH)


def draw(world: World, first_invoice: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """PAYMENTS and TRUTH of a day; invoices are numbered from `first_invoice` on, as loaded."""
    lot, drawn = Random(world.seed), Drawn()
    for part in world.slices():
        for lead, others in _leads(world, part, first_invoice):
            _pay(lot, drawn, lead, others)
            if lot.random() * 100 < NOT_CEDED_PERCENT:
                _pay_else(lot, drawn, world, lead)
    return drawn.frames()


def _leads(world: World, part: Slice, first: int) -> Iterator[tuple[Row, list[Row]]]:
    """Invoices paid today, the longest due first, each with others of its buyer and client that
    no other payment of the day pays."""
    of = pl.col("client") * 2**26 + pl.col("number")
    invoices = world.open_invoices(part).join(
        world.pairs(part), on=["client", "place"], maintain_order="left"
    )
    invoices = invoices.with_columns(
        invoice_id=first + part.invoices_before + pl.int_range(pl.len()),
        printed=printed_number(world, pl.col("number")),
        score=pl.col("due_on").to_physical() + 25 * uniform(of, "paid", world.seed),
    ).join(world.of(part).select("client", "paid_count"), on="client", maintain_order="left")
    invoices = invoices.sort("client", "score", "invoice_id").with_columns(
        is_lead=pl.int_range(pl.len()).over("client") < pl.col("paid_count")
    )
    pair = ["client", "buyer"]
    others = invoices.filter(~pl.col("is_lead")).select(*pair, "invoice_id", "cents", "printed")
    free = {key: rows.to_dicts() for key, rows in others.join(
        invoices.filter("is_lead").select(pair).unique(), on=pair, how="semi", maintain_order="left"
    ).group_by(pair, maintain_order=True)}  # fmt: skip
    for lead in invoices.filter("is_lead").iter_rows(named=True):
        yield lead, free.get((lead["client"], lead["buyer"]), [])


def _pay(lot: Random, drawn: Drawn, lead: Row, others: list[Row]) -> None:
    """One payment of a ceded invoice, or of several."""
    kind = lot.choices(list(KINDS), list(KINDS.values()))[0]
    paid = [lead]
    if kind == "grouped":
        for _ in range(min(len(others), lot.randint(1, GROUP_MOST - 1))):
            paid.append(others.pop(0))
        if len(paid) == 1:
            kind = "clean"
    total = sum(row["cents"] for row in paid)
    cash, way = _cash(lot, kind, total)
    row = _row(drawn, lead, kind, way, cash) | _payer(lot, lead)
    _say(lot, row, [each["printed"] for each in paid], lead)
    drawn.payments.append(row)
    left = cash
    for each in paid:
        cents = min(left, each["cents"])
        left -= cents
        drawn.truth.append({"payment_number": row["payment_number"], "cents": cents,
                            "invoice_id": each["invoice_id"]})  # fmt: skip


def _cash(lot: Random, kind: str, total: int) -> tuple[int, str]:
    """What comes of a sum: mostly all of it; less a discount, the bank's fees, a slip; or more."""
    if kind == "partial":
        return max(1, total * lot.randint(30, 80) // 100), "part"
    chance = lot.random()
    if kind == "grouped" or chance < 0.93 or total < 20_000:
        return total, "whole"
    if chance < 0.95:
        return total * 98 // 100, "discount"
    if chance < 0.965:
        return total - lot.choice((700, 1_200, 1_500, 2_000)), "bank_fee"
    if chance < 0.99:
        return total - lot.randint(1, min(500, total // 1_000)), "tolerated"
    return total + lot.choice((1_000, 10_000, 50)), "over"


def _row(drawn: Drawn, lead: Row, kind: str, way: str, cash: int) -> Row:
    return {"payment_number": len(drawn.payments), "kind": kind, "way": way, "amount_cents": cash,
            "creditor_reference": None}  # fmt: skip


def _payer(lot: Random, lead: Row) -> Row:
    """Who pays, as the bank writes it: the buyer by its name, or a longer one; somebody for it."""
    buyer, chance = lead["buyer"], lot.random()
    if chance < 0.03:  # a centre that pays for many
        centre = buyer % 50
        return _named(f"CENTRALE DE PAIEMENT {centre}", 30_000_000_000 + centre)
    # One in ten pays from another account of the buyer, not seen before.
    account = (40_000_000_000 if chance < 0.13 else 20_000_000_000) + buyer
    if lot.random() < 0.3:
        name = lot.choice((f"ACHETEUR {buyer} SAS", f"STE ACHETEUR {buyer}", f"ACHETEUR  {buyer}",
                           f"ACHETEUR {buyer} COMPTA FOURN", f"SA ACHETEUR-{buyer}"))  # fmt: skip
        return _named(name, account)
    return _named(f"ACHETEUR {buyer}", account)


def _named(name: str, account: int) -> Row:
    return {"payer_name": name, "payer_iban": account}


def _say(lot: Random, row: Row, numbers: list[str], lead: Row) -> None:
    """The text of the payment, by its kind."""
    day = lead["due_on"].strftime("%d/%m/%Y")
    number = numbers[0]
    if row["kind"] == "none":
        row["remittance_text"] = lot.choice(damage.SILENT)
        return
    if row["kind"] == "glued":
        row["remittance_text"] = damage.glued(lot, number, row["amount_cents"], day)
        return
    if row["kind"] in ("clean", "partial") and lot.random() < 0.12:
        row["creditor_reference"], row["remittance_text"] = number, lot.choice(damage.SILENT)
        return
    said = {"truncated": damage.truncated, "misread": damage.misread}.get(row["kind"])
    told = said(lot, number) if said else number
    if row["kind"] == "grouped":
        told = damage.several(lot, numbers)
    row["remittance_text"] = damage.words(lot, told, row["payer_name"], day)


def _pay_else(lot: Random, drawn: Drawn, world: World, lead: Row) -> None:
    """One payment of nothing that is ceded: an invoice of a supplier who is no client, or one that
    the client kept; its number may be that of an invoice of ours by chance."""
    cash = max(1_000, int(lot.lognormvariate(12.5, 1.2)))
    if lot.random() < LISTED:
        cash = (lot.randrange(400) + 1) * 6_000  # a price, as invoices of ours have
    row = _row(drawn, lead, "not_ceded", "else", cash)
    if lot.random() < 0.5:
        row |= _payer(lot, lead)
    else:
        row |= _named(f"SOCIETE {lot.randrange(10**6)}", 50_000_000_000 + lot.randrange(10**6))
    year = str(world.on.year)
    number = lot.choice((
        f"FA{year}-{lot.randrange(1, 4_000):06d}", f"{year[2:]}{lot.randrange(1, 4_000):06d}",
        f"INV-{lot.randrange(10**5)}", f"{lot.randrange(10**7)}", f"FV/{year}/{lot.randrange(999)}",
        f"F{lead['client']:05d}-{lot.randrange(900_000, 10**6)}",
    ))  # fmt: skip
    if lot.random() < 0.25:
        row["remittance_text"] = lot.choice(damage.SILENT)
    else:
        day = lead["due_on"].strftime("%d/%m/%Y")
        row["remittance_text"] = damage.words(lot, number, row["payer_name"], day)
    drawn.payments.append(row)


def with_accounts(payments: pl.DataFrame) -> pl.DataFrame:
    """The IBAN of each account number."""
    return payments.with_columns(payer_iban=iban(pl.col("payer_iban").cast(pl.Int64)))
