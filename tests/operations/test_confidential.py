"""A confidential contract: nothing that reaches a buyer names us, until two people have it told."""

import re
from datetime import date, timedelta

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.assigning import disclosing, notices
from comptant.operations.assigning.returns import reassign
from comptant.operations.collection import instruments
from comptant.operations.drawing.client_money import refund
from comptant.operations.registry import mandates
from comptant.operations.risk import disputes
from comptant.store.access import ASKED_BY, reading
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.instruments import BETA_RIB
from tests.operations.test_given_away import account_of
from tests.traces import contents, refused

# For our bank and our desk, no buyer; whom a payment file pays is looked at.
OURS = {"payment_file", "collection_file", "limit_request"}


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA assigns in confidence; BETA has a person at the portal."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1", disclosure_mode="CONFIDENTIAL")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    add_user(opened, "bea", opened.ids["BETA SA"], ["buyer"], False)
    for number in ("F-1", "F-2", "F-3"):
        opened.remit(opened.ids["C-1"], {"number": number, "cents": 1_000_000,
                                         "due_on": date(2026, 2, 28)})  # fmt: skip
    opened.agree_with_bank()
    return opened


def invoice(world: World, number: str) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def live(world: World) -> None:
    """What happens to the invoices of a contract, all of which a notified one tells its buyers."""
    contract_id = world.ids["C-1"]
    mandate = world.approve(mandates.propose_mandate(
        world.conn, world.asked("anna"), buyer_id=world.ids["BETA SA"],
        own_account_id=world.ids["bank"], reference="RUM-1", scheme="CORE", iban=BETA_RIB, bic=None,
        holder="BETA SA", signed_on=date(2026, 1, 5), is_one_off=False,
    ))  # fmt: skip
    before = contents(world.conn)
    with pytest.raises(Refused, match="buyer_must_not_know"):
        instruments.order_debit(
            world.conn, world.asked("anna"), contract_id=contract_id, text="F-2", is_last=False,
            mandate_id=mandate["mandate_id"], amount_cents=1_000_000, invoices={},
            due_on=world.on + timedelta(days=30),
        )  # fmt: skip
    assert contents(world.conn) == before
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract_id, invoice_id=invoice(world, "F-1"),
        code="LIT-QTE", amount_cents=None, is_rest_confirmed=False, source="BUYER",
        evidence="letter",
    )  # fmt: skip
    world.draw(contract_id, 500_000)
    world.payout()
    reassign(world.conn, world.asked("anna"), contract_id=contract_id,
             invoice_ids=[invoice(world, "F-2")], reason="asked by the client")  # fmt: skip
    world.bank({"cents": 1_000_000, "text": "F-3", "payer_name": "BETA SA"})
    world.close()


def test_no_document_and_no_message_that_reaches_a_buyer_tells_of_us(world: World) -> None:
    live(world)
    kinds = {kind for (kind,) in world.rows("SELECT DISTINCT kind FROM outbox")}
    assert kinds <= OURS
    assert {
        name
        for (name,) in world.rows(
            "SELECT DISTINCT y.name FROM payment_order o JOIN payee_account p"
            " ON p.id = o.payee_account_id JOIN party y ON y.id = p.party_id"
        )
    } == {"ALPHA SAS"}
    written = notices.write_notices(world.conn, world.asked("anna"), contract_id=None,
                                    language=None)  # fmt: skip
    assert (written["count"], written["unwritten"]) == (0, {})
    assert world.rows("SELECT kind FROM paper WHERE kind = 'NOTICE'") == []
    assert world.rows("SELECT 1 FROM event e JOIN delivery d ON d.event_id = e.id") == []
    bea = world.users["bea"]
    with reading(bea.id, bea.company_id, bea.roles, world.on) as see:
        names = sorted(ASKED_BY["buyer"])
        told = {name: see(name, **dict.fromkeys(arguments(name)))
                for name in names if name.startswith("read_owed")}  # fmt: skip
    assert told == {"read_owed": []}


def arguments(name: str) -> set[str]:

    from comptant.store.bulk import query

    return set(re.findall(r"%\((\w+)\)s", query(name)))


def test_its_buyers_are_told_in_one_act_of_two_people(world: World) -> None:
    contract_id = world.ids["C-1"]
    with pytest.raises(Refused, match="disclose_instead"):
        world.amend(contract_id, {"disclosure_mode": "NOTIFIED"})
    asked = disclosing.disclose_contract(world.conn, world.asked("anna"), contract_id=contract_id,
                                         needs_notice=False, source="letter")  # fmt: skip
    assert asked["buyer_count"] == 1
    assert world.one("SELECT count(*) FROM outbox") == 0
    with pytest.raises(Refused, match="same_person"):
        world.approve(asked, "anna")
    world.approve(asked, "ada")
    assert world.rows("SELECT kind, payload ->> 'buyer_id' FROM outbox") == [
        ("buyer_notice", str(world.ids["BETA SA"]))]  # fmt: skip
    written = notices.write_notices(world.conn, world.asked("anna"), contract_id=contract_id,
                                    language=None)  # fmt: skip
    assert written["count"] == 1
    with pytest.raises(Refused, match="not_confidential"):
        disclosing.disclose_contract(world.conn, world.asked("anna"), contract_id=contract_id,
                                     needs_notice=False, source="letter")  # fmt: skip


def test_what_waits_for_a_notice_is_financed_once_it_has_left(world: World) -> None:
    contract_id = world.ids["C-1"]
    asked = disclosing.disclose_contract(world.conn, world.asked("anna"), contract_id=contract_id,
                                         needs_notice=True, source="letter")  # fmt: skip
    world.approve(asked, "ada")
    with pytest.raises(Refused, match="beyond_availability"):
        world.draw(contract_id, 500_000)


def test_no_transfer_of_ours_gives_money_back_to_a_buyer(world: World) -> None:
    world.bank({"cents": 1_200_000, "text": "F-3", "payer_name": "BETA SA"})
    waits, contract_id = world.rows(
        "SELECT id, contract_id FROM payment WHERE open_cents > 0 ORDER BY id DESC LIMIT 1"
    )[0]
    account = account_of(world, "BETA SA", "FR7630004000031234567890143")
    with refused(world.conn, "buyer_must_not_know", contract="C-1"):
        refund(world.conn, world.asked("tania"), contract_id=contract_id, payment_id=waits,
               amount_cents=None, payee_account_id=account)  # fmt: skip
