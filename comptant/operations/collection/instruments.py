"""Cheques, bills and direct debits entered: what a buyer is to pay by them, and which invoices.

An instrument is an item; its steps are its movements, each taken once. It becomes a payment on its
value date (docs/decisions/0019). Source: DOMAIN 4.3, 5.8, 8.1.
"""

from datetime import date, timedelta
from typing import Any

import polars as pl
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from comptant.formats import cfonb160, identifiers, sepa
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.registry.mandates import mandate_of, mandates_now
from comptant.operations.terms.contracts import Contract, contract_in_force, no_buyer_of
from comptant.rules import law
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.rules.terms import TERMS
from comptant.store import bulk

PREFIX = "CPI"
NUMBER_LENGTH_MAX = 35
SEPA = "EUR"  # the currency of bills in files and of direct debits
STEPS = (
    "contract_id", "instrument_id", "step", "on_date", "value_on", "reason", "entry_id",
    "collection_id", "lot", "collect_on", "sequence_type", "payment_id", "bank_movement_id",
    "turn",
)  # fmt: skip


@operation
def receive_instrument(
    do: Act, *, contract_id: int, payment_means: str, buyer_id: int, amount_cents: int,
    number: str, issued_on: date, due_on: date | None, account: str | None,
    payer_name: str | None, is_accepted: bool, text: str, invoices: dict[str, int],
) -> Answer:  # fmt: skip
    """Enter a cheque (CHQ) or a bill (LCR, BOR) of a buyer. `invoices`: id -> cents that it pays;
    none: its `text` and amount are matched on its value date, as a transfer is.

    Refused: means_unknown, buyer_not_of_contract, amount_wrong, instrument_wrong, cheque_too_old,
    iban_wrong, bill_account_wrong, currency_not_sepa, instrument_known, invoice_unknown,
    amount_too_large.
    """
    if payment_means not in ("CHQ", "LCR", "BOR"):
        raise Refused("means_unknown", means=payment_means)
    contract = _locked(do, contract_id, buyer_id, amount_cents)
    number = " ".join(number.split())
    is_cheque = payment_means == "CHQ"
    if not number.isprintable() or not 0 < len(number) <= NUMBER_LENGTH_MAX:
        raise Refused("instrument_wrong", name="number", value=number)
    if issued_on > do.on:
        raise Refused("instrument_wrong", name="issued_on", value=issued_on.isoformat())
    if is_cheque and do.on > (last_on := _paid_until(do, issued_on)):
        raise Refused("cheque_too_old", issued_on=issued_on, last_on=last_on)
    if not is_cheque and (due_on is None or due_on < issued_on):
        raise Refused("instrument_wrong", name="due_on", value=str(due_on))
    return _enter(do, contract, invoices, {
        "payment_means": payment_means, "buyer_id": buyer_id, "amount_cents": amount_cents,
        "issued_on": issued_on, "due_on": due_on if due_on and not is_cheque else issued_on,
        "number": number, "payer_name": payer_name or _name(do, contract.id, buyer_id),
        "payer_iban": _account(contract, is_cheque, account),
        "is_accepted": is_accepted or payment_means == "BOR", "remittance_text": text,
        "mandate_id": None, "is_last": False,
    })  # fmt: skip


