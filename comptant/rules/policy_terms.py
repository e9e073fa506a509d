"""The terms of a credit insurer's policy: each once, with its type, its default and its words.

They are dated as those of a contract are; the terms of the day of delivery count. Source: DOMAIN
6.1, 6.7.
"""

import csv
from importlib import resources

from comptant.rules.money import ONE_PPM
from comptant.rules.terms import BadTerm, Term, Value, check, parse


def _load() -> dict[str, Term]:
    text = resources.files("comptant.rules").joinpath("policy_terms.csv").read_text("utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        term = Term(
            row["name"], row["kind"], None, False, tuple(row["choices"].split()), row["clause"],
            row["english"], row["french"],
        )  # fmt: skip
        found[term.name] = Term(**{**term.__dict__, "default": parse(term, row["default"])})
    return found


POLICY_TERMS = _load()
# Periods of so many months make whole years.
PERIODS = ("premium_months", "turnover_months")
YEAR_MONTHS = 12
# Left open, they say that the policy names none; every other term has a value.
OPEN = frozenset({"covered_countries", "insolvency_days", "claim_days", "liability_multiple_count",
                  "liability_cap_cents", "premium_months", "turnover_months",
                  "dispute_days", "jurisdiction_days"})  # fmt: skip


def checked(told: dict[str, Value]) -> dict[str, Value]:
    """Terms as they may be kept. BadTerm: one that is none of a policy, or cannot be so."""
    for name, value in told.items():
        if name not in POLICY_TERMS:
            raise BadTerm(name, value, "a term of policies")
        if value is None and name not in OPEN:
            raise BadTerm(name, value, "a value")
        check(POLICY_TERMS[name], value)
        if POLICY_TERMS[name].kind == "ppm" and isinstance(value, int) and value > ONE_PPM:
            raise BadTerm(name, value, "at most 100 %")
        if name == "turnover_days" and not value:  # it is known once its period is over
            raise BadTerm(name, value, "a day at least")
        if name in PERIODS and isinstance(value, int) and (not value or YEAR_MONTHS % value):
            raise BadTerm(name, value, "months that make a whole year")
    return told


def complete(told: dict[str, Value]) -> dict[str, Value]:
    """Every term of a policy: what is told, else its default."""
    return {name: term.default for name, term in POLICY_TERMS.items()} | told
