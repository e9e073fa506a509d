"""Offers priced: their terms completed by the tariff, the reference rate of the day, weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Refused, told
from comptant.operations.quoting.currencies import Exchange, exchange_on, price_in
from comptant.operations.quoting.offer_clients import SAVINGS, Client
from comptant.operations.quoting.reference_rates import reference_on
from comptant.operations.quoting.tariffs import tariff_on
from comptant.operations.quoting.typed import typed_steps
from comptant.rules import law
from comptant.rules.agreement import check_held
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.figures import figures
from comptant.rules.offer_terms import (
    OFFER_TERMS,
    PRODUCTS,
    complete,
    said,
    tiers_of,
)
from comptant.rules.offering import CHARGES, OFFERS, TIERS, Weighed, weigh
from comptant.rules.savings import FLOOR_RULES
from comptant.rules.tariff import Price, TariffRow, TariffSilent
from comptant.rules.terms import BadTerm, Value
from comptant.store import bulk

# What is told of a case: its figures, and beside them all that they are made of.
FIGURES = tuple(figures())
FLOOR = frozenset(rule.__name__ for rule in FLOOR_RULES)
KEPT = frozenset(("refinancing_spread_ppm", "client_loss_ppm", "buyer_loss_ppm", "premium_ppm",
                  "invoice_cost_cents"))  # fmt: skip
PACKAGE = "package_month_cents"
# Terms that an offer may type in place of rows of a tariff (those of the same code, and a package
# by its grid): code, unit, VAT class, in the TEG.
TYPED_CHARGES = {
    "setup_cents": ("FEE-DOS", "ONCE", "TAXABLE_STD", True),
    "monthly_cents": ("FEE-WEB", "MONTH", "TAXABLE_STD", False),
    "buyer_cents": ("FEE-LIM", "BUYER", "TAXABLE_STD", False),
    "invoice_cents": ("FEE-PAP", "INVOICE", "TAXABLE_STD", False),
    "yearly_cents": ("FEE-AUD", "YEAR", "TAXABLE_STD", False),
    "assigned_ppm": ("FEE-CED", "ASSIGNED", "TAXABLE_STD", False),
    "line_fee_ppm": ("FEE-ENG", "LINE", "EXEMPT_FIN", True),
    PACKAGE: ("FEE-PACK", "MONTH", "TAXABLE_STD", False),
}


@dataclass
class Offer:
    """One offer: its terms, complete, and where each price comes from."""

    number: int
    label: str
    product: str
    terms: dict[str, Any]
    price: list[dict[str, Value]]
    charges: list[dict[str, Any]]
    reference: dict[str, Any]
    costs: dict[str, int] = field(default_factory=dict)


@dataclass
class Weighing:
    """Offers weighed: `cases` as dictionaries, with the cost floor where the offer is ours."""

    offers: list[Offer]
    tariff: dict[str, Any] | None
    weighed: Weighed
    client: Client
    unpriced: list[dict[str, Any]]  # the offers left out: their label, product and refusal
    exchange: Exchange | None = None  # what a euro of the tariff is in the currency of the client

    @cached_property
    def cases(self) -> list[dict[str, Any]]:
        """One per offer and scenario, in the order of both."""
        ours = [offer for offer in self.offers if offer.costs]
        rows = self.weighed.cases
        if ours:
            costs = pl.DataFrame([{"offer_number": one.number, **one.costs} for one in ours])
            floors = decide(rows.join(costs, on="offer_number"), FLOOR_RULES, ("house_margin_ppm",))
            names = [rule.__name__ for rule in FLOOR_RULES]
            rows = rows.join(floors.select("offer_number", "scenario", *names),
                             on=("offer_number", "scenario"), how="left")  # fmt: skip
        return rows.sort("offer_number", maintain_order=True).to_dicts()

    def charges(self, number: int) -> list[dict[str, Any]]:
        """The other fees of an offer as usual."""
        rows = self.weighed.charges.filter(c.offer_number == number, c.scenario == "AS_USUAL")
        return rows.select(
            "fee_code", "charge_unit", "unit_cents", "charge_ppm", "unit_count", "charged_cents",
            "vat_class", "is_in_teg", "is_package_fee",
        ).to_dicts()  # fmt: skip

    def limits(self, number: int) -> list[dict[str, Any]]:
        """The limit that each buyer of an offer needs, the largest first."""
        rows = self.weighed.limits.filter(c.offer_number == number, c.scenario == "AS_USUAL")
        named = self.client.buyers.select(
            "row_number", "buyer_name", "buyer_siren", "buyer_country"
        )
        open_in = str(next(one for one in self.offers if one.number == number).terms[
            "open_countries"]).split()  # fmt: skip
        return (
            rows.join(named, on="row_number", maintain_order="left")
            # A limit would bring nothing where the country is not financed.
            .with_columns(pl.when(c.buyer_country.is_in(open_in)).then(c.needed_limit_cents)
                          .otherwise(0).alias("needed_limit_cents"))
            .select("buyer_name", "buyer_siren", "buyer_country", "buyer_count",
                    "needed_limit_cents")
            .sort("needed_limit_cents", descending=True, maintain_order=True)
            .to_dicts()
        )  # fmt: skip

    def curve(self, number: int) -> list[dict[str, Any]]:
        """Of an offer as usual: what is outstanding and available, day 1 and each month's end."""
        rows = self.weighed.months.filter(c.offer_number == number, c.scenario == "AS_USUAL")
        told = ("month_number", "curve_cents", "curve_financed_cents", "curve_available_cents")
        return rows.select(told).to_dicts()


