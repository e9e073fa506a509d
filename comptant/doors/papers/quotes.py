"""A quote as a paper: full costs, the TEG with its hypotheses, VAT apart."""

from comptant.doors import offer_costs, offers_told, words
from comptant.doors.papers.parts import Paper, Row, factor, pairs, sentences, set_paper, table
from comptant.doors.words import money, say
from comptant.operations.acts.act import Refused
from comptant.store.access import See

# What the TEG rests on, in the order in which it is told.
HYPOTHESES = (
    "assigned_cents", "outstanding_cents", "available_cents", "used_cents", "charge_base_cents",
    "financing_rate_ppm", "financing_charge_cents", "linked_charges_cents", "period_days",
    "teg_year_days",
)  # fmt: skip
LIMITS_SHOWN = 200


def quote(see: See, quote_id: int) -> Paper:
    """The quote as it was given; Refused: quote_unknown."""
    found = see("read_quote", id=quote_id)
    if not found:
        raise Refused("quote_unknown", quote_id=quote_id)
    return printed(factor(see), found[0])


def printed(house: tuple[str, str], row: Row) -> Paper:
    """The paper of a quote that was read, of a house by its name and SIREN."""
    quote_id, told, currency = row["id"], row["offer"], row["currency"]
    title = say(f"Factoring quote no. {quote_id}", f"Devis d'affacturage n° {quote_id}")
    parts = [
        pairs("", _head(row)), _brokered(told), _warned(told), _costs(told, currency),
        _charges(told, currency),
        pairs(say("What binds you", "Ce qui vous engage"), offer_costs.bonds(told)),
        _programme(told, currency),
        teg(told, currency), _first_day(told, currency), _curve(told, currency), _prices(told),
        sentences(say("Your duties", "Vos devoirs"),
                  ["– " + words.word("duty", code) for code in told["duties"]]),
        sentences(say("What your buyers see", "Ce que voient vos acheteurs"),
                  ["– " + words.word("seen", code) for code in told["buyers_see"]]),
        _limits(told, currency),
    ]  # fmt: skip
    mark = say(f"Quote {quote_id}", f"Devis {quote_id}")
    name = say(f"quote-{quote_id}", f"devis-{quote_id}")
    return set_paper(house, "quote", name, title, mark, parts, row["quoted_on"])


def _head(row: Row) -> list[tuple[str, str]]:
    return [
        (say("Company", "Société"), row["prospect"]),
        (say("Product", "Produit"), words.word("product", row["product"])),
        (say("Quoted on", "Établi le"), words.day(row["quoted_on"])),
        (say("Valid until", "Valable jusqu'au"), words.day(row["last_on"])),
    ]


def _brokered(told: Row) -> Row | None:
    line = offers_told.brokered(told)
    return sentences(say("Your broker", "Votre courtier"), [line]) if line else None


def _warned(told: Row) -> Row | None:
    lines = list(offers_told.warnings(told))
    if (told["tariff"] or {}).get("is_example"):
        lines.append(say("Priced by the example tariff: its prices are invented.",
                         "Tarifé par le tarif d'exemple : ses prix sont inventés."))  # fmt: skip
    return sentences("", lines) if lines else None


def _costs(told: Row, currency: str) -> Row:
    rows = [(name.strip(), note, money(cents, currency))
            for name, cents, note in offer_costs.cost_rows(told)]  # fmt: skip
    heads = (say("Cost", "Coût"), say("How it is made", "Comment il se forme"),
             say("A year", "Par an"))  # fmt: skip
    return table(say("What a year costs", "Ce que coûte une année"), heads, rows, "2 3 auto", 2)


def _charges(told: Row, currency: str) -> Row | None:
    rows = [
        (one["fee_name"], words.word("vat", one["vat_class"]),
         say("yes", "oui") if one["is_in_teg"] else say("no", "non"),
         words.percent(one["charge_ppm"]) if one["charge_ppm"] else str(one["unit_count"]),
         money(one["charged_cents"], currency))
        for one in offer_costs.fees(told)
    ]  # fmt: skip
    heads = (say("Other fee", "Frais annexe"), say("VAT", "TVA"), say("In the TEG", "Dans le TEG"),
             say("Number or rate", "Nombre ou taux"), say("Before VAT", "HT"))  # fmt: skip
    title = say("The other fees, one by one", "Les frais annexes, un par un")
    return table(title, heads, rows, "3 2 auto auto auto", 3) if rows else None


def _programme(told: Row, currency: str) -> Row | None:
    rows = [(name, money(cents, currency)) for name, cents in offer_costs.programme_rows(told)]
    return pairs(say("Both sides", "Des deux côtés"), rows) if rows else None


def teg(told: Row, currency: str) -> Row:
    """The TEG in both readings, and what it rests on."""
    known = {**told["hypotheses"], **told["figures"]}
    rows = list(offer_costs.tegs(told["figures"]))
    rows += [(words.column(name), words.value_of(name, known[name], currency))
             for name in HYPOTHESES if known.get(name) is not None]  # fmt: skip
    rows += [*offer_costs.reference(told["hypotheses"]["reference"]), *offer_costs.exchange(told)]
    return pairs(say("TEG and its hypotheses", "TEG et ses hypothèses"), rows)


def _first_day(told: Row, currency: str) -> Row:
    rows = [(name, money(cents, currency))
            for name, cents in offers_told.first_day_rows(told["figures"]) if cents]  # fmt: skip
    return pairs(say("Day 1", "Le premier jour"), rows)


def _curve(told: Row, currency: str) -> Row:
    rows = []
    for one in told["curve"]:
        month = one["month_number"]
        name = say(f"End of month {month}", f"Fin du mois {month}")
        rows.append((name if month else say("Day 1", "Jour 1"),
                     money(one["curve_available_cents"], currency)))  # fmt: skip
    half = (len(rows) + 1) // 2
    beside = [*rows[half:], *[("", "")] * (2 * half - len(rows))]
    heads = (say("When", "Quand"), say("Available", "Disponible")) * 2
    both = [(*left, *right) for left, right in zip(rows[:half], beside, strict=True)]
    return table(say("Cash over twelve months", "La trésorerie sur douze mois"), heads, both,
                 "1 1 1 auto", 1)  # fmt: skip


def _prices(told: Row) -> Row | None:
    rows = [(one["term"], words.word("step_kind", one["step_kind"]), one["row_name"],
             one["condition"], words.percent(one["rate_ppm"]))
            for one in offers_told.prices(told)]  # fmt: skip
    heads = (say("Price", "Prix"), say("Step", "Étape"), say("Row of the tariff", "Ligne du tarif"),
             say("Condition", "Condition"), say("Rate", "Taux"))  # fmt: skip
    title = say("Where the prices come from", "D'où viennent les prix")
    return table(title, heads, rows, "3 2 2 2 auto", 4) if rows else None


def _limits(told: Row, currency: str) -> Row:
    rows = [(one["buyer_name"] or "", str(one["buyer_count"]),
             money(one["needed_limit_cents"], currency))
            for one in offers_told.limits(told, LIMITS_SHOWN)]  # fmt: skip
    heads = (say("Buyer", "Acheteur"), say("Number", "Nombre"), say("Limit", "Limite"))
    return table(say("Limits needed", "Les limites nécessaires"), heads, rows, "1 auto auto", 1)
