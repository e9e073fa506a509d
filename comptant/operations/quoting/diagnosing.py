"""What a person who advises is told before calling: what is weak in the ledger and in each offer,
which other offers of the house there are, and what is still missing for a contract.

Computed from a quote, or from a file of a request and offers, on the day it is asked for, and kept:
what was told then can be read again. Source: rules/diagnosis.py, rules/recommending.py.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from comptant.formats.offer_files import File
from comptant.operations.acts.act import Act, Answer, Refused
from comptant.operations.quoting.offer_clients import ASKED_BUYERS, Client, client_of
from comptant.operations.quoting.offer_files import OTHER, ledger, saved, wants_in
from comptant.operations.quoting.offered import figures_of, weigh_all
from comptant.rules import diagnosis
from comptant.rules.columns import c
from comptant.rules.curve import SALES
from comptant.rules.offer_notes import SCENARIO_TABLE, USUAL
from comptant.rules.offer_terms import PRODUCTS
from comptant.rules.opening import missing
from comptant.rules.recommending import Wants, recommend
from comptant.rules.reference_values import EURO
from comptant.rules.terms import Value
from comptant.store import bulk

UNKNOWN_CLASS = "C"  # of a company nobody has looked at
# What is computed for some offers only: a house without a tariff, or whose rates are not known,
# has no others to tell.
SILENT = frozenset({"tariff_missing", "tariff_silent", "rate_missing", "rate_too_old"})
# What the company itself hands over for the file of a contract.
HANDED_OVER = ("KYC_FILE", "OWNERS", "POWERS")


@dataclass
class Read:
    """What is diagnosed: the company, its ledger, the offers that were read, in their order: label,
    product, terms, and the figures where they were told already."""

    prospect: str
    party_id: int | None
    client: Client
    wants: Wants
    offers: list[tuple[str, str, dict[str, Value], Answer | None]]
    told: list[dict[str, Any]]  # what the request left out


def of_quote(row: bulk.Row) -> Read:
    """A quote as it was given: its figures are those that were told."""
    asked, offer = row["request"], row["offer"]
    buyers = [{name: one.get(name) for name in ASKED_BUYERS.names} for one in asked["buyers"]]
    client = client_of(asked["client_class"], asked["need_cents"], asked["told"],
                       ASKED_BUYERS.frame(buyers), SALES.frame(asked["sales"]),
                       asked.get("currency", EURO))  # fmt: skip
    return Read(row["prospect"], row["party_id"], client, Wants(asked["need_cents"]),
                [("", row["product"], offer["terms"], offer["figures"])],
                diagnosis.untold(asked, buyers))  # fmt: skip


def of_file(row: bulk.Row) -> Read:
    """A file of a request and offers: each offer is computed anew from its terms."""
    file = File.model_validate(row["content"])
    request = file.request
    buyers, sales = ledger(request)
    client = client_of(UNKNOWN_CLASS, request.need_cents, saved(request), buyers, sales,
                       request.currency)  # fmt: skip
    wants = wants_in(request)
    offers = [(" · ".join(filter(None, (one.factor.name, one.label))), OTHER, dict(one.terms), None)
              for one in file.offers]  # fmt: skip
    asked = {"need_cents": request.need_cents, "sales": sales}
    return Read(request.company.name, None, client, wants, list(offers),
                diagnosis.untold(asked, buyers.to_dicts()))  # fmt: skip


def diagnosed(do: Act, read: Read) -> Answer:
    """The diagnosis: `ledger` (what is weak in it), `options` (the offers read, then the house's
    others: figures and what is weak), `recommended` (its number), `papers` (what is missing)."""
    cases, terms, options = [], {}, []
    for label, product, said, figures in _offers(do, read):
        number = len(options) + 1
        cases.append({**figures, "offer_number": number, "scenario": USUAL})
        terms[number] = said
        measures = diagnosis.of_offer(figures, said, read.wants.need_cents)
        options.append({
            "offer_number": number, "offer_label": label, "product": product,
            "is_read": number <= len(read.offers),
            **{name: figures[name] for name in ("yearly_cost_cents", "starting_cash_cents",
                                                "available_cents", "kept_risk_cents", "teg_ppm")},
            "weak": diagnosis.weak(diagnosis.OFFER, measures),
        })  # fmt: skip
    ledger_ = diagnosis.of_ledger(read.client.profile, read.client.buyers.to_dicts())
    chosen = recommend(cases, terms, read.wants) if cases else None
    return {
        "on": do.on, "ledger": diagnosis.weak(diagnosis.LEDGER, ledger_), "options": options,
        "recommended": chosen["offer_number"] if chosen else None,
        "reasons": chosen["reasons"] if chosen else [],
        "papers": [*read.told, *_file(do, read.party_id, read.prospect)],
    }  # fmt: skip


def _offers(do: Act, read: Read) -> list[tuple[str, str, dict[str, Any], Answer]]:
    """The offers read, then those of the house that were not: label, product, terms, figures."""
    found = []
    for label, product, terms, figures in read.offers:
        if figures is None:
            found += _weighed(do, read.client, [(label, product, terms)])
        else:
            found.append((label, product, dict(terms), figures))
    known = {product for _, product, _, _ in read.offers}
    ours = [name for name, terms in PRODUCTS.items()
            if terms.get("is_ours", True) and name not in known]  # fmt: skip
    return found + _weighed(do, read.client, [("", name, {}) for name in ours])


def _weighed(
    do: Act, client: Client, asked: list[tuple[str, str, dict[str, Value]]]
) -> list[tuple[str, str, dict[str, Any], Answer]]:  # fmt: skip
    usual: pl.DataFrame = SCENARIO_TABLE.filter(c.scenario == USUAL)
    try:
        found = weigh_all(do.conn, do.on, client, asked, usual)
    except Refused as refusal:
        if refusal.code not in SILENT:
            raise
        return []
    return [(offer.label, offer.product, offer.terms, figures_of(case))
            for offer, case in zip(found.offers, found.cases, strict=True)]  # fmt: skip


def _file(do: Act, party_id: int | None, name: str) -> list[Answer]:
    """What the company has still to hand over of what the house wants for a contract."""
    wanted = bulk.row(do.conn, "read_opening_guards", on=do.on)
    guards = [one for one in HANDED_OVER if wanted and one in wanted["guards"]]
    facts: list[bulk.Row] = []
    if party_id is not None:
        for row in bulk.rows(do.conn, "contracts_of_party", party_id=party_id, on=do.on):
            if row["is_client"]:
                facts += bulk.rows(do.conn, "opening_facts", contract_id=row["contract_id"])
    return [{"paper": one.guard, "count": 1} for one in missing(guards, name, facts, do.on)]
