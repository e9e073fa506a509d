"""The measure of a life says what was written; here it is only held to the counts it must find."""

import json
import os
import subprocess
import sys

import pytest

from comptant.store.connection import superuser_connect

CONTRACTS, EACH, COPIES = 2, 30, 3
DATABASE = "life"  # of its own: other tests measure beside it


@pytest.mark.usefixtures("template")
def test_a_life_is_measured_from_assignment_to_payment_and_copied_to_be_weighed() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "comptant.doors.cli", "bench", "life", "--contracts",
         str(CONTRACTS), "--each", str(EACH), "--copies", str(COPIES), "--json"],
        capture_output=True, text=True, check=False,
        env={**os.environ, "COMPTANT_DATABASE": DATABASE},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    stages = {row["stage"]: row for row in told if "stage" in row}
    assert list(stages) == ["assigned", "financed", "collected", "closed", "whole life"]
    parts = [row for name, row in stages.items() if name != "whole life"]
    for name, value in stages["whole life"].items():
        if name != "stage":
            assert value == round(sum(row[name] for row in parts), 2)
    assert all(row["wal_bytes"] > 0 for row in parts)
    weighed = {row["table"]: row for row in told if "table" in row}
    assert {name: weighed[name]["rows_per_invoice"] for name in ("invoice", "held", "payment")} == {
        "invoice": 1.0, "held": 1.0, "payment": 1.0,
    }  # fmt: skip
    assert weighed["invoice"]["index_bytes"] > 0
    _counts_hold(weighed)


def _counts_hold(weighed: dict[str, dict[str, float]]) -> None:
    """What is told is what is there: every invoice closed, each copy as whole as the first."""
    invoices = CONTRACTS * EACH * COPIES
    with superuser_connect(f"{DATABASE}_bench") as conn:
        assert conn.execute(
            "SELECT count(*), count(*) FILTER (WHERE open_cents = 0) FROM invoice"
        ).fetchone() == (invoices, invoices)
        moved = conn.execute(
            """SELECT count(*), sum(abs(total)), count(DISTINCT contract_id) FROM (
                   SELECT contract_id, item_id, sum(amount_cents) AS total FROM movement
                   WHERE account = 'DEB' GROUP BY 1, 2) items"""
        ).fetchone()
        assert moved == (invoices, 0, CONTRACTS)
        lines = conn.execute(
            """SELECT count(*) FROM (SELECT FROM posting GROUP BY contract_id, entry_id
               HAVING sum(amount_cents) <> 0) off"""
        ).fetchone()
        assert lines == (0,)
        rows = conn.execute("SELECT count(*) FROM movement").fetchone()
        assert rows is not None
        assert round(rows[0] / invoices, 3) == weighed["movement"]["rows_per_invoice"]
