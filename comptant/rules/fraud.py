"""Rules on fraud: their catalogue, their thresholds of a day, and what they are read from.

A rule reads the tables below as they were known on a day and answers alarms: of what, how much,
and the evidence. The rules themselves are in `fraud_invoices`, `fraud_payments`, `fraud_clients`
and `fraud_people`; what an alarm does is in the catalogue. Source: DOMAIN §10, FR-01 to FR-24.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources

import polars as pl

from comptant.rules.columns import Shape, c, shape
from comptant.rules.money import ONE_PPM

EFFECTS = ("BLOCK", "FREEZE", "VERIFY", "REVIEW")
HOLDING = ("BLOCK", "FREEZE")  # to lift one frees money: two people
SUBJECTS = ("INVOICE", "BUYER", "PAYMENT", "CONTRACT", "ACCOUNT", "USER")
ALARMS = shape("fraud_rule", "contract_id", "alarm_subject", "alarm_subject_id", "alarm_cents",
               "evidence")  # fmt: skip
# What the rules are read from, table by table. Credit notes are invoices of negative amounts;
# `is_direct`: paid to the client; `sites` and `carriers`: those known; `payers`: other names under
# which a buyer pays; `returned`: paid too much and given back; `cash`: paid in cash. An account
# change is of a payee that a contract pays. `sales`: which clients of the house sell to which
# others, by whatever contract.
TABLES: dict[str, Shape] = {
    "contracts": shape("contract_id", "client_id"),
    "invoices": shape(
        "contract_id", "client_id", "invoice_id", "buyer_id", "number_key", "issued_on", "due_on",
        "sent_on", "gross_cents", "credited_id?", "currency", "delivered_on?", "delivery_place?",
        "carrier_name?", "einvoice_status?", "verification_answer?"),
    "payments": shape("contract_id", "buyer_id?", "payment_id", "invoice_id?", "paid_on",
                      "amount_cents", "payer_name?", "payer_iban?", "is_direct"),
    "returned": shape("contract_id", "buyer_id?", "payment_id", "paid_on", "amount_cents"),
    "cash": shape("contract_id", "payment_id", "paid_on", "amount_cents", "remittance_text"),
    "parties": shape("party_id", "party_name", "registered_on?"),
    "payers": shape("party_id", "payer_name"),
    "attributes": shape("party_id", "attribute_kind", "attribute_value"),
    "accounts": shape("party_id", "iban"),
    "account_changes": shape(
        "contract_id", "party_id", "account_change_id", "changed_at", "used_at?",
        "is_called_back", "is_agreed_by_two", "payee_check?"),
    "declared": shape("client_id", "month_on", "declared_cents"),
    "documents": shape("contract_id", "invoice_id", "producer", "is_rewritten", "revision_count",
                       "font_count", "pdf_cents?", "xml_cents?"),
    "sales": shape("client_id", "buyer_id"),
    "sites": shape("party_id", "delivery_place"),
    "carriers": shape("party_id", "carrier_name"),
    "sessions": shape("contract_id", "user_id", "opened_at", "device_name"),
    "moves": shape("contract_id", "user_id", "move_code", "moved_at"),
    "overrides": shape("contract_id", "approval_id", "decider_id", "decided_on"),
    "plans": shape("contract_id", "planned_cents"),
    "audits": shape("contract_id", "audit_on"),
}  # fmt: skip
_KNOWN_BY = {"invoices": "sent_on", "payments": "paid_on", "overrides": "decided_on",
             "returned": "paid_on", "cash": "paid_on"}  # fmt: skip
Limits = Mapping[str, int]


@dataclass(frozen=True)
class Seen:
    """The tables as known on a day; what is new is of after `from_on`."""

    tables: Mapping[str, pl.DataFrame]
    from_on: date
    on: date

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.tables[name]

    def since(self, days: int) -> date:
        """The day so many days ago."""
        return self.on - timedelta(days=days)

    def is_new(self, day: pl.Expr) -> pl.Expr:
        """Whether a day is one of those looked at now."""
        return (day > self.from_on) & (day <= self.on)


def seen(tables: Mapping[str, pl.DataFrame], from_on: date, on: date) -> Seen:
    """Tables cut to what is known on a day: nothing of the future helps a rule."""
    cut = {name: tables.get(name, form.empty()) for name, form in TABLES.items()}
    for name, day in _KNOWN_BY.items():
        cut[name] = cut[name].filter(pl.col(day) <= on)
    for name, at in (("account_changes", c.changed_at), ("sessions", c.opened_at),
                     ("moves", c.moved_at)):  # fmt: skip
        cut[name] = cut[name].filter(at.dt.date() <= on)
    return replace(Seen(cut, from_on, on), tables={
        **cut,
        "sold": cut["invoices"].filter(c.gross_cents > 0),
        "notes": cut["invoices"].filter(c.gross_cents < 0),
    })  # fmt: skip


FraudRule = Callable[[Seen, Limits], pl.DataFrame]


@dataclass(frozen=True)
class Listed:
    """One rule of the catalogue."""

    rule: str
    word: str
    effect: str
    room: str
    english: str
    french: str
    remedy: str
    remedy_french: str


@cache
def catalogue() -> dict[str, Listed]:
    """The rules in order."""
    text = resources.files("comptant.rules").joinpath("fraud_catalogue.csv").read_text("utf-8")
    return {row["rule"]: Listed(**row) for row in csv.DictReader(text.splitlines())}


@dataclass(frozen=True)
class Threshold:
    """One value from a day on. Rates in parts per million."""

    rule: str
    name: str
    unit: str
    valid_from_on: date
    value: int
    source: str


@cache
def thresholds() -> tuple[Threshold, ...]:
    """What holds unless the house has said otherwise, each from its day on."""
    text = resources.files("comptant.rules").joinpath("fraud_thresholds.csv").read_text("utf-8")
    return tuple(
        Threshold(row["rule"], row["name"], row["unit"], date.fromisoformat(row["valid_from_on"]),
                  int(row["value"]), row["source"])
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


def in_force(on: date, said: Iterable[Threshold] = ()) -> dict[str, dict[str, int]]:
    """By rule and name, what holds on a day: the latest of the defaults, then of what was said
    (in the order in which it was)."""
    found: dict[str, dict[str, int]] = {}
    for one in (*thresholds(), *sorted(said, key=lambda each: each.valid_from_on)):
        if one.valid_from_on <= on:
            found.setdefault(one.rule, {})[one.name] = one.value
    return found


def raised(
    rule: str, found: pl.DataFrame, subject: str, subject_id: str, cents: str, *evidence: str
) -> pl.DataFrame:
    """ALARMS of what a rule found: which column is its subject, its amount, and what shows it."""
    shown = pl.struct(evidence) if evidence else pl.struct(subject_id)
    return found.select(
        pl.lit(rule).alias("fraud_rule"), c.contract_id,
        pl.lit(subject).alias("alarm_subject"),
        pl.col(subject_id).cast(pl.Int64).alias("alarm_subject_id"),
        (pl.col(cents) if cents else pl.lit(0)).abs().cast(pl.Int64).alias("alarm_cents"),
        shown.struct.json_encode().alias("evidence"),
    ).unique(("contract_id", "alarm_subject_id"), keep="first", maintain_order=True)  # fmt: skip


def months_before(day: date, count: int) -> date:
    """The first day of the month so many months before that of a day."""
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def ppm_of(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """A part in millionths of a whole, towards zero; null of nothing."""
    product = part.cast(pl.Int128) * pl.lit(ONE_PPM, pl.Int128)
    return pl.when(whole > 0).then(product // whole.cast(pl.Int128)).cast(pl.Int64)
