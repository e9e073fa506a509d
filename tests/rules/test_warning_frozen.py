"""The ledger that the early warning is judged on was there before its weights, and stays so."""

import hashlib
import json
from pathlib import Path

from comptant.doors.bench.warning import second, second_companies

FROZEN = "6aab5e9ace164032745b579666b39c066c58bee083e5aff47deeb66b9778e5f1"


def test_the_second_ledger_is_frozen() -> None:
    rows = json.dumps(second.ledger(1).tables, default=str, sort_keys=True)
    assert hashlib.sha256(rows.encode()).hexdigest() == FROZEN


def test_the_second_ledger_knows_nothing_of_the_score_or_of_the_first() -> None:
    for module in (second, second_companies):
        source = Path(str(module.__file__)).read_text()
        assert "comptant.rules" not in source
        assert "warning.first" not in source
