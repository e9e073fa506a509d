"""Contracts and their terms."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup, tables, term_values, words
from comptant.doors.cli.language import SIGNED_BY, SOURCE, Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, ID
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.rules.terms import Value

CONTRACT = Subject("contract", both=Both("Factoring contracts and their terms.",
                                         "Les contrats d'affacturage et leurs conditions.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(CONTRACT)


def _terms(given: tuple[str, ...]) -> dict[str, "Value"]:
    """--term NAME=VALUE in the types of the terms; Refused: term_unknown, term_wrong."""
    from comptant.doors.minor_units import of_term
    from comptant.operations.acts.act import Refused
    from comptant.rules.terms import TERMS, BadTerm

    terms: dict[str, Value] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if name not in TERMS or not equals:
            raise Refused("term_unknown", term=name)
        term = TERMS[name]
        if term.kind in ("cents", "ppm"):
            value = value.replace(",", ".")
        try:
            terms[name] = of_term(term, value)
        except BadTerm as error:
            raise Refused(
                "term_wrong", term=name, value=value, expected=words.expected(error.expected),
                clause=term.clause,
            ) from None  # fmt: skip
    return terms


@verb(
    CONTRACT, "open",
    ("Open a contract. Terms that are not said take their default (contract terms lists them).",
     "Ouvrir un contrat. Les conditions non dites prennent leur défaut (contract terms)."),
    "comptant contract open --client 732829320 --number C-1 --term fee_ppm=0.60 "
    "--term margin_ppm=1.60 --term standing_consent='2026-01'",
    "comptant contract open --number C-1 --from-quote 1204 --term standing_consent='2026-01'",
)  # fmt: skip
@option("--client", help=("Client: SIREN, name or id (from a quote: whom it was made for).",
                          "Client : SIREN, nom ou identifiant (d'après un devis : pour qui il a "
                          "été fait)."))  # fmt: skip
@option("--from-quote", "quote_id", type=ID,
        help=("An accepted quote: the contract has all its terms, and a limit is asked for each "
              "buyer.",
              "Un devis accepté : le contrat en reprend toutes les conditions, et une limite est "
              "demandée par acheteur."))  # fmt: skip
@option("--number", required=True, help=("Number of the contract.", "Numéro du contrat."))
@option("--currency", default="EUR", help=("Currency (EUR).", "Devise (EUR)."))
@option("--from", "from_on", type=DAY, help=("First day (default: today).",
                                             "Premier jour (sinon aujourd'hui)."))  # fmt: skip
@option("--term", "terms", multiple=True, metavar="NAME=VALUE",
        help=("A term; may be repeated.", "Une condition ; peut être répétée."))  # fmt: skip
def open_(
    sh: Shell, client: str | None, quote_id: int | None, number: str, currency: str,
    from_on: date | None, terms: tuple[str, ...],
) -> None:  # fmt: skip
    """Open a contract."""
    from comptant.operations.drawing import quoted
    from comptant.operations.registry import contracting

    wanted = _terms(terms)
    if client is None and quote_id is None:
        raise click.UsageError(say("Give --client, or --from-quote.",
                                   "Donnez --client, ou --from-quote."))  # fmt: skip
    with sh.reading() as (see, _, on):
        client_id = lookup.party(see, client)["id"] if client else None
    told = {"client_id": client_id, "number": number, "from_on": from_on or on, "terms": wanted}
    if quote_id is None:
        answer = sh.run(contracting.open_contract, currency=currency.upper(), **told)
    else:
        answer = sh.run(quoted.open_from_quote, quote_id=quote_id, **told)
    sh.say(answer, say(f"Contract {number} is open.", f"Le contrat {number} est ouvert."))
    _waits(sh, answer)
    if quote_id is not None and not sh.is_json:
        limits_told(answer)
    if answer["missing_guards"] and not sh.is_json:
        click.echo(
            words.filled(
                say("Before it draws: {missing_guards}.", "Avant de financer : {missing_guards}."),
                answer,
            )
        )


@verb(CONTRACT, "amend", ("Change terms from a day on; earlier days keep what they had.",
                          "Changer des conditions à partir d'un jour ; le passé reste."),
      "comptant contract amend C-1 --term line_cents=400000.00 --source 'amendment 2'")  # fmt: skip
@click.argument("contract")
@option("--term", "terms", multiple=True, required=True, metavar="NAME=VALUE",
        help=("A term; may be repeated.", "Une condition ; peut être répétée."))  # fmt: skip
@option("--from", "from_on", type=DAY, help=("First day (default: today).",
                                             "Premier jour (sinon aujourd'hui)."))  # fmt: skip
@SIGNED_BY
@SOURCE
def amend(
    sh: Shell, contract: str, terms: tuple[str, ...], from_on: date | None, source: str,
    signed_by: str,
) -> None:  # fmt: skip
    """Amend a contract."""
    from comptant.operations.registry import contracting

    wanted = _terms(terms)
    contract_id, on = sh.contract(contract)
    answer = sh.run(contracting.amend_contract, contract_id=contract_id, from_on=from_on or on,
                    terms=wanted, source=source, signed_by=signed_by)  # fmt: skip
    sh.say(answer, say(f"Amended; invoices judged again: {answer['judged']}.",
                       f"Modifié ; factures réexaminées : {answer['judged']}."))  # fmt: skip
    _waits(sh, answer)


def limits_told(answer: dict[str, Any]) -> None:
    """The limits that an opening from a quote has asked for, and those that it could not."""
    asked, left = answer["limits_asked"], answer["limits_left"]
    tables.show(asked, ("buyer_name", "amount_cents", "approval_id"),
                say("Limits asked for", "Limites demandées"))  # fmt: skip
    tables.show(left, ("buyer_name", "amount_cents", "left_why"),
                say("Limits left to ask for", "Limites qui restent à demander"))  # fmt: skip


def _waits(sh: Shell, answer: dict[str, Any]) -> None:
    """What decides how much may be drawn, and the approval by another person that it waits for."""
    if answer["approval_id"] and not sh.is_json:
        number, terms = answer["approval_id"], ", ".join(answer["waiting"])
        click.echo(say(f"Approval {number} waits for another person: {terms}.",
                       f"L'approbation {number} attend une autre personne : {terms}.")
        )  # fmt: skip


@verb(CONTRACT, "disclose", ("Tell the buyers of a confidential contract that it assigns to us: "
                             "another person approves, then a notice waits for each of them.",
                             "Informer les acheteurs d'un contrat confidentiel de la cession : une "
                             "autre personne approuve, puis une notification attend pour chacun."),
      "comptant contract disclose C-1 --source 'letter of 30 June'")  # fmt: skip
@click.argument("contract")
@option("--needs-notice", is_flag=True,
        help=("Finance only what a sent notice covers.",
              "Ne financer que ce qu'une notification envoyée couvre."))  # fmt: skip
@SOURCE
def disclose(sh: Shell, contract: str, needs_notice: bool, source: str) -> None:
    """Tell the buyers."""
    from comptant.operations.assigning import disclosing

    answer = sh.run(disclosing.disclose_contract, contract_id=sh.contract(contract)[0],
                    needs_notice=needs_notice, source=source)  # fmt: skip
    sh.say(answer, say(f"Approval {answer['approval_id']} waits for another person: "
                       f"{answer['buyer_count']} buyers will be told.",
                       f"L'approbation {answer['approval_id']} attend une autre personne : "
                       f"{answer['buyer_count']} acheteurs seront informés."))  # fmt: skip


@verb(CONTRACT, "list", ("List the contracts.", "Lister les contrats."), "comptant contract list")
def list_(sh: Shell) -> None:
    """List contracts."""
    with sh.reading() as (see, _, on):
        rows = see("read_contracts", number=None, on=on)
    for row in rows:
        del row["terms"]
    sh.show(rows, "number", "client_name", "siren", "currency", "status")


@verb(CONTRACT, "show", ("Show a contract and its terms in force.",
                         "Montrer un contrat et ses conditions en vigueur."),
      "comptant contract show C-1")  # fmt: skip
@click.argument("contract")
@option("--history", is_flag=True, help=("Every value each term had.",
                                         "Chaque valeur qu'a eue chaque condition."))  # fmt: skip
def show(sh: Shell, contract: str, history: bool) -> None:
    """Show a contract."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        if history:
            rows = see("read_terms", contract_id=found["id"])
    if history:
        for row in rows if not sh.is_json else []:
            row["value"] = _shown_if_known(row["term"], row["value"], found["currency"])
        sh.show(rows, "term", "valid_from_on", "value", "source")
        return
    if sh.is_json:
        sh.say(found)
        return
    tables.pairs([
        (words.column("number"), found["number"]),
        (words.column("client_name"), found["client_name"]),
        (words.column("siren"), found["siren"] or ""),
        (words.column("currency"), found["currency"]),
        (words.column("status"), words.word("status", found["status"])),
    ])  # fmt: skip
    terms = [_described(name) | {"value": term_values.term_shown(name, value, found["currency"])}
             for name, value in _in_order(found["terms"] or {})]  # fmt: skip
    sh.show(terms, "term", "words", "value", "clause")


