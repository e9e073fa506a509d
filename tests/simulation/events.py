"""What may happen on a day of a history: each event draws its details from the seed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from comptant.operations.assigning import credits, returns
from comptant.operations.closing import decide
from comptant.operations.collection import cash, moving, undoing, unknown_money
from comptant.operations.drawing import payments
from comptant.operations.paying import outcomes, payout
from comptant.operations.risk import disputes, exceptions, facts
from comptant.rules.disputes import KINDS
from tests.simulation.history import (
    GROUPED,
    STARTS_ON,
    History,
    allot,
    amend,
    end_the_day,
    join,
    remit_lines,
    say,
    set_ceiling,
    siren,
    tell_the_bank,
)
from tests.simulation.instruments import (
    bank_of_instruments,
    enter_an_instrument,
    remit_instruments,
)

UNPROVED = ("no_recourse", "dispute_unproved", "invoice_not_late")
OPEN = """SELECT i.id, i.invoice_number AS number, i.buyer_id, p.name AS buyer, i.open_cents,
        i.amount_cents, k.number AS contract
    FROM invoice i JOIN contract k ON k.id = i.contract_id JOIN party p ON p.id = i.buyer_id
    WHERE i.open_cents {} 0 ORDER BY k.number, i.invoice_number, i.id"""
INVOICES, NOTES = OPEN.format(">"), OPEN.format("<")
ORDERS = """SELECT o.id, o.contract_id, o.amount_cents, o.end_to_end_reference AS reference,
        array_remove(array_agg(s.step ORDER BY s.step), NULL) AS steps
    FROM payment_order o LEFT JOIN payment_order_step s
        ON s.contract_id = o.contract_id AND s.order_id = o.id
    GROUP BY 1, 2, 3, 4 ORDER BY o.id"""
CASH = """SELECT p.id, p.open_cents, p.buyer_id, p.contract_id, k.number AS contract
    FROM payment p JOIN contract k ON k.id = p.contract_id
    WHERE p.open_cents > 0 AND k.is_house = {} ORDER BY k.number, p.amount_cents, p.id"""
DISPUTED = """SELECT d.contract_id, d.id, sum(t.amount_cents)::bigint AS left_cents
    FROM dispute d JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id
    GROUP BY d.contract_id, d.id HAVING sum(t.amount_cents) > 0
    ORDER BY 3, min(d.disputed_on), d.id"""
TOLD = """SELECT e.contract_id, e.id FROM entry e
    WHERE e.event = ANY (%s) AND e.reverses_id IS NULL AND NOT EXISTS (
        SELECT FROM entry r WHERE r.contract_id = e.contract_id AND r.reverses_id = e.id)
    ORDER BY e.id"""
WAITING = """SELECT a.id AS approval_id, a.kind FROM approval a
    WHERE NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id) ORDER BY a.id"""


def _invoice(h: History, contract: str) -> dict[str, Any]:
    """An invoice like others: of these days, due in the coming weeks, sometimes late already."""
    number = len(h.sent) + 1
    buyer = h.chance.choice((*h.buyers, *h.buyers, "NEW"))
    if buyer == "NEW":
        buyer = f"NEW {h.chance.randint(1, 3)} SA"
        h.sirens.setdefault(buyer, siren(1000 + int(buyer.split()[1])))
    return {
        "number": f"{contract}-{number:05d}", "cents": h.chance.randint(5_000, 1_200_000),
        "buyer": buyer, "issued_on": h.on - timedelta(days=h.chance.randint(0, 12)),
        "due_on": h.on + timedelta(days=h.chance.randint(-1, 18)),
    }  # fmt: skip


def _line(h: History, contract: str) -> dict[str, Any]:
    kind = h.chance.random()
    before = [line for line in h.sent if line["buyer"] in h.sirens]
    if before and kind < 0.08:
        return dict(h.chance.choice(before))
    line = _invoice(h, contract)
    if before and kind < 0.25:
        about = h.chance.choice(before)
        named = about["number"] if h.chance.random() < 0.6 else None
        line |= {"type_code": "381", "buyer": about["buyer"], "credited_number": named,
                 "cents": h.chance.randint(1_000, about["cents"])}  # fmt: skip
    elif kind < 0.30:
        line["due_on"] = line["issued_on"] - timedelta(days=1)
    elif kind < 0.33:
        line["buyer"] = "WITHOUT NUMBER"
    return line


def send(h: History) -> None:
    """A client sends a file."""
    contract = h.chance.choice(list(h.contracts))
    lines = []
    for _ in range(h.chance.randint(1, 5)):
        lines.append(_line(h, contract))
        h.sent.append(lines[-1])
    remit_lines(h, contract, lines)


def move_a_limit(h: History) -> None:
    """A limit of one contract on one buyer is raised or cut, now or from a later day."""
    set_ceiling(h, "CONTRACT_BUYER", h.chance.choice(list(h.contracts)), h.chance.choice(h.buyers),
                h.chance.randint(0, 40) * 50_000, h.chance.choice((0, 0, 0, 2)))  # fmt: skip


def move_a_share(h: History) -> None:
    """A contract's share of a shared ceiling changes, or its own line."""
    contract = h.chance.choice(list(h.contracts))
    scope, party = h.chance.choice((
        ("BUYER", "BETA SA"), ("BUYER_GROUP", "GREEKS"), ("CLIENT_GROUP_LINE", "CLIENTS"),
        ("CONTRACT_LINE", "ALPHA SAS")))  # fmt: skip
    cents = h.chance.randint(0, 60) * 50_000
    if scope == "CONTRACT_LINE":
        set_ceiling(h, scope, contract, party, 5 * cents)
    else:
        allot(h, contract, scope, party, cents)


