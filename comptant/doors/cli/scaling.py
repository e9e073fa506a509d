"""To measure what grows: the whole life of an invoice, and rules over parts of a portfolio."""

from typing import TYPE_CHECKING

import click

from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.measuring import afresh, json_option, tell, verb_of_bench
from comptant.doors.words import say

if TYPE_CHECKING:
    from typing import Any

CONTRACTS = click.IntRange(1, 100_000)


def declare(root: Subject) -> None:
    """Nothing to add: these are commands of `bench`."""


def _portfolio(body: "Any") -> "Any":
    """The size of an invented portfolio."""
    for each in (
        option("--each", default=200, type=CONTRACTS,
               help=("Open invoices of each contract.", "Factures ouvertes par contrat.")),
        option("--contracts", default=200, type=CONTRACTS,
               help=("Contracts of the portfolio.", "Contrats du portefeuille.")),
    ):  # fmt: skip
        body = each(body)
    return body


@verb_of_bench(
    "life",
    ("Tell what one invoice writes from its assignment to its payment, and what a million weigh.",
     "Dire ce qu'une facture écrit de sa cession à son paiement, et ce que pèse un million."),
    "comptant bench life --contracts 20 --each 1000 --copies 50",
)  # fmt: skip
@_portfolio
@option("--copies", default=1, type=click.IntRange(1, 10_000),
        help=("How many times these lives, to weigh them.",
              "Combien de fois ces vies, pour les peser."))  # fmt: skip
@json_option
def life(contracts: int, each: int, copies: int, is_json: bool) -> None:
    """Measure whole lives."""
    from comptant.doors.bench import life
    from comptant.doors.bench.stage import ON
    from comptant.doors.sandbox import open_sandbox
    from comptant.store.growth import grow

    with afresh() as conn:
        rows = [*life.measure(open_sandbox(conn, ON), contracts, each),
                *grow(contracts * each, copies)]  # fmt: skip
    tell([dict(row) for row in rows], is_json)


@verb_of_bench(
    "distributed",
    ("Run the same rules over parts of a portfolio on worker processes, and compare the cents.",
     "Appliquer les mêmes règles à des parts d'un portefeuille, sur plusieurs processus, et "
     "comparer au centime."),
    "comptant bench distributed --contracts 1000 --each 1000 --engine ray",
)  # fmt: skip
@_portfolio
@option("--workers", default=2, type=click.IntRange(1, 64),
        help=("Worker processes.", "Processus de calcul."))  # fmt: skip
@option("--engine", default="processes", type=click.Choice(["processes", "ray"]),
        help=("Who runs the parts.", "Qui calcule les parts."))  # fmt: skip
@json_option
def distributed(contracts: int, each: int, workers: int, engine: str, is_json: bool) -> None:
    """Measure the rules over parts."""
    from comptant.doors.bench import distributed

    try:
        rows = distributed.measure(engine, contracts, each, workers)
    except distributed.EngineMissing:
        raise click.UsageError(say(
            'Ray is not installed here: pip install "comptant[distributed]",'
            " or --engine processes.",
            "Ray n'est pas installé ici : pip install \"comptant[distributed]\","
            " ou --engine processes.",
        )) from None  # fmt: skip
    tell(rows, is_json)
