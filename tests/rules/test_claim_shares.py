"""Whose an indemnity and a recovery are, to the cent; nothing is lost. Source: DOMAIN 6.6, W6-7,
W8-E."""

from hypothesis import given
from hypothesis import strategies as st

from comptant.rules.batch import decide
from comptant.rules.claim_shares import (
    ACCEPTED,
    BEFORE,
    KEPT,
    ON_ACCEPTANCE,
    ON_PAYMENT,
    ON_RECOVERY,
    PAID,
    base_recovered_cents,
    impairment_cents,
)
from comptant.rules.columns import shape
from comptant.rules.indemnity import RECOVERIES, SHARING

CENTS = st.integers(0, 10_000_000_00)


def accepted(accepted_cents: int, covered: list[int], factor: list[int]) -> list[dict[str, int]]:
    rows = [
        {"invoice_id": number, "accepted_cents": accepted_cents, "covered_cents": one,
         "ranked_cents": sum(covered[:number]), "all_covered_cents": sum(covered),
         "factor_open_cents": factor[number]}
        for number, one in enumerate(covered)
    ]  # fmt: skip
    return decide(ACCEPTED.frame(rows), ON_ACCEPTANCE).to_dicts()


def test_an_indemnity_is_shared_by_what_is_covered_of_each_invoice() -> None:
    told = accepted(10_000, [100, 100, 100], [10_000, 2_000, 0])
    assert [row["item_share_cents"] for row in told] == [3_333, 3_334, 3_333]
    assert [row["insurer_owes_cents"] for row in told] == [3_333, 2_000, 0]


def test_an_indemnity_pays_what_is_assigned_and_the_rest_is_the_clients() -> None:
    rows = [{"invoice_id": 1, "share_left_cents": 900, "assigned_cents": 600},
            {"invoice_id": 2, "share_left_cents": 900, "assigned_cents": 0}]  # fmt: skip
    told = decide(PAID.frame(rows), ON_PAYMENT)
    assert told.select("to_invoice_cents", "to_owner_cents").rows() == [(600, 300), (0, 900)]


def test_what_came_in_before_counts_on_the_insured_base() -> None:
    row = {"invoice_id": 1, "debt_cents": 120_000, "base_cents": 100_000,
           "still_owed_cents": 108_000}  # fmt: skip
    assert decide(BEFORE.frame([row]), (base_recovered_cents,))["base_recovered_cents"][0] == 10_000


def test_the_impairment_is_what_no_insurer_is_expected_to_pay() -> None:
    rows = shape("doubtful_cents", "expected_cents").frame([
        {"doubtful_cents": 5_000_000, "expected_cents": 4_500_000},
        {"doubtful_cents": 0, "expected_cents": 4_500_000}])  # fmt: skip
    assert decide(rows, (impairment_cents,))["impairment_cents"].to_list() == [500_000, 0]


@given(
    recoveries=st.lists(st.tuples(st.integers(1, 10_000_00), st.integers(0, 1_000_00)), min_size=1,
                        max_size=6),
    base=st.integers(1, 5_000_000), outside=CENTS, ppm=st.integers(0, 1_000_000),
    factor_ppm=st.integers(0, 1_000_000),
)  # fmt: skip
def test_each_cent_of_recoveries_has_one_owner_however_they_come(
    recoveries: list[tuple[int, int]], base: int, outside: int, ppm: int, factor_ppm: int
) -> None:
    """Insurer, factor and client have all of it together, and many small ones share as one."""
    paid = base * ppm // 1_000_000
    borne = base - paid + outside
    factor = borne * factor_ppm // 1_000_000
    sums = dict.fromkeys(("insurer", "factor", "client", "own_costs"), 0)
    before = costs_before = insurer_costs = 0
    for cents, cost in recoveries:
        told = decide(RECOVERIES.frame([{
            "claim_id": 1, "debt_cents": base + outside, "loss_base_cents": base,
            "indemnity_paid_cents": paid, "recovery_cents": cents, "recovery_cost_cents": cost,
            "recovered_before_cents": before, "costs_before_cents": costs_before,
        }]), SHARING).row(0, named=True)  # fmt: skip
        own = decide(KEPT.frame([{
            **{name: told[name] for name in KEPT.names if name in told},
            "kept_before_cents": before - sums["insurer"],
            "kept_costs_before_cents": costs_before - insurer_costs,
            "factor_borne_cents": factor, "client_borne_cents": borne - factor,
            "doubtful_cents": 0,
        }]), ON_RECOVERY).row(0, named=True)  # fmt: skip
        parts = (told["insurer_recovery_cents"], own["factor_recovery_cents"],
                 own["client_recovery_cents"])  # fmt: skip
        assert sum(parts) == cents
        assert min(parts) >= 0
        for name, part in zip(("insurer", "factor", "client"), parts, strict=True):
            sums[name] += part
        before, costs_before = before + cents, costs_before + cost
        insurer_costs += told["insurer_cost_cents"]
    whole = sum(sums[name] for name in ("insurer", "factor", "client"))
    assert whole == before
    # Within a cent of each share of the whole, whatever the number of parts.
    assert abs(sums["insurer"] * (base + outside) - before * paid) <= 2 * (base + outside)
