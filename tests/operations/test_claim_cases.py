"""Four cases of a buyer that fails, to the last euro in the factor's books and in the client's."""

from typing import Any

import psycopg

from comptant.operations.assigning import returns
from tests.claims import (
    CENTS,
    accepted,
    books,
    clients_books,
    failed,
    indemnified,
    insurer_paid,
    lines,
    opened,
    proved,
    recovered,
    sold,
    written_off,
)
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured, insurer

OWN: dict[str, Any] = {"has_recourse": False}
# The client had 45 000.00, and 5 000.00 that the guarantee freed or charged.
DRAWN = {"C411": -CENTS, "C512": 4_500_000}


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def of_client(world: World, contract: int, *, is_delegated: bool) -> int:
    """A policy that the client holds."""
    return insured(world, contract, holder="ALPHA SAS", is_delegated=is_delegated)


# The factor's own cover ---------------------------------------------------------------------------


def test_under_its_own_cover_the_factor_bears_all_and_keeps_what_comes_later(world: World) -> None:
    sold(world, **OWN)
    failed(world)
    assert world.available(world.ids["C-1"]) == 500_000  # E5a: what was retained is freed
    opened(world)
    assert lines(world)[2:] == [("impairment", "DOT", CENTS), ("impairment", "DEPR", -CENTS)]
    written_off(world)
    assert recovered(world, 200_000)["factor_recovery_cents"] == 200_000
    assert books(world) == {"CCA": -500_000, "DOT": CENTS, "LOSS": CENTS, "RECV": -200_000,
                            "REP": -CENTS, "TRAN": -4_500_000, "BNK": 200_000}  # fmt: skip
    assert clients_books(world) == {**DRAWN, "C4671": 500_000}
    proved(world)
    world.close()


def test_of_a_guarantee_of_90_percent_the_client_has_a_tenth_of_what_comes_later(
    world: World,
) -> None:
    sold(world, **OWN, guaranteed_ppm=900_000)
    failed(world)
    assert world.available(world.ids["C-1"]) == 0  # E5b
    opened(world)
    written_off(world)
    told = recovered(world, 200_000, 10_000)
    assert (told["factor_recovery_cents"], told["client_recovery_cents"]) == (180_000, 20_000)
    assert (told["client_cost_cents"], told["client_credit_cents"]) == (1_000, 19_000)
    assert books(world) == {"BNK": 200_000, "CCA": -19_000, "DOT": 4_500_000, "LOSS": 4_500_000,
                            "RCOS": -1_000, "RECV": -180_000, "REP": -4_500_000,
                            "TRAN": -4_500_000}  # fmt: skip
    # What is left to him is 4 800.00 of doubtful debt, his to write off.
    assert clients_books(world) == {**DRAWN, "C416": 480_000, "C4671": 19_000, "C6226": 1_000}
    proved(world)


# The factor's policy ------------------------------------------------------------------------------


def test_the_factors_policy_pays_and_it_bears_what_is_retained(world: World) -> None:
    """W8-E with E5a, to the last line."""
    contract = sold(world, **OWN)
    policy = insured(world, contract)
    failed(world)
    assert world.available(contract) == 500_000
    opened(world, policy)
    accepted(world)
    indemnified(world)
    written_off(world)
    assert lines(world) == [
        ("guarantee_taken", "DEBD", CENTS), ("guarantee_taken", "DEB", -CENTS),  # E1
        ("impairment", "DOT", 500_000), ("impairment", "DEPR", -500_000),  # E2
        ("claim_accepted", "INSR", 4_500_000), ("claim_accepted", "DEBD", -4_500_000),  # E3
        ("cash_moved_in", "LINK", 4_500_000), ("cash_moved_in", "UNAL", -4_500_000),
        ("indemnity_received", "UNAL", 4_500_000), ("indemnity_received", "INSR", -4_500_000),  # E4
        ("claim_loss", "LOSS", 500_000), ("claim_loss", "DEBD", -500_000),  # E5a
        ("impairment_released", "DEPR", 500_000), ("impairment_released", "REP", -500_000),  # E6
    ]  # fmt: skip
    recovered(world, 200_000)
    assert lines(world, "claim_recovery") == [
        ("claim_recovery", "UNAL", 200_000), ("claim_recovery", "INSR", -180_000),
        ("claim_recovery", "RECV", -20_000)]  # fmt: skip
    assert insurer_paid(world) == 180_000  # E8
    assert books(world) == {"BNK": 20_000, "CCA": -500_000, "DOT": 500_000, "LINK": 4_500_000,
                            "LOSS": 500_000, "RECV": -20_000, "REP": -500_000,
                            "TRAN": -4_500_000}  # fmt: skip
    assert clients_books(world) == {**DRAWN, "C4671": 500_000}
    proved(world)
    world.close()


