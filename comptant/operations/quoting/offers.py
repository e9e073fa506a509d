"""Offers: one quoted and kept, several compared side by side on the same ledger."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.roles import ADVISER, INTRODUCERS
from comptant.operations.quoting.currencies import told as exchange_told
from comptant.operations.quoting.introduced import broker_of, introduced
from comptant.operations.quoting.offer_clients import Client, client_of
from comptant.operations.quoting.offered import (
    FLOOR,
    Offer,
    Weighing,
    figures_of,
    inputs_of,
    weigh_all,
)
from comptant.operations.quoting.typed import buyers_said, check_said, check_typed, class_said
from comptant.operations.quoting.usury import usury_of
from comptant.rules.columns import c, shape
from comptant.rules.offer_notes import (
    SCENARIO_TABLE,
    USUAL,
    notes,
    outside_market,
)
from comptant.rules.offer_terms import OF_SELLERS
from comptant.rules.recommending import Wants, picked, recommend, unmet_terms, wants_of
from comptant.rules.reference_values import EURO
from comptant.rules.sectors import sector_notes
from comptant.rules.terms import Value
from comptant.store import bulk

VALIDITY_DAYS = 30  # DOMAIN §2.2, QUOTED
OFFERS_MAX = 20
PROSPECT_MAX = 200
Wanted = tuple[str, str, dict[str, Value]]
# One row per offer of a comparison: its own words, its product, its terms (JSON).
COMPARED = shape("offer_label?", "product", "offer_terms?")


@dataclass(frozen=True)
class Asked:
    """Whom a quote is for, and on which ledger: as quote() takes it, the broker and the party
    known."""

    prospect: str
    party_id: int | None
    client_class: str
    need_cents: int | None
    told: dict[str, int]
    buyers: pl.DataFrame
    sales: pl.DataFrame
    broker_id: int | None = None
    sector: str = ""
    needs: tuple[str, ...] = ()
    currency: str = EURO

    @cached_property
    def client(self) -> Client:
        """Refused: class_unknown, ledger_wrong, ledger_beyond."""
        return client_of(self.client_class, self.need_cents, self.told, self.buyers, self.sales,
                         self.currency)  # fmt: skip


@operation
def quote(
    do: Act, *, prospect: str, party_id: int | None, product: str, terms: dict[str, Value],
    client_class: str, need_cents: int | None, told: dict[str, int], buyers: pl.DataFrame,
    sales: pl.DataFrame, broker_id: int | None = None, sector: str = "",
    needs: Sequence[str] = (), currency: str = EURO,
) -> Answer:  # fmt: skip
    """Quote an offer on a ledger, and keep it: what it brings and costs, on which hypotheses.

    `buyers` is one row per buyer of a year's sales, `sales` their months (none: even); `terms` what
    the offer says beside its product; the tariff in force gives the rest. `told` may say what is
    saved: management_cents, bank_cents, premium_cents, bad_debts_cents, by year. `broker_id`: who
    brings the company; what the house would pay for it is told with the quote (introduced()).
    `currency`: of every amount told and answered; the tariff's are exchanged at the day's rate
    (`exchange`). `sector`: its activity, of which `sector_notes` warn; `needs`: finance,
    management, insurance, confidentiality; `unmet_needs` are those that the offer does not meet.

    Refused: sector_unknown, need_unknown, price_of_the_house, class_of_the_house, prospect_missing,
    tariff_missing, tariff_silent, product_unknown, offer_term_wrong (also what no contract can
    hold), rate_missing, rate_too_old, currency_unknown, client_unknown, broker_not_yours, and as
    client_of() and introduced().
    """
    broker_id = broker_of(do, broker_id)
    check_said(sector, needs)
    check_typed(do, product, terms)
    return quoted(do, Asked(prospect, _party(do, party_id), class_said(do, client_class),
                            need_cents, told, buyers_said(do, buyers), sales, broker_id, sector,
                            tuple(needs), currency), product, terms)  # fmt: skip


def quoted(do: Act, asked: Asked, product: str, terms: dict[str, Value]) -> Answer:
    """What quote() answers, within another operation."""
    asked = replace(asked, prospect=_named(asked.prospect))
    usual = SCENARIO_TABLE.filter(c.scenario == USUAL)
    found = weigh_all(do.conn, do.on, asked.client, [("", product, terms)], usual)
    return _kept(do, asked, found, found.offers[0], found.cases[0], terms)


def _kept(
    do: Act, asked: Asked, found: Weighing, offer: Offer, case: bulk.Row, terms: dict[str, Value]
) -> Answer:  # fmt: skip
    """An offer weighed, kept as a quote."""
    client, number = asked.client, offer.number
    answer = {
        "prospect": asked.prospect, "party_id": asked.party_id, "product": offer.product,
        "quoted_on": do.on,
        "last_on": do.on + timedelta(days=VALIDITY_DAYS), "tariff": found.tariff,
        "currency": client.currency, "exchange": exchange_told(found.exchange),
        "terms": offer.terms, "price": offer.price, "figures": figures_of(case),
        "charges": found.charges(number), "limits": found.limits(number),
        "curve": found.curve(number),
        "duties": notes(offer.terms, "DUTY"), "buyers_see": notes(offer.terms, "SEEN"),
        "warnings": outside_market(offer.terms), "hypotheses": _hypotheses(client, offer, case),
        "profile": client.profile, "usury": usury_of(do.conn, do.on, case),
        "broker": introduced(do, asked.broker_id, figures_of(case), found.exchange),
        "sector": asked.sector, "sector_notes": sector_notes(asked.sector),
        "needs": list(asked.needs),
        "unmet_needs": unmet_terms(offer.terms, wants_of(asked.needs, asked.need_cents)),
    }  # fmt: skip
    request = {"client_class": asked.client_class, "need_cents": asked.need_cents,
               "sector": asked.sector, "needs": list(asked.needs), "told": asked.told,
               "product": offer.product, "terms": terms, "currency": client.currency,
               "buyers": asked.buyers.to_dicts(), "sales": asked.sales.to_dicts()}  # fmt: skip
    return {"quote_id": _keep(do, answer, request, case), **answer}


@operation
def compare(
    do: Act, *, offers: pl.DataFrame, client_class: str, need_cents: int | None,
    wants_cover: bool, wants_discretion: bool, told: dict[str, int], buyers: pl.DataFrame,
    sales: pl.DataFrame, prospect: str = "", wants_management: bool = False, sector: str = "",
    currency: str = EURO,
) -> Answer:  # fmt: skip
    """Lay offers (COMPARED) side by side on the same ledger, under each scenario: cost, cash, risk
    kept, duties, what buyers see, what is saved; which to take, why, and what would change it.
    An offer that the tariff has no price for is told apart, with why. Where no offer is named, the
    products of the house that meet most of what is wanted are compared.

    Named a `prospect`, each offer of the house is kept as a quote (`quotes`: offer_number,
    quote_id, product); one of them may be accepted. Refused: as quote(); offers_count_wrong.
    """
    wants = Wants(need_cents, wants_cover, wants_discretion, wants_management)
    check_said(sector, ())
    asked = [
        (row["offer_label"] or "", row["product"], _terms(row["offer_terms"]))
        for row in offers.to_dicts()
    ] or [("", product, {}) for product in picked(OF_SELLERS, wants)]
    check_count(len(asked))
    for _label, product, terms in asked:
        check_typed(do, product, terms)
    of = Asked(prospect, _party(do, None), class_said(do, client_class), need_cents, told,
               buyers_said(do, buyers), sales, broker_of(do, None), sector,
               _needs(wants), currency)  # fmt: skip
    found = weigh_all(do.conn, do.on, of.client, asked, SCENARIO_TABLE)
    answer = {**_compared(do, of.client, found, wants), "sector": sector,
              "sector_notes": sector_notes(sector)}  # fmt: skip
    if not prospect:
        return answer
    of = replace(of, prospect=_named(prospect))
    usual = [case for case in found.cases if case["scenario"] == USUAL]
    made = [_kept(do, of, found, offer, case, asked[offer.number - 1][2])
            for offer, case in zip(found.offers, usual, strict=True)
            if offer.terms["is_ours"]]  # fmt: skip
    ours = [offer.number for offer in found.offers if offer.terms["is_ours"]]
    quotes = [{"offer_number": number, "quote_id": one["quote_id"], "product": one["product"]}
              for number, one in zip(ours, made, strict=True)]  # fmt: skip
    return {**answer, "quotes": quotes}


def _needs(wants: Wants) -> tuple[str, ...]:
    """The needs that the wants of a comparison name."""
    said = {"management": wants.management, "insurance": wants.cover,
            "confidentiality": wants.discretion}  # fmt: skip
    return ("finance", *(name for name, is_wanted in said.items() if is_wanted))


def check_count(count: int) -> None:
    """Whether so many offers are laid side by side; Refused: offers_count_wrong."""
    if not 0 < count <= OFFERS_MAX:
        raise Refused("offers_count_wrong", most=OFFERS_MAX, count=count)


def side_by_side(do: Act, client: Client, asked: list[Wanted], wants: Wants) -> Answer:
    """What compare() answers, of offers (their words, product and terms) on a client's ledger."""
    return _compared(do, client, weigh_all(do.conn, do.on, client, asked, SCENARIO_TABLE), wants)


