"""Money received: what proves which invoice it pays, step by step, and what it then does."""

from datetime import date
from typing import Any

import polars as pl
import psycopg

from comptant.operations.collection import cash
from comptant.store.access import reading
from tests.facts import FACTOR_IBAN, World, add_user, open_world
from tests.houses import house

IBAN_2 = "FR7630006000010000000000152"
IBAN_3 = "FR7630006000010000000000249"
BETA_IBAN = "DE62370400440532013001"
FIRST, SECOND, THIRD = 1_200_000, 750_000, 50_000
LINES = (
    {"number": "FA-1", "cents": FIRST, "due_on": date(2026, 2, 10)},
    {"number": "FA-2", "cents": SECOND, "due_on": date(2026, 2, 20)},
    {"number": "FA-3", "cents": THIRD, "due_on": date(2026, 2, 25)},
)


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def funded(world: World, **terms: Any) -> int:
    """A contract with three open invoices of BETA SA, a month later."""
    contract = world.contract(**terms)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, *LINES)
    world.on = date(2026, 2, 16)
    return contract


def second_client(world: World, *lines: dict[str, Any]) -> int:
    """GAMMA SA is a client too, with invoices of its own."""
    contract = world.contract("C-2", "GAMMA SA")
    add_user(world, "gus", world.ids["GAMMA SA"], ["client_owner"], False)
    for buyer in ("BETA SA", "DELTA SARL"):
        world.limit(contract, buyer, 5_000_000)
    alice, world.users["alice"] = world.users["alice"], world.users["gus"]
    world.remit(contract, *lines)
    world.users["alice"] = alice
    return contract


def opens(world: World, contract: int) -> dict[str, int]:
    """What is open of each invoice."""
    return dict(
        world.rows(
            "SELECT invoice_number, open_cents FROM invoice WHERE contract_id = %s", contract
        )
    )


def on_account(world: World, contract: int) -> list[tuple[Any, ...]]:
    """The open payments of a contract: buyer, cents; and what the exposure says of them."""
    payments = world.rows(
        "SELECT buyer_id, open_cents FROM payment WHERE contract_id = %s AND open_cents > 0"
        " ORDER BY id", contract)  # fmt: skip
    if contract != world.house:
        seen = world.one("SELECT coalesce(sum(unallocated_cash_cents), 0)::bigint FROM exposure"
                         " WHERE contract_id = %s", contract)  # fmt: skip
        assert seen == sum(cents for _, cents in payments)
    return payments


def test_an_exact_number_and_amount_close_the_invoice(world: World) -> None:
    contract = funded(world)
    answer = world.bank({"cents": FIRST, "text": "REGLEMENT FA-1"})
    assert answer["matched"] == {"NUMBER_AND_AMOUNT": 1}
    assert opens(world, contract) == {"FA-1": 0, "FA-2": SECOND, "FA-3": THIRD}
    assert world.balance(contract, "DEB") == SECOND + THIRD
    assert world.balance(contract, "UNAL") == 0
    assert world.balance(contract, "BNK") == FIRST


def test_several_numbers_that_sum_exactly_close_their_invoices(world: World) -> None:
    contract = funded(world)
    answer = world.bank({"cents": FIRST + THIRD, "text": "FA 1 / FA.3"})
    assert answer["matched"] == {"NUMBER_AND_AMOUNT": 1}
    assert opens(world, contract) == {"FA-1": 0, "FA-2": SECOND, "FA-3": 0}


def test_a_tolerated_difference_is_charged_to_the_client_with_recourse(world: World) -> None:
    contract = funded(world, fee_ppm=0)
    before = world.balance(contract, "CCA")
    answer = world.bank({"cents": FIRST + SECOND - 400, "text": "FA-1 FA-2"})
    assert answer["matched"] == {"NUMBER_WITHIN_TOLERANCE": 1}
    assert opens(world, contract) == {"FA-1": 0, "FA-2": 0, "FA-3": THIRD}
    assert world.balance(contract, "CCA") == before + 400
    assert world.balance(contract, "DIFF") == 0


def test_a_tolerated_difference_is_the_factors_without_recourse(world: World) -> None:
    contract = funded(world, fee_ppm=0, has_recourse=False)
    before = world.balance(contract, "CCA")
    world.bank({"cents": FIRST + SECOND - 400, "text": "FA-1 FA-2"})
    assert opens(world, contract) == {"FA-1": 0, "FA-2": 0, "FA-3": THIRD}
    assert world.balance(contract, "CCA") == before
    assert world.balance(contract, "DIFF") == 400