def test_the_retained_share_is_the_clients_where_the_guarantee_leaves_it_to_him(
    world: World,
) -> None:
    """W8-E with E5b: of a late 2 000.00 the insurer has 1 800.00, the client 200.00."""
    contract = sold(world, **OWN, guaranteed_ppm=900_000)
    policy = insured(world, contract)
    failed(world)
    assert world.available(contract) == 0
    opened(world, policy)
    told = accepted(world)
    assert (told["factor_borne_cents"], told["client_borne_cents"]) == (0, 500_000)
    indemnified(world)
    recovered(world, 200_000)
    assert lines(world, "claim_recovery") == [
        ("claim_recovery", "UNAL", 180_000), ("claim_recovery", "INSR", -180_000),
        ("claim_recovery_passed_on", "UNAL", 20_000),
        ("claim_recovery_passed_on", "CCA", -20_000)]  # fmt: skip
    assert insurer_paid(world) == 180_000
    assert books(world) == {"BNK": 20_000, "CCA": -20_000, "LINK": 4_500_000, "TRAN": -4_500_000}
    assert clients_books(world) == {**DRAWN, "C416": 480_000, "C4671": 20_000}
    proved(world)
    world.close()


def test_what_was_outside_the_limit_is_shared_with_its_costs(world: World) -> None:
    """W6-7: 62 000.00 under a limit of 50 000.00, then 10 000.00 that cost 1 000.00."""
    contract = sold(world, cents=6_200_000, **OWN)
    policy = insured(world, contract)
    failed(world)
    opened(world, policy)
    told = accepted(world)
    assert (told["accepted_cents"], told["factor_borne_cents"], told["client_borne_cents"]) == (
        4_500_000, 500_000, 1_200_000)  # fmt: skip
    assert indemnified(world)["charged_cents"] == 1_200_000
    told = recovered(world, 1_000_000, 100_000)
    assert (told["insured_recovery_cents"], told["insurer_recovery_cents"]) == (806_452, 725_807)
    assert (told["factor_recovery_cents"], told["client_recovery_cents"]) == (80_645, 193_548)
    assert (told["insurer_cost_cents"], told["insurer_due_cents"]) == (72_581, 653_226)
    assert (told["client_cost_cents"], told["client_credit_cents"]) == (19_355, 174_193)
    assert world.balance(contract, "RCOS") == -72_581 - 19_355  # the factor's own: 80.64
    assert world.balance(contract, "INSR") == -653_226
    assert world.balance(contract, "DEBD") == 500_000 - 80_645
    assert clients_books(world)["C416"] == 1_200_000 - 193_548
    proved(world)


# The client's policy, delegated -------------------------------------------------------------------


def test_the_clients_policy_delegated_pays_the_invoice_and_leaves_him_the_rest(
    world: World,
) -> None:
    contract = sold(world, overdue_cutoff_days=3_650)
    policy = of_client(world, contract, is_delegated=True)
    failed(world)
    opened(world, policy)
    assert accepted(world)["insurer_owes_cents"] == 0  # with recourse nothing is doubtful
    assert indemnified(world)["charged_cents"] == 500_000
    assert lines(world, "allocation") == [
        ("allocation", "UNAL", 4_500_000), ("allocation", "DEB", -4_500_000),
        ("claim_rest_charged", "CCA", 500_000), ("claim_rest_charged", "DEB", -500_000),
    ]  # fmt: skip
    assert world.available(contract) == 0
    recovered(world, 200_000)
    assert insurer_paid(world) == 180_000
    assert books(world) == {"BNK": 20_000, "CCA": -20_000, "LINK": 4_500_000, "TRAN": -4_500_000}
    assert clients_books(world) == {**DRAWN, "C416": 480_000, "C4671": 20_000}
    proved(world)
    world.close()


def test_a_debt_de_funded_before_the_indemnity_has_it_on_the_clients_account(world: World) -> None:
    contract = sold(world)
    policy = of_client(world, contract, is_delegated=True)
    failed(world)
    opened(world, policy)
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract,
                     invoice_ids=[world.ids["FA-1"]], reason="OVERDUE")  # fmt: skip
    assert world.available(contract) == -4_500_000
    accepted(world)
    assert indemnified(world)["charged_cents"] == 0
    assert lines(world, "indemnity_returned") == [
        ("indemnity_returned", "UNAL", 4_500_000), ("indemnity_returned", "CCA", -4_500_000),
    ]  # fmt: skip
    assert world.available(contract) == 0
    recovered(world, 200_000)
    assert insurer_paid(world) == 180_000
    assert books(world) == {"BNK": 20_000, "CCA": -20_000, "LINK": 4_500_000, "TRAN": -4_500_000}
    # The invoice is his again: 50 000.00 less the indemnity and his part of what came.
    assert clients_books(world) == {"C411": -CENTS + 480_000, "C512": 4_500_000, "C4671": 20_000}
    proved(world)
    world.close()


