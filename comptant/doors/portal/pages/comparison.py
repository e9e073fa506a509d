"""Offers side by side in a browser: the products of the house, another factor's terms and a bank's
overdraft on the same ledger; what each brings and costs, as usual and when it goes badly."""

import json
from urllib.parse import urlencode

from comptant.doors import offer_costs, offers_told, words
from comptant.doors.charts import offers as drawings
from comptant.doors.minor_units import of
from comptant.doors.portal import ledger_typed
from comptant.doors.portal.call import Call
from comptant.doors.portal.pages.offers import ALL, products
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.words import Both, say
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.quoting import offers
from comptant.rules.offer_terms import OF_SELLERS, OFFER_TERMS
from comptant.rules.recommending import Wants, picked
from comptant.rules.terms import Value
from comptant.store.access import See

# What a year costs today and an offer would save, as offers.compare takes it.
SAVED = {
    "management": Both("Managing the ledger", "Gestion du poste clients"),
    "bank": Both("Bank charges", "Frais bancaires"),
    "premium": Both("Credit insurance", "Assurance-crédit"),
    "bad_debts": Both("Bad debts", "Impayés définitifs"),
}
# Offers typed in, by product: the field of each term, and whether it is a rate.
TYPED = {
    "other_factor": {"other_fee": "fee_ppm", "other_margin": "margin_ppm",
                     "other_advance": "advance_standard_ppm", "other_fund": "fund_ppm",
                     "other_minimum": "agreed_minimum_cents", "other_setup": "setup_cents",
                     "other_monthly": "monthly_cents", "other_yearly": "yearly_cents",
                     "other_buyer": "buyer_cents", "other_invoice": "invoice_cents",
                     "other_least": "fee_minimum_cents", "other_line": "line_cents",
                     "other_unused": "unused_ppm", "other_commitment": "line_fee_ppm",
                     "other_assigned": "assigned_ppm", "other_notice": "notice_months",
                     "other_recourse": "has_recourse", "other_insured": "is_insured",
                     "other_told": "disclosure_mode"},
    "overdraft": {"overdraft_margin": "margin_ppm", "overdraft_line": "line_cents"},
}  # fmt: skip
COLUMNS = ("offer", "day_1_cents", "mean_cash_cents", "cost_1_cents", "cost_2_cents",
           "cost_3_cents", "cost_all_cents", "cost_saved_cents", "cost_net_cents", "teg_told",
           "risk_cents")  # fmt: skip
IF_COLUMNS = ("offer", "mean_cash_cents", "cost_1_cents", "cost_2_cents", "cost_all_cents",
              "risk_cents")  # fmt: skip


def new(see: See, call: Call) -> Row:
    """A form: the company, the offers to compare, what is wanted of them."""
    chosen = call.request.POST.getlist("offer")
    ours = [{**one, "is_chosen": one["code"] in chosen} for one in products()]
    wants = set(call.request.POST.getlist("want"))
    return {
        **ledger_typed.asked(see, call), "products": ours, "wants": wants, "more": _more(call),
        "savings": [{"name": f"saves_{name}", "label": label.said(),
                     "typed": call.typed(f"saves_{name}")} for name, label in SAVED.items()],
    }  # fmt: skip


def compare(call: Call) -> Row:
    """The offers chosen, side by side. Refused: as compare(), sold_of()."""
    sold = ledger_typed.sold_of(call)
    wants = call.request.POST.getlist("want")
    told = {f"{name}_cents": cents for name in SAVED
            if (cents := call.amount(f"saves_{name}")) is not None}  # fmt: skip
    answer = call.run(
        offers.compare, offers=offers.COMPARED.frame(_offers(call)),
        client_class=ledger_typed.class_of(call), need_cents=call.amount("need"),
        wants_cover="cover" in wants, wants_discretion="discretion" in wants, told=told,
        wants_management="management" in wants, sector=call.typed("sector"),
        buyers=sold.buyers, sales=sold.sales, prospect=call.typed("keep"),
        currency=call.typed("currency") or "EUR",
    )  # fmt: skip
    return {"compared": _shown(call, answer)}