def test_the_tolerance_is_the_lower_of_five_euros_and_a_thousandth(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": THIRD - 51, "text": "FA-3"})  # 0.1 % of 500.00 is 0.50
    assert opens(world, contract)["FA-3"] == 51
    assert world.rows("SELECT code, source FROM dispute") == [("LIT-PRX", "PAYMENT")]
    dispute = world.rows("SELECT name, value FROM term WHERE subject = 'INVOICE' ORDER BY name")
    assert dispute == [
        ("dispute_code", "LIT-PRX"),
        ("dispute_rest_confirmed", True),
        ("disputed_cents", 51),
    ]


def test_a_partial_payment_leaves_the_rest_in_dispute_and_not_fundable(world: World) -> None:
    contract = funded(world)
    answer = world.bank({"cents": 1_000_000, "text": "FA-1"})
    assert answer["matched"] == {"NUMBER_PARTIAL": 1}
    assert world.rows(
        "SELECT open_cents, approved_cents, ineligible_cents, hold FROM invoice"
        " WHERE invoice_number = 'FA-1'"
    ) == [(200_000, 0, 200_000, "dispute_partial")]
    assert world.rows("SELECT ineligible_cents, outstanding_cents FROM exposure") == [
        (200_000, 200_000 + SECOND + THIRD)]  # fmt: skip
    assert opens(world, contract)["FA-1"] == 200_000


def test_what_is_paid_beyond_the_invoice_waits_for_the_same_buyer(world: World) -> None:
    contract = funded(world)
    answer = world.bank({"cents": FIRST + 5_000, "text": "FA-1"})
    assert answer["matched"] == {"NUMBER_OVERPAID": 1}
    assert opens(world, contract)["FA-1"] == 0
    assert on_account(world, contract) == [(world.ids["BETA SA"], 5_000)]
    assert world.balance(contract, "UNAL") == -5_000


def test_a_unique_amount_of_a_payer_known_by_name_closes_it(world: World) -> None:
    contract = funded(world)
    answer = world.bank({"cents": SECOND, "text": "VIREMENT", "payer_name": "beta sa"})
    assert answer["matched"] == {"UNIQUE_AMOUNT": 1}
    assert opens(world, contract) == {"FA-1": FIRST, "FA-2": 0, "FA-3": THIRD}


def test_a_unique_amount_of_a_payer_known_by_iban_closes_it(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": THIRD, "text": "FA-3", "payer_iban": BETA_IBAN})
    answer = world.bank({"cents": SECOND, "text": "VIREMENT", "payer_iban": BETA_IBAN})
    assert answer["matched"] == {"UNIQUE_AMOUNT": 1}
    assert opens(world, contract) == {"FA-1": FIRST, "FA-2": 0, "FA-3": 0}


def test_the_only_group_of_invoices_that_makes_the_amount_is_closed(world: World) -> None:
    contract = funded(world)
    answer = world.bank({"cents": SECOND + THIRD, "text": "VIREMENT", "payer_name": "BETA SA"})
    assert answer["matched"] == {"SUBSET": 1}
    assert opens(world, contract) == {"FA-1": FIRST, "FA-2": 0, "FA-3": 0}


def test_an_amount_of_a_known_buyer_that_fits_nothing_waits_on_its_account(world: World) -> None:
    contract = funded(world)
    answer = world.bank({"cents": 900_000, "text": "ACOMPTE", "payer_name": "BETA SA"})
    assert answer["matched"] == {"ON_ACCOUNT": 1}
    assert opens(world, contract) == {"FA-1": FIRST, "FA-2": SECOND, "FA-3": THIRD}
    assert on_account(world, contract) == [(world.ids["BETA SA"], 900_000)]


def test_where_the_contract_says_so_the_oldest_due_are_paid_first(world: World) -> None:
    contract = funded(world, has_auto_fifo=True)
    answer = world.bank({"cents": FIRST + 100_000, "text": "ACOMPTE", "payer_name": "BETA SA"})
    assert answer["matched"] == {"FIFO": 1}
    assert opens(world, contract) == {"FA-1": 0, "FA-2": SECOND - 100_000, "FA-3": THIRD}
    assert world.rows("SELECT count(*) FROM term WHERE subject = 'INVOICE'") == [(0,)]


def test_an_account_dedicated_to_a_contract_tells_the_contract(world: World) -> None:
    contract = funded(world)
    world.own_account(IBAN_2, contract_id=contract)
    answer = world.bank({"cents": 33_300, "text": "?", "payer_name": "WHO"}, iban=IBAN_2)
    assert answer["matched"] == {"CONTRACT_ONLY": 1}
    assert on_account(world, contract) == [(0, 33_300)]
    assert world.balance(contract, "UNAL") == -33_300
    assert world.balance(world.house, "UNAL") == 0


def test_a_number_of_another_contract_is_not_paid_from_a_dedicated_account(world: World) -> None:
    contract = funded(world)
    other = second_client(world, {"number": "GB-9", "cents": 70_000, "due_on": date(2026, 3, 1)})
    world.own_account(IBAN_2, contract_id=contract)
    answer = world.bank({"cents": 70_000, "text": "GB-9"}, iban=IBAN_2)
    assert answer["matched"] == {"CONTRACT_ONLY": 1}
    assert opens(world, other) == {"GB-9": 70_000}


def test_an_account_of_one_buyer_tells_the_buyer(world: World) -> None:
    contract = funded(world)
    buyer = world.ids["BETA SA"]
    world.own_account(IBAN_2, contract_id=contract, buyer_id=buyer)
    answer = world.bank({"cents": SECOND, "text": "no word"}, {"cents": 1_234}, iban=IBAN_2)
    assert answer["matched"] == {"ON_ACCOUNT": 1, "UNIQUE_AMOUNT": 1}
    assert opens(world, contract) == {"FA-1": FIRST, "FA-2": 0, "FA-3": THIRD}
    assert on_account(world, contract) == [(buyer, 1_234)]


def test_one_transfer_pays_invoices_of_two_contracts(world: World) -> None:
    contract = funded(world)
    other = second_client(world, {"number": "GB-9", "cents": 70_000, "due_on": date(2026, 3, 1)})
    answer = world.bank({"cents": FIRST + 70_000, "text": "FA-1 GB-9", "payer_name": "BETA SA"})
    assert answer["matched"] == {"NUMBER_AND_AMOUNT": 1}
    assert (opens(world, contract)["FA-1"], opens(world, other)["GB-9"]) == (0, 0)
    assert world.rows("SELECT contract_id, amount_cents, open_cents FROM payment ORDER BY 1") == [
        (contract, FIRST, 0), (other, 70_000, 0)]  # fmt: skip
    assert (world.balance(contract, "BNK"), world.balance(other, "BNK")) == (FIRST, 70_000)
    assert world.balance(world.house, "BNK") == 0


def test_what_a_payer_is_known_for_does_not_hide_an_invoice_it_quotes(world: World) -> None:
    contract = funded(world)
    other = second_client(world, {"number": "GB-9", "cents": 70_000, "due_on": date(2026, 3, 1)})
    world.bank({"cents": THIRD, "text": "FA-3", "payer_iban": BETA_IBAN})
    answer = world.bank({"cents": 70_000, "text": "GB-9", "payer_iban": BETA_IBAN})
    assert answer["matched"] == {"NUMBER_AND_AMOUNT": 1}
    assert opens(world, other) == {"GB-9": 0}
    assert on_account(world, contract) == []


def test_a_number_that_two_clients_share_is_not_matched_on_the_number_alone(world: World) -> None:
    contract = funded(world)
    other = second_client(
        world,
        {"number": "FA-1", "cents": 70_000, "buyer": "DELTA SARL", "due_on": date(2026, 3, 1)},
    )
    answer = world.bank({"cents": 65_000, "text": "FA-1"})
    assert (answer["matched"], answer["allocated_cents"]) == ({"UNKNOWN": 1}, 0)
    assert (opens(world, contract)["FA-1"], opens(world, other)["FA-1"]) == (FIRST, 70_000)
    assert on_account(world, world.house) == [(0, 65_000)]


def test_a_shared_number_is_told_by_the_amount_or_the_payer(world: World) -> None:
    contract = funded(world)
    other = second_client(
        world,
        {"number": "FA-1", "cents": 70_000, "buyer": "DELTA SARL", "due_on": date(2026, 3, 1)},
    )
    assert world.bank({"cents": 70_000, "text": "FA-1"})["allocated_cents"] == 70_000
    assert (opens(world, contract)["FA-1"], opens(world, other)["FA-1"]) == (FIRST, 0)
    world.bank({"cents": 400_000, "text": "FA-1", "payer_name": "BETA SA"})
    assert opens(world, contract)["FA-1"] == FIRST - 400_000


def test_money_in_another_currency_pays_nothing(world: World) -> None:
    contract = funded(world)
    world.own_account(IBAN_3, currency="USD")
    statements, movements = world.statement(
        {"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"}, iban=IBAN_3
    )
    dollars = pl.lit("USD").alias("currency")
    answer = world.take(statements.with_columns(dollars), movements.with_columns(dollars))
    assert answer["allocated_cents"] == 0
    assert answer["received_in"] == {"USD": FIRST}
    assert opens(world, contract)["FA-1"] == FIRST
    assert world.rows("SELECT contract_id, currency, open_cents FROM payment") == [
        (world.house, "USD", FIRST)]  # fmt: skip
    assert world.rows("SELECT DISTINCT currency FROM posting WHERE account = 'UNAL'") == [("USD",)]


def test_two_accounts_of_ours_may_pay_one_contract_in_one_file(world: World) -> None:
    contract = funded(world)
    world.own_account(IBAN_2)
    first = world.statement({"cents": FIRST, "text": "FA-1"}, iban=FACTOR_IBAN)
    second = world.statement({"cents": SECOND, "text": "FA-2"}, iban=IBAN_2)
    two = pl.lit(2, pl.Int64).alias("statement_number")
    world.take(
        pl.concat([first[0], second[0].with_columns(two)]),
        pl.concat([first[1], second[1].with_columns(two)]),
    )
    assert opens(world, contract) == {"FA-1": 0, "FA-2": 0, "FA-3": THIRD}
    assert world.rows("SELECT amount_cents FROM charge WHERE code = 'FEE-AFF' ORDER BY 1") == [
        (4_500,), (7_200,)]  # fmt: skip


def test_a_short_number_tells_which_of_two_equal_invoices_its_payer_means(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    for number in ("F-1", "F-2"):
        world.remit(contract, {"number": number, "cents": 500_000, "due_on": date(2026, 3, 1)})
    known = {"text": "VIR F-2 MERCI", "payer_name": "BETA SA"}
    opens = "SELECT open_cents FROM invoice ORDER BY id"
    # Nobody's payment, or another amount: the number may be there by chance.
    assert world.bank({"cents": 500_000, "text": "VIR F-2 MERCI"})["matched"] == {"UNKNOWN": 1}
    assert world.bank({"cents": 400_000, **known})["matched"] == {"ON_ACCOUNT": 1}
    assert world.rows(opens) == [(500_000,), (500_000,)]
    # Without the number, two invoices of that amount are two solutions.
    unsaid = known | {"text": "VIR 2 MERCI"}
    assert world.bank({"cents": 500_000, **unsaid})["matched"] == {"ON_ACCOUNT": 1}
    assert world.bank({"cents": 500_000, **known})["matched"] == {"NUMBER_AND_AMOUNT": 1}
    assert world.rows(opens) == [(500_000,), (0,)]


def test_a_name_that_has_paid_is_known_again_where_the_bank_tells_no_account(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "Beta Comptabilite"})
    answer = world.bank({"cents": SECOND, "text": "VIR", "payer_name": "BETA COMPTABILITE"})
    assert answer["matched"] == {"UNIQUE_AMOUNT": 1}
    world.bank({"cents": 1_000, "text": "VIR", "payer_name": "BETA COMPTA", "payer_iban": IBAN_2})
    assert opens(world, contract) == {"FA-1": 0, "FA-2": 0, "FA-3": THIRD}
    assert world.rows("SELECT buyer_id FROM payment WHERE open_cents > 0") == [(0,)]


def test_what_is_not_certain_waits_with_its_guesses_the_surest_first(world: World) -> None:
    contract = funded(world)
    answer = world.bank(
        {"cents": FIRST, "text": "FACTURE INV-77881", "payer_name": "BETA SA"},
        {"cents": 40_000, "text": "FA-3", "payer_name": "SOMEBODY ELSE", "payer_iban": IBAN_2},
    )
    assert (answer["matched"], answer["allocated_cents"]) == ({"ON_ACCOUNT": 2}, 0)
    with reading(world.users["tania"].id) as see:
        rows = see("read_guessed")
        lines = see("read_guesses", id=rows[0]["id"])
    told = ("invoice_numbers", "proposed_cents", "confidence_ppm", "guess_evidence", "wait_reason")
    assert [tuple(row[name] for name in told) for row in rows] == [
        ("FA-3", 40_000, 900_000, "NUMBER LESS STRANGER", "UNSURE"),
        ("FA-1", FIRST, 900_000, "OTHER_NUMBER AMOUNT PAYER", "UNSURE"),
    ]
    assert [(row["guess_number"], row["invoice_number"]) for row in lines] == [(1, "FA-3")]
    first = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=rows[1]["id"],
                  invoices={str(first): FIRST})  # fmt: skip
    with reading(world.users["tania"].id) as see:
        assert [row["invoice_numbers"] for row in see("read_guessed")] == ["FA-3"]