def figures_of(case: dict[str, Any]) -> dict[str, Any]:
    """The figures of a case."""
    return {name: None if case[name] is None else int(case[name]) for name in FIGURES}


def inputs_of(case: dict[str, Any]) -> dict[str, Any]:
    """What the figures of a case are made of: terms, sums, days; none of our own cost."""
    left_out = {*FIGURES, *FLOOR, *KEPT, "offer_number", "scenario"}
    return {name: int(value) if isinstance(value, int) and not isinstance(value, bool) else value
            for name, value in case.items() if name not in left_out}  # fmt: skip


def weigh_all(
    conn: Connection, on: date, client: Client, asked: Sequence[tuple[str, str, dict[str, Value]]],
    scenarios: pl.DataFrame,
) -> Weighing:  # fmt: skip
    """Offers (label, product, terms) priced and weighed under scenarios. Those for which the
    tariff has no row are told apart; Refused: where that leaves none; as quote()."""
    tariff: tuple[bulk.Row, list[TariffRow]] | None = None
    exchange = exchange_on(conn, client.currency, on)
    offers, silent = [], []
    for number, (label, product, terms) in enumerate(asked, 1):
        wanted = checked_terms(product, terms)
        if wanted.get("is_ours", True) and tariff is None:
            tariff = tariff_on(conn, on)
        rows = tariff[1] if tariff else []
        try:
            offers.append(_offer(conn, on, client, number, (label, product, wanted), rows,
                                 exchange))  # fmt: skip
        except Refused as refusal:
            if refusal.code != "tariff_silent":
                raise
            silent.append((label, product, refusal))
    if not offers:
        raise silent[0][2]
    named = None
    if tariff:
        named = {"tariff_id": tariff[0]["id"], "valid_from_on": tariff[0]["valid_from_on"],
                 "source": tariff[0]["source"], "is_example": tariff[0]["is_example"]}  # fmt: skip
    unpriced = [{"offer_label": label, "product": product, **told(refusal)}
                for label, product, refusal in silent]  # fmt: skip
    return Weighing(offers, named, weighed_of(offers, client, on, scenarios), client, unpriced,
                    exchange)  # fmt: skip


def weighed_of(
    offers: Sequence[Offer], client: Client, on: date, scenarios: pl.DataFrame
) -> Weighed:  # fmt: skip
    """Offers, complete, on a client's ledger under scenarios."""
    table = OFFERS.frame([_row(offer, client, on) for offer in offers])
    tiers = TIERS.frame(row for one in offers for row in _tiers(one))
    charges = CHARGES.frame([row for one in offers for row in one.charges])
    return weigh(table, scenarios, client.buyers, client.sales, tiers, charges)


def _tiers(offer: Offer) -> list[dict[str, Any]]:
    """The slices of a year's assignments, each at its rate; the first at that of the fee."""
    found = {0: offer.terms["fee_ppm"]}
    for start, ppm in tiers_of(offer.terms["fee_tiers"]):
        found[start] = ppm
    return [{"offer_number": offer.number, "tier_from_cents": start, "tier_ppm": ppm}
            for start, ppm in found.items()]  # fmt: skip


