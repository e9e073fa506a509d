"""A contract taken over: the opening entry ties to the lender's statement, the lender is paid
first, the buyers are told again; what does not add up is refused with the difference."""

from datetime import date
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.formats.handover import INVOICES, LIMITS, PAYMENTS, HandoverRead
from comptant.operations.acts.act import Answer
from comptant.operations.assigning import notices, outbox
from comptant.operations.drawing import client_money, takeovers
from comptant.operations.paying import outcomes
from comptant.operations.registry import contracting, lenders, parties
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

LENDER_IBAN = "FR7610107001011234567890129"
STATEMENT = {"open_cents": 1_400_000, "unallocated_cents": 50_000, "current_account_cents": 350_000,
             "fund_balance_cents": 100_000, "funds_in_use_cents": 900_000}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA's contract being opened; OLD FACTOR SA has lent it 9 000.00."""
    opened = open_world(writer)
    opened.ids["OLD"] = parties.add_party(
        writer, opened.asked("anna"), kind="COMPANY", name="OLD FACTOR SA", country="FR",
        numbers={"siren": "380129866"},
    )["party_id"]  # fmt: skip
    opened.ids["C-1"] = opened.contract(status="OPENING", notice_required=True, fee_minimum_cents=9)
    return opened


def invoice(number: str, cents: int, buyer: str = "BETA SA", **told: Any) -> dict[str, Any]:
    sirens = {"BETA SA": "443061841", "GAMMA SA": "572015246"}
    return {"invoice_number": number, "type_code": "380", "issued_on": date(2025, 11, 3),
            "due_on": date(2026, 2, 10), "currency": "EUR", "amount_cents": cents,
            "open_cents": cents, "buyer_name": buyer, "buyer_siren": sirens[buyer],
            **told}  # fmt: skip


def listed(**changed: Any) -> dict[str, pl.DataFrame]:
    """12 000.00 of BETA, of which 10 000.00 are open; 5 000.00 of GAMMA less a credit note."""
    read = HandoverRead(invoices=INVOICES.frame(changed.get("invoices") or [
        invoice("F-1", 1_200_000, open_cents=1_000_000), invoice("F-2", 500_000, "GAMMA SA"),
        invoice("A-1", 100_000, "GAMMA SA", type_code="381"),
    ]))  # fmt: skip
    return {
        "sent": read.sent(),
        "payments": PAYMENTS.frame(changed.get("payments") or [
            {"value_on": date(2026, 1, 12), "currency": "EUR", "open_cents": 30_000,
             "buyer_name": "BETA SA", "buyer_siren": "443061841"},
            {"value_on": date(2026, 1, 13), "currency": "EUR", "open_cents": 20_000},
        ]),
        "limits": LIMITS.frame([
            {"currency": "EUR", "amount_cents": 2_000_000, "buyer_name": "BETA SA",
             "buyer_siren": "443061841", "source": "OLD FACTOR SA"},
        ]),
    }  # fmt: skip


def take(world: World, *, lender: str = "OLD", statement: dict[str, int] | None = None,
         contract: int = 0, **changed: Any) -> Answer:  # fmt: skip
    return takeovers.take_over(
        world.conn, world.asked("anna"), contract_id=contract or world.ids["C-1"],
        lender_id=world.ids[lender] if lender else 0, statement=statement or STATEMENT,
        statement_on=date(2026, 1, 15), client_siren=changed.pop("siren", None),
        file_name="pack.zip", content=b"pack", **listed(**changed),
    )  # fmt: skip


def letter(world: World, source: str = "letter of OLD FACTOR") -> Answer:
    return lenders.record_lender_release(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], received_on=world.on,
        source=source,
    )  # fmt: skip


def pay(world: World) -> Answer:
    return lenders.pay_lender(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payee_account_id=None
    )


def activate(world: World) -> None:
    answer = contracting.amend_contract(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], from_on=world.on,
        terms={"status": "ACTIVE"}, source="signed",
    )  # fmt: skip
    world.approve(answer, "ada")


def balances(world: World) -> dict[str, int]:
    return {account: world.balance(world.ids["C-1"], account)
            for account in ("DEB", "UNAL", "CCA", "FDG", "OPENB")}  # fmt: skip


def contradictions(world: World) -> list[Any]:
    return bulk.rows(world.conn, "contradictions", ids=[world.ids["C-1"]], whole=True)


