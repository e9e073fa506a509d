"""A quote and a comparison in words and tables: rows for a terminal or a page, in the reader's
language. The two costs, factoring fee and financing charge, are apart in every table."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from comptant.doors import words
from comptant.doors.name_words import choice
from comptant.doors.offer_costs import currency_of, rounded
from comptant.doors.references_told import old_value
from comptant.doors.words import Both, say

Row = dict[str, Any]
BARS = 30
# Buyers that nobody named, as quotes call them.
OTHERS = (Both("other buyers", "autres acheteurs"), Both("buyers", "acheteurs"),
          Both("others", "autres"))  # fmt: skip
_UNNAMED = frozenset(text for both in OTHERS for text in both)
# Columns of rules that terms say under another name.


def brokered(told: Mapping[str, Any]) -> str:
    """Who brings the company, and what the house pays for it; nothing where nobody does."""
    one = told.get("broker")
    if not one:
        return ""
    who = say(f"Brought by {one['broker_name']}, registered with ORIAS under {one['orias_number']}",
              f"Apporté par {one['broker_name']}, immatriculé à l'ORIAS sous {one['orias_number']}"
    )  # fmt: skip
    if "earned_cents" not in one:
        return f"{who}."
    parts = []
    if one["rate_ppm"]:
        of, share = words.word("commission_base", one["commission_base"]), words.percent(
            one["rate_ppm"])  # fmt: skip
        parts.append(say(f"{share} of: {of}", f"{share} de : {of}"))
    if one["one_off_cents"]:
        once = words.money(one["one_off_cents"], currency_of(told))
        parts.append(say(f"{once} once", f"{once} une fois"))
    paid, how = words.money(one["earned_cents"], currency_of(told)), "; ".join(parts)
    return say(f"{who}. The house pays it {paid} the first year ({how}), which is in the prices "
               "told here and not added to them.",
               f"{who}. La maison lui verse {paid} la première année ({how}), compris dans les "
               "prix dits ici et non ajoutés.")  # fmt: skip


def accepted(row: Mapping[str, Any]) -> str:
    """By whom and when a quote was accepted, and which contract came of it; empty where none."""
    if not row.get("accepted_on"):
        return ""
    on, who = words.day(row["accepted_on"]), row["accepted_by"]
    told = say(f"Accepted on {on} by {who}.", f"Accepté le {on} par {who}.")
    number = row.get("contract_number")
    return told + (say(f" Contract {number}.", f" Contrat {number}.") if number else "")


def first_day(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Day 1 of a quote, from what is assigned to the cash paid out."""
    currency = currency_of(told)
    return [(name, f"{words.money(cents, currency):>14}")
            for name, cents in first_day_rows(told["figures"]) if cents]  # fmt: skip


