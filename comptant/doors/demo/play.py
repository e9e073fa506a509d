"""The demonstration plays the main job through the same files and operations as everyone else:
an invoice list in CSV, a payment file, camt.053 statements, two people for each payment."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from psycopg import Connection

from comptant.doors.demo.bank import Bank
from comptant.formats import bankfile, intake
from comptant.operations import (
    bank,
    close,
    contracts,
    decide,
    facts,
    limits,
    parties,
    payments,
    people,
    remit,
)
from comptant.operations.act import Asked, User
from comptant.operations.availability import Availability, look

FACTOR, CLIENT, BUYER = "FACTOR SA", "ALPHA SAS", "BETA SA"
SIRENS = {FACTOR: "552100554", CLIENT: "732829320", BUYER: "443061841"}
FACTOR_IBAN, CLIENT_IBAN = "FR7630006000011234567890189", "FR7610107001011234567890129"
CEDED_ON, DUE_ON = date(2026, 1, 16), date(2026, 3, 17)
TERMS: dict[str, Any] = {
    "standing_consent": "quittance permanente du 2026-01-15", "advance_standard_ppm": 900_000,
    "fee_ppm": 6_000, "margin_ppm": 16_000, "interest_billing": "AT_COLLECTION",
    "notice_required": False,
}  # fmt: skip

Step = Callable[[str], None]


@dataclass
class Clause:
    """One contract of the story: what was paid at once, and what came back."""

    name: str
    contract_id: int
    number: str
    advanced_cents: int = 0
    rest_cents: int = 0
    seen: Availability | None = None


@dataclass
class Story:
    """What happened, for whoever shows it."""

    folder: Path
    clauses: list[Clause] = field(default_factory=list)
    payment_file: Path | None = None
    user: User | None = None
    client: User | None = None
    today: date = CEDED_ON


class Stage:
    """The cast and the clock: who acts, on which day, under a key of its own."""

    def __init__(self, conn: Connection, folder: Path) -> None:
        self.conn, self.on = conn, CEDED_ON
        self.users: dict[str, User] = {}
        self.story = Story(folder)
        self.bank = Bank(FACTOR_IBAN, "AGRIFRPP")
        self.acts = 0

    def asked(self, login: str) -> Asked:
        self.acts += 1
        return Asked(self.users[login], f"demo-{self.acts}", self.now, self.on)

    @property
    def now(self) -> datetime:
        return datetime.combine(self.on, time(9), UTC)

    def approve(self, answer: dict[str, Any], login: str) -> None:
        """Another person says yes."""
        asked = self.asked(login)
        decide.decide(
            self.conn, asked, approval_id=answer["approval_id"], approve=True, reason="demo"
        )


def play(conn: Connection, folder: Path, step: Step) -> Story:
    """Play the seed example under its two clauses; `step(code)` is called as each part begins."""
    stage = Stage(conn, folder)
    step("demo_house")
    _house(stage)
    for name, billing in (("fee_at_collection", "AT_COLLECTION"),
                          ("fee_at_assignment", "AT_ASSIGNMENT")):  # fmt: skip
        step("demo_contract")
        clause = _contract(stage, name, billing)
        step("demo_assignment")
        _assign(stage, clause)
        step("demo_draw")
        clause.advanced_cents = _draw(stage, clause)
    step("demo_payout")
    _pay_out(stage)
    stage.on = stage.story.today = DUE_ON
    step("demo_collection")
    for clause in stage.story.clauses:
        stage.bank.receive(2_000_000, BUYER, f"PAIEMENT FACTURE {_invoice(clause)}")
    _evening(stage)
    step("demo_rest")
    for clause in stage.story.clauses:
        clause.rest_cents = _draw(stage, clause)
    _pay_out(stage)
    step("demo_close")
    close.close(conn, stage.asked("aron"), stage.on, lambda done, of: None)
    return stage.story


def _house(stage: Stage) -> None:
    """The factor, its people, its bank account, its client and its buyer."""
    password = secrets.token_urlsafe(16)
    people.init(
        stage.conn, name=FACTOR, numbers={"siren": SIRENS[FACTOR]}, login="ada",
        user_name="Ada", password=password, key="demo-init", on=stage.on, at=stage.now,
        is_sandbox=True,
    )  # fmt: skip
    real_now = datetime.now(UTC)
    _, stage.users["ada"] = people.sign_in(
        stage.conn, login="ada", password=password, at=real_now
    )
    factor_id = stage.users["ada"].company_id
    ids = {}
    for login, role in (("anna", "account_manager"), ("tania", "treasurer"),
                        ("aron", "accountant")):  # fmt: skip
        _user(stage, login, factor_id, role, password)
    for name in (CLIENT, BUYER):
        ids[name] = parties.add_party(
            stage.conn, stage.asked("anna"), kind="COMPANY", name=name, country="FR",
            numbers={"siren": SIRENS[name]},
        )["party_id"]  # fmt: skip
    _user(stage, "alice", ids[CLIENT], "client_owner", password)
    stage.story.user, stage.story.client = stage.users["aron"], stage.users["alice"]
    account = parties.propose_payee_account(
        stage.conn, stage.asked("alice"), party_id=ids[CLIENT], iban=CLIENT_IBAN, bic=None,
        holder=CLIENT,
    )  # fmt: skip
    stage.approve(account, "tania")
    facts.add_own_account(
        stage.conn, stage.asked("tania"), iban=FACTOR_IBAN, bic="AGRIFRPP", name=FACTOR,
        currency="EUR", books_from="camt.053", parent_iban=None, contract_id=0, buyer_id=0,
    )  # fmt: skip
    rate = facts.propose_rate(
        stage.conn, stage.asked("tania"), index_name="EURIBOR3M", fixing_on=stage.on,
        rate_ppm=20_150, source="demo",
    )  # fmt: skip
    stage.approve(rate, "ada")


def _user(stage: Stage, login: str, company_id: int, role: str, password: str) -> None:
    people.add_user(
        stage.conn, stage.asked("ada"), login=login, name=login.title(), password=password,
        company_id=company_id, roles=[role],
    )  # fmt: skip
    _, stage.users[login] = people.sign_in(
        stage.conn, login=login, password=password, at=datetime.now(UTC)
    )


def _contract(stage: Stage, name: str, billing: str) -> Clause:
    """A contract of the client and a limit of 50 000.00 on its buyer."""
    client, buyer = (_party(stage, who) for who in (CLIENT, BUYER))
    number = f"C-{len(stage.story.clauses) + 1}"
    opened = contracts.open_contract(
        stage.conn, stage.asked("anna"), client_id=client, number=number, currency="EUR",
        from_on=stage.on, terms={**TERMS, "fee_billing": billing},
    )  # fmt: skip
    limit = limits.propose_limit(
        stage.conn, stage.asked("anna"), scope="CONTRACT_BUYER",
        contract_id=opened["contract_id"], party_id=buyer, amount_cents=5_000_000,
        currency="EUR", from_on=stage.on, source="demo",
    )  # fmt: skip
    stage.approve(limit, "ada")
    clause = Clause(name, opened["contract_id"], number)
    stage.story.clauses.append(clause)
    return clause


def _assign(stage: Stage, clause: Clause) -> None:
    """The client's list of one invoice, read from its file like any other."""
    path = stage.story.folder / f"factures-{clause.number}.csv"
    path.write_text(
        "numero;date facture;echeance;montant ttc;acheteur;siren\n"
        f"{_invoice(clause)};15/01/2026;17/03/2026;20 000,00;{BUYER};{SIRENS[BUYER]}\n",
        "utf-8",
    )
    data = path.read_bytes()
    read = intake.read(path.name, data)
    remit.remit(
        stage.conn, stage.asked("alice"), contract_id=clause.contract_id, sent=read.rows,
        file_name=path.name, digest=hashlib.sha256(data).digest(), received_at=stage.now,
    )  # fmt: skip
    asked = stage.asked("alice")
    clause.seen = look(stage.conn, asked.by, clause.contract_id, stage.on, asked.at)


