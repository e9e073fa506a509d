"""Purchase-order finance: orders offered and agreed by two people, advanced, repaid first by their
invoice, claimed where none comes. Source: DOMAIN 7.3, W7-3, C-10."""

import re
from datetime import date

import polars as pl

from comptant.formats.reading import plain_number
from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    lock_contracts,
    lock_many,
    operation,
)
from comptant.operations.acts.approval import propose
from comptant.operations.assigning.order_advances import (
    CODE,
    charged_on,
    end_advances,
    keep_steps,
    move_advances,
)
from comptant.operations.books.advance_interest import charge_changes
from comptant.operations.portfolio.positions import buyer_facts
from comptant.operations.registry.parties import kind_of
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.operations.terms.rates import rates_today
from comptant.rules.advance_interest import CHANGES
from comptant.rules.batch import check, decide
from comptant.rules.columns import c
from comptant.rules.purchase_orders import (
    ADVANCED,
    OFFERED,
    buyer_is_stopped,
    order_refusal,
    order_room_cents,
)
from comptant.rules.terms import DRAWING_STATUSES
from comptant.store import bulk

CLAUSES = ("order_advance_ppm", "order_age_max_days", "order_term_days")


@operation
def offer_purchase_order(
    do: Act, *, contract_id: int, buyer_id: int, order_number: str, ordered_on: date,
    expected_on: date, amount_cents: int, certified_on: date, proof: str,
) -> Answer:  # fmt: skip
    """Offer a firm order of a buyer, which the buyer has certified (`proof`: by what), to be
    invoiced by a day. It counts once another person of the factor agrees. A client names a buyer
    that it deals with; another one is its account manager's to add.

    Refused: party_unknown, certificate_missing, order_number_wrong, order_offered,
    orders_not_financed, order_amount_wrong, order_to_come, order_too_old, order_expected_before,
    order_too_long, order_certified_when.
    """
    lock_many(do)  # an order may be offered under two contracts of its client at once
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    _check_buyer(do, contract, buyer_id)
    if not proof.strip():
        raise Refused("certificate_missing", order_number=order_number)
    order_number = plain_number(order_number.strip())
    number_key = _key(order_number)
    _refuse_offered(do, contract.client_id, buyer_id, number_key, order_number)
    _refuse_unfit(contract, {
        "order_cents": amount_cents, "ordered_on": ordered_on, "expected_on": expected_on,
        "certified_on": certified_on, "today_on": do.on,
    })  # fmt: skip
    (id_,) = bulk.take_ids(do.conn, 1)
    row = {
        "contract_id": contract_id, "id": id_, "client_id": contract.client_id,
        "buyer_id": buyer_id, "order_number": order_number, "number_key": number_key,
        "ordered_on": ordered_on, "expected_on": expected_on, "currency": contract.currency,
        "amount_cents": amount_cents, "certified_on": certified_on, "proof": proof.strip(),
        "act_id": do.id,
    }  # fmt: skip
    bulk.execute(  # the client reads of the buyers that it deals with
        do.conn, "open_contract_buyer", contract_id=contract_id, buyer_id=buyer_id, act_id=do.id
    )
    bulk.copy_in(do.conn, "purchase_order", pl.DataFrame([row]))
    asked = {"order_number": order_number, "buyer_id": buyer_id,
             "expected_on": expected_on.isoformat(), "proof": proof.strip()}  # fmt: skip
    approval_id = propose(do, "purchase_order", asked, amount_cents=amount_cents,
                          currency=contract.currency, contract_id=contract_id,
                          subject_id=id_)  # fmt: skip
    return {"purchase_order_id": id_, "approval_id": approval_id, "amount_cents": amount_cents,
            "currency": contract.currency, **asked}  # fmt: skip


def agree_order(do: Act, approval: bulk.Row) -> Answer:
    """What an approved order does: advances may be asked for on it."""
    return _answered(do, approval, "AGREED")


def refuse_order(do: Act, approval: bulk.Row) -> Answer:
    """What a refused order leaves: its number may be offered again."""
    return _answered(do, approval, "REFUSED")


def _answered(do: Act, approval: bulk.Row, step: str) -> Answer:
    order = {"contract_id": approval["contract_id"], "purchase_order_id": approval["subject_id"]}
    keep_steps(do, pl.DataFrame([order]), step)
    return {"purchase_order_id": approval["subject_id"]}


