"""What the client is charged, and the guarantee fund: computed by rules, booked under a clause."""

from datetime import date, timedelta

import polars as pl

from comptant.operations.act import Act, Refused
from comptant.operations.contracts import Contract, contract_in_force
from comptant.operations.ledger import book
from comptant.rules import interest
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.fund import FUND_RULES
from comptant.rules.postings import FUNDS_IN_USE_ACCOUNTS
from comptant.rules.pricing import FEE_LINES, bill_vat_lines
from comptant.store import bulk

FEE = ("FEE-AFF", "price, factoring fee")
FINANCING = ("INT", "price, financing charge")


def bill_fees(
    do: Act, contract: Contract, event: str, fees: pl.DataFrame, entry_id: int | None = None
) -> int:
    """Bill the factoring fee of some invoices (invoice_id, base_cents, fee_cents) on one bill.

    One line of net, one VAT line per rate (R-5). Gives the total with VAT in cents.
    """
    net = int(fees["fee_cents"].sum())
    if net == 0:
        return 0
    vat = bill_vat_lines(
        FEE_LINES.frame([{
            "bill_id": 0, "currency": contract.currency, "vat_class": "TAXABLE_STD",
            "vat_territory": _territory(do, contract), "charged_on": do.on, "net_cents": net,
        }])
    ).row(0, named=True)  # fmt: skip
    amounts = {"net": net, "vat": vat["bill_vat_cents"], "total": vat["bill_total_cents"]}
    entry_id = book(do, contract.id, "fee", f"{event}/fee", do.on, amounts, entry_id=entry_id)
    charge(do, contract, entry_id, FEE, "TAXABLE_STD", int(fees["base_cents"].sum()),
            contract.terms["fee_ppm"], net)  # fmt: skip
    charge(do, contract, entry_id, ("VAT", "CGI art. 278"), "TAXABLE_STD", net,
            vat["vat_ppm"], amounts["vat"])  # fmt: skip
    return amounts["total"]


def bill_collected_fees(do: Act, contract: Contract, event: str, invoice_ids: list[int]) -> None:
    """Where the fee is billed at collection: bill it for the invoices met for the first time."""
    if contract.terms["fee_billing"] != "AT_COLLECTION":
        return
    entry_id = bulk.take_ids(do.conn, 1)[0]
    rows = bulk.rows(
        do.conn, "mark_fee_billed", contract_id=contract.id, ids=invoice_ids, bill_id=entry_id
    )
    if rows:
        bill_fees(do, contract, event, pl.DataFrame(rows), entry_id)


def fund_facts(do: Act, contract: Contract, remitted_cents: int) -> pl.DataFrame:
    """The guarantee fund of a contract with what the rules say of it; one row."""
    balances = bulk.row(do.conn, "contract_balances", contract_id=contract.id) or {}
    sums = bulk.row(do.conn, "exposure_sums", contract_id=contract.id) or {}
    facts = {
        "fund_base": contract.terms["fund_base"],
        "outstanding_cents": sums["outstanding_cents"] - sums["unapplied_credit_cents"],
        "approved_cents": sums["approved_cents"],
        "peak_outstanding_cents": 0,
        "annual_turnover_cents": 0,
        "dso_days": 0,
        "fund_floor_cents": contract.terms["fund_floor_cents"],
        "fund_ppm": contract.terms["fund_ppm"],
        "fund_balance_cents": balances["fund_balance_cents"],
        "fund_build_up": contract.terms["fund_build_up"],
        "remitted_cents": remitted_cents,
        "fund_levy_ppm": contract.terms["fund_levy_ppm"],
        "is_fund_opening": balances["fund_balance_cents"] == 0 and remitted_cents > 0,
        "today_on": do.on,
        "fund_release_frequency": contract.terms["fund_release_frequency"],
        "fund_tolerance_ppm": contract.terms["fund_tolerance_ppm"],
    }
    return decide(pl.DataFrame([facts]), FUND_RULES)


def levy_fund(do: Act, contract: Contract, event: str, remitted_cents: int) -> int:
    """Put into the guarantee fund what the remittance owes it; cents."""
    if contract.terms["fund_ppm"] == 0 and contract.terms["fund_floor_cents"] == 0:
        return 0
    levy = int(fund_facts(do, contract, remitted_cents)["fund_levy_cents"].item())
    if levy:
        book(do, contract.id, "fund_levy", f"{event}/fund", do.on, {"levy": levy})
    return levy


def release_fund(do: Act, contract: Contract, event: str, value_on: date) -> int:
    """Give back what the guarantee fund holds beyond its target; cents."""
    if contract.terms["fund_ppm"] == 0 and contract.terms["fund_floor_cents"] == 0:
        return 0
    release = int(fund_facts(do, contract, 0)["fund_release_cents"].item())
    if release:
        book(do, contract.id, "fund_release", f"{event}/fund_release", value_on,
             {"release": release})  # fmt: skip
    return release