def test_the_clients_policy_delegated_pays_a_debt_that_the_guarantee_has_taken(
    world: World,
) -> None:
    contract = sold(world, **OWN, guaranteed_ppm=900_000)
    policy = of_client(world, contract, is_delegated=True)
    failed(world)
    opened(world, policy)
    assert accepted(world)["insurer_owes_cents"] == 4_500_000
    indemnified(world)
    assert books(world) == {"LINK": 4_500_000, "TRAN": -4_500_000}
    assert clients_books(world) == {**DRAWN, "C416": 500_000}
    proved(world)


# The client's policy, not delegated ---------------------------------------------------------------


def test_an_indemnity_paid_to_the_client_is_charged_to_him_for_what_was_ours(world: World) -> None:
    contract = sold(world, overdue_cutoff_days=3_650)
    policy = of_client(world, contract, is_delegated=False)
    failed(world)
    opened(world, policy)
    accepted(world)
    assert indemnified(world, None)["charged_cents"] == 500_000
    assert lines(world, "indemnity_kept") == [
        ("indemnity_kept", "CCA", 4_500_000), ("indemnity_kept", "DEB", -4_500_000),
        ("claim_rest_charged", "CCA", 500_000), ("claim_rest_charged", "DEB", -500_000),
    ]  # fmt: skip
    assert books(world) == {"CCA": 4_500_000, "TRAN": -4_500_000}
    # He has the insurer's 45 000.00 and owes us as much; 5 000.00 of the buyer are his to lose.
    assert clients_books(world) == {"C411": -CENTS, "C416": 500_000, "C4671": -4_500_000,
                                    "C512": 9_000_000}  # fmt: skip
    recovered(world, 200_000)  # the insurer's 1 800.00 are for him to pass on
    assert books(world) == {"BNK": 200_000, "CCA": 4_300_000, "TRAN": -4_500_000}
    # Of what the buyer owes him 200.00 came; 1 800.00 he owes his insurer.
    assert clients_books(world) == {"C411": -CENTS, "C416": 480_000, "C4670": -180_000,
                                    "C4671": -4_300_000, "C512": 9_000_000}  # fmt: skip
    proved(world)
    world.close()


def test_of_a_debt_given_back_an_indemnity_paid_to_the_client_is_his(world: World) -> None:
    contract = sold(world)
    policy = of_client(world, contract, is_delegated=False)
    failed(world)
    opened(world, policy)
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract,
                     invoice_ids=[world.ids["FA-1"]], reason="OVERDUE")  # fmt: skip
    accepted(world)
    before = books(world)
    indemnified(world, None)
    assert books(world) == before == {"CCA": 4_500_000, "TRAN": -4_500_000}
    recovered(world, 200_000, 10_000)
    assert books(world) == {"BNK": 200_000, "CCA": 4_310_000, "RCOS": -10_000,
                            "TRAN": -4_500_000}  # fmt: skip
    # 200.00 of the buyer's debt came at a cost of 10.00; of 1 800.00 his insurer bears 90.00.
    assert clients_books(world) == {"C411": -20_000, "C4670": -171_000, "C4671": -4_310_000,
                                    "C512": 4_500_000, "C6226": 1_000}  # fmt: skip
    proved(world)


def test_a_debt_guaranteed_whose_indemnity_the_client_keeps_is_charged_to_him(
    world: World,
) -> None:
    contract = sold(world, **OWN)
    policy = of_client(world, contract, is_delegated=False)
    failed(world)
    opened(world, policy)
    accepted(world)
    indemnified(world, None)
    written_off(world)
    assert books(world) == {"CCA": 4_000_000, "DOT": 500_000, "LOSS": 500_000, "REP": -500_000,
                            "TRAN": -4_500_000}  # fmt: skip
    assert clients_books(world) == {"C411": -CENTS, "C4671": -4_000_000, "C512": 9_000_000}
    recovered(world, 200_000)  # 200.00 ours, 1 800.00 his insurer's, for him to pass on
    assert books(world) == {"BNK": 200_000, "CCA": 3_820_000, "DOT": 500_000, "LOSS": 500_000,
                            "RECV": -20_000, "REP": -500_000, "TRAN": -4_500_000}  # fmt: skip
    assert clients_books(world) == {"C411": -CENTS, "C4670": -180_000, "C4671": -3_820_000,
                                    "C512": 9_000_000}  # fmt: skip
    proved(world)
    assert insurer(world)