def checked_terms(product: str, terms: dict[str, Value]) -> dict[str, Value]:
    """What a product and the terms told say. Refused: product_unknown, offer_term_wrong."""
    if product not in PRODUCTS:
        raise Refused("product_unknown", product=product, products=sorted(PRODUCTS))
    try:
        return said(product, terms)
    except BadTerm as error:
        raise _wrong(error) from None


def _wrong(error: BadTerm) -> Refused:
    term = OFFER_TERMS.get(error.name)
    return Refused("offer_term_wrong", term=error.name, value=error.value, expected=error.expected,
                   clause=term.clause if term else "")  # fmt: skip


def _offer(
    conn: Connection, on: date, client: Client, number: int,
    asked: tuple[str, str, dict[str, Value]], rows: list[TariffRow], exchange: Exchange | None,
) -> Offer:  # fmt: skip
    label, product, told = asked
    found = Price()
    if told.get("is_ours", True):
        try:
            found = price_in(exchange, rows, client.profile, {**_defaults(), **told})
        except TariffSilent as error:
            raise Refused("tariff_silent", grid=error.grid, **error.asked) from None
        found.steps += typed_steps(product, told)
    try:
        terms = complete({**found.terms, **{n: v for n, v in told.items() if v is not None}})
        if terms["is_ours"]:
            check_held(terms)
    except BadTerm as error:
        raise _wrong(error) from None
    typed = {name: told[name] for name in TYPED_CHARGES if told.get(name) is not None}
    kept = [row for row in found.charges if not _is_replaced(row, typed)]
    charges = [_charge(number, row) for row in kept] + _typed(number, typed)
    return Offer(number, label, product, terms, found.steps, charges,
                 reference_on(conn, str(terms["reference_index"]), on), found.costs)  # fmt: skip


def _defaults() -> dict[str, Value]:
    """What conditions of a tariff may ask of an offer, where it says nothing."""
    return {name: term.default for name, term in OFFER_TERMS.items()
            if term.kind in ("flag", "code")}  # fmt: skip


def _charge(number: int, row: TariffRow) -> dict[str, Any]:
    return {
        "offer_number": number, "fee_code": row.row_name, "charge_unit": row.charge_unit,
        "unit_cents": row.amount_cents or 0, "charge_ppm": row.rate_ppm or 0,
        "vat_class": row.vat_class, "is_in_teg": row.is_in_teg,
        "is_package_fee": row.grid == "package",
    }  # fmt: skip


def _is_replaced(row: TariffRow, typed: Mapping[str, Value]) -> bool:
    """Whether what is typed takes the place of a row of the tariff: zero takes it away."""
    return any(row.grid == "package" if name == PACKAGE else row.row_name == TYPED_CHARGES[name][0]
               for name in typed)  # fmt: skip


def _typed(number: int, typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "offer_number": number, "fee_code": code, "charge_unit": unit,
            "unit_cents": cents if name.endswith("_cents") else 0,
            "charge_ppm": cents if name.endswith("_ppm") else 0, "vat_class": vat,
            "is_in_teg": in_teg, "is_package_fee": name == PACKAGE,
        }
        for name, cents in typed.items() if cents
        for code, unit, vat, in_teg in (TYPED_CHARGES[name],)
    ]  # fmt: skip


def _row(offer: Offer, client: Client, on: date) -> dict[str, Any]:
    """An offer as a row of OFFERS."""
    terms = offer.terms
    renamed = {
        "offer_number": offer.number, "advance_ppm": terms["advance_standard_ppm"],
        "reference_ppm": offer.reference["rate_ppm"], "need_cents": client.need_cents,
        "floor_ppm": 0 if terms["is_floored"] else None,
        "vat_ppm": law.STANDARD_VAT_PPM.on(on),
        "line_cents": terms["payables_line_cents"] or None
        if terms["cash_base"] == "PAYABLES" else terms["line_cents"],
        **{f"told_{name}": client.told.get(name, 0) for name in SAVINGS},
    }  # fmt: skip
    return {name: renamed[name] if name in renamed else terms[name] for name in OFFERS.names}
