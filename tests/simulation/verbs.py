"""What people put right, pass on, give back and agree in a year, beside the events of every day:
each may be refused with its reason, and whatever is done leaves books that prove."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from schwifty import IBAN

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.assigning import withdrawal
from comptant.operations.banking import debits, statement_withdrawal, sweeps
from comptant.operations.closing import manual
from comptant.operations.collection import guarantee_back, reallocation
from comptant.operations.drawing import client_money, over_advance
from comptant.operations.registry import parties
from comptant.rules.repayment import spread
from comptant.store import bulk
from tests.facts import FACTOR_IBAN
from tests.simulation.events import CASH, INVOICES, WITH_SLIPS, Event
from tests.simulation.history import CLIENT_OF, History, tell

DEDICATED_IBAN = "FR7610107001011234567890226"
PAID = """SELECT p.id, p.contract_id, p.buyer_id, p.amount_cents - p.open_cents AS given_cents
    FROM payment p JOIN contract k ON k.id = p.contract_id
    WHERE p.open_cents < p.amount_cents AND NOT k.is_house
    ORDER BY k.number, p.amount_cents, p.id"""
RECALLABLE = """SELECT bank_reference, amount_cents FROM bank_movement m
    WHERE bank_reference LIKE 'R-%%' AND amount_cents > 0 AND withdrawn_act_id IS NULL
    AND NOT EXISTS (
        SELECT FROM bank_movement r WHERE r.bank_reference = m.bank_reference AND r.is_reversal
            AND r.withdrawn_act_id IS NULL)
    ORDER BY bank_reference"""
BY_HAND = """SELECT e.contract_id, e.id FROM entry e
    WHERE e.event = 'manual' AND e.reverses_id IS NULL AND NOT EXISTS (
        SELECT FROM entry r WHERE r.contract_id = e.contract_id AND r.reverses_id = e.id)
    ORDER BY e.id"""
LAST_TOLD = """SELECT a.iban, s.id, s.sequence, s.opening_cents FROM own_account a
    CROSS JOIN LATERAL (SELECT * FROM bank_statement s WHERE s.own_account_id = a.id
        AND s.withdrawn_act_id IS NULL ORDER BY s.sequence DESC LIMIT 1) s ORDER BY a.iban"""
LINES_TOLD = """SELECT amount_cents AS cents, remittance_text AS text, value_on, bank_reference,
        end_to_end_reference, payer_name, payer_iban, operation_code, return_reason, is_reversal
    FROM bank_movement WHERE statement_id = %s ORDER BY id"""
SWEEPS = """SELECT s.contract_id, s.id, s.amount_cents, ARRAY(SELECT t.step FROM sweep_step t
        WHERE t.contract_id = s.contract_id AND t.sweep_id = s.id) AS steps
    FROM sweep s WHERE s.digest IS NOT NULL ORDER BY s.id"""
GUARANTEED = """SELECT contract_id, invoice_id FROM guarantee WHERE factor_open_cents > 0
    ORDER BY contract_id, invoice_id"""


def tried(
    h: History, login: str, operation: Callable[..., Answer], second: str = "aron",
    **arguments: Any,
) -> Answer | None:  # fmt: skip
    """Do it, and let a second person agree where one must; None where either is refused."""
    try:
        answer = h.ask(login, operation, **arguments)
        if answer and answer.get("approval_id"):
            h.approve(answer, second)
    except Refused as refusal:
        h.told.append(f"{h.on} {operation.__name__} refused: {refusal.code}")
        return None
    return answer


def take_back_an_allocation(h: History) -> None:
    """Money on the wrong invoice waits again, or is given to another of the buyer's."""
    paid = h.rows(PAID)
    if not paid:
        return
    one, to = h.chance.choice(paid), {}
    others = [row for row in h.rows(INVOICES) if row["buyer_id"] == one["buyer_id"]
              and h.contracts[row["contract"]] == one["contract_id"]]  # fmt: skip
    if others and h.chance.random() < 0.5:
        row = h.chance.choice(others)
        to = {str(row["id"]): min(row["open_cents"], one["given_cents"])}
    tried(h, "anna", reallocation.reallocate, contract_id=one["contract_id"],
          payment_id=one["id"], invoice_ids=[], to=to)  # fmt: skip