def _compared(do: Act, client: Client, found: Weighing, wants: Wants) -> Answer:
    terms = {offer.number: offer.terms for offer in found.offers}
    return {
        "quoted_on": do.on, "tariff": found.tariff, "profile": client.profile,
        "currency": client.currency, "exchange": exchange_told(found.exchange),
        "offers": [_shown(offer, found) for offer in found.offers],
        "scenarios": [
            {"offer_number": case["offer_number"], "scenario": case["scenario"],
             **figures_of(case)} for case in found.cases
        ],
        "recommendation": recommend(found.cases, terms, wants), "unpriced": found.unpriced,
    }  # fmt: skip


def _shown(offer: Offer, found: Weighing) -> Answer:
    return {
        "offer_number": offer.number, "offer_label": offer.label, "product": offer.product,
        "terms": offer.terms, "price": offer.price, "curve": found.curve(offer.number),
        "duties": notes(offer.terms, "DUTY"), "buyers_see": notes(offer.terms, "SEEN"),
        "warnings": outside_market(offer.terms), "reference": offer.reference,
    }  # fmt: skip


def _terms(text: str | None) -> dict[str, Value]:
    try:
        told = json.loads(text or "{}")
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Refused("offer_term_wrong", term="offer_terms", value=text, expected="an object",
                      clause="offer")  # fmt: skip
    return told


