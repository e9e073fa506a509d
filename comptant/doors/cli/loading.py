"""To measure the portal and the API under load."""

import click

from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.measuring import afresh, folder_of, json_option, table, verb_of_bench


def declare(root: Subject) -> None:
    """Nothing to add: this is a command of `bench`."""


@verb_of_bench(
    "portal",
    ("Show pages and API reads of a loaded market: one by one against a bare Django page with the "
     "same queries, then to users who wait 3 to 7 seconds between two.\n\n"
     "Scale 1 is 11 million open invoices; 0.091 is a million.",
     "Montrer pages et lectures d'API d'un marché chargé : une à une face à une simple page Django "
     "aux mêmes requêtes, puis à des utilisateurs qui attendent 3 à 7 secondes entre deux.\n\n"
     "L'échelle 1 compte 11 millions de factures ouvertes ; 0,091 un million."),
    "comptant bench portal --scale 0.091 --users 64 --seconds 120",
)  # fmt: skip
@option("--scale", default=0.091, type=click.FloatRange(0.000_1, 1),
        help=("How much of the market (default: 0.091).",
              "Quelle part du marché (sinon 0,091)."))  # fmt: skip
@option("--users", default=64, type=click.IntRange(8, 1_000),
        help=("Users signed in (default: 64).", "Utilisateurs connectés (sinon 64)."))  # fmt: skip
@option("--seconds", default=120, type=click.IntRange(5, 3_600),
        help=("How long they work (default: 120).", "Durée du travail (sinon 120)."))  # fmt: skip
@json_option
def portal(scale: float, users: int, seconds: int, is_json: bool) -> None:
    """Measure pages."""
    import os

    # The pages are heard in this process: it needs the settings of those that serve.
    os.environ["DJANGO_SETTINGS_MODULE"] = "comptant.doors.web"
    from comptant.doors.bench.portal.run import measure
    from comptant.doors.cli.shell import to_json

    with afresh() as conn:
        rows = measure(conn, scale, users, seconds, folder_of("portal"))
    if is_json:
        click.echo(to_json(rows))
    else:
        table(rows, ("page", "ours_ms", "bare_ms", "ratio", "shown", "failed", "p50_ms", "p99_ms"))
