"""Quotes in a browser: described or read from a ledger, shown with every figure open."""

from datetime import date

from comptant.doors import offer_costs, offers_told, words
from comptant.doors.portal import ledger_typed, subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import (
    CLIENT_ROLES,
    EXTERNAL_ACCOUNTANT,
    FACTOR_ROLES,
    INTRODUCERS,
    SUPPLIER,
)
from comptant.operations.quoting import offers
from comptant.rules.agreement import is_of_the_buyer
from comptant.rules.offer_terms import PRODUCTS
from comptant.rules.recommending import NEEDS
from comptant.store.access import See

ALL = (CLIENT_ROLES - {EXTERNAL_ACCOUNTANT}) | FACTOR_ROLES | INTRODUCERS  # of a company
LIMITS_SHOWN = 50


def new(see: See, call: Call) -> Row:
    """A form: the products of the house, the company."""
    chosen = set(call.request.POST.getlist("want"))
    needs = [{"code": name, "text": words.word("need", name), "is_chosen": name in chosen}
             for name in NEEDS]  # fmt: skip
    return {**ledger_typed.asked(see, call), "products": products(), "needs": needs}


def products() -> list[Row]:
    """The products of the house."""
    ours = [name for name, terms in PRODUCTS.items() if terms.get("is_ours", True)]
    return [{"code": name, "text": words.word("product", name)} for name in ours]


def make(call: Call) -> str:
    """One quote; the page that shows it. Refused: as quote(), sold_of()."""
    sold = ledger_typed.sold_of(call)
    name = call.typed("prospect") or say("prospect", "prospect")
    answer = call.run(
        offers.quote, prospect=name, party_id=None, product=call.typed("product"), terms={},
        client_class=ledger_typed.class_of(call), need_cents=call.amount("need"), told={},
        buyers=sold.buyers, sales=sold.sales, sector=call.typed("sector"),
        needs=call.request.POST.getlist("want"), currency=call.typed("currency") or "EUR",
    )  # fmt: skip
    return f"/quotes/{answer['quote_id']}"


def show(see: See, call: Call, quote: str) -> Row:
    """A quote as it was given, every figure open. Refused: quote_unknown."""
    quote_id = int(quote) if quote.isascii() and quote.isdigit() and len(quote) < 19 else 0
    found = see("read_quote", id=quote_id)
    if not found:
        raise Refused("quote_unknown", quote_id=quote)
    floors = see("read_quote_floors", id=quote_id)
    # What is done once is not offered again; a contract is opened from what is accepted.
    done = {"accept"} if found[0]["accepted_on"] else {"open"}
    done |= {"open"} if found[0]["contract_number"] else set()
    joins = is_of_the_buyer(found[0]["offer"]["terms"])
    done |= {"accept", "open"} if joins else set()
    links = [one for one in subjects.links(call, "quotes/<str:quote>", {"quote": quote})
             if one["href"].rpartition("/")[2] not in done]  # fmt: skip
    return {
        **opened_quote(found[0]), "floors": floors, "accepted": offers_told.accepted(found[0]),
        "title": say(f"Quote {quote_id}", f"Devis {quote_id}"),
        "links": [*links, *(_to_join(see, call) if joins else [])],
        "floor_columns": ("cost_cents", "cost_floor_cents", "margin_cents"),
        "up": {"href": "/quotes", "text": say("Quotes", "Devis")},
    }  # fmt: skip


def _to_join(see: See, call: Call) -> list[Row]:
    """Where a supplier joins the programmes that it is invited to."""
    if SUPPLIER not in call.visit.user.roles:
        return []
    return [{"href": f"/programmes/{one['id']}/join",
             "title": say(f"Join {one['contract_number']} of {one['buyer_name']}",
                          f"Rejoindre {one['contract_number']} de {one['buyer_name']}")}
            for one in see("read_offered_programmes")]  # fmt: skip


def joined(told: Row) -> str:
    """That a quote is of the side of a supplier, which joins a programme and accepts no contract;
    empty of any other."""
    if not is_of_the_buyer(told["terms"]):
        return ""
    return say("This is the side of a supplier: the programme is its buyer's. The supplier signs "
               "no contract; it joins once its buyer has invited it.",
               "C'est le côté du fournisseur : le programme est celui de son acheteur. Le "
               "fournisseur ne signe pas de contrat ; il le rejoint une fois invité par son "
               "acheteur.")  # fmt: skip


def opened_quote(row: Row) -> Row:
    """What the template of a quote shows, but for what the house alone reads."""
    told = row["offer"]
    return {
        "joins": joined(told), "quote": row, "product": words.word("product", row["product"]),
        "costs": offer_costs.costs(told), "tegs": [*offer_costs.tegs(told["figures"]),
                 *offer_costs.reference(told["hypotheses"]["reference"]),
                 *offer_costs.exchange(told)],
        "both_sides": offer_costs.both_sides(told), "bonds": offer_costs.bonds(told),
        "fees": offer_costs.fees(told), "fee_columns": offer_costs.FEES,
        "first_day": offers_told.first_day(told),
        "curve": [_point(one) for one in told["curve"]], "prices": offers_told.prices(told),
        "price_columns": ("term", "step_kind", "row_name", "condition", "rate_ppm"),
        "limits": offers_told.limits(told, LIMITS_SHOWN),
        "limit_columns": ("buyer_name", "buyer_count", "needed_limit_cents"),
        "duties": [words.word("duty", code) for code in told["duties"]],
        "seen": [words.word("seen", code) for code in told["buyers_see"]],
        "opened": offers_told.opened(told),
        "opened_columns": ("figure", "value", "formula", "made_of", "source"),
        "brokered": offers_told.brokered(told), "warnings": offers_told.warnings(told),
        "tariff_on": _day(told["tariff"]), "is_example": bool((told["tariff"] or {}).get(
            "is_example")),
    }  # fmt: skip


def _point(one: Row) -> Row:
    month = one["month_number"]
    name = say(f"end of month {month}", f"fin du mois {month}") if month else say("day 1", "jour 1")
    return {"name": name, "cents": one["curve_available_cents"]}


def _day(tariff: Row | None) -> str:
    return words.day(date.fromisoformat(tariff["valid_from_on"])) if tariff else ""


listing(
    "quotes", "quotes", Both("Quotes", "Devis"), ALL, "read_quotes",
    ("prospect", "product", "quoted_on", "last_on", "cost_cents", "teg_ppm", "starting_cents",
     "is_public", "accepted_on", "contract_number"),
    menu="sell", href="/quotes/{id}",
)  # fmt: skip
listing(
    "prospects", "prospects", Both("Companies quoted", "Sociétés chiffrées"),
    FACTOR_ROLES | INTRODUCERS, "read_prospects",
    ("prospect", "deal_stage", "quote_count", "quoted_on", "last_on", "accepted_on",
     "contract_number", "file_count", "call_count"),
    menu="sell", href="/quotes/{id}",
)  # fmt: skip
page(Page("quote_new", "quote", Both("A new quote", "Un nouveau devis"), RIGHTS["quote"], new,
          "portal/quote_new.html", menu="sell", acts={"quote": make}))  # fmt: skip
page(Page("quote", "quotes/<str:quote>", Both("Quote", "Devis"), ALL, show,
          "portal/quote.html"))  # fmt: skip
