"""Statements of what a broker has earned, and their payment: one order, released by another person.

Source: art. 261 C, 1° a and 283 CGI (VAT of the broker's services); art. L519-4-1 CMF.
"""

from datetime import date

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.registered import check_registered
from comptant.operations.books.ledger import book
from comptant.operations.brokerage.commissions import house_id
from comptant.operations.paying.preparing import payee_account, prepare, promised_at
from comptant.operations.registry.parties import kind_of
from comptant.rules import law
from comptant.rules.money import share_of
from comptant.store import bulk

TAXABLE = "TAXABLE_STD"
# Of the house's own orders: within two days.
PROMISED = {"cutoff_hour": 0, "promised_hours": 48}


@operation
def state_commissions(
    do: Act, *, party_id: int, currency: str, until_on: date | None = None
) -> Answer:
    """State to a broker what it has earned up to a day (None: today) and no statement tells yet:
    each line once, VAT once on the sum of those that bear it (R-5), a number without gap.

    Refused: party_unknown, day_in_future, nothing_to_state (nothing was earned since the last one,
    or no more than was taken back: it waits for what comes).
    """
    until_on = until_on or do.on
    if until_on > do.on:
        raise Refused("day_in_future", day=until_on, today=do.on)
    kind_of(do, party_id)
    house = house_id(do)
    lock_contracts(do, [house])
    about = {"party_id": party_id, "currency": currency, "until_on": until_on}
    sums = bulk.rows(do.conn, "commissions_to_state", **about)
    net = sum(row["amount_cents"] for row in sums)
    taxable = sum(row["amount_cents"] for row in sums if row["vat_class"] == TAXABLE)
    vat_ppm = law.STANDARD_VAT_PPM.on(do.on) if taxable else 0
    vat = share_of(taxable, vat_ppm)
    if net + vat <= 0:
        raise Refused("nothing_to_state", party_id=party_id, net_cents=net, currency=currency)
    statement_id = bulk.take_ids(do.conn, 1)[0]
    entry_id = book(
        do, house, "commission_stated", f"commission_statement/{statement_id}", do.on,
        {"net": net, "vat": vat, "total": net + vat}, currency=currency,
    )  # fmt: skip
    row = {"id": statement_id, **about, "stated_on": do.on, "net_cents": net,
           "taxable_cents": taxable, "vat_ppm": vat_ppm, "vat_cents": vat,
           "total_cents": net + vat, "entry_id": entry_id, "act_id": do.id}  # fmt: skip
    found = bulk.row(do.conn, "insert_commission_statement", **row) or {}
    count = bulk.execute(do.conn, "state_commissions", statement_id=statement_id, **about)
    return {
        "statement_id": statement_id, "number": found["number"], "party_id": party_id,
        "currency": currency, "until_on": until_on, "line_count": count, "net_cents": net,
        "vat_cents": vat, "total_cents": net + vat,
    }  # fmt: skip


@operation
def pay_commissions(do: Act, *, statement_id: int, payee_account_id: int | None) -> Answer:
    """Prepare the payment of a statement to an account of the broker's (None: the only one);
    another person releases it. One that failed is prepared again.

    Refused: statement_unknown, statement_ordered, orias_unchecked, orias_lapsed (who is not
    registered any more is not paid), payee_unknown, payee_to_choose, payee_check_failed.
    """
    house = house_id(do)
    lock_contracts(do, [house])
    found = bulk.row(do.conn, "commission_statement", contract_id=house, statement_id=statement_id)
    if found is None:
        raise Refused("statement_unknown", statement_id=statement_id)
    if found["is_ordered"]:
        raise Refused("statement_ordered", statement_id=statement_id)
    check_registered(do, found["party_id"])
    payee = payee_account(do, found["party_id"], payee_account_id)
    order = prepare(
        do, house, "BROKER", payee, found["total_cents"], found["currency"],
        promised_at(PROMISED, do.asked.at), item_id=statement_id,
    )  # fmt: skip
    return {**order, "statement_id": statement_id}
