"""Offers: one quoted and kept, several compared side by side on the same ledger."""

import json
from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.rights import BROKER
from comptant.operations.quoting.introduced import broker_of, introduced
from comptant.operations.quoting.offer_clients import Client, client_of
from comptant.operations.quoting.offered import (
    FLOOR,
    Offer,
    Weighing,
    figures_of,
    inputs_of,
    usury_of,
    weigh_all,
)
from comptant.rules.columns import c, shape
from comptant.rules.offer_notes import SCENARIO_TABLE, USUAL, notes, outside_market
from comptant.rules.recommending import Wants, recommend
from comptant.rules.terms import Value
from comptant.store import bulk

VALIDITY_DAYS = 30  # DOMAIN §2.2, QUOTED
OFFERS_MAX = 20
PROSPECT_MAX = 200
Asked = tuple[str, str, dict[str, Value]]
# One row per offer of a comparison: its own words, its product, its terms (JSON).
COMPARED = shape("offer_label?", "product", "offer_terms?")


@operation
def quote(
    do: Act, *, prospect: str, party_id: int | None, product: str, terms: dict[str, Value],
    client_class: str, need_cents: int | None, told: dict[str, int], buyers: pl.DataFrame,
    sales: pl.DataFrame, broker_id: int | None = None,
) -> Answer:  # fmt: skip
    """Quote an offer on a ledger, and keep it: what it brings and costs, on which hypotheses.

    `buyers` is one row per buyer of a year's sales, `sales` their months (none: even); `terms` what
    the offer says beside its product; the tariff in force gives the rest. `told` may say what is
    saved: management_cents, bank_cents, premium_cents, bad_debts_cents, by year. `broker_id`: who
    brings the company; what the house would pay for it is told with the quote (introduced()).
    Refused: tariff_missing, tariff_silent, product_unknown, offer_term_wrong, prospect_missing,
    rate_missing, client_unknown, broker_not_yours, and as client_of() and introduced().
    """
    prospect = _named(prospect)
    broker_id = broker_of(do, broker_id)
    party_id = _party(do, party_id)
    client = client_of(client_class, need_cents, told, buyers, sales)
    usual = SCENARIO_TABLE.filter(c.scenario == USUAL)
    found = weigh_all(do.conn, do.on, client, [("", product, terms)], usual)
    offer, case = found.offers[0], found.cases[0]
    answer = {
        "prospect": prospect, "party_id": party_id, "product": product, "quoted_on": do.on,
        "last_on": do.on + timedelta(days=VALIDITY_DAYS), "tariff": found.tariff,
        "terms": offer.terms, "price": offer.price, "figures": figures_of(case),
        "charges": found.charges, "limits": found.limits, "curve": found.curve(1),
        "duties": notes(offer.terms, "DUTY"), "buyers_see": notes(offer.terms, "SEEN"),
        "warnings": outside_market(offer.terms), "hypotheses": _hypotheses(client, offer, case),
        "profile": client.profile, "usury": usury_of(do.conn, do.on, case),
        "broker": introduced(do, broker_id, figures_of(case)),
    }  # fmt: skip
    request = {"client_class": client_class, "need_cents": need_cents, "told": told,
               "product": product, "terms": terms, "buyers": buyers.to_dicts(),
               "sales": sales.to_dicts()}  # fmt: skip
    return {"quote_id": _keep(do, answer, request, case), **answer}


@operation
def compare(
    do: Act, *, offers: pl.DataFrame, client_class: str, need_cents: int | None,
    wants_cover: bool, wants_discretion: bool, told: dict[str, int], buyers: pl.DataFrame,
    sales: pl.DataFrame,
) -> Answer:  # fmt: skip
    """Lay offers (COMPARED) side by side on the same ledger, under each scenario: cost, cash, risk
    kept, duties, what buyers see, what is saved; which to take, why, and what would change it.
    An offer that the tariff has no price for is told apart, with why.

    Nothing is kept but the act. Refused: as quote(); offers_too_many, offers_missing.
    """
    check_count(offers.height)
    asked = [
        (row["offer_label"] or "", row["product"], _terms(row["offer_terms"]))
        for row in offers.to_dicts()
    ]
    client = client_of(client_class, need_cents, told, buyers, sales)
    return side_by_side(do, client, asked, Wants(need_cents, wants_cover, wants_discretion))


def check_count(count: int) -> None:
    """Whether so many offers are laid side by side; Refused: offers_count_wrong."""
    if not 0 < count <= OFFERS_MAX:
        raise Refused("offers_count_wrong", most=OFFERS_MAX, count=count)


def side_by_side(do: Act, client: Client, asked: list[Asked], wants: Wants) -> Answer:
    """What compare() answers, of offers (their words, product and terms) on a client's ledger."""
    found = weigh_all(do.conn, do.on, client, asked, SCENARIO_TABLE)
    terms = {offer.number: offer.terms for offer in found.offers}
    return {
        "quoted_on": do.on, "tariff": found.tariff, "profile": client.profile,
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
        return None if BROKER in do.by.roles else do.by.company_id
    if party_id is None:
        return None
    found = do.conn.execute("SELECT kind FROM party WHERE id = %s", (party_id,)).fetchone()
    if found is None or found[0] not in ("COMPANY", "PUBLIC"):
        raise Refused("client_unknown", party_id=party_id)
    return party_id


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
        broker_id=(answer["broker"] or {}).get("party_id"),
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
