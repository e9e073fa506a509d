"""The measurement of a stress: a tiny market, each way measured, the portfolio told whole."""

import psycopg

from comptant.doors.bench import stress
from comptant.doors.bench.stage import ON


def test_a_tiny_market_is_stressed_and_compared(writer: psycopg.Connection) -> None:
    writer.autocommit = True
    steps: list[str] = []
    rows = stress.measure(writer, 0.0002, on=ON, turns=1, size=400, step=steps.append)
    assert [row["what"] for row in rows] == ["bare", "columns", "stress"]
    assert {row["rows"] for row in rows} == {
        writer.execute("SELECT count(*) FROM invoice WHERE open_cents > 0").fetchone()[0]  # type: ignore[index]
    }
    assert rows[1]["ratio_to_floor"] == 1.0
    assert steps == ["load", "turn"]
