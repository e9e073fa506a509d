"""How well the score tells who fails within three months, beside the naive warning (open and more
than 30 days late), with intervals by drawing companies again."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from comptant.doors.bench.warning import first, second
from comptant.doors.bench.warning.looked_at import COLUMNS, Tables, framed, look
from comptant.rules.warning import SUBJECTS, WATCH_POINTS

Row = dict[str, Any]
HORIZON_DAYS, LEAD_DAYS, LOOK_DAYS = 90, 180, 28
DRAWS = 300
FIRST_LOOK_DAYS = 464  # before, there is no year to compare with
COMPANY = ("seed", "party_id")
MARK = "<!-- comptant bench warning -->"


class LedgerMissing(Exception):
    """A folder has not all of the tables of a ledger; `names`: those that it lacks."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


def measure(seeds: int, folder: Path | None = None) -> list[Row]:
    """One row per ledger (first, second, and that of a folder) and kind of company; Raises
    LedgerMissing."""
    ledgers: dict[str, list[Tables]] = {
        "first": [framed(first.ledger(seed)) for seed in range(1, seeds + 1)],
        "second": [framed(second.ledger(seed).tables) for seed in range(1, seeds + 1)],
    }
    if folder is not None:
        ledgers["own"] = [of_folder(folder)]
    rows = []
    for name, tables in ledgers.items():
        looks = pl.concat([_looks(one, seed) for seed, one in enumerate(tables)])
        rows += [{"ledger": name, **_of(looks.filter(warning_subject=subject), subject)}
                 for subject in SUBJECTS]  # fmt: skip
    return rows


def of_folder(folder: Path) -> Tables:
    """A ledger of one's own: invoices.csv, payments.csv, disputes.csv, limits.csv, truth.csv, with
    the columns of the generators."""
    missing = [name for name in COLUMNS if not (folder / f"{name}.csv").is_file()]
    if missing:
        raise LedgerMissing(missing)
    return {name: pl.read_csv(folder / f"{name}.csv", schema_overrides=columns,
                              columns=list(columns), try_parse_dates=True)
            for name, columns in COLUMNS.items()}  # fmt: skip


def _looks(tables: Tables, seed: int) -> pl.DataFrame:
    """Every look at a ledger: one row per company and day, with whether it fails soon."""
    dates = tables["invoices"]["issued_on"]
    begun, ended = dates.min(), dates.max()
    if not isinstance(begun, date) or not isinstance(ended, date):
        raise LedgerMissing(["invoices"])
    on, found = begun + timedelta(days=FIRST_LOOK_DAYS), []
    while on + timedelta(days=HORIZON_DAYS) <= ended:
        found.append(look(tables, on))
        on += timedelta(days=LOOK_DAYS)
    soon = (pl.col("days_left") <= HORIZON_DAYS).fill_null(value=False)
    return pl.concat(found).with_columns(seed=pl.lit(seed), fails=soon)


def _of(looks: pl.DataFrame, subject: str) -> Row:
    """All figures of one kind of company."""
    flagged = looks["score"] >= WATCH_POINTS
    count = int(flagged.sum())
    naive = looks["late_ppm"] > 0
    as_many = looks["late_ppm"].rank("ordinal", descending=True) <= count
    looks = looks.with_columns(flagged=flagged, naive=naive, as_many=as_many)
    leads = _leads(looks)
    draws = _drawn(looks, leads)
    score, late = auc(looks, "score"), auc(looks, "late_ppm")
    won = _won(leads)
    return {
        "subject": subject, "companies": looks.select(COMPANY).n_unique(), "looks": looks.height,
        "failing": int(looks["fails"].sum()), "failures": leads.height,
        "score_auc": _between(score, [one[0] for one in draws]),
        "late_auc": _between(late, [one[1] for one in draws]),
        "auc_won": _between(score - late, [one[0] - one[1] for one in draws]),
        **{f"{name}_{what}": value for name in ("flagged", "naive", "as_many")
           for what, value in _told(looks, name).items()},
        "days_won": _between(won, [one[2] for one in draws]),
        "beats": _low([one[0] - one[1] for one in draws]) > 0,
    }  # fmt: skip


def auc(looks: pl.DataFrame, column: str, weight: pl.Expr | None = None) -> float:
    """How often a company that fails has more than one that does not; ties count half."""
    each = pl.lit(1, pl.Int64) if weight is None else weight
    sums = looks.group_by(column).agg(
        bad=(each * pl.col("fails")).sum(), good=(each * ~pl.col("fails")).sum()
    )
    sums = sums.sort(column).with_columns(
        pl.col("bad").cast(pl.Float64), pl.col("good").cast(pl.Float64))  # fmt: skip
    below = pl.col("good").cum_sum() - pl.col("good") / 2
    pairs, bad, good = sums.select(
        pairs=(pl.col("bad") * below).sum(), bad=pl.col("bad").sum(), good=pl.col("good").sum()
    ).row(0)  # fmt: skip
    return float(pairs / (bad * good)) if bad and good else 0.5


