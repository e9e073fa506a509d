"""A factor with invented data, worked through the same operations as a real one: the stage of the
demonstration and of the measurements. Its clock is set by whoever plays."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from comptant.formats import intake
from comptant.operations.acts.act import Answer, Asked, User
from comptant.operations.assigning import remit
from comptant.operations.closing import decide
from comptant.operations.drawing import payments, quoted
from comptant.operations.registry import (
    contracting,
    own_accounts,
    parties,
    password_changes,
    passwords,
    people,
)
from comptant.operations.risk import facts, limits
from comptant.rules.agreement import PROMISED
from comptant.store.connection import Connection

FACTOR, FACTOR_SIREN = "FACTOR SA", "552100554"
FACTOR_IBAN, FACTOR_BIC = "FR7630006000011234567890189", "AGRIFRPP"
STAFF = {"anna": "account_manager", "tania": "treasurer", "aron": "accountant"}
EURIBOR_PPM = 20_150  # with a margin of 1.60 % the rate of the worked examples, 3.615 %
TERMS: dict[str, Any] = {
    "standing_consent": "quittance permanente", "fee_ppm": 6_000, "margin_ppm": 16_000,
    "notice_required": False, "concentration_ppm": 1_000_000,  # a story has one buyer
    "sample_ppm": 0,  # a draw by lot has no place in a story
}  # fmt: skip


@dataclass
class Sandbox:
    """Who acts, on which day, under a key of its own."""

    conn: Connection
    on: date
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    own_account_id: int = 0
    acts: int = 0

    @property
    def now(self) -> datetime:
        """Nine in the morning, UTC, of the day played."""
        return datetime.combine(self.on, time(9), UTC)

    def asked(self, login: str) -> Asked:
        """Somebody asks, today."""
        self.acts += 1
        return Asked(self.users[login], f"sandbox-{self.acts}", self.now, self.on)

    def approve(self, answer: Answer, login: str = "ada") -> Answer:
        """Another person says yes."""
        asked = self.asked(login)
        return decide.decide(
            self.conn, asked, approval_id=answer["approval_id"], approve=True, reason="sandbox"
        )

    def rate(self, on: date) -> None:
        """The Euribor of a day, the same as ever."""
        self.approve(facts.propose_rate(
            self.conn, self.asked("tania"), index_name="EURIBOR3M", fixing_on=on,
            rate_ppm=EURIBOR_PPM, source="sandbox",
        ))  # fmt: skip

    def user(self, login: str, company_id: int, role: str) -> None:
        """One more person, who signs in."""
        people.add_user(
            self.conn, self.asked("ada"), login=login, name=login.title(),
            password=(once := passwords.new_once()), company_id=company_id, roles=[role],
        )  # fmt: skip
        self._sign_in(login, once)
        at = datetime.now(UTC)
        password_changes.choose_password(
            self.conn, self.asked(login), password=once, new_password=self.password,
            token=self.tokens[login], at=at,
        )  # fmt: skip
        self.users[login] = people.user_of(self.conn, self.tokens[login], at)

    def party(self, name: str, siren: str) -> int:
        """A company, client or buyer to be."""
        added = parties.add_party(
            self.conn, self.asked("anna"), kind="COMPANY", name=name, country="FR",
            numbers={"siren": siren},
        )  # fmt: skip
        return int(added["party_id"])

    def client(self, name: str, siren: str, login: str, iban: str) -> int:
        """A client with its owner, who may draw, and the account to pay, approved."""
        party_id = self.party(name, siren)
        self.user(login, party_id, "client_owner")
        proposed = parties.propose_payee_account(
            self.conn, self.asked(login), party_id=party_id, iban=iban, bic=None, holder=name
        )
        self.approve(proposed, "tania")
        return party_id

    def contract(self, client_id: int, number: str, currency: str = "EUR", **terms: object) -> int:
        """A contract from today on, with the sandbox's terms unless said otherwise."""
        opened = contracting.open_contract(
            self.conn, self.asked("anna"), client_id=client_id, number=number, currency=currency,
            from_on=self.on, terms={**TERMS, **terms},
        )  # fmt: skip
        if opened["approval_id"]:
            self.approve(opened)
        return int(opened["contract_id"])

    def contract_from(self, quote_id: int, number: str, **terms: object) -> int:
        """A contract from today on with all that an accepted quote promised; of what it leaves
        open, the sandbox's terms unless said otherwise."""
        given = {name: value for name, value in {**TERMS, **terms}.items() if name not in PROMISED}
        opened = quoted.open_from_quote(
            self.conn, self.asked("anna"), quote_id=quote_id, client_id=None, number=number,
            from_on=self.on, terms=given,
        )  # fmt: skip
        if opened["approval_id"]:
            self.approve(opened)
        return int(opened["contract_id"])

    def limit(self, contract_id: int, buyer_id: int, cents: int, currency: str = "EUR") -> None:
        """A limit on a buyer, by two people."""
        self.approve(limits.propose_limit(
            self.conn, self.asked("anna"), scope="CONTRACT_BUYER", contract_id=contract_id,
            party_id=buyer_id, amount_cents=cents, currency=currency, from_on=self.on,
            source="sandbox",
        ))  # fmt: skip

    def sell(self, login: str, contract_id: int, path: Path) -> Answer:
        """The client's list in a file, read and remitted like any other."""
        data = path.read_bytes()
        return remit.remit(
            self.conn, self.asked(login), contract_id=contract_id,
            sent=intake.read(path.name, data).rows, file_name=path.name,
            digest=hashlib.sha256(data).digest(), received_at=self.now,
        )  # fmt: skip

    def draw(self, login: str, contract_id: int) -> int:
        """All that is available: asked by the client, released by the treasurer; cents."""
        order = payments.draw(
            self.conn, self.asked(login), contract_id=contract_id, amount_cents=None,
            payee_account_id=None,
        )  # fmt: skip
        self.approve(order, "tania")
        return int(order["amount_cents"])

    def _sign_in(self, login: str, password: str) -> None:
        real_now = datetime.now(UTC)
        self.tokens[login], self.users[login] = people.sign_in(
            self.conn, login=login, password=password, at=real_now
        )


def open_sandbox(conn: Connection, on: date) -> Sandbox:
    """FACTOR SA open for business on an empty database: staff, bank account, reference rate."""
    box = Sandbox(conn, on)
    people.init(
        conn, name=FACTOR, numbers={"siren": FACTOR_SIREN}, login="ada", user_name="Ada",
        password=box.password, key="sandbox", on=on, at=box.now, is_sandbox=True,
    )  # fmt: skip
    box._sign_in("ada", box.password)
    for login, role in STAFF.items():
        box.user(login, box.users["ada"].company_id, role)
    box.own_account_id = own_accounts.add_own_account(
        conn, box.asked("tania"), iban=FACTOR_IBAN, bic=FACTOR_BIC, name=FACTOR, currency="EUR",
        books_from="camt.053", parent_iban=None, contract_id=0, buyer_id=0,
    )["own_account_id"]  # fmt: skip
    box.rate(on)
    return box
