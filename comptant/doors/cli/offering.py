"""Quotes: a ledger read or described, an offer priced, offers side by side."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comptant.doors import lookup, offers_told, tables, words
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.quoting import (
    on_a_ledger,
    read_of,
    sold_of,
    tell_quote,
    tell_reading,
    typed_terms,
)
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, ID
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.doors.sold import Sold

QUOTE = Subject("quote", both=Both("Quotes and comparisons: what financing would bring and cost.",
                                   "Devis et comparaisons : ce qu'un financement apporte et coûte.")
)  # fmt: skip
OURS = ("whole_turnover", "whole_turnover_insured", "non_recourse", "client_managed",
        "confidential", "selective", "spot", "order_finance", "reverse")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(QUOTE)


@verb(
    QUOTE, "make",
    ("Quote an offer from a few words or from the company's own ledger, and keep it. Every figure "
     "opens with --explain.",
     "Chiffrer une offre d'après quelques mots ou le poste clients de la société, et la garder. "
     "Chaque chiffre s'ouvre avec --explain."),
    "comptant quote make 'ALPHA SAS' --turnover 1200000 --agreed 45 --days 50 --invoices 240",
    "comptant quote make 'ALPHA SAS' --ledger balance.xlsx --product confidential --explain",
)  # fmt: skip
@click.argument("prospect")
@on_a_ledger
@option(
    "--for",
    "party",
    help=(
        "The company, if it is known here: SIREN, name or id.",
        "La société, si elle est connue ici : SIREN, nom ou identifiant.",
    ),
)
@option(
    "--product",
    default="whole_turnover",
    help=("A product (comptant quote products).", "Un produit (comptant quote products)."),
)
@option(
    "--term",
    "terms",
    multiple=True,
    metavar="NAME=VALUE",
    help=("A term of the offer; may be repeated.", "Une condition de l'offre ; peut être répétée."),
)
@option("--broker", help=("Who brings the company: SIREN, name or id.",
                          "Qui apporte la société : SIREN, nom ou identifiant."))  # fmt: skip
@option("--need-of", "needs", multiple=True, metavar="finance|management|insurance|confidentiality",
        help=("What the company needs; may be repeated.",
              "Ce dont la société a besoin ; peut être répété."))  # fmt: skip
@option("--explain", is_flag=True, help=("Open every figure.", "Ouvrir chaque chiffre."))
def make(
    sh: Shell, prospect: str, sold: "Sold", told: dict[str, int], party: str | None, product: str,
    terms: tuple[str, ...], broker: str | None, explain: bool, client_class: str,
    need_cents: int | None, sector: str, currency: str, needs: tuple[str, ...],
) -> None:  # fmt: skip
    """Quote an offer."""
    from comptant.operations.quoting import offers

    party_id = broker_id = None
    if party or broker:
        with sh.reading() as (see, _, _on):
            party_id = lookup.party(see, party)["id"] if party else None
            broker_id = lookup.party(see, broker)["id"] if broker else None
    answer = sh.run(
        offers.quote, prospect=prospect, party_id=party_id, product=product,
        terms=typed_terms(terms, currency), client_class=client_class, need_cents=need_cents,
        told=told, buyers=sold.buyers, sales=sold.sales, broker_id=broker_id, sector=sector,
        needs=list(needs), currency=currency,
    )  # fmt: skip
    if sh.is_json:
        opened_figures = {"explained": offers_told.opened(answer)} if explain else {}
        sh.say({**answer, **opened_figures, "read": read_of(sold)})
        return
    tell_reading(sold)
    tell_quote(answer, explain)
    tables.dim(say(f"Quote {answer['quote_id']}, valid until {words.day(answer['last_on'])}.",
                   f"Devis {answer['quote_id']}, valable jusqu'au {words.day(answer['last_on'])}.")
    )  # fmt: skip


@verb(
    QUOTE, "read",
    ("Show what is understood of a ledger: buyers, terms, real delays, what is late. Nothing is "
     "quoted.",
     "Montrer ce qui est compris d'un poste clients : acheteurs, délais, retards réels. Rien n'est "
     "chiffré."),
    "comptant quote read 732829320FEC20251231.txt",
)  # fmt: skip
@click.argument("file", type=click.Path(path_type=Path))
@option("--turnover", type=AMOUNT, help=("Sales of a year incl. VAT.", "Ventes d'un an TTC."))
def read(sh: Shell, file: Path, turnover: int | None) -> None:
    """Show a ledger as it is understood."""
    sold = sold_of(sh, file, turnover, (), term_days=None, payment_days=None, invoice_count=None,
                 other_count=1)  # fmt: skip
    rows = sold.buyers.to_dicts()
    if sh.is_json:
        sh.say({**(read_of(sold) or {}), "buyers": rows, "sales": sold.sales.to_dicts()})
        return
    tell_reading(sold)
    assert sold.read is not None
    tables.show([{"word_in_file": word_, "our_name": name}
                 for name, word_ in sold.read.understood.items()], ("word_in_file", "our_name")
    )  # fmt: skip
    tables.show(rows, ("buyer_name", "buyer_siren", "turnover_cents", "invoice_count", "term_days",
                       "payment_days", "ledger_open_cents", "stale_30_cents"))  # fmt: skip


@verb(QUOTE, "list", ("List the quotes given.", "Lister les devis donnés."), "comptant quote list")
def list_(sh: Shell) -> None:
    """List quotes."""
    with sh.reading() as (see, _, _on):
        rows = see("read_quotes", party_id=None)
    for row in rows if not sh.is_json else []:
        row["factoring_fee_of_year_cents"] = row["fee_cents"]
        row["charge_of_year_cents"] = row["charge_cents"]
    sh.show(rows, "id", "prospect", "product", "quoted_on", "factoring_fee_of_year_cents",
            "charge_of_year_cents", "cost_cents", "teg_ppm", "is_public", "accepted_on",
            "contract_number")  # fmt: skip


@verb(QUOTE, "prospects", ("List the companies quoted: quotes, files of offers and calls of each.",
                           "Lister les sociétés chiffrées : devis, fichiers d'offres et rappels de "
                           "chacune."), "comptant quote prospects")  # fmt: skip
def prospects(sh: Shell) -> None:
    """List companies quoted."""
    with sh.reading() as (see, _, on):
        rows = see("read_prospects", on=on)
    sh.show(rows, "prospect", "deal_stage", "quote_count", "quoted_on", "last_on", "accepted_on",
            "contract_number", "file_count", "call_count")  # fmt: skip


@verb(
    QUOTE, "show",
    ("Show a quote again as it was given; --explain opens every figure. The house also sees its "
     "cost and its margin.",
     "Montrer à nouveau un devis tel que donné ; --explain ouvre chaque chiffre. La maison voit "
     "aussi son prix de revient et sa marge."),
    "comptant quote show 12 --explain",
)  # fmt: skip
@click.argument("quote", type=ID)
@option("--explain", is_flag=True, help=("Open every figure.", "Ouvrir chaque chiffre."))
def show(sh: Shell, quote: int, explain: bool) -> None:
    """Show a quote."""
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, _, _on):
        found = see("read_quote", id=quote)
        floors = see("read_quote_floors", id=quote)
    if not found:
        raise Refused("quote_unknown", quote_id=quote)
    told = found[0]["offer"]
    if sh.is_json:
        more = {"explained": offers_told.opened(told)} if explain else {}
        sh.say({**found[0], **more, "floor": floors[0] if floors else None})
        return
    from datetime import date

    if told["tariff"]:
        told["tariff"]["valid_from_on"] = date.fromisoformat(told["tariff"]["valid_from_on"])
    tell_quote(told, explain)
    if found[0]["accepted_on"]:
        tables.line(offers_told.accepted(found[0]))
    if floors:
        floor = {**floors[0]["floor"], **floors[0]}
        tables.show([floor], ("cost_cents", "refinancing_cents", "expected_loss_cents",
                              "premium_cents", "handling_cents", "cost_floor_cents",
                              "margin_cents", "house_margin_ppm"),
                    say("For the house alone", "Pour la maison seule"))  # fmt: skip