@operation
def order_debit(
    do: Act, *, contract_id: int, mandate_id: int, amount_cents: int, due_on: date, text: str,
    is_last: bool, invoices: dict[str, int],
) -> Answer:  # fmt: skip
    """Order that a buyer's account is debited under its mandate; the buyer is told before.

    Refused: mandate_unknown, mandate_not_active, buyer_not_of_contract, amount_wrong,
    currency_not_sepa, notice_too_short (with the first day), invoice_unknown, amount_too_large,
    buyer_must_not_know (a debit names us: never under a confidential contract).
    """
    mandate = mandate_of(do, mandate_id)
    contract = _locked(do, contract_id, mandate["buyer_id"], amount_cents)
    if contract.terms["disclosure_mode"] == "CONFIDENTIAL":
        raise Refused("buyer_must_not_know", contract=contract.number)
    now = mandates_now(do, [mandate_id])[mandate_id]
    if now["mandate_state"] != "ACTIVE":
        raise Refused(
            "mandate_not_active", reference=mandate["reference"], state=now["mandate_state"]
        )
    if contract.currency != SEPA:
        raise Refused("currency_not_sepa", currency=contract.currency)
    notice = term(contract, "debit_notice_days")
    first_on = do.on + timedelta(days=notice)
    if due_on < first_on:
        raise Refused("notice_too_short", due_on=due_on, notice_days=notice, first_on=first_on)
    answer = _enter(do, contract, invoices, {
        "payment_means": "SDD", "buyer_id": mandate["buyer_id"], "amount_cents": amount_cents,
        "issued_on": do.on, "due_on": due_on, "number": "", "payer_name": mandate["holder"],
        "payer_iban": mandate["iban"], "is_accepted": False, "remittance_text": text,
        "mandate_id": mandate_id, "is_last": is_last,
    })  # fmt: skip
    notice_of = {
        "buyer_id": mandate["buyer_id"], "amount_cents": amount_cents, "currency": SEPA,
        "due_on": due_on.isoformat(), "mandate_reference": mandate["reference"],
        "creditor_identifier": mandate["creditor_identifier"], "reference": answer["reference"],
    }  # fmt: skip
    bulk.execute(
        do.conn, "insert_outbox", kind="debit_notice", contract_id=contract_id, digest=None,
        payload=Jsonb(notice_of), due_at=do.asked.at, act_id=do.id,
    )  # fmt: skip
    return {**answer, "mandate_reference": mandate["reference"], "iban": mandate["iban"]}


@operation
def cancel_instrument(do: Act, *, contract_id: int, instrument_id: int, reason: str) -> Answer:
    """Give an instrument back, or call off a debit, before it is remitted to our bank.

    Refused: reason_missing, instrument_unknown, instrument_step_taken.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    found = instrument_of(do, contract_id, instrument_id)
    if found["steps"]:
        raise Refused("instrument_step_taken", instrument_id=instrument_id,
                      instrument_step=found["steps"][-1])  # fmt: skip
    take_steps(do, [{"contract_id": contract_id, "instrument_id": instrument_id,
                     "step": "CANCELLED", "reason": reason}])  # fmt: skip
    return {"instrument_id": instrument_id, "amount_cents": found["amount_cents"],
            "currency": found["currency"]}  # fmt: skip


def instrument_of(do: Act, contract_id: int, instrument_id: int) -> bulk.Row:
    """An instrument with its steps. Refused: instrument_unknown."""
    found = instruments(do, [(contract_id, instrument_id)])
    if not found:
        raise Refused("instrument_unknown", instrument_id=instrument_id)
    return found[0]


def instruments(do: Act, keys: list[tuple[int, int]]) -> list[bulk.Row]:
    """Instruments with their steps, by contract and id."""
    return bulk.rows(do.conn, "instruments", contract_ids=[key[0] for key in keys],
                     ids=[key[1] for key in keys])  # fmt: skip


def take_steps(do: Act, steps: list[dict[str, Any]]) -> None:
    """Write steps (columns of STEPS, what is not said is null). Each happens once: the caller has
    looked under the contract's lock."""
    rows = [{"on_date": do.on, "reason": "", "turn": 1, **step, "act_id": do.id} for step in steps]
    names = [*STEPS, "act_id"]
    dates = dict.fromkeys(("on_date", "value_on", "collect_on"), pl.Date)
    texts = dict.fromkeys(("step", "reason", "lot", "sequence_type"), pl.String)
    schema = {name: dates.get(name, texts.get(name, pl.Int64)) for name in names}
    values = [[row.get(name) for name in names] for row in rows]
    bulk.copy_in(do.conn, "instrument_step", pl.DataFrame(values, schema=schema, orient="row"))


def term(contract: Contract, name: str) -> Any:
    """A term of the contract, or its default where the contract is older than the term."""
    return contract.terms.get(name, TERMS[name].default)


def _locked(do: Act, contract_id: int, buyer_id: int, amount_cents: int) -> Contract:
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    known = bulk.rows(
        do.conn, "fact_contracts", contract_id=contract_id, subject="BUYER", subject_id=buyer_id
    )
    if not known:
        raise no_buyer_of(do, contract_id, buyer_id)
    if not 0 < amount_cents <= min(AMOUNT_CENTS_MAX, sepa.AMOUNT_CENTS_MAX):
        raise Refused("amount_wrong", amount_cents=amount_cents, currency=contract.currency)
    return contract