def withdraw_an_invoice(h: History) -> None:
    """An invoice was sent by mistake."""
    opens = h.rows(INVOICES)
    if opens:
        row = h.chance.choice(opens)
        tried(h, "anna", withdrawal.withdraw, contract_id=h.contracts[row["contract"]],
              invoice_ids=[row["id"]], reason="sent by mistake")  # fmt: skip


def pass_money_on(h: History) -> None:
    """Money that waits was the client's own: passed on, taken as its repayment, or given back to
    the buyer who paid too much."""
    waiting = h.rows(CASH.format("false"))
    if not waiting:
        return
    one = h.chance.choice(waiting)
    about = {"contract_id": one["contract_id"], "payment_id": one["id"], "reason": "letter",
             "amount_cents": h.chance.choice((None, max(1, one["open_cents"] // 2)))}  # fmt: skip
    kind = h.chance.random()
    if kind < 0.35:
        tried(h, "anna", client_money.forward, "tania", payee_account_id=None, **about)
    elif kind < 0.6:
        tried(h, "anna", client_money.repay, **about)
    elif one["buyer_id"]:
        payee = _payee(h, one["buyer_id"])
        if payee:
            tried(h, "anna", client_money.refund, "tania", payee_account_id=payee, **about)


def _payee(h: History, party_id: int) -> int | None:
    """An account of a buyer, agreed the first time that it is wanted."""
    known = h.rows("SELECT min(id) AS id FROM payee_account WHERE party_id = %s", party_id)
    if known[0]["id"] is None:
        iban = IBAN.generate("FR", bank_code="30004", branch_code="00003",
                             account_code=f"{party_id:011d}")  # fmt: skip
        tried(h, "anna", parties.propose_payee_account, "tania", party_id=party_id,
              iban=str(iban), bic=None, holder="BUYER")  # fmt: skip
    return known[0]["id"]


def enter_by_hand(h: History) -> None:
    """A gesture to a client by hand, or its reversal."""
    done = h.rows(BY_HAND)
    if done and h.chance.random() < 0.5:
        one = h.chance.choice(done)
        tried(h, "aron", manual.propose_reversal, "carl", contract_id=one["contract_id"],
              entry_id=one["id"], reason="a slip")  # fmt: skip
        return
    cents = h.chance.randint(100, 5_000)
    tried(h, "aron", manual.propose_entry, "carl", value_on=h.on, reason="a gesture",
          contract_id=h.contracts[h.chance.choice(list(h.contracts))],
          lines={"FEE": cents, "CCA": -cents})  # fmt: skip


def bank_charges(h: History) -> None:
    """The bank takes its commission."""
    h.bank_lines.append({"cents": -h.chance.randint(100, 9_000), "text": "COMMISSION",
                         "operation_code": "62"})  # fmt: skip


def bank_takes_back(h: History) -> None:
    """A payment that the bank names comes, and is taken back some day."""
    told, opens = h.rows(RECALLABLE), h.rows(INVOICES)
    under_way = {line.get("bank_reference") for line in h.bank_lines}
    told = [row for row in told if row["bank_reference"] not in under_way]
    if told and h.chance.random() < 0.5:
        one = h.chance.choice(told)
        h.bank_lines.append({"cents": -one["amount_cents"], "is_reversal": True,
                             "bank_reference": one["bank_reference"]})  # fmt: skip
    elif opens:
        row = h.chance.choice(opens)
        h.bank_lines.append({"cents": row["open_cents"], "text": row["number"],
                             "payer_name": row["buyer"],
                             "bank_reference": f"R-{h.world.count}"})  # fmt: skip


def explain_a_debit(h: History) -> None:
    """Somebody says what a debit was: a cost of ours, or money that the bank took back."""
    waiting = bulk.rows(h.conn, "read_debits", movement_id=None)
    if not waiting:
        return
    one, paid = h.chance.choice(waiting), h.rows(PAID)
    taken = [row["id"] for row in paid if row["given_cents"] == -one["amount_cents"]]
    tried(h, "tania", debits.explain_debit, "aron", movement_id=one["movement_id"],
          account=None if taken else "BFEE", payment_ids=taken[:1], order_ids=[],
          reason="the bank's letter")  # fmt: skip


def agree_on_a_plan(h: History) -> None:
    """A client that owes us agrees to repay by instalments."""
    contract = h.contracts[h.chance.choice(list(h.contracts))]
    owed = over_advance.owed_now(h.conn, h.world.asked("anna"), [contract]).get(contract, 0)
    if owed > 3:
        told = spread(owed, 3, h.on + timedelta(days=5))
        tried(h, "anna", over_advance.propose_plan, contract_id=contract,
              instalments={day.isoformat(): cents for day, cents in told})  # fmt: skip


def give_a_guarantee_back(h: History) -> None:
    """The guarantee had taken an invoice by mistake."""
    taken = h.rows(GUARANTEED)
    if taken:
        one = h.chance.choice(taken)
        tried(h, "anna", guarantee_back.give_guarantee_back, "carl", reason="a slip",
              contract_id=one["contract_id"], invoice_ids=[one["invoice_id"]],
              is_whole_buyer=h.chance.random() < 0.5)  # fmt: skip


def withdraw_a_statement(h: History) -> None:
    """The bank replaces its last statement: the same with a fee, or less of what buyers paid."""
    found = h.rows(LAST_TOLD)
    if not found:
        return
    last = h.chance.choice(found)
    lines = h.rows(LINES_TOLD, last["id"])
    done = tried(h, "tania", statement_withdrawal.withdraw_statement, "aron",
                 bank_statement_id=last["id"], reason="the bank sent another")  # fmt: skip
    if done is None:
        return
    h.world.told[last["iban"]] = (last["sequence"] - 1, last["opening_cents"])
    again = [line for line in lines if line["cents"] < 0 or line["end_to_end_reference"]
             or not line["payer_name"] or h.chance.random() < 0.7]  # fmt: skip
    again.append({"cents": -h.chance.randint(1, 500), "text": "FRAIS", "operation_code": "62"})
    if last["iban"] == FACTOR_IBAN:
        h.bank_lines[:0] = again
    else:
        tell(h, again, last["iban"])


def sweep_a_dedicated_account(h: History) -> None:
    """A buyer of R pays an account that its client has dedicated; what stands there is ordered to
    us, leaves it, and arrives, or is given up."""
    if not h.rows("SELECT FROM own_account WHERE iban = %s", DEDICATED_IBAN):
        h.world.own_account(DEDICATED_IBAN, bic="BPALFRPP", name=CLIENT_OF["R"],
                            contract_id=h.contracts["R"], is_client_owned=True)  # fmt: skip
    under_way = {line.get("end_to_end_reference") for line in h.bank_lines}
    for row in h.rows(SWEEPS):
        reference = f"{sweeps.REFERENCE}{row['id']}"
        line = {"cents": row["amount_cents"], "end_to_end_reference": reference}
        if not row["steps"] and h.chance.random() < 0.2:
            tried(h, "tania", sweeps.cancel_sweep, contract_id=row["contract_id"],
                  sweep_id=row["id"], reason="the bank refuses")  # fmt: skip
        elif not row["steps"] and h.chance.random() < 0.7:
            tell(h, [{**line, "cents": -row["amount_cents"]}], DEDICATED_IBAN)
        elif row["steps"] == ["LEFT"] and reference not in under_way and h.chance.random() < 0.7:
            h.bank_lines.append(line)
    opens = [row for row in h.rows(INVOICES) if row["contract"] == "R"]
    if opens:
        row = h.chance.choice(opens)
        cents = row["open_cents"] if h.chance.random() < 0.7 else max(1, row["open_cents"] // 3)
        tell(h, [{"cents": cents, "text": row["number"], "payer_name": row["buyer"]}],
             DEDICATED_IBAN)  # fmt: skip
    tried(h, "tania", sweeps.order_sweeps, to_account_id=h.world.ids["bank"])


VERBS: dict[Event, int] = {
    take_back_an_allocation: 2, withdraw_an_invoice: 1, pass_money_on: 3, enter_by_hand: 1,
    bank_charges: 1, bank_takes_back: 3, explain_a_debit: 2, agree_on_a_plan: 2,
    give_a_guarantee_back: 1, withdraw_a_statement: 2, sweep_a_dedicated_account: 2,
}  # fmt: skip
ALL: dict[Event, int] = {**WITH_SLIPS, **VERBS}
