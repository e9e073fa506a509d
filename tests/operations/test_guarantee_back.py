"""What the guarantee had taken by mistake: two give it back, and it is as if it never had."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, unknown_money
from comptant.operations.collection.guarantee_back import give_guarantee_back
from comptant.operations.risk import disputes, facts
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

CENTS, DUE_ON = 1_000_000, date(2026, 3, 16)
TERMS: dict[str, Any] = {"has_recourse": False, "fee_ppm": 0, "is_interest_reserved": False,
                         "guarantee_delay_days": 365}  # fmt: skip
ACCOUNTS = ("DEB", "DEBD", "CCA", "FDG", "UNAL")


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def contract_of(world: World, number: str, buyer: str, *, limit: int = 5 * CENTS,
                drawn: int = 0, **terms: Any) -> int:  # fmt: skip
    """A contract without recourse with two invoices of 10 000.00 on one buyer."""
    contract = world.ids[number] = world.contract(number, **{**TERMS, **terms})
    world.limit(contract, buyer, limit)
    world.remit(contract, *({"number": f"{number}-{n}", "cents": CENTS, "due_on": DUE_ON,
                             "buyer": buyer} for n in (1, 2)))  # fmt: skip
    if drawn:
        world.draw(contract, drawn)
    return int(contract)


def insolvent(world: World, buyer: str, on: date | None, **more: Any) -> Answer:
    return facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
        subject_id=world.ids[buyer], name="insolvent_on", value=on and on.isoformat(),
        from_on=world.on, source="BODACC", **more)  # fmt: skip


def item(world: World, number: str) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def later(world: World, days: int = 3) -> None:
    """Some days on, those before closed."""
    world.on += timedelta(days=days)
    world.close(world.on - timedelta(days=1))


def asked_back(world: World, number: str, *, whole: bool = False, reason: str = "slip") -> Answer:
    return give_guarantee_back(
        world.conn, world.asked("anna"), contract_id=world.ids[number[:2]],
        invoice_ids=[item(world, number)], is_whole_buyer=whole, reason=reason)  # fmt: skip


def paid(world: World, contract: int, buyer: str, cents: int) -> int:
    """Money of a buyer that waits on a contract; its payment."""
    world.bank({"cents": cents, "text": "NO WORD", "payer_name": buyer})
    waits = world.rows("SELECT contract_id, id FROM payment ORDER BY id DESC LIMIT 1")
    if waits[0][0] == contract:
        return int(waits[0][1])
    told = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=waits[0][1], contract_id=contract,
        buyer_id=world.ids[buyer])  # fmt: skip
    return int(told["payment_id"])


def allocated(world: World, contract: int, payment: int, **given: int) -> Answer:
    return cash.allocate(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
        invoices={str(item(world, name.replace("_", "-"))): cents for name, cents in given.items()},
    )  # fmt: skip


def state(world: World, contract: int) -> dict[str, Any]:
    return {
        "invoices": world.rows("SELECT open_cents, approved_cents FROM invoice"
                               " WHERE contract_id = %s ORDER BY id", contract),
        "balances": [world.balance(contract, account) for account in ACCOUNTS],
        "by_day": world.rows("SELECT account, value_on, sum(amount_cents) FROM entry e JOIN posting"
                             " USING (contract_id) WHERE contract_id = %s AND entry_id = e.id"
                             " AND account <> 'DEBD' AND event <> 'manual'"
                             " GROUP BY 1, 2 HAVING sum(amount_cents) <> 0 ORDER BY 1, 2",
                             contract),
        "payments": world.rows("SELECT open_cents FROM payment WHERE contract_id = %s ORDER BY id",
                               contract),
        "debts": world.rows("SELECT invoice_id FROM guarantee WHERE contract_id = %s", contract),
        "available": world.available(contract),
    }  # fmt: skip


def test_the_wrong_company_is_given_back_whole_by_two_people(world: World) -> None:
    contract = contract_of(world, "NR", "BETA SA", fund_ppm=100_000)
    insolvent(world, "BETA SA", world.on)
    before = state(world, contract)
    assert world.close()["guaranteed_cents"] == 2 * CENTS
    later(world)
    insolvent(world, "BETA SA", None)
    with refused(world.conn, "reason_missing"):
        asked_back(world, "NR-1", reason=" ")
    asked = asked_back(world, "NR-1", whole=True, reason="wrong company")
    assert (asked["amount_cents"], len(asked["invoice_ids"])) == (2 * CENTS, 2)
    assert world.balance(contract, "DEBD") == 2 * CENTS, "nothing yet"
    with refused(world.conn, "same_person"):
        world.approve(asked, "anna")
    done = world.approve(asked, "aron")
    assert (done["given_back_cents"], done["paid_again_cents"]) == (2 * CENTS, 0)
    after = state(world, contract)
    for what in ("invoices", "debts"):
        assert after[what] == before[what]
    assert world.balance(contract, "DEB") == 2 * CENTS
    assert world.balance(contract, "DEBD") == 0
    assert contradictions_of_house(world.conn) == []
    with refused(world.conn, "guarantee_unknown"):
        asked_back(world, "NR-1")
    assert world.close(world.on)["guaranteed_cents"] == 0, "nobody is insolvent"
    assert world.rows("SELECT open_cents, approved_cents FROM invoice") == [(CENTS, CENTS)] * 2


def test_what_still_holds_is_taken_again_from_the_same_day(world: World) -> None:
    contract = contract_of(world, "NR", "BETA SA")
    day = world.on
    insolvent(world, "BETA SA", day)
    world.close()
    later(world)
    world.approve(asked_back(world, "NR-2"), "aron")
    assert world.balance(contract, "DEBD") == CENTS, "the other one stays"
    assert world.close(world.on)["guaranteed_cents"] == CENTS
    assert world.rows("SELECT taken_on, guaranteed_cents FROM guarantee") == [(day, CENTS)] * 2


@pytest.mark.parametrize(("guaranteed_ppm", "limit"), [
    (1_000_000, 5 * CENTS), (1_000_000, 1_400_000), (900_000, 5 * CENTS), (333_333, 5 * CENTS),
])  # fmt: skip
def test_what_was_paid_of_the_debt_has_paid_the_invoice(
    world: World, guaranteed_ppm: int, limit: int
) -> None:
    """The same contract with another buyer tells what it should be, day by day."""
    nr, nz = (contract_of(world, number, buyer, limit=limit, guaranteed_ppm=guaranteed_ppm)
              for number, buyer in (("NR", "BETA SA"), ("NZ", "DELTA SARL")))  # fmt: skip
    insolvent(world, "BETA SA", world.on)
    world.close()
    later(world)
    for contract, buyer, name in ((nr, "BETA SA", "NR_1"), (nz, "DELTA SARL", "NZ_1")):
        payment = paid(world, contract, buyer, 400_000)
        told = allocated(world, contract, payment, **{name: 300_000})
        assert told["guaranteed_cents"] == (300_000 if contract == nr else 0)
    insolvent(world, "BETA SA", None)
    done = world.approve(asked_back(world, "NR-1", whole=True), "aron")
    assert done["paid_again_cents"] == 300_000
    assert state(world, nr) == state(world, nz)
    assert contradictions_of_house(world.conn) == []
    world.close(world.on)


def test_the_charge_counts_as_if_it_had_never_been_taken(world: World) -> None:
    terms = {"interest_billing": "MONTHLY", "margin_ppm": 60_000}
    nr, nz = (contract_of(world, number, buyer, drawn=1_500_000, **terms)
              for number, buyer in (("NR", "BETA SA"), ("NZ", "DELTA SARL")))  # fmt: skip
    world.payout()
    insolvent(world, "BETA SA", world.on)
    world.close()
    later(world, 10)
    insolvent(world, "BETA SA", None)
    world.approve(asked_back(world, "NR-1", whole=True), "aron")
    world.close(date(2026, 2, 2))
    assert world.balance(nr, "CCA") == world.balance(nz, "CCA")
    assert world.balance(nr, "INT") == world.balance(nz, "INT") != 0


def test_a_dispute_told_late_goes_back_to_the_client(world: World) -> None:
    contract = contract_of(world, "NR", "BETA SA", guarantee_delay_days=1)
    world.on = DUE_ON + timedelta(days=1)
    world.close()
    id_ = item(world, "NR-1")
    world.on += timedelta(days=2)

    def opened() -> Answer:
        return disputes.open_dispute(
            world.conn,
            world.asked("anna"),
            contract_id=contract,
            invoice_id=id_,
            code="LIT-LIV",
            amount_cents=None,
            source="BUYER",
            evidence="letter of before",
            is_rest_confirmed=False,
        )

    with refused(world.conn, "invoice_guaranteed", number="NR-1"):
        opened()
    with refused(world.conn, "invoice_guaranteed", number="NR-1"):
        returns.reassign(world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[id_],
                         reason="FRAUD")  # fmt: skip
    world.approve(asked_back(world, "NR-1"), "aron")
    opened()
    assert world.close(world.on)["guaranteed_cents"] == 0
    world.on += timedelta(days=1)
    asked = returns.reassign(world.conn, world.asked("anna"), contract_id=contract,
                             invoice_ids=[id_], reason="DISPUTE")  # fmt: skip
    assert world.approve(asked, "aron")["reassigned_cents"] == CENTS
    assert contradictions_of_house(world.conn) == []


def test_what_has_gone_back_since_is_undone_first(world: World) -> None:
    contract = contract_of(world, "NR", "BETA SA", limit=600_000)
    insolvent(world, "BETA SA", world.on)
    world.close()
    later(world)
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract,
                     invoice_ids=[item(world, "NR-1")], reason="UNAPPROVED")  # fmt: skip
    with refused(world.conn, "invoice_given_back", number="NR-1"):
        asked_back(world, "NR-1")


def test_a_day_of_insolvency_long_past_is_asked_again(world: World) -> None:
    contract_of(world, "NR", "BETA SA")
    told = world.one("SELECT count(*) FROM term")
    with refused(world.conn, "insolvency_past", count=2):
        insolvent(world, "BETA SA", world.on - timedelta(days=365))
    with refused(world.conn, "insolvency_past", count=2):
        insolvent(world, "BETA SA", world.on - timedelta(days=1))
    with refused(world.conn, "insolvency_past", count=0):
        insolvent(world, "DELTA SARL", world.on - timedelta(days=93))
    assert world.one("SELECT count(*) FROM term") == told
    insolvent(world, "DELTA SARL", world.on - timedelta(days=92))
    insolvent(world, "BETA SA", world.on - timedelta(days=365), is_confirmed=True)
    assert world.close()["guaranteed_cents"] == 2 * CENTS
