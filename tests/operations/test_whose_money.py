"""A stranger's money does not become a client's by one person's word."""

from datetime import date
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.collection import moving, unknown_money
from comptant.operations.drawing import client_money
from comptant.operations.registry import parties
from tests.facts import CLIENT_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

CENTS, STRANGER, BETA = 80_000, "DE89370400440532013000", "FR7630004000031234567890143"
WHY = "his parent pays for him"


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 of ALPHA SAS, with FA-1 on BETA SA."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract(fee_ppm=0)
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    opened.remit(opened.ids["C-1"],
                 {"number": "FA-1", "cents": 1_000_000, "due_on": date(2026, 3, 16)})  # fmt: skip
    return opened


def came(world: World, buyer: str = "", **told: Any) -> int:
    """Money of C-1: by the payer, or else by anna's word; its payment."""
    world.bank({"cents": CENTS, "text": "NO WORD", **told})
    waits, of = world.rows("SELECT id, contract_id FROM payment ORDER BY id DESC LIMIT 1")[0]
    if of != world.house:
        return int(waits)
    answer = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=waits, contract_id=world.ids["C-1"],
        buyer_id=world.ids[buyer] if buyer else 0,
    )  # fmt: skip
    return int(answer["payment_id"])


def repay(world: World, payment: int, reason: str = "", login: str = "anna") -> Answer:
    return client_money.repay(world.conn, world.asked(login), contract_id=world.ids["C-1"],
                              payment_id=payment, amount_cents=None, reason=reason)  # fmt: skip


def forward(world: World, payment: int, reason: str = "") -> Answer:
    return client_money.forward(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payment_id=payment,
        amount_cents=None, payee_account_id=None, reason=reason,
    )  # fmt: skip


def credited(world: World) -> int:
    return int(
        world.one(
            "SELECT -coalesce(sum(amount_cents), 0) FROM posting WHERE account = 'CCA'"
            " AND entry_id IN (SELECT id FROM entry"
            " WHERE event IN ('client_repayment', 'cash_to_client'))"
        )
    )


def test_from_an_account_of_the_client_one_person_says_that_he_repays(world: World) -> None:
    answer = repay(world, came(world, payer_iban=CLIENT_IBAN))
    assert (answer["repaid_cents"], credited(world)) == (CENTS, CENTS)


def test_from_any_other_a_second_person_agrees_who_reads_the_payer(world: World) -> None:
    waits = came(world, payer_name="STRANGER LTD", payer_iban=STRANGER)
    told = {"payment_id": waits, "payer_name": "STRANGER LTD", "payer_iban": STRANGER}
    with refused(world.conn, "payer_not_the_client", **told):
        repay(world, waits, " ")
    asked = repay(world, waits, WHY)
    assert (asked["amount_cents"], credited(world)) == (CENTS, 0)
    assert world.one("SELECT arguments FROM approval WHERE id = %s", asked["approval_id"]) == {
        "what": "repay", "amount_cents": CENTS, "reason": WHY, **told}  # fmt: skip
    with refused(world.conn, "same_person", approval_id=asked["approval_id"], login="anna"):
        world.approve(asked, "anna")
    again = repay(world, waits, WHY)
    done = world.approve(asked, "aron")
    assert (done["repaid_cents"], credited(world)) == (CENTS, CENTS)
    with refused(world.conn, "payment_unknown", payment_id=waits):
        world.approve(again, "aron")


def test_where_the_bank_tells_no_account_nothing_is_known(world: World) -> None:
    waits = came(world, payer_name="ALPHA SAS")
    told = {"payment_id": waits, "payer_name": "ALPHA SAS", "payer_iban": None}
    with refused(world.conn, "payer_not_the_client", **told):
        repay(world, waits)


def test_an_account_that_its_bank_says_is_not_his_tells_nothing(world: World) -> None:
    account = world.one("SELECT id FROM payee_account WHERE iban = %s", CLIENT_IBAN)
    parties.record_payee_check(world.conn, world.asked("anna"), payee_account_id=account,
                               outcome="NO_MATCH", source="the bank")  # fmt: skip
    waits = came(world, payer_iban=CLIENT_IBAN)
    told = {"payment_id": waits, "payer_name": "", "payer_iban": CLIENT_IBAN}
    with refused(world.conn, "payer_not_the_client", **told):
        repay(world, waits)


