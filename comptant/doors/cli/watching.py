"""A portfolio watched: aged balance of any day, how buyers pay, whom to remind, what will come."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup, tables, words
from comptant.doors.cli import files_out
from comptant.doors.cli.books import KNOWN_AT
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.store.access import See

TOP = Subject("watching", both=Both("", ""))
AT = option("--at", "at_on", type=DAY, help=("Value date (default: today).",
                                             "Date de valeur (sinon aujourd'hui)."))  # fmt: skip
BUCKETS = ("not_due_cents", "late_30_cents", "late_60_cents", "late_90_cents", "later_cents",
           "notes_cents", "open_cents", "guaranteed_cents")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


def contract_id(see: "See", contract: str | None, on: date) -> int | None:
    """The contract that was named; None: all."""
    return None if contract is None else int(lookup.contract(see, contract, on)["id"])


@verb(
    TOP, "aged",
    ("The aged balance at a value date, as known at an instant: of a contract by buyer, or of all "
     "contracts.\n\nIts total is that of open-items and of account DEB in balances.",
     "La balance âgée à une date de valeur, telle que connue à un instant : d'un contrat par "
     "acheteur, ou de tous les contrats.\n\nSon total est celui d'open-items et du compte DEB de "
     "balances."),
    "comptant aged C-1 --at 2026-06-30", "comptant aged",
)  # fmt: skip
@click.argument("contract", required=False)
@AT
@KNOWN_AT
def aged(
    sh: Shell, contract: str | None, at_on: date | None, known_at: datetime | None
) -> None:  # fmt: skip
    """Show the aged balance."""
    with sh.reading() as (see, _, on):
        asked = {"on": at_on or on, "known_at": known_at}
        if contract is None:
            rows, names = see("read_aged_contracts", **asked), ("contract_number", "client_name")
        else:
            id_ = lookup.contract(see, contract, on)["id"]
            rows, names = see("read_aged_buyers", contract_id=id_, **asked), ("name",)
    if sh.is_json:
        sh.say(rows)
        return
    sh.show([*rows, *totals(rows, names[0])], *names, *BUCKETS)


def totals(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """A row of sums for each currency, where there is more than one row."""
    told = []
    for currency in sorted({row["currency"] for row in rows}):
        own = [row for row in rows if row["currency"] == currency]
        if len(own) > 1:
            told.append({name: say("Total", "Total"), "currency": currency,
                         **{one: sum(row[one] for row in own) for one in BUCKETS}})  # fmt: skip
    return told


@verb(
    TOP, "collection",
    ("How a portfolio is collected: DSO by the accounting method and by count-back, best possible "
     "DSO, days delinquent, days from invoice to payment, dilution, payments that went to the "
     "client.\n\nOf a contract by buyer, or by contract.",
     "Comment un portefeuille s'encaisse : DSO comptable et par épuisement, meilleur DSO possible, "
     "retard moyen, jours de la facture au paiement, dilution, règlements reçus par l'adhérent.\n\n"
     "D'un contrat par acheteur, ou par contrat."),
    "comptant collection C-1", "comptant collection --days 365 --at 2026-06-30",
)  # fmt: skip
@click.argument("contract", required=False)
@option("--days", "period_days", type=click.IntRange(1, 366), default=90,
        help=("Days of turnover for the DSO.",
              "Jours de chiffre d'affaires pour le DSO."))  # fmt: skip
@option("--total", "is_total", is_flag=True, help=("One row for all.", "Une ligne pour tout."))
@AT
def collection(
    sh: Shell, contract: str | None, period_days: int, is_total: bool, at_on: date | None
) -> None:
    """Show measures."""
    from comptant.doors import watching

    by = "all" if is_total else "contract" if contract is None else "buyer"
    names = {"all": (), "contract": ("contract_number", "client_name"), "buyer": ("buyer_name",)}
    with sh.reading() as (see, _, on):
        of = contract_id(see, contract, on)
        rows = watching.measures(see, at_on or on, of, by, period_days)
    sh.show(rows, *names[by], *watching.MEASURED)
    if not sh.is_json:
        for row in rows:
            if row["is_direct_alert"]:
                who = row.get("buyer_name") or row.get("contract_number") or row["currency"]
                tables.line(say(
                    f"{who}: more than 2 % of the last thirty days' payments went to the client.",
                    f"{who} : plus de 2 % des règlements de trente jours reçus par l'adhérent."
                ))  # fmt: skip


@verb(
    TOP, "to-collect",
    ("Whom to remind first: what each buyer owes past due, less what its own habits bring within "
     "thirty days, less what it disputes.",
     "Qui relancer d'abord : l'échu de chaque acheteur, moins ce que ses habitudes apportent sous "
     "trente jours, moins ses litiges."),
    "comptant to-collect C-1", "comptant to-collect --at 2026-06-30",
)  # fmt: skip
@click.argument("contract", required=False)
@AT
def to_collect(sh: Shell, contract: str | None, at_on: date | None) -> None:
    """Show the collector's list."""
    from comptant.doors import watching

    with sh.reading() as (see, _, on):
        rows = watching.collectors(see, at_on or on, contract_id(see, contract, on))
    sh.show(rows, *watching.COLLECTED)


