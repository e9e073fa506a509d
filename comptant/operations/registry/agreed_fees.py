"""The other fees of a contract: agreed from a day on, ended; charged for what a person has done.

Source: DOMAIN §4.4.
"""

from datetime import date

import polars as pl

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.acts.approval import propose
from comptant.operations.books.fees import bill_due, of_act
from comptant.operations.registry.prices_bound import Signed, check_worse, is_bound
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.fees import FEES, BadFee, is_over, known, priced
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.rules.worse import worse_fees
from comptant.store import bulk


@operation
def set_fees(
    do: Act, *, contract_id: int, from_on: date, fees: pl.DataFrame, source: str,
    signed_by: str = "",
) -> Answer:  # fmt: skip
    """Agree on fees of the catalogue (FEE_PRICES) from a day on, each whole: the prices that are
    told of a code and unit replace those it had; a single price of zero: no longer due. What is
    billed stays as it is. A fee that is a term of the contract is said by that term.

    A fee that is new or costs more, of a contract whose client has signed its prices or accepted
    them in a quote, waits for another person (`approval_id`, `waiting`) and counts from the end of
    the factor's notice, unless the client has signed it (`signed_by`, as in amend_contract).

    Refused: price_bound, signatory_without_power, power_joint, contract_unknown,
    source_missing, nothing_sent, fee_wrong (with its clause),
    before_the_contract, fee_in_the_past.
    """
    check_source(source)
    if fees.is_empty():
        raise Refused("nothing_sent")
    lock_contracts(do, [contract_id])
    first_on = _first_day(do, contract_id)
    if from_on < first_on:
        raise Refused("before_the_contract", contract_id=contract_id, first_on=first_on)
    notice_days = contract_in_force(do.conn, contract_id, do.on).terms["notice_factor_days"]
    signed = Signed(signed_by.strip(), do.on, int(notice_days))
    waiting = worse_of(do, contract_id, from_on, fees, signed)
    is_worse = pl.struct("fee_code", "charge_unit").is_in(waiting.select("fee_code", "charge_unit")
                                                          .to_struct().implode())  # fmt: skip
    free = fees.filter(~is_worse)
    told = write_fees(do, contract_id, from_on, free, source) if free.height else []
    said = f"{source.strip()} ({signed.by})" if signed.by else source.strip()
    waits = _propose(do, contract_id, from_on, waiting, said, signed) if waiting.height else None
    return {"contract_id": contract_id, "from_on": from_on.isoformat(), "fees": told,
            "approval_id": waits,
            "waiting": waiting["fee_code"].unique(maintain_order=True).to_list()}  # fmt: skip


def worse_of(
    do: Act, contract_id: int, from_on: date, fees: pl.DataFrame, signed: Signed
) -> pl.DataFrame:
    """Of fees (FEE_PRICES) those that make a price worse that binds, where they may. Refused:
    fee_wrong, and as check_worse()."""
    try:
        wanted = priced(fees)
    except BadFee as error:
        raise fee_wrong(error) from None
    if not is_bound(do, contract_id):
        return fees.clear()
    before = bulk.rows(do.conn, "fees_in_force", contract_id=contract_id, on=from_on)
    worse = worse_fees(before, wanted)
    if worse:
        contract = contract_in_force(do.conn, contract_id, do.on)
        check_worse(do, contract, from_on, signed, worse[0][0])
    return pl.concat([fees.clear(), *(wanted[key] for key in worse)])


def _propose(
    do: Act, contract_id: int, from_on: date, fees: pl.DataFrame, source: str, signed: Signed
) -> int:  # fmt: skip
    currency = do.conn.execute("SELECT currency FROM contract WHERE id = %s", (contract_id,))
    return propose(
        do, "contract_terms",
        {"from_on": from_on.isoformat(), "terms": {}, "fees": fees.to_dicts(), "source": source,
         "shown": {}, **signed.asked},
        amount_cents=0, contract_id=contract_id, currency=currency.fetchall()[0][0],
    )  # fmt: skip