def interest_due(do: Act, contract: Contract, from_on: date, until_on: date) -> tuple[int, int]:
    """The financing charge of a period and its weighted mean rate (cents, ppm)."""
    changes, fixings, terms = interest_facts(do, contract)
    if changes.is_empty() or from_on >= until_on:
        return 0, 0
    cut = interest.segments(changes, fixings, terms, from_on, until_on)
    due = interest.interest_due(cut)
    if due.is_empty():
        return 0, 0
    row = due.row(0, named=True)
    numbers, debit = row["interest_numbers"], row["debit_numbers"]
    return row["interest_cents"], round(numbers // debit) if debit else 0


def bill_interest(do: Act, contract: Contract, until_on: date) -> int:
    """Bill the financing charge run up since the last bill, `until_on` excluded; cents."""
    from_on = billed_until(do, contract)
    if from_on is None or from_on >= until_on or not in_arrears(contract):
        return 0
    cents, rate_ppm = interest_due(do, contract, from_on, until_on)
    if cents:
        entry_id = book(do, contract.id, "interest", f"interest/{from_on}/{until_on}", until_on,
                        {"interest": cents})  # fmt: skip
        charge(do, contract, entry_id, FINANCING, "EXEMPT_FIN", 0, rate_ppm, cents,
                from_on, until_on)  # fmt: skip
    return cents


def correct_interest(do: Act, contract: Contract) -> int:
    """Post what back-valued entries changed in periods already billed, a line for each. (I-09)"""
    billed = bulk.read(do.conn, "billed_interest", interest.BILLED, contract_id=contract.id)
    corrected = 0
    while billed.height:
        wrong = interest.corrections(billed, *interest_facts(do, contract))
        if wrong.is_empty():
            break
        # The earliest period alone: its correction bears interest in those that follow it.
        row = wrong.sort("from_on").row(0, named=True)
        billed = billed.filter(c.from_on > row["from_on"])
        cents = row["interest_correction_cents"]
        key = f"interest/{row['from_on']}/{row['until_on']}/correction/{do.id}"
        entry_id = book(do, contract.id, "interest", key, row["until_on"], {"interest": cents})
        charge(do, contract, entry_id, FINANCING, "EXEMPT_FIN", 0, 0, cents,
                row["from_on"], row["until_on"], corrects=True)  # fmt: skip
        corrected += cents
    return corrected


def in_arrears(contract: Contract) -> bool:
    """Whether the charge is billed once the days have passed; else it was taken in advance."""
    return bool(contract.terms["charge_timing"] == "ARREARS")


def billed_until(do: Act, contract: Contract) -> date | None:
    """The first day not yet billed: the end of the last bill, else the day of the first money."""
    row = bulk.row(do.conn, "interest_from", contract_id=contract.id)
    return row["from_on"] if row else None


def accrued_cents(do: Act, contract: Contract) -> int:
    """The charge run up to today, and the fees to bill, as far as the contract holds them back."""
    accrued = 0
    if contract.terms["is_interest_reserved"] and in_arrears(contract):
        from_on = billed_until(do, contract)
        if from_on is not None and from_on < do.on:
            accrued += interest_due(do, contract, from_on, do.on)[0]
    if contract.terms["is_fee_reserved"]:
        row = bulk.row(do.conn, "unbilled_fees", contract_id=contract.id)
        accrued += row["fee_cents"] if row else 0
    return accrued


def interest_facts(do: Act, contract: Contract) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Value-dated changes of the base, rate fixings, and the contract's pricing terms over time."""
    accounts = list(FUNDS_IN_USE_ACCOUNTS)
    if contract.terms["interest_base"] == "FUNDS_IN_USE_AND_FUND":
        accounts.remove("FDG")
    changes = bulk.read(
        do.conn, "interest_changes", interest.CHANGES, contract_id=contract.id, accounts=accounts
    )
    terms, indexes = _pricing_terms(do, contract)
    # Money of before the contract's first day (identified late) counts from that day.
    first_on = pl.lit(terms["valid_from_on"].min(), pl.Date)
    changes = changes.with_columns(pl.max_horizontal("value_on", first_on))
    fixings = bulk.read(do.conn, "fixings", interest.FIXINGS, indexes=indexes)
    return changes, fixings, terms


def _pricing_terms(do: Act, contract: Contract) -> tuple[pl.DataFrame, list[str]]:
    days = bulk.rows(do.conn, "pricing_days", contract_id=contract.id)
    rows = []
    for day in [row["valid_from_on"] for row in days]:
        terms = contract_in_force(do.conn, contract.id, day).terms
        rows.append({
            "contract_id": contract.id, "currency": contract.currency, "valid_from_on": day,
            "rate_index": terms["reference_index"],
            "fixing_convention": terms["fixing_convention"], "margin_ppm": terms["margin_ppm"],
            "floor_ppm": 0 if terms["is_floored"] else None,
        })  # fmt: skip
    return interest.TERMS.frame(rows), sorted({row["rate_index"] for row in rows})


def _territory(do: Act, contract: Contract) -> str:
    found = do.conn.execute(
        "SELECT country FROM party WHERE id = %s", (contract.client_id,)
    ).fetchone()
    if found is None:
        raise Refused("party_unknown", party_id=contract.client_id)
    return str(found[0])


def charge(
    do: Act, contract: Contract, entry_id: int, code: tuple[str, str], vat_class: str,
    base_cents: int, rate_ppm: int, cents: int, from_on: date | None = None,
    until_on: date | None = None, *, corrects: bool = False,
) -> None:  # fmt: skip
    bulk.execute(
        do.conn, "insert_charge", contract_id=contract.id, entry_id=entry_id, code=code[0],
        clause=code[1], vat_class=vat_class, base_cents=base_cents, rate_ppm=rate_ppm,
        amount_cents=cents, from_on=from_on, until_on=until_on, is_correction=corrects,
        act_id=do.id,
    )  # fmt: skip


def month_end(day: date) -> bool:
    """Whether a day is the last of its month."""
    return (day + timedelta(days=1)).day == 1
