"""The terms of an offer: those of a contract that price it, and those that a contract need not say.

A product is a set of terms under a name: rows of products.csv. No rule and no operation tests the
name; an offer of another factor, or a bank's overdraft, is such a set too (`is_ours` no).
"""

import csv
from importlib import resources

from comptant.rules.money import ONE_PPM
from comptant.rules.terms import (
    TERMS,
    WITHOUT_RECOURSE,
    BadTerm,
    Term,
    Value,
    check,
    check_together,
    parse,
)

# What an offer says of the contract that would follow.
OF_CONTRACTS = (
    "has_recourse", "is_insured", "disclosure_mode", "notice_required", "advance_standard_ppm",
    "concentration_ppm", "line_cents", "fund_ppm", "caps_whole", "overdue_cutoff_days",
    "open_countries",
    "fee_ppm", "fee_minimum_cents", "fee_billing", "package_month_cents", "margin_ppm",
    "reference_index", "is_floored",
    "interest_base", "charge_timing", "advance_margin_days", "assignment_scope",
    "order_advance_ppm", "order_line_cents", "order_margin_ppm", "payables_rebate_ppm",
)  # fmt: skip
# What the tariff gives where an offer does not say it.
PRICED = ("fee_ppm", "fee_minimum_cents", "margin_ppm", "advance_standard_ppm", "fund_ppm",
          "annual_minimum_ppm")  # fmt: skip


def _load() -> dict[str, Term]:
    found = {name: TERMS[name] for name in (*OF_CONTRACTS, "payables_line_cents")}
    text = resources.files("comptant.rules").joinpath("offer_terms.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        term = Term(
            row["name"], row["kind"], None, False, tuple(row["choices"].split()), row["clause"],
            row["english"], row["french"],
        )  # fmt: skip
        if row["name"] in TERMS:
            raise ValueError(f"{row['name']} is a term of contracts")
        found[term.name] = Term(**{**term.__dict__, "default": parse(term, row["default"])})
    return found


OFFER_TERMS = _load()


def _products() -> dict[str, dict[str, Value]]:
    text = resources.files("comptant.rules").joinpath("products.csv").read_text("utf-8")
    found: dict[str, dict[str, Value]] = {}
    for row in csv.DictReader(text.splitlines()):
        said = found.setdefault(row["product"], {})
        if row["term"]:
            said[row["term"]] = parse(OFFER_TERMS[row["term"]], row["value"])
    return found


PRODUCTS = _products()


def _of_sellers() -> dict[str, dict[str, Value]]:
    """The products of the house for who sells, not for who runs a programme, with what they say and
    the defaults of the rest."""
    plain = {name: term.default for name, term in OFFER_TERMS.items()}
    return {name: {**plain, **terms} for name, terms in PRODUCTS.items()
            if terms.get("is_ours", True) and not terms.get("runs_programme")
            and not terms.get("is_package")}  # fmt: skip


OF_SELLERS = _of_sellers()


def said(product: str, terms: dict[str, Value]) -> dict[str, Value]:
    """What a product and the terms typed for it say, checked; what is typed wins.

    KeyError: a product that is none of ours. BadTerm: a term that is none, or cannot be so.
    """
    merged = {**PRODUCTS[product], **terms}
    for name, value in merged.items():
        if name not in OFFER_TERMS:
            raise BadTerm(name, value, "a term of offers")
        if name in PRICED or value is not None:
            check(OFFER_TERMS[name], value)
        if OFFER_TERMS[name].kind == "ppm" and isinstance(value, int) and value > ONE_PPM:
            raise BadTerm(name, value, "at most 100 %")
    return merged


def tiers_of(text: Value) -> list[tuple[int, int]]:
    """The tiers of a fee, as cents and ppm, from "500000:0.40 1000000:0.20". BadTerm: a tier that
    cannot be read, or does not begin after the one before."""
    found: list[tuple[int, int]] = []
    for tier in str(text or "").split():
        start, colon, rate = tier.partition(":")
        try:
            cents, ppm = parse(TERMS["line_cents"], start), parse(TERMS["fee_ppm"], rate)
        except BadTerm:
            cents, ppm = None, None
        after = found[-1][0] if found else 0
        if not colon or not isinstance(cents, int) or not isinstance(ppm, int) or cents <= after:
            raise BadTerm("fee_tiers", text, "tiers that rise, as 500000:0.40 1000000:0.20")
        found.append((cents, ppm))
    return found


def complete(told: dict[str, Value]) -> dict[str, Value]:
    """Every term of an offer: what is told, else its default (that of a contract without recourse
    where it has none). BadTerm: what is left open and cannot be; terms that exclude each other."""
    without = {} if told.get("has_recourse", True) else WITHOUT_RECOURSE
    found = {name: term.default for name, term in OFFER_TERMS.items()} | without | told
    for name in ("fee_ppm", "margin_ppm"):
        if found[name] is None:
            raise BadTerm(name, None, "a value: nothing else prices this offer")
    if found["runs_programme"] and found["cash_base"] != "PAYABLES":
        raise BadTerm("runs_programme", True, "no: only payables are of a programme")
    if found["cash_base"] == "LINE" and found["line_cents"] is None:
        raise BadTerm("line_cents", None, "an amount: the cash rests on the line")
    if found["assignment_scope"] != "ALL_INVOICES" and not found["scope_count"]:
        raise BadTerm("scope_count", found["scope_count"], "how many are assigned")
    tiers_of(found["fee_tiers"])
    check_together(found)
    return found
