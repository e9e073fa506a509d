"""What does not go as planned, played by clock travel: a late payer, a dispute, a failure.

Each plays on a house of its own, with the operations that everyone uses, and leaves a client's key
with which a program can go on from the last day played (header Comptant-Day).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from comptant.doors.demo.bank import Bank
from comptant.doors.sandbox import FACTOR_BIC, FACTOR_IBAN, Sandbox, open_sandbox
from comptant.doors.words import Both
from comptant.formats import bankfile
from comptant.operations.acts.proofs import PERSONAL, READ_SCOPE
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import CLIENT_OWNER
from comptant.operations.assigning import remit
from comptant.operations.banking import bank
from comptant.operations.drawing.availability import look
from comptant.operations.paying import payout
from comptant.operations.registry import keys
from comptant.operations.risk import disputes, facts
from comptant.rules.columns import SENT_INVOICES
from comptant.store.connection import Connection

CLIENT, CLIENT_SIREN, CLIENT_IBAN = "ALPHA SAS", "732829320", "FR7610107001011234567890129"
BUYER, BUYER_SIREN = "BETA SA", "443061841"
FIRST_ON, DUE_ON = date(2026, 1, 16), date(2026, 3, 17)
INVOICES = {"FA-101": 1_000_000, "FA-102": 600_000, "FA-103": 400_000}
KEY_DAYS = 366


@dataclass
class Told:
    """One day of a story: what happened, and what is available at its end (below 0: too much was
    advanced)."""

    day: date
    event: Both
    available_cents: int
    outstanding_cents: int


@dataclass
class Tale:
    """A story under way: its house, its bank, its contract, what was told so far."""

    box: Sandbox
    bank: Bank
    contract_id: int
    buyer_id: int
    told: list[Told] = field(default_factory=list)
    currency: str = "EUR"

    def tell(self, english: str, french: str) -> None:
        """Note what happened today, with what is available now."""
        by = self.box.users["alice"]
        seen = look(self.box.conn, by, self.contract_id, self.box.on, self.box.now)
        self.told.append(Told(self.box.on, Both(english, french), seen.available_cents,
                              int(seen.totals["outstanding_cents"])))  # fmt: skip

    def travel(self, on: date) -> None:
        """It is another day."""
        self.box.on = on

    def receive(self, cents: int, text: str) -> None:
        """The buyer pays, and the statement of the evening is taken in."""
        self.bank.receive(cents, BUYER, text)
        self.evening()

    def evening(self) -> None:
        """The bank's statement of today."""
        data = self.bank.statement(self.box.on)
        read = bankfile.read("camt053.xml", data)
        bank.take_in(
            self.box.conn, self.box.asked("tania"), statements=read.statements,
            movements=read.movements, source="camt.053", file_name=f"{self.box.on}.xml",
            content=data,
        )  # fmt: skip

    def draw(self) -> int:
        """All that is available is drawn, sent and executed the same day; cents."""
        drawn = self.box.draw("alice", self.contract_id)
        self.pay_out()
        return drawn

    def pay_out(self) -> None:
        """What was released leaves in a file, and the bank executes it the same day."""
        sent = payout.payout(
            self.box.conn, self.box.asked("tania"), own_account_id=self.box.own_account_id,
            execute_on=None,
        )  # fmt: skip
        found = self.box.conn.execute(
            "SELECT content FROM document WHERE digest = %s", (bytes.fromhex(sent["digest"]),)
        ).fetchone()
        assert found is not None
        self.bank.execute(bytes(found[0]))
        self.evening()

    def invoice(self, number: str) -> int:
        """The id of an invoice."""
        found = self.box.conn.execute(
            "SELECT id FROM invoice WHERE contract_id = %s AND invoice_number = %s",
            (self.contract_id, number),
        ).fetchone()
        assert found is not None
        return int(found[0])


def late_payer(tale: Tale) -> None:
    """The buyer pays sixty-four days late: the financing falls away, and comes back."""
    tale.travel(DUE_ON + timedelta(days=30))
    tale.tell("30 days late: still financed.", "30 jours de retard : encore financé.")
    tale.travel(DUE_ON + timedelta(days=61))
    tale.tell("61 days late: no longer financed.", "61 jours de retard : n'est plus financé.")
    tale.travel(DUE_ON + timedelta(days=64))
    tale.receive(sum(INVOICES.values()), " ".join(INVOICES))
    tale.tell("The buyer pays all.", "L'acheteur paie tout.")


