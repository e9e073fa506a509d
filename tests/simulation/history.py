"""Weeks of a factor's life, played through the real operations: one seed is one history.

Three contracts of two clients: R (with recourse, no fund, concentration, unreferenced cash pays the
oldest), N (without recourse, 100 % and a fund, its own line), P (a progressive fund, an unapproved
quota, value days). BETA's limit is shared between R and N, EPSI and ZETA are one group of buyers,
and both clients share a line. What happens next is drawn from the seed and from what is open, in
the order of natural names: the same seed gives the same history on any database.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, User
from comptant.operations.assigning import remit
from comptant.operations.banking import bank
from comptant.operations.closing import close, decide
from comptant.operations.registry import contracting, parties
from comptant.operations.risk import facts, groups, limits
from comptant.rules.columns import SENT_INVOICES
from tests.facts import FACTOR_IBAN, SIRENS, World, open_world, sent_invoices

STARTS_ON = date(2026, 1, 23)
OTHER_IBAN = "FR7630004000031234567890143"
TERMS: dict[str, dict[str, Any]] = {
    "R": {
        "concentration_ppm": 400_000, "has_auto_fifo": True, "fee_billing": "AT_COLLECTION",
        "interest_billing": "MONTHLY", "overdue_cutoff_days": 4, "line_cents": 20_000_000,
        "delivery_proof_above_cents": 1_000_000, "cross_ageing_days": 3,
    },
    "N": {
        "has_recourse": False, "advance_standard_ppm": 1_000_000, "fund_ppm": 100_000,
        "fee_billing": "AT_ASSIGNMENT", "interest_billing": "AT_COLLECTION",
        "overdue_cutoff_days": 3, "fee_base": "NET_OF_CREDIT_NOTES", "age_cutoff_days": 25,
    },
    "P": {
        "fund_ppm": 100_000, "fund_build_up": "PROGRESSIVE", "fund_levy_ppm": 250_000,
        "fund_floor_cents": 50_000, "fund_release_frequency": "MONTHLY",
        "interest_base": "FUNDS_IN_USE_AND_FUND", "unapproved_advance_ppm": 500_000,
        "fee_billing": "AT_COLLECTION", "interest_billing": "MONTHLY", "is_fee_reserved": True,
        "collection_value_days": 2, "concentration_ppm": 600_000, "overdue_cutoff_days": 6,
        "concentration_base": "OUTSTANDING_ASSIGNED", "fund_base": "APPROVED",
    },
}  # fmt: skip
CLIENT_OF = {"R": "ALPHA SAS", "N": "ALPHA SAS", "P": "GAMMA SA"}
BUYERS = ("BETA SA", "DELTA SARL", "EPSI SA", "ZETA SA")
GROUPED = ("EPSI SA", "ZETA SA")
After = Callable[["History", "Done"], None]


@dataclass(frozen=True)
class Done:
    """An operation just done: who asked for what, and the answer."""

    operation: Callable[..., Answer]
    asked: Asked
    arguments: dict[str, Any]
    answer: Answer

    def again(self, conn: Connection) -> Answer:
        """The same, asked again under the same key."""
        return self.operation(conn, self.asked, **self.arguments)


@dataclass
class History:
    """A world under way: its chance, what was sent so far, what the bank will tell tonight."""

    world: World
    chance: Random
    after: After
    contracts: dict[str, int] = field(default_factory=dict)
    sirens: dict[str, str] = field(default_factory=lambda: dict(SIRENS))
    sent: list[dict[str, Any]] = field(default_factory=list)
    bank_lines: list[dict[str, Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    buyers: tuple[str, ...] = BUYERS

    @property
    def conn(self) -> Connection:
        return self.world.conn

    @property
    def on(self) -> date:
        return self.world.on

    def rows(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        """What a query finds, as dictionaries."""
        cursor = self.conn.execute(query, arguments)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def ask(
        self, login: str, operation: Callable[..., Answer], *, unless: tuple[str, ...] = (),
        **arguments: Any,
    ) -> Answer | None:  # fmt: skip
        """Do it; None where it is refused for one of the codes that a history may meet."""
        asked = self.world.asked(login)
        name = operation.__name__
        try:
            answer = operation(self.conn, asked, **arguments)
        except Refused as refusal:
            if refusal.code not in unless:
                raise
            self.told.append(f"{self.on} {name} refused: {refusal.code}")
            return None
        self.told.append(f"{self.on} {name}")
        self.after(self, Done(operation, asked, arguments, answer))
        return answer

    def approve(self, answer: Answer | None, login: str, *unless: str) -> Answer | None:
        """A second person says yes to what was proposed."""
        if answer is None:
            return None
        return self.ask(login, decide.decide, unless=unless, approval_id=answer["approval_id"],
                        approve=True, reason="")  # fmt: skip

    def preview(self) -> Act:
        """Today's act of nobody, to look at things as an operation does."""
        return Act(self.conn, 0, self.world.asked("anna", "preview"))

    def client(self) -> User:
        """The user that looks at every contract."""
        return self.world.users["anna"]


def nothing_after(h: History, done: Done) -> None:
    """No check after each operation."""


def siren(number: int) -> str:
    """A SIREN with its check digit (Luhn)."""
    digits = f"8{number:07d}"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return digits + str(-total % 10)


