"""A quote as a file that goes to other factors, and comes back with their offers."""

from collections.abc import Sequence
from typing import Any

from comptant.doors import words
from comptant.formats.offer_files import File, written
from comptant.operations.acts.act import Refused
from comptant.operations.quoting.offer_files import NAMES
from comptant.rules.offer_terms import OFFER_TERMS
from comptant.store.access import See

Row = dict[str, Any]
# The term of an offer that says a charge of the tariff, by its unit.
TERM_OF = {"ONCE": "setup_cents", "MONTH": "monthly_cents", "BUYER": "buyer_cents",
           "INVOICE": "invoice_cents", "YEAR": "yearly_cents", "ASSIGNED": "assigned_ppm",
           "LINE": "line_fee_ppm"}  # fmt: skip
FIGURES = ("yearly_fee_cents", "financing_charge_cents", "yearly_cost_cents", "teg_ppm")
SAVED = ("management_cents", "bank_cents", "premium_cents", "bad_debts_cents")


def file_of(see: See, quote_ids: Sequence[int]) -> tuple[str, bytes]:
    """The name and bytes of a file: the request of the first quote, and the offer of each.

    Refused: quote_unknown, offer_not_ours (terms of another, typed in: they do not go out in our
    name), charge_not_told (a fee that no term of an offer says), files_differ (another currency).
    """
    rows = []
    for id_ in quote_ids:
        found = see("read_quote", id=id_)
        if not found:
            raise Refused("quote_unknown", quote_id=id_)
        if not found[0]["offer"]["terms"]["is_ours"]:
            raise Refused("offer_not_ours", quote_id=id_)
        rows.append(found[0])
    first = rows[0]
    for row in rows:
        if row["currency"] != first["currency"]:
            raise Refused("files_differ", prospect=f"{first['prospect']} ({first['currency']})",
                          other=f"{row['prospect']} ({row['currency']})")  # fmt: skip
    file = File.model_validate({
        "request": _request(rows[0], _siren(see, rows[0]["party_id"])),
        "offers": [_offer(row, _factor(see)) for row in rows],
    })  # fmt: skip
    return f"offers-{rows[0]['id']}.json", written(file)


def taken_file(see: See, file_id: int) -> tuple[str, bytes]:
    """The name and bytes of a file that came in, in the open form. Refused: file_unknown."""
    found = see("read_offer_file", id=file_id)
    if not found:
        raise Refused("file_unknown", file_id=file_id)
    return f"offers-{file_id}.json", written(File.model_validate(found[0]["content"]))


def _request(row: Row, siren: str | None) -> Row:
    asked, broker = row["request"], row["offer"].get("broker")
    known = {column: name for name, column in NAMES.items()}
    hidden = ("buyer_class",)  # the house's own word
    told: Row = {
        "company": {"name": row["prospect"], "siren": siren},
        "asked_on": row["quoted_on"], "need_cents": asked["need_cents"],
        "currency": row["currency"], "needs": asked.get("needs", []),
        "saved": {name: asked["told"].get(name) for name in SAVED},
        "buyers": [_shown({known.get(name, name): value for name, value in buyer.items()
                           if name not in hidden}) for buyer in asked["buyers"]],
        "sales": [{"number": one["row_number"], "month": one["month_number"],
                   "sold_cents": one["sold_cents"]} for one in asked["sales"]],
    }  # fmt: skip
    if broker:
        told["broker"] = {"name": broker["broker_name"], "orias_number": broker["orias_number"]}
    return told


def _shown(buyer: Row) -> Row:
    """What is known of a buyer; one without a name is called by its number."""
    kept = {name: value for name, value in buyer.items() if value is not None}
    return {"name": str(buyer["number"]), **kept}


def _offer(row: Row, factor: Row) -> Row:
    offer = row["offer"]
    terms = {name: value for name, value in offer["terms"].items()
             if name in OFFER_TERMS and value is not None}  # fmt: skip
    for term in TERM_OF.values():
        terms[term] = 0
    for charge in offer["charges"]:
        term = TERM_OF.get(charge["charge_unit"])
        if term is None:
            raise Refused("charge_not_told", fee_code=charge["fee_code"])
        if charge.get("is_package_fee"):  # a term says it already
            continue
        terms[term] += charge["charge_ppm" if term.endswith("_ppm") else "unit_cents"]
    return {
        "factor": factor, "label": words.word("product", row["product"]),
        "offered_on": row["quoted_on"], "last_on": row["last_on"],
        "terms": {**terms, "is_ours": False},
        "figures": {name: offer["figures"][name] for name in FIGURES},
        "commission": _commission(offer.get("broker")),
    }  # fmt: skip


def _commission(broker: Row | None) -> Row | None:
    """What we pay to who brings the company, where it is disclosed."""
    if not broker or "earned_cents" not in broker:
        return None
    return {"base": broker["commission_base"], "rate_ppm": broker["rate_ppm"],
            "one_off_cents": broker["one_off_cents"],
            "first_year_cents": broker["earned_cents"]}  # fmt: skip


def _factor(see: See) -> Row:
    (found,) = see("read_factor")
    return dict(found)


def _siren(see: See, party_id: int | None) -> str | None:
    if party_id is None:
        return None
    found = see("read_parties", text=str(party_id), number=None, kinds=None, role=None)
    return next((row["siren"] for row in found if row["id"] == party_id), None)