def answer_what_waits(h: History) -> None:
    """Somebody decides what was proposed and left."""
    waiting = h.rows(WAITING)
    if waiting:
        one = h.chance.choice(waiting)
        answer(h, "ada", one["approval_id"], 0.8)


def answer(h: History, login: str, approval_id: int, chance_of_yes: float) -> None:
    """Yes, most often, if it is theirs to say."""
    h.ask(login, decide.decide, unless=("availability_fell", "beyond_authority"),
          approval_id=approval_id, approve=h.chance.random() < chance_of_yes,
          reason="")  # fmt: skip


def draw(h: History) -> None:
    """A client draws all or some of what is available; it is released, refused, or waits."""
    contract = h.chance.choice(list(h.contracts))
    order = h.ask(
        "anna", payments.draw,
        unless=("nothing_available", "beyond_availability", "contract_not_drawing"),
        contract_id=h.contracts[contract], payee_account_id=None,
        amount_cents=None if h.chance.random() < 0.5 else h.chance.randint(100, 800_000),
    )  # fmt: skip
    if order and h.chance.random() < 0.8:
        answer(h, "tania", order["approval_id"], 0.9)


def pay_out(h: History) -> None:
    """What was released goes to the bank."""
    h.ask("tania", payout.payout, own_account_id=h.world.ids["bank"], execute_on=None)


def settle_payments(h: History) -> None:
    """The bank executes, sends back, or somebody learns of a rejection by hand."""
    told = {line.get("end_to_end_reference") for line in h.bank_lines}
    for order in h.rows(ORDERS):
        steps = set(order["steps"])
        line = {"cents": -order["amount_cents"], "end_to_end_reference": order["reference"]}
        if "SENT" not in steps or order["reference"] in told:
            continue
        over = steps & {"REJECTED", "RETURNED"}
        if "EXECUTED" in steps and not over and h.chance.random() < 0.15:
            h.bank_lines.append({**line, "cents": order["amount_cents"], "return_reason": "AC04"})
        elif not over and "EXECUTED" not in steps and h.chance.random() < 0.1:
            h.approve(h.ask(
                "tania", outcomes.settle_order, contract_id=order["contract_id"],
                order_id=order["id"], outcome="REJECTED", value_on=None, reason="AC04"), "aron"
            )  # fmt: skip
        elif steps & {"REJECTED"} and "EXECUTED" not in steps and h.chance.random() < 0.3:
            h.bank_lines.append(line)  # executed after all: debited again
        elif "REDEBITED" in steps and "RECREDITED" not in steps and h.chance.random() < 0.3:
            h.bank_lines.append({**line, "cents": order["amount_cents"], "return_reason": "AC04"})
        elif not over and "EXECUTED" not in steps and h.chance.random() < 0.8:
            h.bank_lines.append(line)


def _cash_line(h: History, cents: int, text: str, buyer: str) -> dict[str, Any]:
    name = buyer if h.chance.random() < 0.7 else None
    value_on = h.on + timedelta(days=h.chance.choice((0, 0, 0, 0, -1, -2, -9, 1)))
    return {"cents": cents, "text": text, "payer_name": name, "value_on": value_on}