def first_day_rows(of: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The same as rows: name and cents."""
    return [
        (say("assigned", "cédé"), of["starting_cents"]),
        (say("financed", "financé"), of["starting_financed_cents"]),
        (say("guarantee fund", "fonds de garantie"), -of["starting_fund_cents"]),
        (say("factoring fee with VAT", "commission d'affacturage TTC"), -of["starting_fee_cents"]),
        (say("financing charge in advance", "commission de financement précomptée"),
         -of["starting_interest_cents"]),
        (say("set-up fees with VAT", "frais de dossier TTC"), -of["starting_charges_cents"]),
        (say("advanced on orders", "avancé sur commandes"), of.get("starting_orders_cents", 0)),
        (say("charge on orders in advance", "commission sur commandes précomptée"),
         -of.get("starting_order_interest_cents", 0)),
        (say("Cash on day 1", "Trésorerie du premier jour"), of["starting_cash_cents"]),
    ]  # fmt: skip


def curve(told: Mapping[str, Any]) -> list[str]:
    """What is available on day 1 and at the end of each month, as bars."""
    points, currency = told["curve"], currency_of(told)
    most = max((point["curve_available_cents"] for point in points), default=0) or 1
    lines = []
    for point in points:
        cents = point["curve_available_cents"]
        month = point["month_number"]
        name = say(f"month {month}", f"mois {month}") if month else say("day 1", "jour 1")
        bar = "█" * (cents * BARS // most)
        lines.append(f"{name:<9} {words.money(cents, currency):>14}  {bar}".rstrip())
    return lines


def prices(told: Mapping[str, Any]) -> list[Row]:
    """Where each price comes from: the row of the tariff and each adjustment."""
    from comptant.doors.tariffs_told import condition_told

    return [
        {"term": Both(*_term_words(step["term"])).said(), "step_kind": step["kind"],
         "row_name": step["row"], "condition": condition_told(step["condition"]),
         "rate_ppm": step["rate_ppm"]}
        for step in told["price"]
    ]  # fmt: skip


def _term_words(name: str) -> tuple[str, str]:
    from comptant.rules.offer_terms import OFFER_TERMS

    return OFFER_TERMS[name].english, OFFER_TERMS[name].french


def opened(told: Mapping[str, Any]) -> list[Row]:
    """Each figure opened: its value, formula, what it is made of, and the source."""
    from comptant.rules.figures import figures

    known, currency = {**told["hypotheses"], **told["figures"]}, currency_of(told)
    rows = []
    for name, figure in figures().items():
        if name not in told["figures"]:  # a quote of before the figure was told
            continue
        inputs = {one: known[one] for one in figure.inputs if one in known}
        rows.append({
            "name": name, "figure": words.column(name),
            "value": _value(name, told["figures"][name], currency),
            "formula": say(figure.english, figure.french),
            "source": say(figure.source, figure.source_french),
            "inputs": inputs,
            "made_of": ", ".join(f"{words.column(one)} {_value(one, value, currency)}"
                                 for one, value in inputs.items() if value is not None),
        })  # fmt: skip
    return rows


def _value(name: str, value: object, currency: str) -> str:
    return "" if value is None else choice(name, value) or words.value_of(name, value, currency)


def limits(told: Mapping[str, Any], most: int) -> list[Row]:
    """The limits needed, the largest first, of those that would bring cash; what stands for buyers
    that nobody named, in the reader's words, whatever those of who quoted."""
    currency = currency_of(told)
    return [{**one, "currency": currency, "buyer_name": say(*OTHERS[0])
             if one["buyer_name"] in _UNNAMED else one["buyer_name"]}
            for one in told["limits"][:most] if one["needed_limit_cents"]]  # fmt: skip


def label(offer: Mapping[str, Any]) -> str:
    """How an offer is called: its own words, else its product."""
    return str(offer.get("offer_label") or words.word("product", offer["product"]))


def side_by_side(told: Mapping[str, Any], scenario: str = "AS_USUAL") -> list[Row]:
    """One row per offer under a scenario: cash, both costs, rates, risk kept, savings."""
    names = {offer["offer_number"]: label(offer) for offer in told["offers"]}
    return [
        {
            "offer_number": row["offer_number"], "offer": names[row["offer_number"]],
            "currency": currency_of(told),
            "day_1_cents": row["starting_cash_cents"], "mean_cash_cents": row["available_cents"],
            "cost_1_cents": row["yearly_fee_cents"] + row["minimum_shortfall_cents"],
            "cost_2_cents": row["financing_charge_cents"] + row["order_charge_cents"]
            - row["suppliers_charge_cents"],
            "cost_3_cents": row["other_charges_cents"] + row["unused_fee_cents"],
            "cost_all_cents": row["yearly_cost_cents"], "cost_saved_cents": row["saved_cents"],
            "cost_net_cents": row["net_cost_cents"], "teg_told": rounded(row["teg_ppm"]),
            "risk_cents": row["kept_risk_cents"],
        }
        for row in told["scenarios"] if row["scenario"] == scenario
    ]  # fmt: skip


def scenarios(told: Mapping[str, Any]) -> list[str]:
    """The scenarios that were weighed besides the usual course, in their order."""
    found = dict.fromkeys(row["scenario"] for row in told["scenarios"])
    return [scenario for scenario in found if scenario != "AS_USUAL"]


def ties(told: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Of each offer: its name, what the client must do, what buyers see."""
    return [
        (
            label(offer),
            "; ".join(words.word("duty", code) for code in offer["duties"]),
            "; ".join(words.word("seen", code) for code in offer["buyers_see"]),
        )
        for offer in told["offers"]
    ]


def unpriced(told: Mapping[str, Any]) -> list[str]:
    """The offers left out of a comparison, and why, in sentences."""
    return [f"{label(offer)}{say(': ', ' : ')}{words.refusal(offer['refusal'], offer)}"
            for offer in told["unpriced"]]  # fmt: skip


def advice(told: Mapping[str, Any]) -> tuple[str, list[str], list[str]]:
    """The offer recommended, its reasons, and what would change it, in sentences."""
    names = {offer["offer_number"]: label(offer) for offer in told["offers"]}
    found = told["recommendation"]
    reasons = [
        words.filled(words.word("advice", reason["reason"]),
                     {"currency": currency_of(told), **reason,
                      "offer": names.get(reason.get("offer_number"), "")})
        for reason in found["reasons"]
    ]  # fmt: skip
    changes = []
    for change in found["changes"]:
        facts = {"scenario_name": words.word("scenario", change.get("scenario"))}
        when = words.filled(words.word("advice", change["change"]), facts)
        changes.append(f"{when}{say(': ', ' : ')}{names[change['offer_number']]}.")
    return names[found["offer_number"]], reasons, changes


def old_rates(told: Mapping[str, Any]) -> list[str]:
    """The reference rates of a quote, or of offers side by side, that are old."""
    of = [told["hypotheses"]] if "hypotheses" in told else told["offers"]
    found = {}
    for one in (each.get("reference") or {} for each in of):
        if one.get("is_old"):
            days = [date.fromisoformat(str(one[name])) for name in ("fixing_on", "last_on")]
            found[one["rate_index"]] = old_value(one["rate_index"], one["rate_ppm"], *days)
    return list(found.values())


def usury(told: Mapping[str, Any]) -> list[str]:
    """That the TEG of a quote is above the usury threshold of overdrafts: an alert, no refusal."""
    one = told.get("usury")
    if not one or not one["is_above"]:
        return []
    teg, most = rounded(told["figures"]["teg_ppm"]), words.percent(one["threshold_ppm"])
    return [say(f"The TEG of {teg} is above the usury threshold of overdrafts of businesses, "
                f"{most} ({one['source']}; CMF L313-5-1).",
                f"Le TEG de {teg} dépasse le seuil de l'usure des découverts des entreprises, "
                f"{most} ({one['source']} ; CMF L313-5-1).")]  # fmt: skip


def sector(told: Mapping[str, Any]) -> list[str]:
    """What the activity of the company does to its invoices, with its source."""
    return [f"{words.word('sector_note', one['note'])} ({say(one['source'], one['source_french'])})"
            for one in told.get("sector_notes", ())]  # fmt: skip


def needs_unmet(told: Mapping[str, Any]) -> list[str]:
    """What of the needs told a quote does not meet."""
    left = [words.word("unmet", code) for code in told.get("unmet_needs", ())]
    if not left:
        return []
    return [say("It does not do all that is wanted: ", "Elle ne fait pas tout ce qui est voulu : ")
            + "; ".join(left) + "."]  # fmt: skip


def cashless(told: Mapping[str, Any]) -> list[str]:
    """The buyers whose invoices bring no cash, by name and country; and what a cap on the largest
    ones keeps from being financed."""
    terms, known = told["terms"], {**told["hypotheses"], **told["figures"]}
    taken = str(terms["open_countries"]).split()
    out = [row for row in told["limits"] if row["buyer_country"] not in taken]
    lines = []
    for row in out:
        name, country = row["buyer_name"], row["buyer_country"]
        lines.append(say(
            f"{name} ({country}) brings no cash: buyers of {' '.join(taken)} alone are financed. "
            "The factoring fee is due on its invoices all the same.",
            f"{name} ({country}) n'apporte pas de trésorerie : seuls sont financés les acheteurs "
            f"de {' '.join(taken)}. La commission d'affacturage est due sur ses factures quand "
            "même."))  # fmt: skip
    capped = known.get("approved_cents", 0) - known.get("concentrated_cents", 0)
    if capped > 0:
        cents, cap = (
            words.money(capped, currency_of(told)),
            words.percent(terms["concentration_ppm"]),
        )
        lines.append(say(
            f"{cents} on average is not financed: no buyer counts for more than {cap} of what is "
            "approved (concentration).",
            f"{cents} en moyenne ne sont pas financés : aucun acheteur ne compte pour plus de "
            f"{cap} de l'approuvé (concentration)."))  # fmt: skip
    return lines


def warnings(told: Mapping[str, Any]) -> list[str]:
    """A reference rate that is old, a TEG above the usury threshold, and prices outside what is
    found on the market."""
    from comptant.rules.offer_notes import RANGE_SOURCES

    found = [*old_rates(told), *usury(told), *needs_unmet(told), *sector(told), *cashless(told)]
    for one in told["warnings"]:
        name = Both(*_term_words(one["term"])).said()
        value, least, most = (words.percent(one[f"{part}_ppm"]) for part in ("value", "least",
                                                                           "most"))  # fmt: skip
        source = say(*RANGE_SOURCES[one["term"]])
        found.append(say(f"{name}: {value} is outside what is found on the market, {least} to "
                         f"{most} ({source}).",
                         f"{name} : {value} sort de ce qui se trouve sur le marché, {least} à "
                         f"{most} ({source})."))  # fmt: skip
    return found