@verb(
    TOP, "forecast",
    ("What buyers will pay of the invoices open today, week by week, from how late each has paid "
     "in twelve months; four times of five the sum falls between low and high.\n\n--backtest makes "
     "the same forecasts in the past and says how they did. --out draws it (.svg, .png, .pdf).",
     "Ce que les acheteurs paieront des factures ouvertes ce jour, semaine par semaine, d'après le "
     "retard de chacun sur douze mois ; quatre fois sur cinq la somme tombe entre bas et haut.\n\n"
     "--backtest refait ces prévisions dans le passé et dit ce qu'elles valaient. --out les "
     "dessine (.svg, .png, .pdf)."),
    "comptant forecast C-1 --backtest", "comptant forecast --out forecast.pdf",
)  # fmt: skip
@click.argument("contract", required=False)
@option(
    "--backtest",
    "is_test",
    is_flag=True,
    help=("Say how past forecasts did.", "Dire ce que valaient les prévisions passées."),
)
@option("--out", type=Path, help=("Draw it into a file.", "La dessiner dans un fichier."))
@files_out.FORCE
def forecast(
    sh: Shell, contract: str | None, is_test: bool, out: Path | None, is_forced: bool
) -> None:
    """Show the forecast."""
    from comptant.doors import forecasting

    with sh.reading() as (see, _, on):
        of = contract_id(see, contract, on)
        rows = forecasting.weeks(see, on, of)
        tested = forecasting.backtest(see, on, of) if is_test else []
    if out is not None:
        _draw(out, rows, is_forced)
    judged = forecasting.judged(tested)
    if sh.is_json:
        sh.say({"weeks": rows, "backtest": tested, "judged": judged})
        return
    sh.show(rows, *forecasting.COLUMNS)
    if is_test:
        sh.show(tested, *forecasting.TESTED)
        _tell(judged)


def _tell(judged: dict[str, Any] | None) -> None:
    if judged is None:
        tables.line(say("Nothing was paid in the past: the forecast cannot be tested yet.",
                        "Rien n'a encore été payé : la prévision ne peut être testée.")
        )  # fmt: skip
        return
    tables.pairs([(words.column(name), words.value_of(name, value))
                  for name, value in judged.items()])  # fmt: skip


def _draw(out: Path, rows: list[dict[str, Any]], is_forced: bool) -> None:
    from comptant.doors.charts.forecast import forecast as chart

    currency = rows[0]["currency"] if rows else "EUR"
    path = files_out.draw(out, chart(rows, currency).svg(), is_forced=is_forced)
    tables.complain(say(f"{path}: written.", f"{path} : écrit."))
