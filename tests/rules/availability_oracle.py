"""A naive twin of the waterfall: one contract, loops over buyers, Python integers and fractions.

Written from DOMAIN §3.4 and §0.4, not from the rules.
"""

from fractions import Fraction
from math import floor


def available(exposures: list[dict[str, int]], contract: dict[str, int]) -> dict[str, int]:
    """The figures of one contract by name, in cents. Exposure rows are of this contract."""
    buyers: dict[int, list[dict[str, int]]] = {}
    for row in exposures:
        buyers.setdefault(row["buyer_id"], []).append(row)

    outstanding = sum(row["outstanding_cents"] for row in exposures)
    credit = sum(row["unapplied_credit_cents"] for row in exposures)
    cash = sum(row["unallocated_cash_cents"] for row in exposures)
    approved_total = sum(row["approved_cents"] for row in exposures)
    base = (
        outstanding if contract["concentration_base"] == "OUTSTANDING_ASSIGNED" else approved_total
    )
    cap = floor(Fraction(base * contract["concentration_ppm"], 10**6))
    used_cap = cap if contract["concentration_ppm"] < 10**6 else None

    eligible = over = cut = contra = kept_for_buyers = held = 0
    classes: dict[tuple[str, int], list[int]] = {}
    for rows in buyers.values():
        seen = one_buyer(rows, used_cap, contract["unapproved_advance_ppm"], classes)
        eligible, over = eligible + seen["eligible"], over + seen["over"]
        cut, contra = cut + seen["cut"], contra + seen["contra"]
        kept_for_buyers, held = kept_for_buyers + seen["kept_for_buyers"], held + seen["held"]

    fundable, based = advanced(classes, contract["unapproved_advance_ppm"])
    in_use = outstanding - credit - cash
    in_use -= contract["current_account_cents"] + contract["fund_balance_cents"]
    return {
        "outstanding_cents": outstanding,
        "eligible_cents": eligible,
        "over_limit_cents": over,
        "concentration_cap_cents": cap,
        "concentration_cents": cut,
        "contra_reserve_cents": contra,
        "fundable_cents": fundable,
        "over_limit_held_cents": held,
        "retained_cents": based - fundable - held,
        "funds_in_use_cents": in_use,
        **below(contract, fundable, contra + kept_for_buyers, in_use),
    }


def advanced(classes: dict[tuple[str, int], list[int]], unapproved_ppm: int) -> tuple[int, int]:
    """What the classes bring at their rates, and what they bring it on."""
    fundable = based = 0
    for (_, advance_ppm), (approved, unapproved) in classes.items():
        fundable += floor(Fraction(approved * advance_ppm, 10**6))
        fundable += floor(Fraction(unapproved * min(unapproved_ppm, advance_ppm), 10**6))
        based += approved + unapproved
    return fundable, based


def below(contract: dict[str, int], fundable: int, of_buyers: int, in_use: int) -> dict[str, int]:
    """Steps 9 to 11: reserves, headroom, the line, what is available."""
    reserves = of_buyers
    for name in ("fund_balance", "fund_shortfall", "dilution_reserve", "manual_reserve"):
        reserves += contract[f"{name}_cents"]
    reserves += contract["accrued_unbilled_cents"]
    # C-3: what waits of buyers that owe the factor, and no further than to zero
    for_factor = min(contract["claimed_by_factor_cents"], max(0, fundable - reserves - in_use))
    reserves += for_factor
    # what was written off is repaid first, and no further than to zero
    lost = min(contract["written_off_cents"], max(0, fundable - reserves - in_use))
    reserves += lost
    # what garnishments hold, of what is asked for too
    free = max(0, fundable - reserves - in_use + contract["pending_cents"])
    seized = min(contract["garnished_cents"], free)
    reserves += seized
    headroom = fundable - reserves - in_use
    lines = [contract[name] for name in ("line_cents", "line_allotment_cents")]
    disp = min([headroom, *(line - in_use for line in lines if line is not None)])
    return {
        "reserves_cents": reserves,
        "owed_to_factor_cents": for_factor,
        "written_off_held_cents": lost,
        "garnished_held_cents": seized,
        "headroom_cents": headroom,
        "line_cut_cents": headroom - disp,
        "available_cents": disp,
        "unavailable_cents": contract["current_account_cents"] - headroom,
    }


def one_buyer(
    rows: list[dict[str, int]],
    cap: int | None,
    unapproved_ppm: int,
    classes: dict[tuple[str, int], list[int]],
) -> dict[str, int]:
    """Add the buyer's bases to `classes` (class and rate -> [approved, unapproved])."""
    rows = sorted(rows, key=lambda row: (-row["advance_ppm"], row["advance_class"]))
    credits = sum(row["unapplied_credit_cents"] + row["unallocated_cash_cents"] for row in rows)
    owed = sum(row["outstanding_cents"] for row in rows)
    approved = sum(row["approved_cents"] for row in rows)
    eligible = sum(
        row["outstanding_cents"] - row["ineligible_cents"] - row["reduction_cents"] for row in rows
    )
    held = 0
    excess = cut = 0 if cap is None else max(0, approved - cap)
    room = None if cap is None else max(0, cap - approved)
    for row in rows:
        taken = min(excess, row["approved_cents"])
        excess -= taken
        over = (
            row["outstanding_cents"]
            - row["ineligible_cents"]
            - row["reduction_cents"]
            - row["approved_cents"]
        )
        unapproved = over if room is None else min(room, over)
        if room is not None:
            room -= unapproved
        bases = classes.setdefault((row["advance_class"], row["advance_ppm"]), [0, 0])
        bases[0] += row["approved_cents"] - taken
        bases[1] += unapproved if unapproved_ppm else 0
        if 0 < unapproved_ppm < row["advance_ppm"]:  # what a limit would bring
            held += floor(Fraction(unapproved * (row["advance_ppm"] - unapproved_ppm), 10**6))
    return {
        "eligible": eligible,
        "over": eligible - approved,
        "cut": cut,
        "held": held,
        "contra": min(eligible, sum(row["set_off_cents"] for row in rows)),
        "kept_for_buyers": max(0, credits - owed),
    }