def _paid_until(do: Act, issued_on: date) -> date:
    """The last day on which a cheque may be paid: a year after the days to present it."""
    ends_on = issued_on + timedelta(days=law.CHEQUE_PRESENTATION_DAYS.on(do.on))
    is_leap_day = (ends_on.month, ends_on.day) == (2, 29)
    return ends_on.replace(year=ends_on.year + 1, day=28 if is_leap_day else ends_on.day)


def _name(do: Act, contract_id: int, buyer_id: int) -> str:
    found = do.conn.execute(
        "SELECT name FROM buyer_shown WHERE contract_id = %s AND id = %s", (contract_id, buyer_id)
    ).fetchone()
    return str(found[0]) if found else ""


def _account(contract: Contract, is_cheque: bool, account: str | None) -> str:
    """The payer's account in normal form; a bill needs one that has a RIB."""
    if account is None and is_cheque:
        return ""
    normal = identifiers.normal("account", account or "")
    if normal is None and account:
        raise Refused("iban_wrong", iban=account)
    if is_cheque:
        return normal or ""
    if normal is None or cfonb160.parts_of(normal) is None:
        raise Refused("bill_account_wrong", iban=account or "")
    if contract.currency != SEPA:
        raise Refused("currency_not_sepa", currency=contract.currency)
    return normal


def _enter(
    do: Act, contract: Contract, invoices: dict[str, int], told: dict[str, Any]
) -> Answer:  # fmt: skip
    """Write an instrument and the invoices that it pays; the same one is not entered twice."""
    given = _check_invoices(do, contract, invoices, told["amount_cents"])
    instrument_id = bulk.take_ids(do.conn, 1)[0]
    reference = f"{PREFIX}{contract.id}-{instrument_id}"
    told["number"] = told["number"] or reference
    before = bulk.row(
        do.conn, "instrument_presentations", payment_means=told["payment_means"],
        payer_iban=told["payer_iban"], number=told["number"],
    ) or {"times": 0, "live": 0}  # fmt: skip
    if before["live"]:
        raise Refused("instrument_known", number=told["number"], payer_name=told["payer_name"])
    row = {"contract_id": contract.id, "id": instrument_id, "currency": contract.currency, **told,
           "reference": reference, "presentation": before["times"] + 1,
           "act_id": do.id}  # fmt: skip
    try:
        with do.conn.transaction():
            bulk.copy_in(do.conn, "instrument", pl.DataFrame([row]))
    except UniqueViolation:
        raise Refused("instrument_known", number=told["number"],
                      payer_name=told["payer_name"]) from None  # fmt: skip
    if given:
        bulk.copy_in(do.conn, "instrument_invoice", pl.DataFrame([
            {"contract_id": contract.id, "instrument_id": instrument_id, "invoice_id": id_,
             "amount_cents": cents} for id_, cents in given.items()]))  # fmt: skip
    return {
        "instrument_id": instrument_id, "contract_id": contract.id, "reference": reference,
        "payment_means": told["payment_means"], "amount_cents": told["amount_cents"],
        "currency": contract.currency, "due_on": told["due_on"].isoformat(),
        "presentation": before["times"] + 1,
    }  # fmt: skip


def _check_invoices(
    do: Act, contract: Contract, invoices: dict[str, int], amount_cents: int
) -> dict[int, int]:
    """The invoices told, each open for its part beside what others in collection will pay."""
    given = {int(id_): cents for id_, cents in invoices.items()}
    found = bulk.rows(
        do.conn, "instruments_announced", contract_id=contract.id, ids=list(given)
    ) if given else []  # fmt: skip
    left = {row["id"]: row["open_cents"] - row["announced_cents"] for row in found}
    for id_, cents in given.items():
        if id_ not in left:
            raise Refused("invoice_unknown", invoice_id=id_)
        if not 0 < cents <= left[id_]:
            raise Refused("amount_too_large", amount_cents=cents, most_cents=max(left[id_], 0))
    total = sum(given.values())
    if total > amount_cents:
        raise Refused("amount_too_large", amount_cents=total, most_cents=amount_cents)
    return given
