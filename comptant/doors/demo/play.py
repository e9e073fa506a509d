"""The demonstration plays the main job through the same files and operations as everyone else:
an invoice list in CSV, a payment file, camt.053 statements, two people for each payment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from comptant.doors.demo.bank import Bank
from comptant.doors.sandbox import FACTOR_BIC, FACTOR_IBAN, Sandbox, open_sandbox
from comptant.formats import bankfile
from comptant.operations.acts.act import User
from comptant.operations.banking import bank
from comptant.operations.closing import close
from comptant.operations.drawing.availability import explain
from comptant.operations.paying import payout
from comptant.operations.portfolio.waterfall import Availability
from comptant.store.connection import Connection

CLIENT, CLIENT_SIREN, CLIENT_IBAN = "ALPHA SAS", "732829320", "FR7610107001011234567890129"
BUYER, BUYER_SIREN = "BETA SA", "443061841"
CEDED_ON, DUE_ON = date(2026, 1, 16), date(2026, 3, 17)
INVOICE_CENTS = 2_000_000
CLAUSES = ("AT_COLLECTION", "AT_ASSIGNMENT")  # when the fee is billed

Step = Callable[[str], None]


@dataclass
class Clause:
    """One contract of the story: what was paid at once, and what came back."""

    fee_billing: str
    contract_id: int
    number: str
    seen: Availability | None = None  # after the assignment, before the draw
    parts: pl.DataFrame | None = None
    advanced_cents: int = 0
    rest_cents: int = 0
    fee_cents: int = 0  # with VAT
    charge_cents: int = 0

    @property
    def invoice_number(self) -> str:
        return f"FA-2026-{self.number[2:]:0>3}"


@dataclass
class Story:
    """What happened, for whoever shows it."""

    folder: Path
    staff: User
    client: User
    tokens: dict[str, str]
    clauses: list[Clause] = field(default_factory=list)
    payment_file: Path | None = None
    today: date = DUE_ON


def play(conn: Connection, folder: Path, step: Step) -> Story:
    """Play the seed example under its two clauses; `step(code)` is called as each part begins."""
    step("demo_house")
    box = open_sandbox(conn, CEDED_ON)
    client_id = box.client(CLIENT, CLIENT_SIREN, "alice", CLIENT_IBAN)
    buyer_id = box.party(BUYER, BUYER_SIREN)
    their_bank = Bank(FACTOR_IBAN, FACTOR_BIC)
    story = Story(folder, box.users["aron"], box.users["alice"], dict(box.tokens))
    for number, fee_billing in enumerate(CLAUSES, 1):
        step("demo_contract")
        contract_id = box.contract(
            client_id, f"C-{number}", fee_billing=fee_billing, interest_billing="AT_COLLECTION"
        )
        box.limit(contract_id, buyer_id, 5_000_000)
        clause = Clause(fee_billing, contract_id, f"C-{number}")
        story.clauses.append(clause)
        step("demo_assignment")
        _assign(box, folder, clause)
        step("demo_draw")
        clause.advanced_cents = box.draw("alice", contract_id)
    step("demo_payout")
    story.payment_file = pay_out(box, their_bank, folder)
    box.on = DUE_ON
    step("demo_collection")
    for clause in story.clauses:
        their_bank.receive(INVOICE_CENTS, BUYER, f"PAIEMENT FACTURE {clause.invoice_number}")
    evening(box, their_bank, folder)
    step("demo_rest")
    for clause in story.clauses:
        clause.rest_cents = box.draw("alice", clause.contract_id)
    story.payment_file = pay_out(box, their_bank, folder)
    for clause in story.clauses:
        clause.fee_cents, clause.charge_cents = _charged(box, clause)
    step("demo_close")
    close.close(conn, box.asked("aron"), box.on, lambda done, of: None)
    return story


def _assign(box: Sandbox, folder: Path, clause: Clause) -> None:
    """The client's list of one invoice, read from its file like any other."""
    path = folder / f"factures-{clause.number}.csv"
    path.write_text(
        "numero;date facture;echeance;montant ttc;acheteur;siren\n"
        f"{clause.invoice_number};15/01/2026;17/03/2026;20 000,00;{BUYER};{BUYER_SIREN}\n",
        "utf-8",
    )
    box.sell("alice", clause.contract_id, path)
    asked = box.asked("alice")
    clause.seen, clause.parts = explain(box.conn, asked.by, clause.contract_id, box.on, asked.at)


def _charged(box: Sandbox, clause: Clause) -> tuple[int, int]:
    """What the contract cost: the fee with its VAT, the financing charge."""
    found = box.conn.execute(
        """SELECT coalesce(sum(amount_cents) FILTER (WHERE code <> 'INT'), 0)::bigint,
               coalesce(sum(amount_cents) FILTER (WHERE code = 'INT'), 0)::bigint
           FROM charge WHERE contract_id = %s""",
        (clause.contract_id,),
    ).fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


def pay_out(box: Sandbox, their_bank: Bank, folder: Path) -> Path:
    """One payment file for the bank, executed, and the statement of the evening."""
    sent = payout.payout(
        box.conn, box.asked("tania"), own_account_id=box.own_account_id, execute_on=None
    )
    found = box.conn.execute(
        "SELECT content FROM document WHERE digest = %s", (bytes.fromhex(sent["digest"]),)
    ).fetchone()
    assert found is not None
    path = folder / str(sent["file"])
    path.write_bytes(bytes(found[0]))
    their_bank.execute(path.read_bytes())
    evening(box, their_bank, folder)
    return path


def evening(box: Sandbox, their_bank: Bank, folder: Path) -> None:
    """The bank's statement of the day, taken in."""
    data = their_bank.statement(box.on)
    path = folder / f"camt053-{their_bank.sequence}.xml"
    path.write_bytes(data)
    read = bankfile.read(path.name, data)
    bank.bank(
        box.conn, box.asked("tania"), statements=read.statements, movements=read.movements,
        source="camt.053", file_name=path.name, content=data,
    )  # fmt: skip