def _draw(stage: Stage, clause: Clause) -> int:
    """All that is available: asked by the client, released by the treasurer."""
    order = payments.draw(
        stage.conn, stage.asked("alice"), contract_id=clause.contract_id, amount_cents=None,
        payee_account_id=None,
    )  # fmt: skip
    stage.approve(order, "tania")
    return int(order["amount_cents"])


def _pay_out(stage: Stage) -> None:
    """One payment file for the bank, and the statement of the evening."""
    account = stage.conn.execute("SELECT id FROM own_account").fetchone()
    assert account is not None
    sent = payments.payout(
        stage.conn, stage.asked("tania"), own_account_id=account[0], execute_on=None
    )
    found = stage.conn.execute(
        "SELECT content FROM document WHERE digest = %s", (bytes.fromhex(sent["digest"]),)
    ).fetchone()
    assert found is not None
    path = stage.story.folder / sent["file"]
    path.write_bytes(bytes(found[0]))
    stage.story.payment_file = path
    stage.bank.execute(path.read_bytes())
    _evening(stage)


def _evening(stage: Stage) -> None:
    """The bank's statement of the day, taken in."""
    data = stage.bank.statement(stage.on)
    path = stage.story.folder / f"camt053-{stage.bank.sequence}.xml"
    path.write_bytes(data)
    read = bankfile.read(path.name, data)
    bank.bank(
        stage.conn, stage.asked("tania"), statements=read.statements, movements=read.movements,
        source="camt.053", file_name=path.name, content=data,
    )  # fmt: skip


def _party(stage: Stage, name: str) -> int:
    found = stage.conn.execute("SELECT id FROM party WHERE name = %s", (name,)).fetchone()
    assert found is not None
    return int(found[0])


def _invoice(clause: Clause) -> str:
    return f"FA-2026-{clause.number[2:]:0>3}"