@operation
def charge_fee(
    do: Act, *, contract_id: int, fee_code: str, reference: str, amount_cents: int
) -> Answer:
    """Bill at once a fee that is due for an act (unit ACT): an audit, a seizure, an amendment, a
    same-day transfer. The reference names the act, which is charged once. `amount_cents`: what a
    fee that is a share is of; else 0.

    Refused: contract_unknown, contract_not_in_force, fee_wrong, fee_not_agreed, reference_missing,
    fee_charged, fee_amount_wrong, amount_too_large.
    """
    cause = reference.strip()
    if not cause:
        raise Refused("reference_missing")
    _catalogued(fee_code, "ACT")
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    found = bulk.row(do.conn, "fee_of_act", contract_id=contract_id, fee_code=fee_code,
                     cause=cause, on=do.on)  # fmt: skip
    if found is None:
        raise Refused("fee_not_agreed", fee_code=fee_code, number=contract.number, day=do.on)
    if found["is_billed"]:
        raise Refused("fee_charged", fee_code=fee_code, reference=cause)
    if not 0 <= amount_cents <= AMOUNT_CENTS_MAX:
        raise Refused("amount_too_large", amount_cents=amount_cents, most_cents=AMOUNT_CENTS_MAX)
    if (amount_cents == 0) != (found["charge_ppm"] == 0):
        raise Refused("fee_amount_wrong", fee_code=fee_code, amount_cents=amount_cents)
    price = {"fee_code": fee_code, "unit_cents": found["unit_cents"],
             "charge_ppm": found["charge_ppm"]}  # fmt: skip
    rows = of_act(do, contract.batch, price, cause, amount_cents)
    bills = bill_due(do, contract.batch, rows, f"fee/{do.id}")
    return {"contract_id": contract_id, "number": contract.number, "fee_code": fee_code,
            "reference": cause, "currency": contract.currency,
            "fee_cents": int(rows["other_fee_cents"].sum()),
            "total_cents": int(bills["bill_total_cents"].sum())}  # fmt: skip


def write_fees(
    do: Act, contract_id: int, from_on: date, fees: pl.DataFrame, source: str
) -> list[Answer]:
    """Write fees (FEE_PRICES) of a locked contract, within another operation. Refused: fee_wrong,
    fee_in_the_past."""
    try:
        found = priced(fees)
    except BadFee as error:
        raise fee_wrong(error) from None
    first = bulk.row(do.conn, "priced_until", contract_id=contract_id) or {}
    told = []
    for (code, unit), tiers in found.items():
        if first["first_on"] is not None and from_on < first["first_on"]:
            raise Refused("fee_in_the_past", fee_code=code, from_on=from_on,
                          first_on=first["first_on"], clause=FEES[code].clause)  # fmt: skip
        kept = tiers.clear() if is_over(tiers) else tiers
        bulk.execute(
            do.conn, "insert_contract_fee", contract_id=contract_id, fee_code=code,
            charge_unit=unit, from_on=from_on, source=source.strip(), act_id=do.id,
            **{name: kept[name].to_list() for name in ("tier_from", "unit_cents", "charge_ppm")},
        )  # fmt: skip
        told.append({"fee_code": code, "charge_unit": unit, "tiers": kept.height})
    return told


def _first_day(do: Act, contract_id: int) -> date:
    found = do.conn.execute(
        "SELECT min(valid_from_on) FROM term WHERE contract_id = %s AND subject = 'CONTRACT'"
        " AND subject_id = contract_id AND name = 'status'",
        (contract_id,),
    ).fetchone()
    if found is None or found[0] is None:
        raise Refused("contract_unknown", contract_id=contract_id)
    first: date = found[0]
    return first


def _catalogued(code: str, unit: str) -> None:
    try:
        known(code, unit)
    except BadFee as error:
        raise fee_wrong(error) from None


def fee_wrong(error: BadFee) -> Refused:
    """What is told to whoever agrees on a fee that cannot be."""
    fee = FEES.get(error.code)
    could_be = error.could_be or (" ".join(fee.units) if fee else "")
    return Refused("fee_wrong", fee_code=error.code, value=error.value, fee_fault=error.fault,
                   could_be=could_be, clause=fee.clause if fee else "price")  # fmt: skip
