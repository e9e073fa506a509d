"""What the commands of quotes share: the ledger that they are given, terms typed, answers told."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import offer_costs, offers_told, tables, words
from comptant.doors.cli.failures import FileFault
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.language import option
from comptant.doors.cli.shell import Shell
from comptant.doors.values import AMOUNT, COUNT, word
from comptant.doors.words import say
from comptant.rules.sectors import SECTORS

if TYPE_CHECKING:
    from comptant.doors.sold import Sold

CLASSES = ("A", "B", "C", "D", "E")

_LEDGER_OPTIONS = (
    option("--ledger", type=click.Path(path_type=Path),
           help=("Aged balance, list of invoices (CSV, XLSX) or FEC of the company.",
                 "Balance âgée, liste de factures (CSV, XLSX) ou FEC de la société.")),
    option("--turnover", type=AMOUNT, help=("Sales of a year incl. VAT.", "Ventes d'un an TTC.")),
    option("--agreed", "term_days", type=COUNT, help=("Days agreed for payment.",
                                                   "Délai de paiement convenu (jours).")),
    option("--days", "payment_days", type=COUNT, help=("Days until buyers really pay.",
                                                    "Jours jusqu'au paiement réel.")),
    option("--invoices", "invoice_count", type=COUNT, help=("Invoices of a year.",
                                                         "Factures d'un an.")),
    option("--buyer", "named", multiple=True, metavar="NAME:SHARE[:COUNTRY[:CLASS]]",
           help=("A buyer and its share of sales in per cent; may be repeated.",
                 "Un acheteur et sa part des ventes en pour cent ; peut être répété.")),
    option("--others", "other_count", type=COUNT, default=20,
           help=("How many other buyers (20).", "Nombre d'autres acheteurs (20).")),
    option("--class", "client_class", type=word(CLASSES), default="C",
           help=("Risk class of the company (C).", "Classe de risque de la société (C).")),
    option("--need", "need_cents", type=AMOUNT, help=("Cash needed on average.",
                                                      "Besoin moyen de trésorerie.")),
    option("--currency", default="EUR",
           help=("Currency of every amount (EUR).", "Devise de tous les montants (EUR).")),
    option("--sector", type=word(SECTORS),
           help=("Activity of the company: some have limits of their own.",
                 "Activité de la société : certaines ont leurs limites.")),
    option("--saves", multiple=True, metavar="management|bank|premium|bad_debts=AMOUNT",
           help=("What a year costs today and the offer would save; may be repeated.",
                 "Ce qu'un an coûte aujourd'hui et que l'offre éviterait ; peut être répété.")),
)  # fmt: skip


def on_a_ledger(body: Callable[..., None]) -> Callable[..., None]:
    """The options that say what the company sells; `body` is given them as one."""

    @functools.wraps(body)
    def run(sh: Shell, **given: Any) -> None:
        names = ("ledger", "turnover", "term_days", "payment_days", "invoice_count", "named",
                 "other_count")  # fmt: skip
        given["currency"] = given["currency"].upper()
        sold = sold_of(sh, currency=given["currency"],
                       **{name: given.pop(name) for name in names})  # fmt: skip
        told = {f"{name}_cents": cents for name, cents in map(_saving, given.pop("saves"))}
        given["sector"] = given["sector"] or ""
        body(sh, sold=sold, told=told, **given)

    for each in reversed(_LEDGER_OPTIONS):
        run = each(run)
    return run


def _saving(text: str) -> tuple[str, int]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter(say(f"{text}: write management=6000",
                                     f"{text} : écrivez management=6000"))  # fmt: skip
    return name, AMOUNT.convert(value, None, None)


def sold_of(
    sh: Shell, ledger: Path | None, turnover: int | None, named: tuple[str, ...],
    currency: str = "EUR", **described: Any,
) -> "Sold":  # fmt: skip
    """The ledger: a file as it stands on the day, or the words said. Refused: ledger_missing,
    ledger_in_euros."""
    from comptant.doors.minor_units import of
    from comptant.doors.sold import Described, named_buyer, of_file, of_words
    from comptant.operations.acts.act import Refused

    if ledger is None and turnover is None:
        raise Refused("ledger_missing")
    turnover = None if turnover is None else of(turnover, currency)
    if ledger is None:
        assert turnover is not None
        others = say("other buyers", "autres acheteurs")
        return of_words(Described(turnover, named=[named_buyer(one) for one in named], **described),
                        others)  # fmt: skip
    with opened(ledger) as stream:
        data = stream.read()
    with sh.writing(is_look=True) as (_, asked):
        on = asked.on
    sold = of_file(ledger.name, data, on, turnover, currency)
    assert sold.read is not None
    if sold.read.faults:
        rows = [fault_row(fault) for fault in sold.read.faults]
        if not sh.is_json:
            tell_faults(rows)
        first = rows[0]
        raise FileFault(say("Nothing was quoted: ", "Rien n'a été chiffré : ")
                        + f"{first['place']}: {first['message']}"
                        + (f" ({first['detail']})" if sh.is_json else ""))  # fmt: skip
    return sold


def typed_terms(given: tuple[str, ...], currency: str = "EUR") -> dict[str, Any]:
    """NAME=VALUE in the types of the terms of offers, amounts in the smallest units of a currency.
    Refused: offer_term_wrong."""
    from comptant.doors.minor_units import of
    from comptant.operations.acts.act import Refused
    from comptant.rules.offer_terms import OFFER_TERMS
    from comptant.rules.terms import BadTerm, parse

    terms: dict[str, Any] = {}
    for text in given:
        name, _, value = text.partition("=")
        term = OFFER_TERMS.get(name)
        try:
            if term is None:
                raise BadTerm(name, value, say("a term of offers", "une condition d'offre"))
            number = value.replace(",", ".") if term.kind in ("cents", "ppm") else value
            terms[name] = parse(term, number)
            if term.kind == "cents" and terms[name] is not None:
                terms[name] = of(AMOUNT.convert(number, None, None), currency)
        except BadTerm as error:
            clause = words.word("clause", term.clause) if term else ""
            raise Refused("offer_term_wrong", term=name, value=value,
                          expected=words.expected(error.expected),
                          clause=clause) from None  # fmt: skip
    return terms


def tell_quote(told: dict[str, Any], explain: bool) -> None:
    """A quote for people: where the prices come from, day 1, the year, the costs, the limits."""
    tell_tariff(told["tariff"])
    columns = ("term", "step_kind", "row_name", "condition", "rate_ppm")
    tables.show(offers_told.prices(told), columns, say("Prices", "Prix"))
    tables.pairs(offers_told.first_day(told), say("Day 1", "Premier jour"))
    tables.line()
    tables.line(say("What could be drawn:", "Ce qui se tirerait :"))
    for text in offers_told.curve(told):
        tables.line("  " + text)
    tables.line()
    tables.pairs(offer_costs.costs(told), say("Costs of a year", "Coûts d'un an"))
    tables.pairs([*offer_costs.tegs(told["figures"]),
                  *offer_costs.reference(told["hypotheses"]["reference"]),
                  *offer_costs.exchange(told)])  # fmt: skip
    tables.pairs(offer_costs.both_sides(told))
    tables.show(offer_costs.fees(told), offer_costs.FEES[:6],
                say("Other fees", "Frais annexes"))  # fmt: skip
    tables.pairs(offer_costs.bonds(told), say("What binds you", "Ce qui vous engage"))
    columns = ("buyer_name", "buyer_siren", "buyer_count", "needed_limit_cents")
    needed = offers_told.limits(told, 10)
    tables.show(needed, columns,
                say("Limits needed (the largest)", "Limites nécessaires (les premières)")
    )  # fmt: skip
    for text in [offers_told.brokered(told), *offers_told.warnings(told)]:
        if text:
            tables.line(text)
    if explain:
        tables.show(offers_told.opened(told), ("figure", "value", "formula", "made_of", "source"),
                    say("Each figure opened", "Chaque chiffre ouvert"))  # fmt: skip


def tell_tariff(tariff: dict[str, Any] | None) -> None:
    if tariff is None:
        tables.dim(
            say("Every price was typed: no tariff.", "Tous les prix sont saisis : sans tarif.")
        )
        return
    since = words.day(tariff["valid_from_on"])
    tables.dim(say(f"Tariff of {since}: {tariff['source']}.",
                   f"Tarif du {since} : {tariff['source']}."))  # fmt: skip
    if tariff["is_example"]:
        tables.line(say("This is the example of the house: its prices are invented.",
                        "C'est l'exemple de la maison : ses prix sont inventés."))  # fmt: skip


def read_of(sold: "Sold") -> dict[str, Any] | None:
    if sold.read is None:
        return None
    notes = [{"note": code, "detail": detail} for code, detail in sold.read.notes]
    return {"kind": sold.read.kind, "as_of_on": sold.read.as_of_on,
            "understood": sold.read.understood, "notes": notes}  # fmt: skip


def tell_reading(sold: "Sold") -> None:
    """What was understood of the ledger, and what was supposed."""
    if sold.read is None:
        return
    kind, count = words.word("ledger", sold.read.kind), sold.buyers.height
    as_of = sold.read.as_of_on
    on = words.day(as_of) if as_of else ""
    tables.line(say(f"Read: {kind}, {count} buyers, as of {on}.",
                    f"Lu : {kind}, {count} acheteurs, au {on}."))  # fmt: skip
    for code, detail in sold.read.notes:
        tables.dim("  " + words.filled(words.word("note", code), {"detail": detail}))
