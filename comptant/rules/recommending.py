"""Which offer to recommend, why, and what would change it.

The offers that meet all that is wanted are kept (or those that meet most of it); among them the
cheapest after savings is recommended: in euros where the cash needed is told, since all then bring
it; per euro of cash used where it is not. The same choice under other wants and scenarios says what
would change it. Source: convention of the comparison, told with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from comptant.rules.offer_notes import USUAL

Case = Mapping[str, Any]


@dataclass(frozen=True)
class Wants:
    """What the client asks of an offer: cash, buyers' failure covered, buyers told nothing, buyers
    chased for it."""

    need_cents: int | None = None
    cover: bool = False
    discretion: bool = False
    management: bool = False


# What a client says that it needs, by name. All offers finance: how much is `need_cents`.
NEEDS = ("finance", "management", "insurance", "confidentiality")


def wants_of(needs: Iterable[str], need_cents: int | None) -> Wants:
    """The needs named, as wants."""
    named = set(needs)
    return Wants(need_cents, "insurance" in named, "confidentiality" in named,
                 "management" in named)  # fmt: skip


def unmet_terms(terms: Mapping[str, Any], wants: Wants) -> list[str]:
    """The wants that the terms of an offer do not meet, whatever it brings."""
    covered = terms["is_insured"] or not terms["has_recourse"]
    found = []
    if wants.cover and not covered:
        found.append("cover")
    if wants.discretion and terms["disclosure_mode"] != "CONFIDENTIAL":
        found.append("discretion")
    if wants.management and terms["collection_mode"] != "FACTOR":
        found.append("management")
    return found


def picked(offers: Mapping[str, Mapping[str, Any]], wants: Wants) -> list[str]:
    """The offers (by name, their terms) to compare: those that leave the fewest wants unmet.

    Source: convention of the comparison.
    """
    left = {name: len(unmet_terms(terms, wants)) for name, terms in offers.items()}
    least = min(left.values())
    return [name for name, count in left.items() if count == least]


def unmet(case: Case, terms: Mapping[str, Any], wants: Wants) -> list[str]:
    """The wants that an offer does not meet."""
    is_short = wants.need_cents is not None and case["available_cents"] < wants.need_cents
    return (["need"] if is_short else []) + unmet_terms(terms, wants)


def price_of(case: Case, wants: Wants) -> Fraction:
    """What offers are ranked by: net cost, or net cost per cent of cash used."""
    net = int(case["net_cost_cents"])
    used = int(case["used_cents"])
    return Fraction(net) if wants.need_cents is not None else Fraction(net, max(used, 1))


def ranked(cases: Sequence[Case], terms: Mapping[int, Any], wants: Wants) -> list[Case]:
    """The cases of one scenario, best first. An offer that brings no cash comes last."""
    return sorted(
        cases,
        key=lambda case: (
            case["available_cents"] <= 0,
            len(unmet(case, terms[case["offer_number"]], wants)),
            max((wants.need_cents or 0) - case["available_cents"], 0),
            price_of(case, wants),
            case["offer_number"],
        ),
    )


def recommend(
    cases: Sequence[Case], terms: Mapping[int, Any], wants: Wants
) -> dict[str, Any]:  # fmt: skip
    """`offer_number` of the offer to take, `reasons` (codes with their facts), and `changes`: under
    which scenario or want another offer would be taken."""
    usual = [case for case in cases if case["scenario"] == USUAL]
    order = ranked(usual, terms, wants)
    best = order[0]
    return {
        "offer_number": best["offer_number"],
        "reasons": _reasons(best, order, terms, wants),
        "changes": _changes(cases, terms, wants, best["offer_number"]),
    }


def _reasons(
    best: Case, order: Sequence[Case], terms: Mapping[int, Any], wants: Wants
) -> list[dict[str, Any]]:
    lacking = unmet(best, terms[best["offer_number"]], wants)
    told: list[dict[str, Any]] = [{"reason": f"lacks_{want}"} for want in lacking]
    if wants.need_cents is not None and "need" not in lacking:
        told.append({"reason": "meets_need", "available_cents": best["available_cents"],
                     "need_cents": wants.need_cents})  # fmt: skip
    if wants.cover and "cover" not in lacking:
        told.append({"reason": "covers", "kept_risk_cents": best["kept_risk_cents"]})
    if wants.discretion and "discretion" not in lacking:
        told.append({"reason": "discreet"})
    if wants.management and "management" not in lacking:
        told.append({"reason": "manages"})
    equal = [case for case in order[1:] if case["available_cents"] > 0
             and unmet(case, terms[case["offer_number"]], wants) == lacking]  # fmt: skip
    if not equal:
        told.append({"reason": "alone"})
    elif wants.need_cents is not None:
        saves = equal[0]["net_cost_cents"] - best["net_cost_cents"]
        told.append({"reason": "cheapest", "net_cost_cents": best["net_cost_cents"],
                     "offer_number": equal[0]["offer_number"], "saves_cents": saves})  # fmt: skip
    else:
        told.append({"reason": "cheapest_per_euro", "net_cost_cents": best["net_cost_cents"],
                     "used_cents": best["used_cents"], "offer_number": equal[0]["offer_number"]}
        )  # fmt: skip
    return told


def _changes(
    cases: Sequence[Case], terms: Mapping[int, Any], wants: Wants, chosen: int
) -> list[dict[str, Any]]:
    """Other scenarios under the same wants, then other wants as usual."""
    found = []
    scenarios = dict.fromkeys(case["scenario"] for case in cases)
    for scenario in scenarios:
        best = _best(cases, terms, wants, scenario)
        if best != chosen:
            found.append({"change": "scenario", "scenario": scenario, "offer_number": best})
    for change, other in (
        ("cover_wanted", replace(wants, cover=True)),
        ("cover_not_wanted", replace(wants, cover=False)),
        ("discretion_wanted", replace(wants, discretion=True)),
        ("discretion_not_wanted", replace(wants, discretion=False)),
        ("management_wanted", replace(wants, management=True)),
        ("management_not_wanted", replace(wants, management=False)),
    ):
        best = chosen if other == wants else _best(cases, terms, other, USUAL)
        if best != chosen:
            found.append({"change": change, "offer_number": best})
    return found


def _best(cases: Sequence[Case], terms: Mapping[int, Any], wants: Wants, scenario: str) -> int:
    of_scenario = [case for case in cases if case["scenario"] == scenario]
    return int(ranked(of_scenario, terms, wants)[0]["offer_number"])