def test_money_that_got_a_buyer_meanwhile_closes_what_was_asked(world: World) -> None:
    waits = came(world, payer_iban=STRANGER)
    asked = repay(world, waits, WHY)
    unknown_money.identify(world.conn, world.asked("anna"), payment_id=waits,
                           contract_id=world.ids["C-1"], buyer_id=world.ids["BETA SA"])  # fmt: skip
    world.lapses(asked, "buyers_money", "aron")
    assert credited(world) == 0


def test_money_of_no_buyer_is_passed_on_by_two_and_then_released(world: World) -> None:
    world.on = world.on.replace(day=19)
    waits = came(world, payer_name="STRANGER LTD", payer_iban=STRANGER)
    world.on = world.on.replace(day=21)
    told = {"payment_id": waits, "payer_name": "STRANGER LTD", "payer_iban": STRANGER}
    with refused(world.conn, "payer_not_the_buyer", **told):
        forward(world, waits)
    asked = forward(world, waits, WHY)
    assert (credited(world), world.rows("SELECT id FROM payment_order")) == (0, [])
    done = world.approve(asked, "aron")
    assert (done["forwarded_cents"], done["approval_id"]) == (CENTS, asked["approval_id"])
    said = world.one("SELECT arguments -> 'said' FROM approval WHERE subject_id = %s",
                     done["order_id"])  # fmt: skip
    assert said == {"payer_name": "STRANGER LTD", "payer_iban": STRANGER, "reason": WHY}


def test_to_name_a_buyer_is_not_to_know_that_it_has_paid(world: World) -> None:
    world.on = world.on.replace(day=19)
    waits = came(world, "BETA SA", payer_name="STRANGER LTD", payer_iban=STRANGER)
    world.on = world.on.replace(day=21)
    told = {"payment_id": waits, "payer_name": "STRANGER LTD", "payer_iban": STRANGER}
    with refused(world.conn, "payer_not_the_buyer", **told):
        forward(world, waits)


def test_the_bank_tells_that_the_buyer_has_paid_by_name_account_or_what_it_has_paid(
    world: World,
) -> None:
    contract = world.ids["C-1"]
    world.on = world.on.replace(day=19)
    by_name = came(world, "BETA SA", payer_name="BETA SA")
    new = came(world, "BETA SA", payer_name="BETA TRESORERIE", payer_iban=BETA)
    world.bank({"cents": 1_000_000, "text": "FA-1", "payer_iban": BETA})
    later = came(world, "BETA SA", payer_name="BETA TRESORERIE", payer_iban=BETA)
    world.on = world.on.replace(day=21)
    assert forward(world, by_name)["forwarded_cents"] == CENTS
    with refused(world.conn, "payer_not_the_buyer", payment_id=new,
                 payer_name="BETA TRESORERIE", payer_iban=BETA):  # fmt: skip
        forward(world, new)  # the account had paid nothing when this came
    assert forward(world, later)["forwarded_cents"] == CENTS
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["BETA SA"], iban=BETA, bic=None,
        holder="BETA SA"))  # fmt: skip
    assert forward(world, new)["forwarded_cents"] == CENTS
    assert credited(world) == 3 * CENTS
    # Moved to no buyer, it is nobody's again.
    last = came(world, "BETA SA", payer_iban=BETA)
    bare = moving.move_payment(world.conn, world.asked("anna"), contract_id=contract,
                               payment_id=last, to_contract_id=contract, buyer_id=0,
                               amount_cents=None, reason="a slip")["payment_id"]  # fmt: skip
    world.on = world.on.replace(day=23)
    with refused(world.conn, "payer_not_the_buyer", payment_id=bare, payer_name="",
                 payer_iban=BETA):  # fmt: skip
        forward(world, bare)
