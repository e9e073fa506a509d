"""The terms of a contract: each once, with its type, its default, its limits and its words.

A term is a dated fact (DESIGN 5): the value in force on a day is the latest `valid_from_on` not
after it, then the latest recorded. Yesterday is recomputed with yesterday's terms.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

Value = int | str | bool | None


@dataclass(frozen=True)
class Term:
    """One clause as data. `default` is None where the contract must say it or may leave it open."""

    name: str
    kind: str  # cents, ppm, days, count, flag, code, text
    default: Value
    required: bool
    choices: tuple[str, ...]
    clause: str
    english: str
    french: str


class BadTerm(ValueError):
    """A value that a term cannot take: the caller's fault, with the clause and what it accepts."""

    def __init__(
        self, name: str, value: object, expected: str, between: tuple[int, int] | None = None
    ) -> None:  # fmt: skip
        super().__init__(f"{name} = {value!r}: expected {expected}")
        self.name, self.value, self.expected, self.between = name, value, expected, between


# What decides how much a client may draw is said by two people. Source: DOMAIN 2.1, 2.2.
GUARDED_CLAUSES = ("financing", "guarantee fund", "recourse", "purchase orders",
                   "approved payables")  # fmt: skip
# What makes the price of the money in use day by day: a change that is dated back is corrected by
# the close, a line for each period that was billed (I-09). What else prices something has done so
# on the day of the event, for good.
RECOMPUTED = frozenset({"reference_index", "fixing_convention", "margin_ppm", "is_floored",
                        "interest_base"})  # fmt: skip
VALUE_DAYS = frozenset({"collection_value_days", "cheque_value_days", "due_value_days"})
DRAWING_STATUSES = ("ACTIVE", "WATCH")
# Without recourse the factor carries the lateness of the buyer: it waits longer. (EL-05)
WITHOUT_RECOURSE: dict[str, Value] = {"overdue_cutoff_days": 60}
HOME = frozenset({"FR", "MC"})
# The latest day that an agreement may reach: 60 days from the invoice, or 45 days and then the end
# of that month, which may be 75 days (15 January -> 31 March). C. com. L441-10 I; DOMAIN §5.2.
LAWFUL_TERM_DAYS = 75
MOST = {"cutoff_hour": 24, "promised_hours": 720, "overdue_cutoff_days": 3_650,
        "max_invoice_age_days": 3_650, "age_cutoff_days": 3_650, "term_cap_days": 3_650,
        "cross_ageing_days": 3_650, "guarantee_delay_days": 3_650, "advance_margin_days": 366,
        "collection_value_days": 30, "order_age_max_days": 366, "order_term_days": 366,
        "order_grace_days": 366, "order_advance_ppm": 500_000,
        # of one invoice or unpaid item; of a month or a year: so that sums of a month fit
        "fee_minimum_cents": 10**10, "unpaid_fee_cents": 10**10,
        "annual_minimum_cents": 10**13, "package_month_cents": 10**13,
        # of a limit; of a policy's year: so that its entry fits
        "limit_fee_cents": 10**10, "premium_minimum_cents": 10**13,
        "payables_default_days": 366, "notice_client_months": 24,
        "notice_factor_days": 730}  # fmt: skip
# Every rate of a contract is a share, or a price of less than what it is asked on: 100 % at most.
LARGEST = {"cents": 10**15, "ppm": 10**6, "days": 40_000, "count": 10**6}


def _load() -> dict[str, Term]:
    text = resources.files("comptant.rules").joinpath("terms.csv").read_text("utf-8")
    terms = {}
    for row in csv.DictReader(text.splitlines()):
        choices = tuple(row["choices"].split()) if row["choices"] else ()
        default = row["default"]
        term = Term(
            row["name"], row["kind"], None, default == "!", choices,
            row["clause"], row["english"], row["french"],
        )  # fmt: skip
        value = None if default in ("", "!") else parse(term, default)
        terms[term.name] = Term(**{**term.__dict__, "default": value})
    return terms


DIGITS_MAX = 18  # of what a person types: more than any column holds