def buyer_pays(h: History) -> None:
    """A buyer pays: to the cent, in part, several at once, too much, less a credit note, or without
    saying what."""
    opens = h.rows(INVOICES)
    if not opens:
        return
    first = h.chance.choice(opens)
    same = [row for row in opens if row["buyer_id"] == first["buyer_id"]]
    owed, number = first["open_cents"], first["number"]
    kind = h.chance.choice(("exact", "exact", "exact", "part", "group", "over", "short", "silent",
                            "silent part", "less a note"))  # fmt: skip
    cents, text = owed, number
    if kind == "part":
        cents = max(1, owed * h.chance.randint(20, 80) // 100)
    elif kind == "over":
        cents = owed + h.chance.randint(1, 90_000)
    elif kind == "short":
        cents = max(1, owed - h.chance.randint(1, 500))
    elif kind == "group":
        group = h.chance.sample(same, min(len(same), 3))
        cents, text = sum(row["open_cents"] for row in group), " ".join(r["number"] for r in group)
    elif kind == "silent":
        text = "FACTURES"
    elif kind == "silent part":
        cents, text = h.chance.randint(1_000, 600_000), "ACOMPTE"
    elif kind == "less a note":
        account = (first["contract"], first["buyer_id"])
        notes = [row for row in h.rows(NOTES) if -row["open_cents"] < owed
                 and (row["contract"], row["buyer_id"]) == account]  # fmt: skip
        if notes:
            cents, text = owed + notes[0]["open_cents"], f"{number} {notes[0]['number']}"
    h.bank_lines.append(_cash_line(h, cents, text, first["buyer"]))


def money_of_nobody(h: History) -> None:
    """Money of nobody, or a debit that nobody explains."""
    cents = h.chance.randint(-20_000, 200_000) or 1
    h.bank_lines.append({"cents": cents, "text": "NO REFERENCE", "payer_name": "WHO SA"})


def bank_tells_early(h: History) -> None:
    """An end-of-day statement before the day's end: another follows."""
    tell_the_bank(h)


def clear_cash(h: History) -> None:
    """Unknown money is identified or sent back; waiting money is allocated by hand."""
    unknown, waiting = h.rows(CASH.format("true")), h.rows(CASH.format("false"))
    if unknown and h.chance.random() < 0.6:
        one, contract = h.chance.choice(unknown), h.chance.choice(list(h.contracts))
        buyers = h.rows("SELECT buyer_id FROM contract_buyer WHERE contract_id = %s"
                        " ORDER BY buyer_id", h.contracts[contract])  # fmt: skip
        if h.chance.random() < 0.25:
            account = h.rows("SELECT min(id) AS id FROM payee_account")[0]["id"]
            h.approve(h.ask("tania", unknown_money.return_unknown,
                            unless=("payment_unknown", "payment_going_back", "refund_uncredited"),
                            payment_id=one["id"], payee_account_id=account,
                            reason="the client asks"), "ada")  # fmt: skip
        else:
            buyer = h.chance.choice([0, *(row["buyer_id"] for row in buyers)])
            h.ask("anna", unknown_money.identify, unless=("payment_going_back",),
                  payment_id=one["id"], contract_id=h.contracts[contract],
                  buyer_id=buyer)  # fmt: skip
    elif waiting:
        one = h.chance.choice(waiting)
        opens = [row for row in h.rows(INVOICES) if row["contract"] == one["contract"]]
        chosen = h.chance.sample(opens, min(len(opens), 2))
        left, paid = one["open_cents"], {}
        for row in chosen:
            cents = min(left, row["open_cents"])
            left -= cents
            if cents:
                paid[str(row["id"])] = cents
        if paid:
            h.ask("anna", cash.allocate, contract_id=one["contract_id"], payment_id=one["id"],
                  invoices=paid)  # fmt: skip


def apply_a_note(h: History) -> None:
    """A credit note that waits meets an invoice of its buyer."""
    for note in h.rows(NOTES):
        opens = [row for row in h.rows(INVOICES) if row["buyer_id"] == note["buyer_id"]
                 and row["contract"] == note["contract"]]  # fmt: skip
        if opens and h.chance.random() < 0.5:
            h.ask("anna", credits.apply_credit_note, contract_id=h.contracts[note["contract"]],
                  credit_note_id=note["id"], invoice_id=h.chance.choice(opens)["id"],
                  amount_cents=None)  # fmt: skip
            return


def say_of_an_invoice(h: History) -> None:
    """A proof of delivery, a status of the e-invoice, a retention."""
    opens = h.rows(INVOICES)
    if not opens:
        return
    row = h.chance.choice(opens)
    name, value = h.chance.choice((
        ("has_delivery_proof", True), ("has_delivery_proof", True),
        ("einvoice_status", "205"), ("einvoice_status", "208"),
        ("einvoice_status", "200"), ("retention_cents", row["amount_cents"] // 20)))  # fmt: skip
    say(h, row["contract"], "INVOICE", row["id"], name, value, h.chance.choice((0, 0, 0, 1)))


def dispute_or_settle(h: History) -> None:
    """A buyer contests an invoice, in part or whole; or an older dispute is narrowed or settled."""
    opens, live = h.rows(INVOICES), h.rows(DISPUTED)
    over = ("dispute_over", "amount_too_large")
    if live and h.chance.random() < 0.6:
        row = h.chance.choice(live)
        about = {"contract_id": row["contract_id"], "dispute_id": row["id"], "evidence": "letter"}
        if h.chance.random() < 0.4:
            h.ask(
                "anna",
                disputes.confirm_rest,
                unless=over,
                amount_cents=row["left_cents"] // 2,
                **about,
            )
        else:
            credit = h.chance.choice((0, 0, row["left_cents"] // 2))
            h.ask("anna", disputes.settle_dispute, unless=over, credit_cents=credit, **about)
    elif opens:
        row = h.chance.choice(opens)
        h.ask("anna", disputes.open_dispute, unless=("invoice_disputed", "amount_too_large"),
              contract_id=h.contracts[row["contract"]], invoice_id=row["id"],
              code=h.chance.choice(list(KINDS)),
              amount_cents=h.chance.choice((None, row["open_cents"] // 3)),
              is_rest_confirmed=h.chance.random() < 0.5, source="BUYER",
              evidence="letter")  # fmt: skip


def except_or_defund(h: History) -> None:
    """An exception for an invoice or a buyer, sometimes ended early; or a reserve, and its end."""
    opens = h.rows(INVOICES)
    if not opens:
        return
    row = h.chance.choice(opens)
    contract_id = h.contracts[row["contract"]]
    if h.chance.random() < 0.25:
        told = h.ask("anna", returns.defund, unless=UNPROVED, contract_id=contract_id,
                     invoice_ids=[row["id"]], reason=h.chance.choice(("BREACH", "OVERDUE")),
                     is_lifted=h.chance.random() < 0.5)  # fmt: skip
        if told and "approval_id" in told:
            h.approve(told, "aron")
        return
    subject = h.chance.choice(("INVOICE", "BUYER", "BUYER"))
    about = {
        "contract_id": contract_id, "subject": subject, "why": "letter",
        "subject_id": row["id"] if subject == "INVOICE" else row["buyer_id"],
        "reason_code": h.chance.choice(("overdue", "overdue", "overdue_when_sent", "insurer_stop",
                                        "buyer_cross_aged", "einvoice_suspended")),
    }  # fmt: skip
    if h.chance.random() < 0.2:
        h.ask("anna", exceptions.end_exception, unless=("exception_unknown",), **about)
        return
    proposed = h.ask("anna", exceptions.propose_exception, amount_cents=row["amount_cents"],
                     until_on=h.on + timedelta(days=h.chance.randint(0, 4)), **about)  # fmt: skip
    h.approve(proposed, "ada")


def say_of_a_buyer(h: History) -> None:
    """A set-off, an insurer's stop, an insolvency, or the end of one of these."""
    known = h.rows("SELECT k.number AS contract, b.buyer_id FROM contract_buyer b"
                   " JOIN contract k ON k.id = b.contract_id ORDER BY 1, 2")  # fmt: skip
    if not known:
        return
    row = h.chance.choice(known)
    kind = h.chance.random()
    if kind < 0.5:
        say(h, row["contract"], "BUYER", row["buyer_id"], "set_off_cents",
            h.chance.choice((0, 40_000, 250_000)))  # fmt: skip
    elif kind < 0.7:
        stop = h.chance.choice((h.on.isoformat(), None))
        say(h, row["contract"], "BUYER", row["buyer_id"], "insurer_stop_on", stop)
    elif kind < 0.9:
        told = h.chance.choice((None, None, h.on + timedelta(days=2), h.on))
        say(h, "", "PARTY", row["buyer_id"], "insolvent_on", told and told.isoformat(),
            h.chance.choice((0, 1)))  # fmt: skip
    else:
        join(h, "GREEKS", h.chance.choice(GROUPED), h.chance.random() < 0.6)


def say_of_a_contract(h: History) -> None:
    """A reserve, other terms, a suspension or its end, a new rate."""
    contract = h.chance.choice(list(h.contracts))
    kind = h.chance.randrange(5)
    if kind == 0:
        name = h.chance.choice(("manual_reserve_cents", "dilution_reserve_cents"))
        say(h, contract, "CONTRACT", h.contracts[contract], name,
            h.chance.choice((0, 30_000)), h.chance.choice((0, 1)))  # fmt: skip
    elif kind == 1:
        in_days = max(h.chance.choice((-3, 0, 2)), (STARTS_ON - h.on).days)
        amend(h, contract, in_days, margin_ppm=h.chance.randint(8, 30) * 1000)
    elif kind == 2:
        amend(h, contract, h.chance.choice((0, 1)),
              overdue_cutoff_days=h.chance.randint(1, 8), cross_ageing_ppm=300_000)  # fmt: skip
    elif kind == 3:
        amend(h, contract, 0, status=h.chance.choice(("SUSPENDED", "ACTIVE", "ACTIVE", "WATCH")))
    else:
        proposed = h.ask("tania", facts.propose_rate, index_name="EURIBOR3M", source="history",
                         fixing_on=h.on, rate_ppm=h.chance.randint(15_000, 25_000))  # fmt: skip
        h.approve(proposed, "ada")


def invoices_leave(h: History) -> None:
    """Invoices go back to the client, or were paid to him and he keeps it."""
    opens = h.rows(INVOICES)
    if not opens:
        return
    row = h.chance.choice(opens)
    contract_id = h.contracts[row["contract"]]
    if h.chance.random() < 0.5:
        part = None if h.chance.random() < 0.5 else max(1, row["open_cents"] // 2)
        told = h.ask("anna", returns.keep_direct_payment, contract_id=contract_id,
                     invoice_id=row["id"], amount_cents=part, evidence="letter")  # fmt: skip
    else:
        told = h.ask("anna", returns.reassign, unless=UNPROVED, contract_id=contract_id,
                     invoice_ids=[row["id"]],
                     reason=h.chance.choice(("DISPUTE", "OVERDUE", "FRAUD")))  # fmt: skip
    if told and "approval_id" in told:
        h.approve(told, "aron")


def put_right(h: History) -> None:
    """Money that waits moves to another contract or buyer, or back to nobody; or what was told of
    receivables is undone."""
    waiting, told = h.rows(CASH.format("false")), h.rows(TOLD, list(undoing.UNDONE))
    if waiting and h.chance.random() < 0.5:
        one = h.chance.choice(waiting)
        to = h.chance.choice([None, *h.contracts])
        buyers = h.rows("SELECT buyer_id FROM contract_buyer WHERE contract_id = %s"
                        " ORDER BY buyer_id", h.contracts[to]) if to else []  # fmt: skip
        buyer = h.chance.choice([0, *(row["buyer_id"] for row in buyers)])
        part = h.chance.choice((None, max(1, one["open_cents"] // 3)))
        moved = h.ask("anna", moving.move_payment, unless=("payment_there", "payment_going_back"),
                      contract_id=one["contract_id"], payment_id=one["id"], amount_cents=part,
                      to_contract_id=h.contracts[to] if to else None, buyer_id=buyer,
                      reason="a slip")  # fmt: skip
        if moved and "approval_id" in moved:
            h.approve(moved, "aron")
    elif told:
        one = h.chance.choice(told)
        h.approve(h.ask(
            "anna", undoing.undo_entry, contract_id=one["contract_id"], entry_id=one["id"],
            invoice_ids=[], reason="a slip", unless=(
                "invoice_assigned_again", "invoice_given_back", "invoice_guaranteed",
                "payment_going_back", "payment_sent_on",
                "entry_unpaid_since")), "aron")  # fmt: skip


Event = Callable[[History], None]
EVENTS: dict[Event, int] = {
    send: 10, move_a_limit: 3, move_a_share: 2, answer_what_waits: 3, draw: 7, pay_out: 4,
    settle_payments: 4, buyer_pays: 12, money_of_nobody: 1, bank_tells_early: 1, clear_cash: 3,
    apply_a_note: 1, say_of_an_invoice: 3, dispute_or_settle: 4, except_or_defund: 4,
    say_of_a_buyer: 3, say_of_a_contract: 3, invoices_leave: 2, enter_an_instrument: 4,
    remit_instruments: 2, bank_of_instruments: 3,
}  # fmt: skip
WITH_SLIPS: dict[Event, int] = {**EVENTS, put_right: 3}


def play(
    h: History, days: int, end_of_day: Callable[[History], None], events_a_day: int = 8,
    events: dict[Event, int] = EVENTS,
) -> None:  # fmt: skip
    """So many days, each with its events, its bank statement and its close."""
    for _ in range(days):
        count = events_a_day if h.on.weekday() < 5 else 2
        for event in h.chance.choices(list(events), list(events.values()), k=count):
            event(h)
        end_the_day(h)
        end_of_day(h)
        h.world.on += timedelta(days=1)
