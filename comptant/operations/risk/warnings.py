"""Every company is scored by its own flow, as buyer and as client, and what changed is kept with
its explanation. Source: docs/decisions/0149-a-warning-explains-itself.md."""

import json
from datetime import date, timedelta

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, operation
from comptant.rules.columns import c
from comptant.rules.warning import CUTS, FLOW, HISTORY_DAYS, LEVELS, LIMIT_DAYS
from comptant.rules.warning_flow import flow_of
from comptant.rules.warning_score import scored
from comptant.store import bulk

READ_SLICE = 200  # contracts whose invoices are in memory at once
WRITE_SLICE = 10_000
TOLD_MAX = 500
SCORED_DAYS = 7
# What is older than the history by this much shows that there is one.
MARGIN_DAYS = 31


@operation
def score_warnings(do: Act) -> Answer:
    """Score every company as of today: contracts are read in slices, summed pair by pair, rolled up
    to companies; whose score changed is kept. `crossed`: who went up or down a level, the worst
    first (TOLD_MAX of them).

    Refused: warning_scored where the day is scored already.
    """
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('warning', 0))")
    seen = do.conn.execute("SELECT FROM warning_day WHERE scored_on >= %s", (do.on,)).fetchone()
    if seen is not None:
        raise Refused("warning_scored", on=do.on)
    scores, measured = _scored(do)
    changed = []
    for part in range(0, scores.height, WRITE_SLICE):
        changed += _keep(do, scores[part : part + WRITE_SLICE], measured)
    do.conn.execute(
        "INSERT INTO warning_day (scored_on, companies, act_id) VALUES (%s, %s, %s)",
        (do.on, scores.height, do.id),
    )
    crossed = [row for row in changed if row["warning_level"] != row["before_level"]]
    crossed.sort(key=lambda row: (-row["score"], row["warning_id"]))
    counts = {level: int((scores["warning_level"] == level).sum()) for level in LEVELS}
    return {"on": do.on.isoformat(), "companies": scores.height, "changed": len(changed),
            "watched": counts["WATCH"], "alerts": counts["ALERT"],
            "crossed_count": len(crossed), "crossed": crossed[:TOLD_MAX]}  # fmt: skip


def score_weekly(conn: Connection, asked: Asked) -> None:
    """What the close of a day does: a house that was scored once is scored each week again. A year
    of invoices is read for it, so not each night."""
    before = asked.on - timedelta(days=SCORED_DAYS)
    if (
        conn.execute("SELECT FROM warning_day HAVING max(scored_on) <= %s", (before,)).fetchone()
        is not None
    ):
        score_warnings(conn, asked)


def warned_on(conn: Connection, day: date) -> Answer:
    """What the report of a day tells of the scores made on it (`warned`), if any were."""
    found = bulk.row(conn, "warnings_of_day", day=day)
    return {"warned": found} if found else {}


def _scored(do: Act) -> tuple[pl.DataFrame, pl.DataFrame]:
    """SCORES and MEASURED of today; who had a score and has no invoice any more has none."""
    rows = bulk.rows(do.conn, "contracts_to_close", on=do.on)
    ids = [row["id"] for row in rows]
    from_on = do.on - timedelta(days=HISTORY_DAYS + MARGIN_DAYS)
    pairs, showing = flow_of(FLOW.empty(), do.on)
    for part in range(0, len(ids), READ_SLICE):
        read = bulk.copy_out(do.conn, "warning_flow", FLOW, from_on=from_on, on=do.on,
                             contract_ids=ids[part : part + READ_SLICE])  # fmt: skip
        more, shown = flow_of(read, do.on)
        pairs, showing = pl.concat([pairs, more]), pl.concat([showing, shown])
    cuts = bulk.copy_out(do.conn, "warning_cuts", CUTS, on=do.on,
                         from_on=do.on - timedelta(days=LIMIT_DAYS))  # fmt: skip
    scores, measured = scored(pairs, showing, cuts, do.on)
    known = bulk.rows(do.conn, "warning_known", on=do.on)
    gone = pl.DataFrame(known, schema={name: scores.schema[name] for name in
                                       ("warning_subject", "party_id", "currency")})  # fmt: skip
    none = pl.lit(0, pl.Int64)
    gone = gone.join(scores, on=("warning_subject", "party_id"), how="anti").with_columns(
        score=none, warning_level=pl.lit("QUIET"), late_ppm=none)  # fmt: skip
    return pl.concat([scores, gone.select(scores.columns)]), measured


def _keep(do: Act, scores: pl.DataFrame, measured: pl.DataFrame) -> list[Answer]:
    """Keep those of a slice whose score changed, each with its factors."""
    by = ("warning_subject", "party_id")
    factors: dict[tuple[str, int], list[Answer]] = {}
    wanted = measured.join(scores.filter(c.score > 0).select(by), on=by, how="semi")
    for row in wanted.sort("points", descending=True, maintain_order=True).iter_rows(named=True):
        kept = {name: row[name] for name in ("factor", "measured", "usual", "points",
                                             "most_points", "invoices")}  # fmt: skip
        factors.setdefault((row["warning_subject"], row["party_id"]), []).append(
            {**kept, "invoices": kept["invoices"] or []})  # fmt: skip
    written = [json.dumps(factors.get(key, [])) for key in scores.select(by).rows()]
    told = scores.with_columns(factors=pl.Series(written, dtype=pl.String))
    return bulk.rows(do.conn, "insert_warnings", **bulk.arrays(told), on=do.on, act_id=do.id)