def _named(prospect: str) -> str:
    """The company's name. Refused: prospect_missing, beyond PROSPECT_MAX too."""
    name = " ".join(prospect.split())
    if not 0 < len(name) <= PROSPECT_MAX or not name.isprintable():
        raise Refused("prospect_missing", most=PROSPECT_MAX)
    return name


def _party(do: Act, party_id: int | None) -> int | None:
    """The company that the quote is for: a client asks for its own. Refused: client_unknown."""
    if not do.by.is_factor:
        return None if INTRODUCERS & do.by.roles else do.by.company_id
    if party_id is None:
        return None
    found = do.conn.execute("SELECT kind FROM party WHERE id = %s", (party_id,)).fetchone()
    if found is None or found[0] not in ("COMPANY", "PUBLIC"):
        raise Refused("client_unknown", party_id=party_id)
    return party_id


def _adviser(do: Act) -> int | None:
    """The company that advises, where one of its people quotes: it reads the quote."""
    return do.by.company_id if ADVISER in do.by.roles and not do.by.is_factor else None


def _hypotheses(client: Client, offer: Offer, case: bulk.Row) -> Answer:
    """What the figures rest on, the TEG's first: kept with them. Source: DOMAIN §4.6."""
    return {
        **inputs_of(case), "reference": offer.reference,
        "client_class": client.profile["client_class"],
        "buyer_class": client.profile["buyer_class"],
    }  # fmt: skip


def _keep(do: Act, answer: Answer, request: Answer, case: bulk.Row) -> int:
    kept = bulk.row(
        do.conn, "insert_quote", party_id=answer["party_id"], prospect=answer["prospect"],
        currency=answer["currency"],
        broker_id=(answer["broker"] or {}).get("party_id"), adviser_id=_adviser(do),
        product=answer["product"], quoted_on=answer["quoted_on"], last_on=answer["last_on"],
        tariff_id=(answer["tariff"] or {}).get("tariff_id"), fee_cents=case["yearly_fee_cents"],
        charge_cents=case["financing_charge_cents"], cost_cents=case["yearly_cost_cents"],
        starting_cents=case["starting_cash_cents"], teg_ppm=case["teg_ppm"],
        teg_with_fee_ppm=case["teg_with_fee_ppm"], request=json.dumps(request, default=_plain),
        offer=json.dumps(answer, default=_plain), act_id=do.id,
    )  # fmt: skip
    assert kept is not None
    floor = {name: case[name] for name in sorted(FLOOR) if case.get(name) is not None}
    if case.get("cost_floor_cents") is not None:
        bulk.execute(
            do.conn, "insert_quote_floor", quote_id=kept["id"], floor=json.dumps(floor),
            cost_floor_cents=case["cost_floor_cents"], margin_cents=case["house_margin_cents"],
            act_id=do.id,
        )  # fmt: skip
    return int(kept["id"])


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in a quote")