def test_the_opening_entry_is_the_statement_and_no_fee_is_billed_again(world: World) -> None:
    answer = take(world)
    assert balances(world) == {"DEB": 1_400_000, "UNAL": -50_000, "CCA": -350_000,
                               "FDG": -100_000, "OPENB": -900_000}  # fmt: skip
    assert (answer["accepted"], answer["credit_notes"], answer["payments"]) == (2, 1, 2)
    assert (answer["title_number"], answer["notices"], len(answer["approval_ids"])) == (1, 2, 1)
    assert world.rows("SELECT invoice_number, open_cents, fee_cents FROM invoice ORDER BY 1") == [
        ("A-1", -100_000, 0), ("F-1", 1_000_000, 0), ("F-2", 500_000, 0)]  # fmt: skip
    assert world.rows("SELECT * FROM charge") == []
    assert contradictions(world) == []
    world.close()


def test_the_lender_is_paid_first_and_then_the_client_draws(world: World) -> None:
    take(world)
    with refused(world.conn, "lender_not_paid", owed_cents=900_000):
        activate_only(world)
    with refused(world.conn, "release_letter_missing"):
        pay(world)
    with refused(world.conn, "source_missing"):
        letter(world, " ")
    letter(world)
    with refused(world.conn, "payee_unknown"):
        pay(world)
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["OLD"], iban=LENDER_IBAN, bic=None,
        holder="OLD FACTOR SA"))  # fmt: skip
    order = pay(world)
    assert (order["purpose"], order["amount_cents"]) == ("LENDER", 900_000)
    with refused(world.conn, "lender_paid"):
        pay(world)
    world.approve(order)
    assert balances(world)["OPENB"] == 0
    world.payout()
    world.bank({"cents": -900_000, "text": order["reference"],
                "end_to_end_reference": order["reference"]})  # fmt: skip
    activate(world)
    assert [row["takeover_step"] for row in
            bulk.rows(world.conn, "read_takeovers", contract_id=world.ids["C-1"])] == [
        "TAKEN_OVER", "LETTER_ASKED", "LETTER_RECEIVED", "PAYMENT_ORDERED"]  # fmt: skip
    assert contradictions(world) == []


def activate_only(world: World) -> None:
    contracting.amend_contract(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], from_on=world.on,
        terms={"status": "ACTIVE"}, source="signed",
    )  # fmt: skip


def paid_off(world: World) -> Answer:
    """The contract is taken over, and the payment of the lender has left: its order."""
    take(world)
    letter(world)
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["OLD"], iban=LENDER_IBAN, bic=None,
        holder="OLD FACTOR SA"))  # fmt: skip
    order = pay(world)
    world.approve(order)
    world.payout()
    return order


def test_no_buyer_is_told_before_the_lender_is_paid(world: World) -> None:
    """A buyer told earlier would pay the wrong one. Source: art. 1324, 1342-2 C. civ."""
    take(world)
    notice = world.one("SELECT min(id) FROM outbox WHERE kind = 'buyer_notice'")

    def written() -> tuple[int, dict[str, int]]:
        told = notices.write_notices(world.conn, world.asked("anna"), contract_id=None,
                                     language="fr")  # fmt: skip
        return told["count"], told["unwritten"]

    assert written() == (0, {"LENDER_NOT_PAID": 2})
    with refused(world.conn, "lender_not_paid", owed_cents=900_000):
        outbox.mark_sent(world.conn, world.asked("anna"), outbox_id=notice, outcome="SENT",
                         proof="letter")  # fmt: skip
    letter(world)
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["OLD"], iban=LENDER_IBAN, bic=None,
        holder="OLD FACTOR SA"))  # fmt: skip
    world.approve(pay(world))
    assert written() == (2, {})


def test_a_payment_of_the_lender_that_comes_back_is_ordered_again(world: World) -> None:
    order = paid_off(world)
    sent = {"text": order["reference"], "end_to_end_reference": order["reference"]}
    world.bank({"cents": -900_000, **sent}, {"cents": 900_000, "return_reason": "AC04", **sent})
    assert balances(world)["OPENB"] == -900_000
    assert pay(world)["amount_cents"] == 900_000
    assert contradictions(world) == []


