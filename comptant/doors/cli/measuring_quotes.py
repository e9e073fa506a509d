"""To measure: quotes of one company, one at a time, on one core; letters to buyers in a run."""

from typing import TYPE_CHECKING

from comptant.doors.cli.language import option
from comptant.doors.cli.measuring import BENCH, afresh, json_option, tell, verb_of_bench

if TYPE_CHECKING:
    from comptant.doors.cli.language import Subject


def declare(root: "Subject") -> None:
    """These commands are of `bench`, which is declared before."""
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


@verb_of_bench(
    "letters",
    ("Write letters to buyers in a run: what is not the engine, against the engine at its fastest "
     "(in hundreds of letters).",
     "Établir des lettres aux acheteurs en série : ce qui n'est pas le moteur, face au moteur au "
     "plus vite (par centaines de lettres)."),
    "comptant bench letters --count 1000",
)  # fmt: skip
@option("--count", default=1_000, help=("Letters.", "Lettres."))
@json_option
def letters(count: int, is_json: bool) -> None:
    """Measure letters."""
    from comptant.doors.bench import letters
    from comptant.doors.bench.stage import ON
    from comptant.doors.sandbox import open_sandbox

    with afresh() as conn:
        rows = letters.measure(open_sandbox(conn, ON), count)
    tell(rows, is_json)


@verb_of_bench(
    "reminders",
    ("Select and queue reminders in one run, against reading what is due by one join and copying "
     "the rows; then set letters of them, as bench letters does (in hundreds).",
     "Choisir et mettre en file des relances en une fois, face à la lecture de ce qui est dû par "
     "une jointure et à la copie des lignes ; puis en composer des lettres, comme bench letters "
     "(par centaines)."),
    "comptant bench reminders --count 100000 --letters 1000",
)  # fmt: skip
@option("--count", default=100_000, help=("Reminders.", "Relances."))
@option("--letters", "printed", default=1_000, help=("Letters.", "Lettres."))
@json_option
def reminders(count: int, printed: int, is_json: bool) -> None:
    """Measure reminders."""
    from comptant.doors.bench import reminders
    from comptant.doors.bench.stage import ON
    from comptant.doors.sandbox import open_sandbox

    with afresh() as conn:
        rows = reminders.measure(open_sandbox(conn, ON), count, printed)
    tell(rows, is_json)
