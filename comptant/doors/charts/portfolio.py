"""The figures of a portfolio, or of one contract: each drawn once, for the page and for the file.

A chart is a query, its arguments being the day and the contract (None: all contracts), and what
its rows become; the rows are also its table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from comptant.doors import words
from comptant.doors.charts import shapes
from comptant.doors.charts.drawing import FREE, GIVEN, KEPT, WHOLE, Drawing
from comptant.doors.reporting import BUCKETS
from comptant.doors.words import Both
from comptant.formats.currencies import EXPONENTS

Row = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """One figure: its name, the query of its rows, the columns of its table, how it is drawn."""

    title: Both
    query: str
    columns: tuple[str, ...]
    draw: Callable[[list[Row], str], Drawing]
    day: str = ""  # the column of its rows that says as of when all of it is

    def said(self, rows: list[Row]) -> str:
        """Its title, with its day where it has one."""
        days = [row[self.day] for row in rows if self.day]
        title = self.title.said()
        return f"{title} {words.say('as of', 'au')} {words.day(max(days))}" if days else title


def scaled(currency: str) -> Callable[[int], str]:
    """Amounts on a scale: whole units, shortened from a thousand on."""
    whole_unit = 10 ** EXPONENTS.get(currency, 2)

    def said(cents: int) -> str:
        units = cents // whole_unit
        sign = "-" if units < 0 else ""
        units = abs(units)
        for unit, letter in ((1_000_000, "M"), (1_000, "k")):
            if units >= unit:
                whole, tenth = divmod(units * 10 // unit, 10)
                point = "," if words.language() == words.FRENCH else "."
                number = f"{whole}{point}{tenth}" if tenth and whole < 100 else f"{whole}"
                return f"{sign}{number}{words.NBSP}{letter}{_symbol(currency)}"
        return f"{sign}{units}{words.NBSP}{_symbol(currency)}"

    return said


def _symbol(currency: str) -> str:
    return "€" if currency == "EUR" else currency


def ageing(rows: list[Row], currency: str) -> Drawing:
    """What is open by lateness."""
    by_bucket = {row["bucket"]: row["open_cents"] for row in rows}
    told = [(BUCKETS[name].said(), [by_bucket.get(name, 0)]) for name in BUCKETS if name != "CN"]
    open_by = Both("open amount, by days past the due date",
                   "reste dû, par jours de retard après l'échéance").said()  # fmt: skip
    return shapes.columns(AGEING.said(rows), told, [(open_by, WHOLE)], scaled(currency))


def over_time(rows: list[Row], currency: str) -> Drawing:
    """What is owed and what is lent, week by week."""
    labels = [words.day(row["week_on"]) for row in rows]
    series = [
        (words.column(name), colour, [row[name] for row in rows])
        for name, colour in (("outstanding_cents", WHOLE), ("funds_in_use_cents", FREE))
    ]
    return shapes.lines(OVER_TIME.title.said(), labels, series, scaled(currency))


def concentration(rows: list[Row], currency: str) -> Drawing:
    """The buyers that owe the most, as shares of all that is owed."""
    told = [(row["buyer_name"], row["share_ppm"]) for row in rows]
    title = CONCENTRATION.title.said()
    return shapes.ranks(title, told, lambda ppm: words.percent(ppm // 100 * 100), WHOLE)


def delays(rows: list[Row], currency: str) -> Drawing:
    """How many days of assignments are outstanding, by contract."""
    told = sorted(
        ((f"{row['contract_number']} {row['client_name']}", row["turning_days"])
         for row in rows if row["turning_days"] is not None),
        key=lambda row: -row[1],
    )[:12]  # fmt: skip
    day = Both("days", "jours").said()
    return shapes.ranks(DELAYS.title.said(), told, lambda days: f"{days} {day}", KEPT)


def cost(rows: list[Row], currency: str) -> Drawing:
    """Factoring fees, financing charges and other fees, month by month."""
    names = {"fees_cents": WHOLE, "charges_cents": FREE, "other_fees_cents": GIVEN}
    told = [(f"{row['month_on']:%m/%y}", tuple(row[name] for name in names)) for row in rows]
    series = [(words.column(name), colour) for name, colour in names.items()]
    return shapes.columns(COST.title.said(), told, series, scaled(currency))


AGEING = Chart(Both("Aged balance", "Balance âgée"), "read_ageing",
               ("bucket_name", "open_cents", "told_on"),
               ageing, day="told_on")  # fmt: skip
OVER_TIME = Chart(
    Both("Outstanding and funds in use", "Encours et financement utilisé"),
    "read_funds_over_time", ("week_on", "outstanding_cents", "funds_in_use_cents"), over_time,
)  # fmt: skip
CONCENTRATION = Chart(Both("Concentration by buyer", "Concentration par acheteur"),
                      "read_concentration", ("buyer_name", "outstanding_cents", "share_ppm"),
                      concentration)  # fmt: skip
DELAYS = Chart(Both("Days of assignments outstanding", "Jours de cessions en cours"),
               "read_portfolio", ("contract_number", "client_name", "turning_days"),
               delays)  # fmt: skip
COST = Chart(Both("Cost of the year", "Coût de l'année"), "read_cost_of_year",
             ("month_on", "fees_cents", "charges_cents", "other_fees_cents"), cost)  # fmt: skip
CHARTS: Mapping[str, Chart] = {
    "over-time": OVER_TIME, "ageing": AGEING, "concentration": CONCENTRATION, "delays": DELAYS,
    "cost": COST,
}  # fmt: skip
# What a client sees of its own contract.
OF_CONTRACT = ("over-time", "ageing", "concentration", "cost")
