"""What a quote costs, in words: the two costs apart, both sides of a programme, the TEG in both
readings of the sources; in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from comptant.doors import words
from comptant.doors.references_told import per_euro
from comptant.doors.words import say


def currency_of(told: Mapping[str, Any]) -> str:
    """The currency of a quote's amounts, or of offers side by side; euros where none is said."""
    return str(told.get("currency") or "EUR")


def costs(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The costs of a year, the two that differ first, then what VAT adds."""
    currency = currency_of(told)
    return [(name, f"{words.money(cents, currency):>14}  {note}".rstrip())
            for name, cents, note in cost_rows(told)]  # fmt: skip


def cost_rows(told: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    """The same as rows: name, cents, what it is made of."""
    of = told["figures"]
    rate = words.percent(told["terms"]["fee_ppm"])
    charge = words.percent(of["financing_rate_ppm"])
    rows = [
        (say("1. Factoring fee", "1. Commission d'affacturage"), of["yearly_fee_cents"],
         say(f"{rate} of what is assigned: management, collection", f"{rate} du cédé : gestion, "
             "encaissement")),
        (say("   complement to the annual minimum", "   complément de minimum annuel"),
         of["minimum_shortfall_cents"], ""),
        (say("2. Financing charge", "2. Commission de financement"),
         of["financing_charge_cents"] - of.get("suppliers_charge_cents", 0),
         say(f"{charge} of what is drawn, by the day; no VAT", f"{charge} de ce qui est tiré, au "
             "jour ; sans TVA")),
        (say("   on orders", "   sur commandes"), of.get("order_charge_cents", 0),
         say(f"{words.percent(of.get('order_rate_ppm', 0))} of what is advanced on orders; no VAT",
             f"{words.percent(of.get('order_rate_ppm', 0))} de l'avancé sur commandes ; sans TVA")),
        (say("3. Other fees", "3. Frais annexes"),
         of["other_charges_cents"] + of["unused_fee_cents"], ""),
        (say("Cost of a year before VAT", "Coût annuel HT"), of["yearly_cost_cents"],
         _rates(of)),
        (say("VAT, recovered", "TVA, récupérable"), of["yearly_vat_cents"],
         say("on 1 and 3, never on 2", "sur 1 et 3, jamais sur 2")),
    ]  # fmt: skip
    return [row for row in rows if row[1] or not row[0].startswith(" ")]


FEES = ("fee_name", "charge_unit", "unit_cents", "charge_ppm", "unit_count", "charged_cents",
        "fee_vat", "is_in_teg")  # fmt: skip


def fees(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The other fees one by one, with the one on the line not used: they add up to the other fees
    of the year."""
    rows = [row for row in told["charges"] if row["charged_cents"]]
    unused = told["figures"]["unused_fee_cents"]
    if unused:
        rows.append({"fee_code": "FEE-NUT", "charge_unit": "UNUSED", "unit_cents": 0,
                     "charge_ppm": told["terms"]["unused_ppm"], "unit_count": 0,
                     "charged_cents": unused, "vat_class": "EXEMPT_FIN",
                     "is_in_teg": True})  # fmt: skip
    return [
        {**row, "fee_name": words.word("fee", row["fee_code"]), "fee_vat": row["vat_class"],
         "currency": currency_of(told), "unit_cents": row["unit_cents"] or None,
         "charge_ppm": row["charge_ppm"] or None,
         "unit_count": None if row["charge_ppm"] else row["unit_count"]}
        for row in rows
    ]  # fmt: skip


def bonds(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What binds the company beyond a year's use: the minimum, the notice to leave."""
    least, months = told["figures"].get("annual_minimum_cents", 0), told["terms"]["notice_months"]
    none, counted = say("none", "aucun"), say(f"{months} months", f"{months} mois")
    if months == 1:
        counted = say("1 month", "1 mois")
    return [
        (say("Annual minimum of the factoring fee, before VAT",
             "Minimum annuel de commission d'affacturage, HT"),
         words.money(least, currency_of(told)) if least else none),
        (say("Notice to leave", "Préavis de sortie"), counted if months else none),
    ]  # fmt: skip


def both_sides(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rows of programme_rows(), their amounts in words."""
    currency = currency_of(told)
    return [(name, f"{words.money(cents, currency):>14}") for name, cents in programme_rows(told)]


def programme_rows(told: Mapping[str, Any]) -> list[tuple[str, int]]:
    """What early payment brings on both sides of a programme, and what invoices bring once they
    have repaid their orders: name, cents. Nothing of another offer."""
    of, terms = told["figures"], told["terms"]
    rows = []
    if terms["cash_base"] == "PAYABLES":
        discount = of["financing_charge_cents"]
        rows = [
            (say("Discount of a year, paid by the suppliers", "Escompte annuel, payé par les "
                 "fournisseurs"), discount),
            (say("Rebate of the buyer", "Ristourne de l'acheteur"), of["rebate_cents"]),
            (say("Not taken early: paid when due, once the buyer is debited",
                 "Non pris d'avance : payé à l'échéance, une fois l'acheteur débité"),
             of["not_early_cents"]),
            (say("Line of the programme", "Plafond du programme"), of["payables_line_cents"]),
        ]  # fmt: skip
    if terms.get("order_advance_ppm"):
        rows += [
            (say("Advanced on orders on average", "Avancé sur commandes en moyenne"),
             of["order_used_cents"]),
            (say("Brought by a year's invoices once their orders are repaid",
                 "Apport annuel des factures, commandes remboursées"), of["invoiced_net_cents"]),
        ]  # fmt: skip
    return rows


def _rates(of: Mapping[str, Any]) -> str:
    parts = []
    if of["cost_of_turnover_ppm"] is not None:
        parts.append(say(f"{rounded(of['cost_of_turnover_ppm'])} of what is assigned",
                         f"{rounded(of['cost_of_turnover_ppm'])} du cédé"))  # fmt: skip
    if of["yearly_rate_ppm"] is not None:
        parts.append(say(f"{rounded(of['yearly_rate_ppm'])} a year of the cash used",
                         f"{rounded(of['yearly_rate_ppm'])} par an de la trésorerie utilisée")
        )  # fmt: skip
    return ", ".join(parts)


def rounded(ppm: int | None) -> str:
    """A rate as it is told: two decimals. Nothing where there is none."""
    if ppm is None:
        return ""
    return words.percent((2 * ppm + (100 if ppm >= 0 else -100)) // 200 * 100)


def reference(found: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """The reference rate that a price counts with: its value, and of which day; none where the rate
    is fixed."""
    if not found or not found["fixing_on"]:
        return []
    on = words.day(date.fromisoformat(str(found["fixing_on"])))
    index = words.word("choice.reference_index", found["rate_index"])
    return [(say("Reference rate", "Taux de référence"),
             f"{index} {words.percent(found['rate_ppm'])} ({on})")]  # fmt: skip


def exchange(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What one euro of the tariff is in the currency of the offer; none of an offer in euros."""
    found = told.get("exchange")
    if not found:
        return []
    value = per_euro(found["per_euro_millionths"])
    on = words.day(date.fromisoformat(str(found["fixing_on"])))
    return [(say("The tariff's euro", "L'euro du tarif"), f"{value} {found['currency']} ({on})")]


def references(told: Mapping[str, Any]) -> list[str]:
    """The same of offers side by side, each rate once."""
    pairs = [pair for one in told["offers"] for pair in reference(one.get("reference"))]
    pairs += exchange(told)
    return [f"{name}{say(': ', ' : ')}{value}" for name, value in dict.fromkeys(pairs)]


def tegs(of: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The TEG in both readings of the sources."""
    none = say("nothing is used", "rien n'est utilisé")
    return [
        ("TEG", rounded(of["teg_ppm"]) or none),
        (say("TEG, factoring fee counted", "TEG, commission d'affacturage comprise"),
         rounded(of["teg_with_fee_ppm"]) or none),
    ]  # fmt: skip
