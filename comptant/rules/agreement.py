"""What an accepted offer becomes as terms of a contract: each term of an offer has one place.

The same term; another name; an amount that the quote has computed; a fee of the catalogue; a
hypothesis of the figures, which binds nobody. An offer that a contract cannot hold is refused when
it is quoted. Source: DOMAIN §2.2, §4.2, §4.4.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from comptant.rules.fees import FEE_PRICES
from comptant.rules.fees import FEES as CATALOGUE
from comptant.rules.offer_terms import OF_CONTRACTS, tiers_of
from comptant.rules.terms import TERMS, BadTerm, Value, check

# Terms of an offer that a contract calls otherwise.
RENAMED = {"notice_months": "notice_client_months", "cover_ppm": "guaranteed_ppm"}
# Terms of an offer that the quote turns into an amount: the figure of the contract's term.
COMPUTED = {"annual_minimum_ppm": "annual_minimum_cents",
            "agreed_minimum_cents": "annual_minimum_cents",
            "payables_line_cents": "payables_line_cents"}  # fmt: skip
# Fees of the catalogue: kept with the contract as they were agreed (fees_of).
FEES = ("setup_cents", "monthly_cents", "buyer_cents", "invoice_cents", "yearly_cents",
        "assigned_ppm", "line_fee_ppm", "unused_ppm", "fee_tiers")  # fmt: skip
# Told by another term: a package by its amount, who chases by how buyers are told, what the cash
# rests on and who runs a programme by its line.
TOLD_ELSEWHERE = ("is_ours", "is_package", "collection_mode", "cash_base", "runs_programme")
# What the figures suppose: how much is used, how many are assigned, what is open on day 1, how long
# orders and payables wait.
HYPOTHESES = ("scope_count", "takes_ledger", "use_ppm", "approval_days", "order_days",
              "order_share_ppm")  # fmt: skip
HELD_BASES = ("RECEIVABLES", "PAYABLES")
# What a quote promises of a contract, by the contract's names.
PROMISED = frozenset({*OF_CONTRACTS, *RENAMED.values(), *COMPUTED.values()})
# Who chases the buyers follows from what they are told.
CHASED_BY = {"NOTIFIED": "FACTOR", "NOTIFIED_CLIENT_MANAGED": "CLIENT_MANDATE",
             "CONFIDENTIAL": "CLIENT_MANDATE"}  # fmt: skip


def check_held(terms: Mapping[str, Value]) -> None:
    """Whether a contract can hold every term of an offer of ours, complete. BadTerm: the first that
    it cannot, with what it could be."""
    chased_by = CHASED_BY[str(terms["disclosure_mode"])]
    if terms["collection_mode"] != chased_by:
        raise BadTerm("collection_mode", terms["collection_mode"], chased_by)
    if terms["cash_base"] not in HELD_BASES:
        raise BadTerm("cash_base", terms["cash_base"], " or ".join(HELD_BASES))
    for name, held in RENAMED.items():
        try:
            check(TERMS[held], terms[name])
        except BadTerm as error:
            raise BadTerm(name, terms[name], error.expected, error.between) from None


def promised(terms: Mapping[str, Value], figures: Mapping[str, Any]) -> dict[str, Value]:
    """The terms of the contract that an offer promises, by the contract's names. The covered share
    counts where somebody bears the buyers: without recourse, or insured."""
    found = {name: terms[name] for name in OF_CONTRACTS if name in terms}  # what it knew then
    found |= {RENAMED[name]: terms[name] for name in RENAMED if name != "cover_ppm"}
    if terms["is_insured"] or not terms["has_recourse"]:
        found[RENAMED["cover_ppm"]] = terms["cover_ppm"]
    return found | {name: figures[name] for name in COMPUTED.values() if name in figures}


def terms_held(terms: Mapping[str, Value]) -> dict[str, Value]:
    """The terms of a contract as those of an offer: what promised() does, back. Its annual minimum
    is an amount, and who chases its buyers follows from what they are told."""
    held = {name: terms.get(name, TERMS[name].default) for name in
            (*OF_CONTRACTS, *RENAMED.values(), *COMPUTED.values())}  # fmt: skip
    found = {name: held[name] for name in OF_CONTRACTS}
    found |= {name: held[of] for name, of in RENAMED.items() if held[of] is not None}
    programme = held["payables_line_cents"] or 0
    return found | {
        "agreed_minimum_cents": held["annual_minimum_cents"] or 0, "annual_minimum_ppm": 0,
        "payables_line_cents": programme, "runs_programme": bool(programme),
        "cash_base": "PAYABLES" if programme else "RECEIVABLES", "is_ours": True,
        "is_package": bool(held["package_month_cents"]),
        "collection_mode": CHASED_BY[str(held["disclosure_mode"])],
    }  # fmt: skip


def is_of_the_buyer(terms: Mapping[str, Value]) -> bool:
    """Whether the contract of an offer is not its company's: a programme is its buyer's, a supplier
    joins it. Source: DOMAIN 7.2."""
    return terms["cash_base"] == "PAYABLES" and not terms.get("runs_programme")


def fees_of(terms: Mapping[str, Value], charges: list[dict[str, Any]]) -> dict[str, Any]:
    """The fees of the catalogue that an offer promises: the terms typed, and each fee with its unit
    and price (of the year's count nothing is promised)."""
    named = ("fee_code", "charge_unit", "unit_cents", "charge_ppm", "vat_class", "is_in_teg")
    return {
        "terms": {name: terms[name] for name in FEES if terms[name]},
        "charges": [{name: row[name] for name in named} for row in charges],
    }


def prices_of(
    terms: Mapping[str, Value], charges: list[dict[str, Any]]
) -> tuple[pl.DataFrame, list[str]]:
    """FEE_PRICES of the contract that an offer promises: its fees, the line not used, the tiers of
    the factoring fee; and the codes of those that the catalogue does not know so, which a person
    agrees on. A package is a term."""
    rows, left = [], []
    for row in charges:
        code, unit = str(row["fee_code"]), str(row["charge_unit"])
        if code in CATALOGUE and unit in CATALOGUE[code].units:
            rows.append(_price(code, unit, 0, row["unit_cents"], row["charge_ppm"]))
        elif not row["is_package_fee"]:
            left.append(code)
    if terms["unused_ppm"]:
        rows.append(_price("FEE-NUT", "UNUSED", 0, 0, terms["unused_ppm"]))
    tiers = tiers_of(terms["fee_tiers"])
    rows += [_price("FEE-TIE", "VOLUME", start, 0, ppm) for start, ppm in tiers]
    return FEE_PRICES.frame(rows), left


def _price(code: str, unit: str, start: int, cents: Any, ppm: Any) -> dict[str, Any]:
    return {"fee_code": code, "charge_unit": unit, "tier_from": start, "unit_cents": cents,
            "charge_ppm": ppm}  # fmt: skip
