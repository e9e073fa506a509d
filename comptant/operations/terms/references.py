"""Values that others publish, loaded from files by two people; none is ever supposed.

Source: DOMAIN §4.3 (indexes), §4.7 (usury), §5.3 (ECB rate, legal rate).
"""

import hashlib
from datetime import date
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.formats.rate_lists import RATE_VALUES
from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.approval import propose
from comptant.operations.acts.documents import keep_document
from comptant.rules.batch import check
from comptant.rules.exchange import PER_EURO_MAX, PER_EURO_MIN
from comptant.rules.money import ONE_PPM
from comptant.rules.reference_values import PER_EURO, first_day, indexes, last_day
from comptant.rules.terms import TERMS
from comptant.store import bulk

VALUES_MAX = 5_000
PRICING = TERMS["reference_index"].choices  # what contracts and offers are priced by
Row = dict[str, Any]


@operation
def propose_rates(do: Act, *, values: pl.DataFrame, file_name: str, content: bytes) -> Answer:
    """Propose many values of reference rates (RATE_VALUES), read from a file that is kept; they
    count once another person approves, all at once. Values that are known already are left out
    (`known`); one that differs from what is known takes its place, and what it was is told
    (`changed`).

    Refused: nothing_sent, too_many_lines, index_unknown, rate_wrong, period_day_wrong,
    values_twice, nothing_new.
    """
    check(values, RATE_VALUES)
    if values.is_empty():
        raise Refused("nothing_sent")
    if values.height > VALUES_MAX:
        raise Refused("too_many_lines", lines=values.height, most=VALUES_MAX)
    rows = values.to_dicts()
    for row in rows:
        check_value(row["index_name"], row["fixing_on"], row["value_millionths"])
    twice = values.filter(pl.struct("index_name", "fixing_on").is_duplicated())
    if twice.height:
        raise Refused("values_twice", index_name=twice["index_name"][0], day=twice["fixing_on"][0])
    known = {(row["index_name"], row["fixing_on"]): row["rate_ppm"]
             for row in bulk.rows(do.conn, "known_fixings", **bulk.arrays(
                 values.select("index_name", "fixing_on")))}  # fmt: skip
    new = [row for row in rows if row["value_millionths"] != known.get(
        (row["index_name"], row["fixing_on"]))]  # fmt: skip
    if not new:
        raise Refused("nothing_new", lines=len(rows))
    changed = [{"index_name": row["index_name"], "fixing_on": row["fixing_on"].isoformat(),
                "was_ppm": known[row["index_name"], row["fixing_on"]]}
               for row in new if (row["index_name"], row["fixing_on"]) in known]  # fmt: skip
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, "text/csv", content, None)
    told = [{"index_name": row["index_name"], "fixing_on": row["fixing_on"].isoformat(),
             "rate_ppm": row["value_millionths"], "source": row["value_source"]}
            for row in new]  # fmt: skip
    arguments = {"values": told, "file_name": file_name, "digest": digest.hex()}
    return {"approval_id": propose(do, "rate", arguments), "count": len(new),
            "known": len(rows) - len(new), "changed": changed}  # fmt: skip


def set_values(do: Act, approval: bulk.Row) -> Answer:
    """What approved values do: each is in force from its day."""
    said = approval["arguments"]
    for row in said.get("values") or [said]:
        do.conn.execute(
            """INSERT INTO rate_fixing (index_name, fixing_on, rate_ppm, source, act_id)
               VALUES (%(index_name)s, %(fixing_on)s, %(rate_ppm)s, %(source)s, %(act_id)s)""",
            {**row, "act_id": do.id},
        )
    if "values" in said:
        return {"count": len(said["values"]), "file_name": said["file_name"]}
    return dict(said)


def check_value(index_name: str, fixing_on: date, rate_ppm: int) -> None:
    """Whether a value can be one of an index; Refused: index_unknown, rate_wrong,
    period_day_wrong."""
    index = indexes().get(index_name)
    if index is None:
        raise Refused("index_unknown", index_name=index_name, indexes=sorted(indexes()))
    least, most = (PER_EURO_MIN, PER_EURO_MAX) if index.unit == PER_EURO else (-ONE_PPM, ONE_PPM)
    if not least <= rate_ppm <= most:
        raise Refused("rate_wrong", rate_ppm=rate_ppm)
    first = first_day(index, fixing_on)
    if first != fixing_on:
        raise Refused("period_day_wrong", index_name=index_name, day=fixing_on, first_on=first)


def value_on(conn: Connection, index_name: str, day: date) -> Row:
    """The value of an index that counts on a day: rate_ppm, fixing_on, last_on, source. One that
    prices contracts counts until another is told, by their clause: past `last_on` it `is_old`.

    Refused: index_unknown; value_missing_on, with the value, the day and the last one known.
    """
    index = indexes().get(index_name)
    if index is None:
        raise Refused("index_unknown", index_name=index_name, indexes=sorted(indexes()))
    found = bulk.row(conn, "reference_on", index_name=index_name, on=day)
    last_on = last_day(index, found["fixing_on"]) if found else None
    is_old = last_on is not None and last_on < day
    if found is None or (is_old and index_name not in PRICING):
        raise Refused("value_missing_on", index_name=index_name, day=day,
                      last_on=found["fixing_on"] if found else None)  # fmt: skip
    return {"index_name": index_name, "on": day, **found, "last_on": last_on, "is_old": is_old}