@operation
def advance_on_order(
    do: Act, *, contract_id: int, purchase_order_id: int, amount_cents: int | None
) -> Answer:
    """Advance on an order agreed: credited to the client's account, from which he draws it. The
    charge to the day by which the order is invoiced is taken at once; the real day corrects it.

    No amount: all that may be. Refused: purchase_order_unknown, order_not_agreed, order_ended,
    contract_not_drawing, order_buyer_stopped, draw_not_positive, beyond_order_room, rate_missing.
    """
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    order = _order(do, contract_id, purchase_order_id)
    if not order["is_agreed"]:
        raise Refused("order_not_agreed", order_number=order["order_number"])
    if order["is_ended"] or order["expected_on"] <= do.on:
        raise Refused("order_ended", order_number=order["order_number"])
    if contract.terms["status"] not in DRAWING_STATUSES or contract.suspended_on:
        raise Refused("contract_not_drawing", contract_status=contract.terms["status"],
                      contract_id=contract_id)  # fmt: skip
    _refuse_stopped(do, contract, order)
    room = _room(do, contract, order)
    cents = room if amount_cents is None else amount_cents
    if cents <= 0 and amount_cents is not None:
        raise Refused("draw_not_positive", amount_cents=cents, contract_id=contract_id)
    if cents > room or cents == 0:
        raise Refused("beyond_order_room", order_number=order["order_number"], amount_cents=cents,
                      available_cents=room, currency=contract.currency)  # fmt: skip
    rate_ppm = rates_today(do, contract.batch)["financing_rate_ppm"][0]
    rate_ppm += contract.terms["order_margin_ppm"]
    rows = pl.DataFrame([{"contract_id": contract_id, "purchase_order_id": purchase_order_id,
                          "amount_cents": cents}])  # fmt: skip
    move_advances(do, rows, "order_advance", "advanced", "ADVANCED")
    (lot_id,) = bulk.take_ids(do.conn, 1)
    known = charged_on(do, rows)
    charge_changes(do, known, CHANGES.frame([{
        "contract_id": contract_id, "invoice_id": purchase_order_id, "change_id": lot_id,
        "lot_id": lot_id, "value_on": do.on, "until_on": order["expected_on"],
        "advance_cents": cents, "financing_rate_ppm": rate_ppm, "interest_cents": 0,
    }]).drop("interest_cents"), CODE)  # fmt: skip
    charged = bulk.row(do.conn, "charged_by_act", contract_id=contract_id, act_id=do.id) or {}
    charge_cents = int(charged.get("interest_cents") or 0)
    return {"purchase_order_id": purchase_order_id, "order_number": order["order_number"],
            "amount_cents": cents, "charge_cents": charge_cents, "net_cents": cents - charge_cents,
            "rate_ppm": rate_ppm, "until_on": order["expected_on"].isoformat(),
            "currency": contract.currency}  # fmt: skip


