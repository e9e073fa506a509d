"""What happens to cheques, bills and debits on a day of a history."""

from datetime import timedelta

from comptant.operations.banking import unpaid
from comptant.operations.collection import collecting, instruments
from comptant.operations.registry import mandates
from tests.instruments import BETA_RIB
from tests.simulation.history import BUYERS, TERMS, History

KNOWN = """SELECT b.contract_id, b.buyer_id FROM contract_buyer b
    JOIN contract k ON k.id = b.contract_id JOIN party p ON p.id = b.buyer_id
    WHERE k.number = %s AND p.name = %s"""
OWED = """SELECT id, open_cents FROM invoice WHERE contract_id = %s AND buyer_id = %s
    AND open_cents > 0 ORDER BY invoice_number, id LIMIT 1"""
LOTS = """SELECT s.lot, sum(i.amount_cents)::bigint AS cents FROM instrument_step s
    JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
    WHERE s.step = 'REMITTED' AND s.collect_on <= %s AND NOT EXISTS (
        SELECT FROM instrument_step x WHERE x.instrument_id = s.instrument_id
        AND x.step IN ('SETTLED', 'RETURNED')) GROUP BY s.lot ORDER BY min(i.id)"""
MAY_RETURN = """SELECT i.contract_id, i.id, i.amount_cents, i.reference, EXISTS (SELECT
        FROM instrument_step s WHERE s.instrument_id = i.id AND s.step = 'SETTLED') AS is_settled
    FROM instrument i JOIN instrument_step r ON r.instrument_id = i.id AND r.step = 'REMITTED'
    WHERE NOT EXISTS (SELECT FROM instrument_step x WHERE x.instrument_id = i.id
        AND x.step = 'RETURNED') ORDER BY i.id"""
MANDATES = """SELECT m.id FROM mandate m WHERE m.buyer_id = %s ORDER BY m.id"""


def enter_an_instrument(h: History) -> None:
    """A cheque, a bill or a debit of a buyer: for his oldest invoice, or for nothing told."""
    contract, buyer = h.chance.choice(list(TERMS)), h.chance.choice(BUYERS)
    known = h.rows(KNOWN, contract, buyer)
    if not known:
        return
    contract_id, buyer_id = known[0]["contract_id"], known[0]["buyer_id"]
    owed = h.rows(OWED, contract_id, buyer_id)
    cents = owed[0]["open_cents"] if owed else h.chance.randint(1_000, 300_000)
    is_told = bool(owed) and h.chance.random() < 0.6
    pays = {str(owed[0]["id"]): cents} if is_told else {}
    about = {"contract_id": contract_id, "amount_cents": cents, "invoices": pays,
             "text": "", "unless": ("amount_too_large",)}  # fmt: skip
    means = h.chance.choice(("CHQ", "CHQ", "LCR", "BOR", "SDD"))
    number = f"{h.chance.randint(0, 10**9):010d}"
    if means == "SDD":
        _debit(h, buyer_id, buyer, number, about)
        return
    h.ask("anna", instruments.receive_instrument, payment_means=means, buyer_id=buyer_id,
          number=number, issued_on=h.on, due_on=h.on + timedelta(days=h.chance.randint(0, 5)),
          account=BETA_RIB, payer_name=None, is_accepted=h.chance.random() < 0.5,
          **about)  # fmt: skip


def _debit(h: History, buyer_id: int, buyer: str, number: str, about: dict[str, object]) -> None:
    """Under the buyer's mandate, signed before if he has none."""
    if not h.rows(MANDATES, buyer_id):
        h.world.agree_with_bank(debit_lead_days=1)
        h.approve(h.ask(
            "anna", mandates.propose_mandate, buyer_id=buyer_id, reference=f"RUM{number}",
            own_account_id=h.world.ids["bank"], scheme="CORE", iban=BETA_RIB, bic=None,
            holder=buyer, signed_on=h.on, is_one_off=False), "tania")  # fmt: skip
    h.ask("anna", instruments.order_debit, mandate_id=h.rows(MANDATES, buyer_id)[0]["id"],
          due_on=h.on + timedelta(days=14), is_last=False, **about)  # fmt: skip


def remit_instruments(h: History) -> None:
    """What waits of one kind goes to the bank."""
    h.world.agree_with_bank(debit_lead_days=1)
    h.ask("tania", collecting.remit_instruments, payment_means=h.chance.choice(
        ("CHQ", "CHQ", "BILL", "SDD")), own_account_id=h.world.ids["bank"], scheme="CORE",
        instrument_ids=None)  # fmt: skip


def bank_of_instruments(h: History) -> None:
    """The bank credits what is due, most often; some come back, by its statement or by a letter."""
    told = {line.get("text") for line in h.bank_lines}
    for lot in h.rows(LOTS, h.on):
        if h.chance.random() < 0.7 and lot["lot"] not in told:
            h.bank_lines.append({"cents": lot["cents"], "text": lot["lot"]})
    for row in h.rows(MAY_RETURN):
        if h.chance.random() < 0.9:
            continue
        line = {"cents": -row["amount_cents"], "text": f"IMPAYE {row['reference']}"}
        if not row["is_settled"] or h.chance.random() < 0.3:
            h.ask("tania", unpaid.return_instrument, unless=("instrument_money_used",),
                  contract_id=row["contract_id"], instrument_id=row["id"], reason="AM04",
                  movement_id=None)  # fmt: skip
        if row["is_settled"] and line["text"] not in told:
            h.bank_lines.append(line)
