"""To measure: quotes of one company, one at a time, on one core."""

from typing import TYPE_CHECKING

from comptant.doors.cli.language import option
from comptant.doors.cli.measuring import BENCH, afresh, json_option, tell, verb_of_bench

if TYPE_CHECKING:
    from comptant.doors.cli.language import Subject


def declare(root: "Subject") -> None:
    """This command is of `bench`, which is declared before."""
    assert BENCH.name in root.commands


@verb_of_bench(
    "quotes",
    ("Quote one company again and again, one at a time, on one core.",
     "Chiffrer une société encore et encore, une fois à la fois, sur un cœur."),
    "comptant bench quotes --count 1000 --buyers 50",
)  # fmt: skip
@option("--count", default=1_000, help=("Quotes.", "Devis."))
@option("--buyers", default=50, help=("Buyers of the company.", "Acheteurs de la société."))
@json_option
def quotes(count: int, buyers: int, is_json: bool) -> None:
    """Measure quotes."""
    from comptant.doors.bench import quotes
    from comptant.doors.bench.stage import ON
    from comptant.doors.sandbox import open_sandbox

    with afresh() as conn:
        rows = quotes.measure(open_sandbox(conn, ON), buyers, count)
    tell(rows, is_json)