@operation
def cancel_purchase_order(
    do: Act, *, contract_id: int, purchase_order_id: int, reason: str
) -> Answer:
    """An order is cancelled, or will not be invoiced as it stands: nothing more is advanced on it,
    and what is owed on it is claimed at once from the client's account.

    Refused: reason_missing, purchase_order_unknown, order_ended.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    order = _order(do, contract_id, purchase_order_id)
    if order["is_ended"]:
        raise Refused("order_ended", order_number=order["order_number"])
    rows = pl.DataFrame([order])
    owed = rows.filter(c.order_owed_cents > 0)
    if owed.height:
        owed = owed.with_columns(c.order_owed_cents.alias("amount_cents"))
        end_advances(do, owed, "order_claimed", "claimed", "CLAIMED")
    keep_steps(do, rows.select("contract_id", "purchase_order_id"), "CANCELLED", reason.strip())
    return {"purchase_order_id": purchase_order_id, "order_number": order["order_number"],
            "claimed_cents": order["order_owed_cents"], "currency": order["currency"]}  # fmt: skip


def _order(do: Act, contract_id: int, purchase_order_id: int) -> bulk.Row:
    found = bulk.rows(do.conn, "purchase_orders", contract_id=[contract_id],
                      purchase_order_id=[purchase_order_id])  # fmt: skip
    if not found:
        raise Refused("purchase_order_unknown", purchase_order_id=purchase_order_id)
    return found[0]


def _room(do: Act, contract: Contract, order: bulk.Row) -> int:
    owed = do.conn.execute(
        "SELECT coalesce(sum(amount_cents), 0)::bigint FROM balance"
        " WHERE contract_id = %s AND account = 'ORD'", (contract.id,),
    ).fetchone()  # fmt: skip
    facts = ADVANCED.frame([{
        "order_cents": order["order_cents"], "order_advanced_cents": order["order_advanced_cents"],
        "orders_owed_cents": owed[0] if owed else 0,
        "order_advance_ppm": contract.terms["order_advance_ppm"],
        "order_line_cents": contract.terms["order_line_cents"],
    }])  # fmt: skip
    return int(decide(check(facts, ADVANCED), (order_room_cents,))["order_room_cents"][0])


def _key(order_number: str) -> str:
    """The letters and digits of a number, as purchase_orders_invoiced reads those of invoices.
    Refused: order_number_wrong."""
    key = re.sub("[^A-Za-z0-9]", "", order_number).upper()
    if not key:
        raise Refused("order_number_wrong", order_number=order_number)
    return key


def _check_buyer(do: Act, contract: Contract, buyer_id: int) -> None:
    """A client knows its own buyers, and those on whom it was given a limit: another party is as if
    it did not exist. Refused: party_unknown."""
    kind_of(do, buyer_id)
    if do.by.is_factor:
        return
    found = do.conn.execute(
        """SELECT FROM contract_buyer b JOIN contract k ON k.id = b.contract_id
           WHERE k.client_id = %(client_id)s AND b.buyer_id = %(buyer_id)s
           UNION ALL SELECT FROM ceiling WHERE scope = 'CONTRACT_BUYER'
               AND contract_id = %(contract_id)s AND party_id = %(buyer_id)s""",
        {"client_id": contract.client_id, "contract_id": contract.id, "buyer_id": buyer_id},
    ).fetchone()
    if found is None:
        raise Refused("party_unknown", party_id=buyer_id)


def _refuse_stopped(do: Act, contract: Contract, order: bulk.Row) -> None:
    """Nothing is advanced on what a buyer ordered that is sanctioned, insolvent or gone."""
    pair = pl.DataFrame({"contract_id": [contract.id], "buyer_id": [order["buyer_id"]]})
    facts = buyer_facts(do, pair).with_columns(pl.lit(do.on).alias("today_on"))
    if decide(facts, (buyer_is_stopped,))["buyer_is_stopped"][0]:
        raise Refused("order_buyer_stopped", order_number=order["order_number"])


def _refuse_offered(
    do: Act, client_id: int, buyer_id: int, number_key: str, order_number: str
) -> None:
    """One order is offered once, under whichever contract of its client."""
    found = do.conn.execute(
        """SELECT k.number FROM purchase_order o JOIN contract k ON k.id = o.contract_id
           WHERE o.client_id = %s AND o.buyer_id = %s AND o.number_key = %s AND NOT EXISTS (
               SELECT FROM purchase_order_step s WHERE s.contract_id = o.contract_id
                   AND s.purchase_order_id = o.id AND s.step = 'REFUSED')""",
        (client_id, buyer_id, number_key),
    ).fetchone()
    if found is not None:
        raise Refused("order_offered", order_number=order_number, number=found[0])


def _refuse_unfit(contract: Contract, told: dict[str, object]) -> None:
    """Refuse an order that does not fit the clauses of its contract."""
    clauses = {name: contract.terms[name] for name in CLAUSES}
    offered = check(OFFERED.frame([{**told, **clauses}]), OFFERED)
    offered = decide(offered, (order_refusal,), nullable=("order_refusal",))
    if offered["order_refusal"][0]:
        raise _refusal(offered.row(0, named=True), contract.number)


def _refusal(row: bulk.Row, number: str) -> Refused:
    """Why an order offered (OFFERED, decided) is not taken."""
    match row["order_refusal"]:
        case "orders_not_financed":
            return Refused("orders_not_financed", number=number)
        case "order_amount_wrong":
            return Refused("order_amount_wrong", amount_cents=row["order_cents"])
        case "order_to_come":
            return Refused("order_to_come", ordered_on=row["ordered_on"])
        case "order_too_old":
            return Refused("order_too_old", ordered_on=row["ordered_on"],
                           most=row["order_age_max_days"])  # fmt: skip
        case "order_expected_before":
            return Refused("order_expected_before", expected_on=row["expected_on"])
        case "order_too_long":
            return Refused("order_too_long", expected_on=row["expected_on"],
                           most=row["order_term_days"])  # fmt: skip
        case _:
            return Refused("order_certified_when", certified_on=row["certified_on"],
                           ordered_on=row["ordered_on"])  # fmt: skip