def parse(term: Term, text: str) -> Value:
    """A value written by a person, in the term's type; `none` leaves an open term open.

    Amounts are written in euros with a dot ("400000.00"), rates in percent ("3.615").
    """
    if text == "none":
        return check(term, None)
    if term.kind == "flag":
        if text not in ("yes", "no"):
            raise BadTerm(term.name, text, "yes or no")
        return text == "yes"
    if term.kind in ("code", "text"):
        return check(term, text)
    digits = {"cents": 2, "ppm": 4}.get(term.kind, 0)
    whole, _, decimals = text.replace(" ", "").removesuffix("%").partition(".")
    sign = -1 if whole.startswith("-") else 1
    whole = whole.removeprefix("-")
    is_number = (whole + decimals).isascii() and (whole + decimals).isdigit()
    if not is_number or len(whole) > DIGITS_MAX:
        raise BadTerm(term.name, text, f"a number with at most {digits} decimals")
    if len(decimals) > digits:
        raise BadTerm(term.name, text, f"at most {digits} decimals")
    try:
        return check(term, sign * int((whole or "0") + decimals.ljust(digits, "0")))
    except BadTerm as error:
        least, most = error.between or (0, 0)
        raise BadTerm(term.name, text, _between(term.kind, least, most), error.between) from None


def _between(kind: str, least: int, most: int) -> str:
    """The limits as a person types them: rates in percent, amounts in the currency."""
    match kind:
        case "ppm":
            return f"{least // 10_000} % to {most // 10_000} %"
        case "cents":
            return f"{least // 100} to {most // 100}"
    return f"{least} to {most}"


def check(term: Term, value: Value) -> Value:
    """The value itself if the term can take it, else BadTerm."""
    is_blank = isinstance(value, str) and not value.strip()
    if term.required and (value is None or is_blank):
        raise BadTerm(term.name, value, "a value: the contract must say it")
    if value is None:
        return None
    if term.kind == "flag":
        if not isinstance(value, bool):
            raise BadTerm(term.name, value, "true or false")
    elif term.kind in ("code", "text"):
        if not isinstance(value, str) or (term.choices and value not in term.choices):
            raise BadTerm(term.name, value, " or ".join(term.choices) or "a text")
    elif isinstance(value, bool) or not isinstance(value, int):
        raise BadTerm(term.name, value, "a whole number")
    else:
        least = -LARGEST["ppm"] if term.name == "margin_ppm" else 0
        most = MOST.get(term.name, LARGEST[term.kind])
        if not least <= value <= most:
            raise BadTerm(term.name, value, f"{least} to {most}", (least, most))
    return value


def check_together(terms: Mapping[str, Value]) -> None:
    """Terms that bound each other, as they would all be in force. BadTerm: advance rate and fund
    above 100 % where a clause forbids it; a payment term that no agreement may reach, where all
    buyers taken are at home. Source: C. com. L441-10 I; DOMAIN §5.2."""
    whole = _number(terms, "advance_standard_ppm") + _number(terms, "fund_ppm")
    if terms.get("caps_whole") and whole > LARGEST["ppm"]:
        raise BadTerm("fund_ppm", terms.get("fund_ppm"),
                      "advance rate and fund within 100 % together (caps_whole)")  # fmt: skip
    taken = set(str(terms.get("open_countries") or "FR").split())
    if _number(terms, "term_cap_days") > LAWFUL_TERM_DAYS and taken <= HOME:
        raise BadTerm("term_cap_days", terms["term_cap_days"],
                      f"at most {LAWFUL_TERM_DAYS} (C. com. L441-10 I)")  # fmt: skip


def _number(terms: Mapping[str, Value], name: str) -> int:
    value = terms.get(name)
    return value if isinstance(value, int) else 0


def defaults(terms: dict[str, Value]) -> dict[str, Value]:
    """What a contract with these terms has where it says nothing; what it must say is left out."""
    found = {name: term.default for name, term in TERMS.items() if not term.required}
    return found if terms.get("has_recourse", True) else {**found, **WITHOUT_RECOURSE}


def needs_two(name: str, value: Value) -> bool:
    """Whether this value of a term is said by one person and approved by another: whatever decides
    what may be drawn. To stop a contract, one is enough."""
    if name == "status":
        return value in DRAWING_STATUSES
    return TERMS[name].clause in GUARDED_CLAUSES


def is_price(name: str) -> bool:
    """Whether a term prices something: a fee, a charge, or the day from which money counts."""
    return TERMS[name].clause == "price" or name in VALUE_DAYS


TERMS = _load()