def open_history(conn: Connection, seed: int, after: After = nothing_after) -> History:
    """The world of a history on its first day: parties, groups, ceilings, three contracts."""
    world = open_world(conn, STARTS_ON)
    h = History(world, Random(seed), after)
    for number, name in enumerate(("EPSI SA", "ZETA SA"), 1):
        h.sirens[name] = siren(number)
        add_party(h, "COMPANY", name, {"siren": h.sirens[name]})
    add_party(h, "GROUP", "GREEKS", {})
    add_party(h, "GROUP", "CLIENTS", {})
    h.approve(h.ask("anna", parties.propose_payee_account, party_id=world.ids["GAMMA SA"],
                    iban=OTHER_IBAN, bic=None, holder="GAMMA SA"), "tania")  # fmt: skip
    for group, members in (("GREEKS", GROUPED), ("CLIENTS", ("ALPHA SAS", "GAMMA SA"))):
        for member in members:
            join(h, group, member, True)
    for name, terms in TERMS.items():
        h.contracts[name] = world.contract(name, CLIENT_OF[name], **terms)
    set_ceiling(h, "BUYER", "", "BETA SA", 6_000_000)
    set_ceiling(h, "BUYER_GROUP", "", "GREEKS", 5_000_000)
    set_ceiling(h, "CLIENT_GROUP_LINE", "", "CLIENTS", 15_000_000)
    for name in TERMS:
        allot(h, name, "BUYER", "BETA SA", 2_000_000)
        allot(h, name, "BUYER_GROUP", "GREEKS", 1_500_000)
        allot(h, name, "CLIENT_GROUP_LINE", "CLIENTS", 5_000_000)
        for buyer in ("DELTA SARL", *GROUPED):
            set_ceiling(h, "CONTRACT_BUYER", name, buyer, 1_500_000)
    return h


def add_party(h: History, kind: str, name: str, numbers: dict[str, str]) -> None:
    """One more party, known by its name."""
    added = h.ask("anna", parties.add_party, kind=kind, name=name, country="FR", numbers=numbers)
    assert added is not None
    h.world.ids[name] = added["party_id"]


def join(h: History, group: str, member: str, is_member: bool) -> None:
    """A party enters or leaves a group, today."""
    h.ask("anna", groups.add_group_member, group_id=h.world.ids[group],
          party_id=h.world.ids[member], from_on=h.on, is_member=is_member,
          source="history")  # fmt: skip


def set_ceiling(
    h: History, scope: str, contract: str, party: str, cents: int, in_days: int = 0
) -> None:
    """A ceiling proposed by the desk and approved."""
    proposed = h.ask(
        "anna", limits.propose_limit, scope=scope, contract_id=h.contracts.get(contract, 0),
        party_id=0 if scope == "CONTRACT_LINE" else h.world.ids[party], amount_cents=cents,
        currency="EUR", from_on=h.on + timedelta(days=in_days), source="history",
    )  # fmt: skip
    h.approve(proposed, "ada")


def allot(h: History, contract: str, scope: str, party: str, cents: int) -> None:
    """A contract's share of a shared ceiling."""
    h.ask("anna", limits.allot, unless=("beyond_ceiling", "client_not_in_group"),
          contract_id=h.contracts[contract], scope=scope, party_id=h.world.ids[party],
          amount_cents=cents, currency="EUR")  # fmt: skip


def remit_lines(h: History, contract: str, lines: list[dict[str, Any]]) -> Answer | None:
    """The client's file of the moment."""
    sent = sent_invoices(
        h.on, *({**line, "buyer_siren": h.sirens.get(line["buyer"])} for line in lines)
    )
    known = [name for name in SENT_INVOICES.names if name in sent.columns]
    digest = hashlib.sha256(f"{h.world.count}{sent.select(known).write_csv()}".encode()).digest()
    return h.ask(
        "anna", remit.remit, contract_id=h.contracts[contract], sent=sent, file_name="history.csv",
        digest=digest, received_at=h.world.asked("anna").at,
    )  # fmt: skip


def amend(h: History, contract: str, in_days: int, **terms: Any) -> None:
    """New terms, from some day on."""
    asked = h.ask("anna", contracting.amend_contract, contract_id=h.contracts[contract],
                  from_on=h.on + timedelta(days=in_days), terms=terms,
                  source="amendment")  # fmt: skip
    if asked["approval_id"]:
        h.ask("ada", decide.decide, approval_id=asked["approval_id"], approve=True, reason="")


def say(
    h: History, contract: str, subject: str, subject_id: int, name: str, value: object,
    in_days: int = 0,
) -> None:  # fmt: skip
    """A dated fact of an invoice, a buyer, a party or a contract."""
    h.ask("anna", facts.record_fact, contract_id=h.contracts.get(contract, 0), subject=subject,
          subject_id=subject_id, name=name, value=value, from_on=h.on + timedelta(days=in_days),
          source="history")  # fmt: skip


def end_the_day(h: History) -> None:
    """The bank tells its day, the day is closed, and the next one begins."""
    tell_the_bank(h)
    close.close(h.conn, h.world.asked("aron"), h.on, lambda done, of: None)
    h.told.append(f"{h.on} closed")
    if (h.on + timedelta(days=1)).day == 1 and h.chance.random() < 0.5:
        h.ask("aron", close.close_period, month_on=h.on)


def tell_the_bank(h: History) -> None:
    """The statement of today, if the bank has anything to tell."""
    if not h.bank_lines:
        return
    lines, h.bank_lines = h.bank_lines, []
    tell(h, lines)


def tell(h: History, lines: list[dict[str, Any]], iban: str = FACTOR_IBAN) -> None:
    """The statement of today of an account."""
    statements, movements = h.world.statement(*lines, iban=iban)
    h.ask("tania", bank.take_in, statements=statements, movements=movements, source="camt.053",
          file_name=f"{h.on}.xml",
          content=(statements.write_csv() + movements.write_csv()).encode())  # fmt: skip