def _leads(looks: pl.DataFrame) -> pl.DataFrame:
    """Of each company that failed: how many days before, the score and (as many warnings being
    given) the naive warning told it first; 0: not at all."""
    near = looks.filter(pl.col("days_left") <= LEAD_DAYS)
    return near.group_by(COMPANY, maintain_order=True).agg(
        lead=pl.col("days_left").filter(pl.col("flagged")).max().fill_null(0),
        naive_lead=pl.col("days_left").filter(pl.col("as_many")).max().fill_null(0),
    )


def _won(leads: pl.DataFrame, weight: str | None = None) -> float:
    if leads.is_empty():
        return 0.0
    won = leads["lead"] - leads["naive_lead"]
    if weight is None:
        return float(won.sum()) / leads.height
    total = leads[weight].sum()
    return float((won * leads[weight]).sum()) / total if total else 0.0


def _drawn(looks: pl.DataFrame, leads: pl.DataFrame) -> list[tuple[float, float, float]]:
    """Both areas and the days won, of companies drawn again with replacement, DRAWS times."""
    chance = Random(20_270_101)
    companies = looks.select(COMPANY).unique(maintain_order=True)
    found = []
    for _ in range(DRAWS):
        drawn = [0] * companies.height
        for place in chance.choices(range(companies.height), k=companies.height):
            drawn[place] += 1
        weights = companies.with_columns(weight=pl.Series(drawn, dtype=pl.Int64))
        heavy = looks.join(weights, on=COMPANY, maintain_order="left")
        of = leads.join(weights, on=COMPANY, maintain_order="left")
        found.append((auc(heavy, "score", pl.col("weight")),
                      auc(heavy, "late_ppm", pl.col("weight")), _won(of, "weight")))  # fmt: skip
    return found


def _told(looks: pl.DataFrame, name: str) -> Row:
    told = looks.filter(pl.col(name))
    right, failing = int(told["fails"].sum()), int(looks["fails"].sum())
    return {"count": told.height, "precision": right / told.height if told.height else 0.0,
            "recall": right / failing if failing else 0.0}  # fmt: skip


def _low(values: Iterable[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) * 25 // 1000]


def _between(value: float, drawn: list[float]) -> tuple[float, float, float]:
    """A figure with its interval of 95 %."""
    ordered = sorted(drawn)
    return value, ordered[len(ordered) * 25 // 1000], ordered[len(ordered) * 975 // 1000]


def table(rows: list[Row], seeds: int) -> str:
    """The rows as the table of docs/early-warning.md."""
    lines = [
        f"{seeds} ledgers of each kind. The first was looked at while weighing; the second was "
        f"frozen before and never. In brackets: 95 %, companies drawn again {DRAWS} times.", "",
        "| ledger | company | companies | looks | of which fail in 90 days | AUC of the score "
        "| AUC of naive | AUC won | verdict |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]  # fmt: skip
    for row in rows:
        verdict = "beats the naive warning" if row["beats"] else "does not beat the naive warning"
        lines.append(
            f"| {row['ledger']} | {row['subject'].lower()} | {row['companies']} | {row['looks']} "
            f"| {row['failing']} | {_shown(row['score_auc'])} | {_shown(row['late_auc'])} "
            f"| {_shown(row['auc_won'])} | {verdict} |")  # fmt: skip
    lines += [
        "", "Warnings given, how many of them were right (precision), how many of the failures to "
        "come they told (recall):", "",
        f"| ledger | company | score ≥ {WATCH_POINTS} | precision | recall | naive: anything over "
        "30 days late | precision | recall | naive, as many warnings as the score | precision "
        "| recall | days of warning won |",
        "| --- | --- | " + "---: | " * 9 + "---: |",
    ]  # fmt: skip
    for row in rows:
        cells = [
            cell for name in ("flagged", "naive", "as_many")
            for cell in (str(row[f"{name}_count"]), f"{row[f'{name}_precision']:.0%}",
                         f"{row[f'{name}_recall']:.0%}")
        ]  # fmt: skip
        lines.append(f"| {row['ledger']} | {row['subject'].lower()} | {' | '.join(cells)} "
                     f"| {_shown(row['days_won'], 1)} |")  # fmt: skip
    return "\n".join(lines) + "\n"


def _shown(value: tuple[float, float, float], digits: int = 2) -> str:
    middle, low, high = value
    return f"{middle:.{digits}f} [{low:.{digits}f}; {high:.{digits}f}]"
