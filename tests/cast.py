"""The cast of three: A owns ALPHA SAS, B is its accountant, C owns GAMMA SA and must see nothing.

ALPHA SAS and GAMMA SA are clients, each with one contract; both sell to BETA SA.
"""

import hashlib
from datetime import date
from typing import Any

from psycopg import Connection

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import remit
from comptant.operations.drawing import payments
from comptant.operations.registry import parties
from comptant.operations.risk import groups, limits
from tests.facts import World, add_user, sent_invoices

OTHER_IBAN = "FR7630004000031234567890143"
DUE_ON = date(2026, 2, 28)


def add_cast(world: World) -> None:
    """B (bruno) of ALPHA SAS, C (celine) of GAMMA SA with an account to pay; one contract each."""
    add_user(world, "bruno", world.ids["ALPHA SAS"], ["client_accountant"], False)
    add_user(world, "celine", world.ids["GAMMA SA"], ["client_owner"], False)
    world.ids["gamma account"] = world.approve(parties.propose_payee_account(
        world.conn, world.asked("celine"), party_id=world.ids["GAMMA SA"], iban=OTHER_IBAN,
        bic=None, holder="GAMMA SA"))["payee_account_id"]  # fmt: skip
    world.ids["A-1"] = world.contract("A-1")
    world.ids["C-1"] = world.contract("C-1", client="GAMMA SA")


def send(
    world: World, login: str, contract_id: int, *lines: dict[str, Any],
    conn: Connection | None = None, key: str | None = None,
) -> Answer:  # fmt: skip
    """A client's user sends invoices, due on DUE_ON unless said otherwise."""
    sent = sent_invoices(world.on, *({"due_on": DUE_ON, **line} for line in lines))
    asked = world.asked(login, key)
    return remit.remit(
        conn or world.conn, asked, contract_id=contract_id, sent=sent, file_name="test.csv",
        digest=hashlib.sha256(sent.write_csv().encode()).digest(), received_at=asked.at,
    )  # fmt: skip


def draw(
    world: World, login: str, contract_id: int, cents: int | None = None,
    conn: Connection | None = None, key: str | None = None,
) -> Answer:  # fmt: skip
    """A client's user asks for money; nobody releases it."""
    return payments.draw(
        conn or world.conn, world.asked(login, key), contract_id=contract_id, amount_cents=cents,
        payee_account_id=None,
    )  # fmt: skip


def ceiling(
    world: World, scope: str, party_id: int, cents: int, contract_id: int = 0,
    from_on: date | None = None, currency: str = "EUR",
) -> Answer:  # fmt: skip
    """A ceiling of any scope, proposed by the desk and approved by another person."""
    proposed = limits.propose_limit(
        world.conn, world.asked("anna"), scope=scope, contract_id=contract_id, party_id=party_id,
        amount_cents=cents, currency=currency, from_on=from_on or world.on, source="test",
    )  # fmt: skip
    return world.approve(proposed, "ada")


def allot(
    world: World, contract_id: int, scope: str, party_id: int, cents: int,
    conn: Connection | None = None, key: str | None = None,
) -> Answer:  # fmt: skip
    """A contract's share of a ceiling that spans contracts."""
    return limits.allot(
        conn or world.conn, world.asked("anna", key), contract_id=contract_id, scope=scope,
        party_id=party_id, amount_cents=cents, currency="EUR",
    )  # fmt: skip


def share(world: World, contract_id: int, party_id: int) -> int:
    """What a contract was last given of the ceiling on a party."""
    return int(world.one(
        "SELECT a.amount_cents FROM allotment a JOIN ceiling c ON c.id = a.ceiling_id"
        " WHERE a.contract_id = %s AND c.party_id = %s ORDER BY a.recorded_at DESC LIMIT 1",
        contract_id, party_id))  # fmt: skip


def group(world: World, name: str, *members: str) -> int:
    """A group of parties, from today on."""
    made = parties.add_party(
        world.conn, world.asked("anna"), kind="GROUP", name=name, country="FR", numbers={}
    )
    for member in members:
        join(world, made["party_id"], member)
    return int(made["party_id"])


def join(
    world: World, group_id: int, member: str, is_member: bool = True, from_on: date | None = None
) -> Answer:
    """A party joins a group today, or leaves it."""
    return groups.add_group_member(
        world.conn, world.asked("anna"), group_id=group_id, party_id=world.ids[member],
        from_on=from_on or world.on, is_member=is_member, source="test",
    )  # fmt: skip


def approved(world: World, contract_id: int) -> list[int]:
    """What is approved of each invoice of the contract, in the order of their arrival."""
    found = world.conn.execute(
        "SELECT approved_cents FROM invoice WHERE contract_id = %s AND amount_cents > 0"
        " ORDER BY id",
        (contract_id,),
    ).fetchall()
    return [cents for (cents,) in found]


def called_long_ago(world: World, payee_account_id: int) -> None:
    """A second account of a party, as if it had been agreed and called back long ago."""
    for name, value in (("payee_agreed_at", '"2020-01-01T00:00:00+00:00"'),
                        ("payee_callback", '{"outcome": "CONFIRMED"}')):  # fmt: skip
        world.conn.execute(
            """INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value,
                   source, act_id)
               VALUES (0, 'ACCOUNT', %s, %s, '2020-01-01', %s, 'test', 1)""",
            (payee_account_id, name, value),
        )