def dispute(tale: Tale) -> None:
    """The buyer contests an invoice of 6,000.00; 1,500.00 are credited, the rest is paid."""
    tale.travel(date(2026, 2, 10))
    conn, contract = tale.box.conn, tale.contract_id
    opened = disputes.open_dispute(
        conn, tale.box.asked("anna"), contract_id=contract, invoice_id=tale.invoice("FA-102"),
        code="LIT-QTE", amount_cents=None, is_rest_confirmed=False, source="BUYER",
        evidence="letter of 10 February",
    )  # fmt: skip
    tale.tell("The buyer contests FA-102.", "L'acheteur conteste FA-102.")
    tale.travel(date(2026, 2, 18))
    told = {"contract_id": contract, "dispute_id": opened["dispute_id"]}
    disputes.answer_dispute(
        conn, tale.box.asked("alice"), **told, evidence="delivery note, a quarter was missing"
    )
    disputes.settle_dispute(
        conn, tale.box.asked("anna"), **told, credit_cents=150_000, evidence="agreement by letter"
    )
    tale.tell("Settled: 1,500.00 will be credited.", "Réglé : un avoir de 1 500,00 suivra.")
    tale.travel(date(2026, 2, 25))
    _send(tale.box, contract, {"AV-1": -150_000}, credits="FA-102")
    tale.tell("The credit note is there.", "L'avoir est là.")
    tale.travel(DUE_ON)
    tale.receive(1_850_000, "FA-101 FA-102 FA-103 AV-1")
    tale.tell("The buyer pays the rest.", "L'acheteur paie le reste.")


def failure(tale: Tale) -> None:
    """The buyer fails before the due date: nothing more is financed of what it owes."""
    tale.travel(date(2026, 2, 20))
    facts.record_fact(
        tale.box.conn, tale.box.asked("anna"), contract_id=0, subject="PARTY",
        subject_id=tale.buyer_id, name="insolvent_on", value="2026-02-19", from_on=tale.box.on,
        source="BODACC",
    )  # fmt: skip
    tale.tell("BETA SA is in receivership.", "BETA SA est en redressement judiciaire.")
    tale.travel(date(2026, 6, 15))
    tale.receive(200_000, "FA-101 DIVIDENDE")
    tale.tell("A dividend of 2,000.00 comes.", "Un dividende de 2 000,00 arrive.")


SCENARIOS: dict[str, Callable[[Tale], None]] = {
    "late_payer": late_payer, "dispute": dispute, "failure": failure,
}  # fmt: skip


def play(conn: Connection, name: str, token: str) -> Tale:
    """Open a house, sell three invoices, draw all, and play a scenario on it; `token` is the key of
    the client's program from then on."""
    box = open_sandbox(conn, FIRST_ON)
    client_id = box.client(CLIENT, CLIENT_SIREN, "alice", CLIENT_IBAN)
    buyer_id = box.party(BUYER, BUYER_SIREN)
    contract_id = box.contract(client_id, "C-1", overdue_cutoff_days=60)
    box.limit(contract_id, buyer_id, 5_000_000)
    tale = Tale(box, Bank(FACTOR_IBAN, FACTOR_BIC), contract_id, buyer_id)
    scopes = [READ_SCOPE, *sorted(
        one for one, roles in RIGHTS.items() if CLIENT_OWNER in roles and one not in PERSONAL
    )]  # fmt: skip
    keys.add_key(
        # A key ends by the clock of the wall, whatever the day played.
        conn, replace(box.asked("alice"), at=datetime.now(UTC)), login="alice",
        company_id=client_id, name="sandbox", scopes=scopes, networks=[], days=KEY_DAYS,
        token=token,
    )  # fmt: skip
    _send(box, contract_id, INVOICES)
    tale.tell("Three invoices are sold: 20,000.00.", "Trois factures cédées : 20 000,00.")
    drawn = tale.draw()
    tale.tell(f"All is drawn: {drawn // 100:,}.00.",
              f"Tout est tiré : {drawn // 100:,}".replace(",", " ") + ",00.")  # fmt: skip
    SCENARIOS[name](tale)
    return tale


def _send(box: Sandbox, contract_id: int, invoices: dict[str, int], credits: str = "") -> None:
    """Invoices, or credit notes of an invoice, as the client's program would send them."""
    rows: list[dict[str, Any]] = [
        {"file": "books", "row_number": number, "invoice_number": name, "currency": "EUR",
         "type_code": "381" if cents < 0 else "380", "issued_on": box.on,
         "due_on": None if cents < 0 else DUE_ON, "gross_cents": abs(cents),
         "payable_cents": abs(cents), "buyer_name": BUYER, "buyer_siren": BUYER_SIREN,
         "credited_number": credits or None}
        for number, (name, cents) in enumerate(invoices.items(), 1)
    ]  # fmt: skip
    sent = SENT_INVOICES.frame(rows)
    remit.remit(
        box.conn, box.asked("alice"), contract_id=contract_id, sent=sent, file_name="books",
        digest=hashlib.sha256(sent.write_csv().encode()).digest(), received_at=box.now,
    )  # fmt: skip