def test_a_payment_of_the_lender_rejected_then_executed_after_all_is_paid_once(
    world: World,
) -> None:
    order = paid_off(world)
    account = balances(world)["CCA"]
    world.approve(outcomes.settle_order(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
        order_id=order["order_id"], outcome="REJECTED", value_on=None, reason="AC04",
    ), "aron")  # fmt: skip
    assert balances(world)["OPENB"] == -900_000
    sent = {"text": order["reference"], "end_to_end_reference": order["reference"]}
    assert world.bank({"cents": -900_000, **sent})["debited_again"] == 1
    assert (balances(world)["OPENB"], balances(world)["CCA"]) == (0, account)
    with refused(world.conn, "lender_paid"):
        pay(world)
    assert contradictions(world) == []


@pytest.mark.parametrize(("figure", "listed_cents"), [
    ("open_cents", 1_400_000), ("unallocated_cents", 50_000), ("funds_in_use_cents", 900_000),
])  # fmt: skip
def test_a_statement_that_differs_is_refused_with_the_difference(
    world: World, figure: str, listed_cents: int
) -> None:
    stated = {**STATEMENT, figure: STATEMENT[figure] + 1}
    if figure != "funds_in_use_cents":  # the statement itself adds up
        sign = 1 if figure == "open_cents" else -1
        stated["funds_in_use_cents"] += sign
    with refused(
        world.conn,
        "takeover_differs",
        figure=figure,
        listed_cents=listed_cents,
        difference_cents=-1,
    ):
        take(world, statement=stated)


def test_one_line_that_cannot_be_ours_refuses_them_all(world: World) -> None:
    wrong = [invoice("F-1", 1_400_000), invoice("F-2", 50_000, due_on=date(2025, 1, 1))]
    stated = {**STATEMENT, "open_cents": 1_450_000, "current_account_cents": 400_000}
    line = {"invoice_number": "F-2", "refusal": "due_before_issue", "amount_cents": 50_000,
            "currency": "EUR", "contract_currency": "EUR", "contract_status": "OPENING",
            "einvoice_status": None, "issued_on": "2025-11-03", "due_on": "2025-01-01"}  # fmt: skip
    with refused(world.conn, "takeover_lines_refused", count=1, refused_lines=[line]):
        take(world, statement=stated, invoices=wrong)


def test_a_contract_that_has_begun_is_not_taken_over(world: World) -> None:
    take(world)
    with refused(world.conn, "takeover_after_moves"):
        take(world)
    drawing = world.contract("C-2")
    with refused(world.conn, "takeover_while_drawing", contract_status="ACTIVE"):
        take(world, contract=drawing)


def test_a_house_that_changes_its_system_pays_nobody(world: World) -> None:
    """The books alone move: nothing is owed to a lender, and the client may draw at once."""
    contract = world.ids["C-1"] = world.contract("C-2")
    take(world, lender="", contract=contract)
    assert balances(world)["OPENB"] == -900_000
    with refused(world.conn, "no_lender"):
        letter(world)
    assert world.rows("SELECT kind FROM outbox WHERE kind = 'release_letter'") == []


def test_a_list_of_another_client_is_not_taken(world: World) -> None:
    with refused(world.conn, "takeover_client_differs", siren="572015246"):
        take(world, siren="572015246")
    assert take(world, siren="732829320")["accepted"] == 2


def test_a_currency_of_its_own_takes_a_contract_of_its_own(world: World) -> None:
    with refused(world.conn, "takeover_currency", currency="USD", expected="EUR"):
        take(world, invoices=[invoice("F-1", 1_400_000, currency="USD")])


def test_the_same_key_takes_over_once(world: World) -> None:
    asked = world.asked("anna", "once")
    given: dict[str, Any] = {
        "contract_id": world.ids["C-1"], "lender_id": world.ids["OLD"], "statement": STATEMENT,
        "statement_on": date(2026, 1, 15), "client_siren": None, "file_name": "pack.zip",
        "content": b"pack", **listed(),
    }  # fmt: skip
    assert takeovers.take_over(world.conn, asked, **given) == takeovers.take_over(
        world.conn, asked, **given)  # fmt: skip
    assert world.one("SELECT count(*) FROM takeover") == 1


def test_money_that_the_former_factor_had_received_is_final_and_passed_on_at_once(
    world: World,
) -> None:
    """No instrument of ours has brought it: no credit of our bank is waited for."""
    take(world)
    before = world.balance(world.ids["C-1"], "CCA")
    done = world.approve(client_money.forward(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], amount_cents=None,
        payment_id=world.one("SELECT id FROM payment WHERE open_cents = 30000"),
        payee_account_id=None, reason="their list says so"), "aron")  # fmt: skip
    assert done["forwarded_cents"] == 30_000
    assert world.balance(world.ids["C-1"], "CCA") == before - 30_000
