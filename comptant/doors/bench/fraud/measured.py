"""What the rules find of what is planted, miss, and raise on an honest year: month by month, as the
house looks, each alarm counted once."""

from collections.abc import Mapping
from datetime import date
from math import ceil, floor
from pathlib import Path

import polars as pl

from comptant.doors.bench.fraud import first, first_plants, second, second_schemes
from comptant.rules.fraud import TABLES, catalogue, in_force
from comptant.rules.fraud_watch import watch

Row = dict[str, object]
Tables = Mapping[str, list[Row]]
LOOKS = (*(date(2027, month, 1) for month in range(2, 13)), date(2028, 1, 1), date(2028, 2, 1),
         date(2028, 3, 1))  # fmt: skip
MARK = "<!-- comptant bench fraud -->"
COUNTED = ("found", "missed", "false", "clients")
NORMAL_95 = 1.959964
ALARM = ("fraud_rule", "contract_id", "alarm_subject_id")
# The second year was frozen under names of its own.
RENAMED = {
    "parties": {"name": "party_name"},
    "attributes": {"attribute": "attribute_kind", "value": "attribute_value"},
    "account_changes": {"change_id": "account_change_id"},
    "sessions": {"device": "device_name"}, "moves": {"move": "move_code"},
    "overrides": {"decided_by": "decider_id"},
}  # fmt: skip


def frames(tables: Tables) -> dict[str, pl.DataFrame]:
    """The tables of a year in the shapes that the rules read."""
    return {name: _frame(tables.get(name, []), name) for name in TABLES}


def _frame(rows: list[Row], name: str) -> pl.DataFrame:
    wanted = TABLES[name]
    if not rows:
        return wanted.empty()
    names = {RENAMED.get(name, {}).get(key, key): key for key in rows[0]}
    columns = []
    for column, dtype in wanted.schema().items():
        series = pl.Series(column, [row[names[column]] for row in rows])
        if series.dtype == pl.Datetime and not series.dtype.time_zone:  # type: ignore[attr-defined]
            series = series.dt.replace_time_zone("UTC")
        columns.append(series.cast(dtype))
    return pl.DataFrame(columns)


def alarms(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every alarm of a year, once."""
    found, before = [], date(2026, 1, 1)
    for on in LOOKS:
        found.append(watch(tables, before, on, in_force(on)))
        before = on
    return pl.concat(found).unique(ALARM, keep="first", maintain_order=True)


def measure(seeds: int) -> list[Row]:
    """One row per rule: what was planted in so many years of each kind and found, what honest
    years raised, and on how many of their clients."""
    counts: dict[str, dict[str, int]] = {rule: {} for rule in catalogue()}
    for seed in range(1, seeds + 1):
        for kind, honest, dishonest in (
            ("first", first.Honest(seed).tables, first_plants.planted(seed).tables),
            ("second", second.year(seed).tables, second_schemes.planted(seed).tables),
        ):
            count(counts, kind, alarms(frames(honest)), alarms(frames(dishonest)),
                  dishonest["truth"])  # fmt: skip
    return [
        {"rule": rule, "effect": listed.effect,
         **{f"{kind}_{what}": counts[rule].get(f"{kind}_{what}", 0) for kind in ("first", "second")
            for what in COUNTED}}
        for rule, listed in catalogue().items()
    ]  # fmt: skip


def count(
    counts: dict[str, dict[str, int]], kind: str, clean: pl.DataFrame, dirty: pl.DataFrame,
    truth: list[Row],
) -> None:  # fmt: skip
    """Add to the counts of each rule what one year of a kind says."""
    raised = clean.group_by("fraud_rule").agg(
        false=pl.len(), clients=pl.col("contract_id").n_unique()
    )
    for row in raised.iter_rows(named=True):
        for what in ("false", "clients"):
            name = f"{kind}_{what}"
            counts[row["fraud_rule"]][name] = counts[row["fraud_rule"]].get(name, 0) + row[what]
    whole, each = set(dirty[list(ALARM[:2])].rows()), set(dirty[list(ALARM)].rows())
    for row in truth:
        rule, contract_id, subject_id = str(row["rule"]), row["contract_id"], row["subject_id"]
        is_found = (
            (rule, contract_id) in whole if subject_id is None
            else (rule, contract_id, subject_id) in each
        )  # fmt: skip
        what = f"{kind}_{'found' if is_found else 'missed'}"
        counts[rule][what] = counts[rule].get(what, 0) + 1


def sizes() -> dict[str, int]:
    """Clients and invoices of one honest year of each kind."""
    plain, other = first.Honest(1).tables, second.year(1).tables
    return {
        "first_clients": len(plain["contracts"]), "first_invoices": len(plain["invoices"]),
        "second_clients": len(other["contracts"]), "second_invoices": len(other["invoices"]),
    }  # fmt: skip


def table(rows: list[Row], seeds: int, told: Mapping[str, int]) -> str:
    """The rows as the table of docs/fraud.md."""
    lines = [
        f"{seeds} years of each kind; a first year has {told['first_clients']} clients and "
        f"{told['first_invoices']:,} invoices, a second one {told['second_clients']} and "
        f"{told['second_invoices']:,}.", "",
        "| rule | what | effect | first: found | false alarms | on clients | second: found "
        "| false alarms | on clients |",
        "| --- | --- | --- | --- | ---: | --- | --- | ---: | --- |",
    ]  # fmt: skip
    for row in rows:
        listed = catalogue()[str(row["rule"])]
        told_of = [listed.rule, listed.english, listed.effect.lower(), *cells(row, seeds, told)]
        lines.append(f"| {' | '.join(told_of)} |")
    return "\n".join(lines) + "\n"


def cells(row: Row, seeds: int, told: Mapping[str, int]) -> list[str]:
    """What a row says of both kinds of years: found, false alarms, on clients."""
    of: list[str] = []
    for kind in ("first", "second"):
        found, missed, false, clients = (int(str(row[f"{kind}_{what}"])) for what in COUNTED)
        of += [share(found, found + missed), str(false),
               share(clients, seeds * told[f"{kind}_clients"])]  # fmt: skip
    return of


def share(part: int, whole: int) -> str:
    """A part of a whole and where its share lies, 95 times in 100 (Wilson's interval)."""
    low, high = interval(part, whole)
    return f"{part} of {whole} ({low}–{high} %)"


def interval(part: int, whole: int) -> tuple[int, int]:
    """The whole percents between which a share lies, 95 times in 100: downwards, upwards."""
    square = NORMAL_95**2
    middle = (part + square / 2) / (whole + square)
    reach = NORMAL_95 * (part * (whole - part) / whole + square / 4) ** 0.5 / (whole + square)
    return max(0, floor(100 * (middle - reach) + 1e-9)), min(100, ceil(100 * (middle + reach)))


def written(path: Path, text: str, mark: str = MARK) -> None:
    """The table in its place in a page: all after the mark; a new page is the table alone."""
    before = path.read_text().partition(mark)[0] + mark + "\n\n" if path.exists() else ""
    path.write_text(before + text)