def _offers(call: Call) -> list[Row]:
    """The offers chosen and those typed in (a field of theirs is filled), as rows of COMPARED; none
    chosen: those of the house that meet most of what is wanted."""
    rows: list[Row] = [
        {"product": code, "offer_label": None, "offer_terms": None} for code in _chosen(call)
    ]
    for product, fields in TYPED.items():
        read = {term: _read(call, name, term) for name, term in fields.items()}
        terms = {term: value for term, value in read.items() if value is not None}
        if terms:
            label = call.typed(f"{product}_label") or None
            rows.append({"product": product, "offer_label": label,
                         "offer_terms": json.dumps(terms)})  # fmt: skip
    return rows


def _read(call: Call, name: str, term: str) -> Value:
    """A term as it was typed or chosen; None: not said."""
    kind = OFFER_TERMS[term].kind
    if kind == "ppm":
        return call.rate(name)
    if kind == "count":
        return call.number(name) if call.typed(name) else None
    if kind in ("flag", "code"):
        said = call.typed(name)
        return {"yes": True, "no": False}.get(said, said or None)
    cents = call.amount(name)
    return None if cents is None else of(cents, call.typed("currency") or "EUR")


def _more(call: Call) -> list[Row]:
    """The other terms of another factor, as fields of the form: what is typed in numbers, and what
    is chosen."""
    found: list[Row] = []
    for name, term in list(TYPED["other_factor"].items())[3:]:
        one = OFFER_TERMS[term]
        options = ("yes", "no") if one.kind == "flag" else one.choices
        found.append({
            "name": name, "typed": call.typed(name),
            "label": Both(one.english, one.french).said() + (", %" if one.kind == "ppm" else ""),
            "choices": [{"code": code, "text": _choice(term, code), "is_chosen":
                         call.typed(name) == code} for code in options],
        })  # fmt: skip
    return found


def _choice(term: str, code: str) -> str:
    return {"yes": say("yes", "oui"), "no": say("no", "non")}.get(code) or words.word(
        f"choice.{term}", code)  # fmt: skip


def _chosen(call: Call) -> list[str]:
    chosen = call.request.POST.getlist("offer")
    wanted = set(call.request.POST.getlist("want"))
    wants = Wants(None, "cover" in wanted, "discretion" in wanted, "management" in wanted)
    return (chosen or picked(OF_SELLERS, wants))[: offers.OFFERS_MAX + 1]


def _shown(call: Call, answer: Row) -> Row:
    """A comparison as the page tells it."""
    told = told_in_short(answer)
    rows = told["rows"]
    ours = {one["code"] for one in products()}
    product_of = {offer["offer_number"]: offer["product"] for offer in answer["offers"]}
    said = {name: call.typed(name) for name in ledger_typed.WORDS}
    kept = {one["offer_number"]: one["quote_id"] for one in answer.get("quotes", [])}
    for row in rows:
        product = product_of[row["offer_number"]]
        if row["offer_number"] in kept:
            row["href"] = f"/quotes/{kept[row['offer_number']]}"
        elif product in ours:
            row["href"] = "/quote?" + urlencode({**said, "product": product})
    return told


def told_in_short(answer: Row) -> Row:
    """A comparison for the template that shows it: compared.html."""
    rows = offers_told.side_by_side(answer)
    chosen, reasons, changes = offers_told.advice(answer)
    return {
        "rows": rows, "columns": COLUMNS, "chosen": chosen, "reasons": reasons,
        "changes": changes,
        "rates": offer_costs.references(answer),
        "unpriced": [*offers_told.sector(answer), *offers_told.old_rates(answer),
                     *offers_told.unpriced(answer)],
        "chart": drawings.costs(rows).svg(),
        "ties": [{"name": name, "duties": duties, "seen": seen}
                 for name, duties, seen in offers_told.ties(answer)],
        "if": [{"title": words.word("scenario", scenario), "columns": IF_COLUMNS,
                "rows": offers_told.side_by_side(answer, scenario)}
               for scenario in offers_told.scenarios(answer)],
        "is_example": bool((answer["tariff"] or {}).get("is_example")),
    }  # fmt: skip


page(Page("compare", "compare", Both("Offers side by side", "Offres côte à côte"),
          RIGHTS["compare"] & ALL, new, "portal/comparison.html", menu="sell",
          acts={"compare": compare}))  # fmt: skip
