"""The cast of the tests: FACTOR SA and its staff, ALPHA SAS the client, BETA SA the buyer.

A test says what happens on which day; keys, clocks and who signs are made here.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Answer, Asked, User
from comptant.operations.assigning import remit
from comptant.operations.banking import bank
from comptant.operations.closing import close, decide
from comptant.operations.drawing import payments
from comptant.operations.drawing.availability import look
from comptant.operations.paying import payout
from comptant.operations.registry import contracting, keys, own_accounts, parties, people
from comptant.operations.risk import facts, limits
from comptant.rules.columns import BANK_MOVEMENTS, SENT_INVOICES, STATEMENTS

PASSWORD = "correct horse battery"
SIRENS = {"FACTOR SA": "552100554", "ALPHA SAS": "732829320", "BETA SA": "443061841",
          "GAMMA SA": "572015246", "DELTA SARL": "542065479"}  # fmt: skip
FACTOR_IBAN = "FR7630006000011234567890189"
CLIENT_IBAN = "FR7610107001011234567890129"

# The contract of the seed example: 90 %, no fund, 0.60 % + VAT, 3.615 % all in. DOMAIN C-16.
SEED_TERMS: dict[str, Any] = {
    "standing_consent": "quittance permanente 2026-01", "advance_standard_ppm": 900_000,
    "fee_ppm": 6_000, "margin_ppm": 16_000, "fee_billing": "AT_COLLECTION",
    "interest_billing": "AT_COLLECTION", "notice_required": False, "fund_ppm": 0,
    "concentration_ppm": 1_000_000, "overdue_cutoff_days": 60,
    "delivery_proof_above_cents": None, "sample_ppm": 0,
}  # fmt: skip


@dataclass
class World:
    """A factor open for business, and a clock that the test moves."""

    conn: Connection
    on: date = date(2026, 1, 16)
    users: dict[str, User] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    count: int = 0
    told: dict[str, tuple[int, int]] = field(default_factory=dict)  # per IBAN: sequence, cents
    tokens: dict[str, str] = field(default_factory=dict)  # per login: a session of a terminal

    def asked(self, login: str, key: str | None = None) -> Asked:
        """Somebody asks, today, under a key of its own."""
        self.count += 1
        at = datetime.combine(self.on, time(9, 0), UTC)
        return Asked(self.users[login], key or f"test-{self.count}", at, self.on)

    def approve(self, answer: Answer, login: str = "tania", *, is_yes: bool = True) -> Answer:
        """A second person says yes, or no."""
        return decide.decide(
            self.conn, self.asked(login), approval_id=answer["approval_id"], approve=is_yes,
            reason="",
        )  # fmt: skip

    def lapses(self, answer: Answer, refusal: str, login: str = "tania") -> None:
        """Approved, and it can never be done any more: it is closed with that as its reason."""
        told = self.approve(answer, login)
        assert (told["decision"], told["refusal"]) == ("REFUSED", refusal)
        assert self.rows("SELECT decision, reason FROM approval_decision WHERE approval_id = %s",
                         answer["approval_id"]) == [("REFUSED", refusal)]  # fmt: skip

    def give_key(
        self, login: str, token: str, *scopes: str, name: str = "books", days: int = 30
    ) -> int:
        """A key of a program that acts as somebody of any company, who has agreed; by the clock of
        the wall, by which keys end."""
        at = datetime.now(UTC)
        made = keys.add_key(
            self.conn, replace(self.asked("ada"), at=at), login=login,
            company_id=self.users[login].company_id, name=name, scopes=list(scopes), networks=[],
            days=days, token=token,
        )  # fmt: skip
        if made["approval_id"]:
            keys.answer_key(self.conn, replace(self.asked(login), at=at), key_id=made["key_id"],
                            approve=True, reason="")  # fmt: skip
        return int(made["key_id"])

    def contract(self, number: str = "C-1", client: str = "ALPHA SAS", **terms: object) -> int:
        """A contract of the client from today on, with the seed's terms unless said otherwise."""
        opened = contracting.open_contract(
            self.conn, self.asked("anna"), client_id=self.ids[client], number=number,
            currency="EUR", from_on=self.on, terms={**SEED_TERMS, **terms},
        )  # fmt: skip
        if opened["approval_id"]:
            self.approve(opened, "ada")
        return int(opened["contract_id"])

    def amend(self, contract_id: int, terms: dict[str, Any], from_on: date | None = None) -> Answer:
        """New terms by the account manager, and what waits approved by another person."""
        answer = contracting.amend_contract(
            self.conn, self.asked("anna"), contract_id=contract_id, from_on=from_on or self.on,
            terms=terms, source="test",
        )  # fmt: skip
        if answer["approval_id"]:
            self.approve(answer, "ada")
        return answer

    def limit(self, contract_id: int, buyer: str, cents: int) -> Answer:
        """A limit on a buyer, proposed by the desk and approved."""
        proposed = limits.propose_limit(
            self.conn, self.asked("anna"), scope="CONTRACT_BUYER", contract_id=contract_id,
            party_id=self.ids[buyer], amount_cents=cents, currency="EUR", from_on=self.on,
            source="test",
        )  # fmt: skip
        return self.approve(proposed, "ada")

    def remit(self, contract_id: int, *lines: dict[str, Any], key: str | None = None) -> Answer:
        """Invoices of the client: number, cents, buyer, and dates where they matter."""
        sent = sent_invoices(self.on, *lines)
        digest = hashlib.sha256(sent.write_csv().encode()).digest()
        asked = self.asked("alice", key)
        return remit.remit(
            self.conn, asked, contract_id=contract_id, sent=sent, file_name="test.csv",
            digest=digest, received_at=asked.at,
        )  # fmt: skip

    def draw(self, contract_id: int, cents: int | None = None) -> Answer:
        """The client draws, the treasurer releases."""
        order = payments.draw(
            self.conn, self.asked("alice"), contract_id=contract_id, amount_cents=cents,
            payee_account_id=None,
        )  # fmt: skip
        self.approve(order)
        return order

    def payout(self) -> Answer:
        """The treasurer sends what was released."""
        return payout.payout(
            self.conn, self.asked("tania"), own_account_id=self.ids["bank"], execute_on=None
        )

    def bank(
        self, *lines: dict[str, Any], key: str | None = None, iban: str = FACTOR_IBAN
    ) -> Answer:
        """The bank's statement of today: cents (debits negative), text, and what else is told."""
        return self.take(*self.statement(*lines, iban=iban), key=key)

    def take(
        self, statements: pl.DataFrame, movements: pl.DataFrame, *, source: str = "camt.053",
        key: str | None = None,
    ) -> Answer:  # fmt: skip
        """The treasurer takes in a bank file as it was read."""
        content = statements.write_csv() + movements.write_csv()
        return bank.take_in(
            self.conn, self.asked("tania", key), statements=statements, movements=movements,
            source=source, file_name=f"{self.on}.xml", content=content.encode(),
        )  # fmt: skip

    def statement(
        self, *lines: dict[str, Any], iban: str = FACTOR_IBAN, currency: str = "EUR"
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """STATEMENTS and BANK_MOVEMENTS of one day, following the last one of the account."""
        total = sum(line["cents"] for line in lines)
        sequence, cents = self.told.get(iban, (0, 0))
        self.told[iban] = (sequence + 1, cents + total)
        statements = STATEMENTS.frame([{
            "file": "day.xml", "statement_number": 1, "account_iban": iban,
            "currency": currency, "statement_reference": f"S{sequence + 1}",
            "sequence": sequence + 1, "opened_on": self.on, "closed_on": self.on,
            "opening_cents": cents, "closing_cents": cents + total,
            "ends_the_day": True,
        }])  # fmt: skip
        movements = BANK_MOVEMENTS.frame([
            {
                "statement_number": 1, "row_number": number, "entry_number": number,
                "entry_cents": line["cents"], "booked_on": self.on,
                "value_on": line.get("value_on", self.on), "amount_cents": line["cents"],
                "currency": currency, "bank_reference": line.get("bank_reference"),
                "end_to_end_reference": line.get("end_to_end_reference"),
                "payer_name": line.get("payer_name"), "payer_iban": line.get("payer_iban"),
                "remittance_text": line.get("text", ""),
                "operation_code": line.get("operation_code"),
                "return_reason": line.get("return_reason"),
                "is_reversal": line.get("is_reversal", False),
            }
            for number, line in enumerate(lines, 1)
        ])  # fmt: skip
        return statements, movements

    def own_account(self, iban: str, **facts_of_it: Any) -> int:
        """One more account of the factor, booked from camt.053 unless said otherwise."""
        added = own_accounts.add_own_account(
            self.conn, self.asked("tania"), **{
                "iban": iban, "bic": "AGRIFRPP", "name": "FACTOR SA", "currency": "EUR",
                "books_from": "camt.053", "parent_iban": None, "contract_id": 0, "buyer_id": 0,
                **facts_of_it,
            },
        )  # fmt: skip
        return int(added["own_account_id"])

    def agree_with_bank(self, **terms: int | str) -> None:
        """What is agreed with the bank of our account about bills and debits."""
        own_accounts.set_collecting(
            self.conn, self.asked("tania"), own_account_id=self.ids["bank"], from_on=self.on,
            source="test", terms={"creditor_identifier": "FR72ZZZ123456",
                                  "issuer_number": "123456", **terms},
        )  # fmt: skip

    def close(self, until: date | None = None) -> Answer:
        """The accountant closes every day from the first not closed (or today) until a day."""
        last = self.one("SELECT max(day) FROM day_close")
        self.on = last + timedelta(days=1) if last else self.on
        while True:
            report = close.close(self.conn, self.asked("aron"), self.on, lambda done, of: None)
            if self.on >= (until or self.on):
                return report
            self.on += timedelta(days=1)

    def rows(self, text: str, *arguments: object, **named: object) -> list[tuple[Any, ...]]:
        """What the database answers to a question of the test."""
        return self.conn.execute(text, named or arguments).fetchall()

    def one(self, text: str, *arguments: object, **named: object) -> Any:
        """The single value of a question that has one."""
        ((value,),) = self.rows(text, *arguments, **named)
        return value

    @property
    def house(self) -> int:
        """The house's own contract."""
        return int(self.one("SELECT id FROM contract WHERE is_house"))

    def available(self, contract_id: int) -> int:
        """What the contract has available at this instant."""
        at = self.asked("anna").at
        return look(self.conn, self.users["anna"], contract_id, self.on, at).available_cents

    def balance(self, contract_id: int, account: str) -> int:
        """A balance of today, debit positive."""
        found = self.conn.execute(
            "SELECT coalesce(sum(amount_cents), 0)::bigint FROM balance"
            " WHERE contract_id = %s AND account = %s",
            (contract_id, account),
        ).fetchone()
        return int(found[0]) if found else 0

    def rate(self, index: str, percent_ppm: int, on: date) -> None:
        """A value of a reference rate, by two people."""
        self.approve(facts.propose_rate(
            self.conn, self.asked("tania"), index_name=index, fixing_on=on, rate_ppm=percent_ppm,
            source="test"), "ada")  # fmt: skip


def sent_invoices(on: date, *lines: dict[str, Any]) -> pl.DataFrame:
    """SENT_INVOICES from the few things a test says of each."""
    rows = []
    for number, line in enumerate(lines, 1):
        issued_on = line.get("issued_on", on)
        buyer = line.get("buyer", "BETA SA")
        rows.append({
            "file": "test.csv", "row_number": number, "type_code": "380", "currency": "EUR",
            "issued_on": issued_on, "buyer_name": buyer, "buyer_siren": SIRENS.get(buyer),
            "gross_cents": line["cents"], "payable_cents": line["cents"],
            "invoice_number": line["number"], "due_on": line.get("due_on"),
            **{name: value for name, value in line.items()
               if name in SENT_INVOICES.names and name not in ("issued_on", "due_on")},
        })  # fmt: skip
    return SENT_INVOICES.frame(rows)


def open_world(conn: Connection, on: date = date(2026, 1, 16)) -> World:
    """FACTOR SA with its staff, ALPHA SAS with an account to pay, BETA SA known, a Euribor."""
    conn.autocommit = True
    world = World(conn, on)
    at = datetime.combine(on, time(8, 0), UTC)
    first = people.init(
        conn, name="FACTOR SA", numbers={"siren": SIRENS["FACTOR SA"]}, login="ada",
        user_name="Ada Administrator", password=PASSWORD, key="init", on=on, at=at,
        is_sandbox=True,
    )  # fmt: skip
    factor = first["factor_id"]
    world.users["ada"] = User(first["user_id"], "ada", factor, True, frozenset({"administrator"}))
    world.ids["FACTOR SA"] = factor
    for login, roles in {
        "anna": ["account_manager"], "carl": ["credit_analyst"], "tania": ["treasurer"],
        "aron": ["accountant"],
    }.items():  # fmt: skip
        add_user(world, login, factor, roles, True)
    for name in ("ALPHA SAS", "BETA SA", "GAMMA SA", "DELTA SARL"):
        added = parties.add_party(
            conn, world.asked("anna"), kind="COMPANY", name=name, country="FR",
            numbers={"siren": SIRENS[name]},
        )  # fmt: skip
        world.ids[name] = added["party_id"]
    add_user(world, "alice", world.ids["ALPHA SAS"], ["client_owner"], False)
    world.approve(parties.propose_payee_account(
        conn, world.asked("alice"), party_id=world.ids["ALPHA SAS"], iban=CLIENT_IBAN, bic=None,
        holder="ALPHA SAS"))  # fmt: skip
    world.ids["bank"] = own_accounts.add_own_account(
        conn, world.asked("tania"), iban=FACTOR_IBAN, bic="AGRIFRPP", name="FACTOR SA",
        currency="EUR", books_from="camt.053", parent_iban=None, contract_id=0, buyer_id=0,
    )["own_account_id"]  # fmt: skip
    world.rate("EURIBOR3M", 20_150, on)
    return world


def add_user(world: World, login: str, company_id: int, roles: list[str], is_factor: bool) -> None:
    """One more person, signed in."""
    added = people.add_user(
        world.conn, world.asked("ada"), login=login, name=login.title(), password=PASSWORD,
        company_id=company_id, roles=roles,
    )  # fmt: skip
    # The first password serves once; here it is the person's own from the start.
    world.conn.execute("UPDATE app_user SET once_until = NULL WHERE login = %s", (login,))
    world.users[login] = User(added["user_id"], login, company_id, is_factor, frozenset(roles))


def three_of_two_clients(writer: Connection) -> World:
    """FACTOR SA with its staff and an auditor (ugo); A (alice) owns ALPHA SAS and B (bob) keeps its
    accounts, C (cora) owns GAMMA SA; a contract each, BETA SA with a limit under C-1."""
    opened = open_world(writer)
    alpha, gamma = opened.ids["ALPHA SAS"], opened.ids["GAMMA SA"]
    add_user(opened, "bob", alpha, ["client_accountant"], False)
    add_user(opened, "cora", gamma, ["client_owner"], False)
    add_user(opened, "ugo", opened.ids["FACTOR SA"], ["auditor"], True)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.ids["C-2"] = opened.contract("C-2", client="GAMMA SA")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    return opened