def _shown_if_known(name: str, value: object, currency: str) -> str:
    from comptant.rules.terms import TERMS

    show = term_values.term_shown if name in TERMS else words.value_of
    return show(name, value, currency)


def _in_order(terms: dict[str, Any]) -> list[tuple[str, Any]]:
    from comptant.rules.terms import TERMS

    return [(name, terms[name]) for name in TERMS if name in terms]


def _described(name: str) -> dict[str, Any]:
    from comptant.rules.terms import TERMS

    term = TERMS[name]
    return {
        "term": name,
        "words": Both(term.english, term.french).said(),
        "clause": words.word("clause", term.clause),
    }


@verb(CONTRACT, "terms", ("Explain every term: its meaning, its default, what it may be.",
                          "Expliquer chaque condition : sens, défaut, valeurs possibles."),
      "comptant contract terms")  # fmt: skip
def terms_(sh: Shell) -> None:
    """Explain the terms."""
    from comptant.rules.terms import TERMS

    if sh.is_json:
        sh.say([{**term.__dict__, "choices": list(term.choices)} for term in TERMS.values()])
        return
    rows = []
    for term in TERMS.values():
        default = (say("must be said", "à dire") if term.required
                   else term_values.term_shown(term.name, term.default))  # fmt: skip
        rows.append({**_described(term.name), "default": default,
                     "choices": " ".join(term.choices) or _form(term.kind)})  # fmt: skip
    sh.show(rows, "term", "words", "default", "choices", "clause")


def _form(kind: str) -> str:
    return {
        "cents": say("amount", "montant"), "ppm": say("percentage", "pourcentage"),
        "days": say("days", "jours"), "count": say("number", "nombre"), "flag": "yes no",
    }.get(kind, say("text", "texte"))  # fmt: skip
