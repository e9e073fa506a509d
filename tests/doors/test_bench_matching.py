"""The measurement of the matching: payments whose invoices are known, and real books."""

import ast
from collections import Counter
from datetime import date
from pathlib import Path

import psycopg
import pytest

from comptant.doors.bench.matching import books, damage, draw, ledgers, run
from comptant.doors.bench.matching.draw import KINDS
from comptant.doors.bench.matching.ledgers import Ledgers

ON = date(2026, 1, 16)
FEC = """JournalCode\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\t\
PieceRef\tEcritureLib\tDebit\tCredit\tEcritureLet
VE\t1\t20250103\t411000\tClients\tB1\tBETA\tFA-101\tBETA\t100,00\t0,00\tA
VE\t1\t20250103\t706000\tVentes\t\t\tFA-101\tBETA\t0,00\t100,00\t
VE\t2\t20250110\t411000\tClients\tB1\tBETA\tFA-102\tBETA\t250,00\t0,00\tB
VE\t3\t20250110\t411000\tClients\tG1\tGAMMA\tFA-103\tGAMMA\t70,00\t0,00\tA
VE\t4\t20250111\t411000\tClients\tG1\tGAMMA\tFA-104\tGAMMA\t70,00\t0,00\t
BQ\t5\t20250203\t512000\tBanque\t\t\tR1\tVIR BETA FA-101\t100,00\t0,00\t
BQ\t5\t20250203\t411000\tClients\tB1\tBETA\tR1\tVIR BETA FA-101\t0,00\t100,00\tA
BQ\t6\t20250204\t512000\tBanque\t\t\tR2\tVIR BETA\t250,00\t0,00\t
BQ\t6\t20250204\t411000\tClients\tB1\tBETA\tR2\tVIR BETA\t0,00\t250,00\tB
BQ\t7\t20250205\t512000\tBanque\t\t\tR3\tVIR GAMMA\t70,00\t0,00\t
BQ\t7\t20250205\t411000\tClients\tG1\tGAMMA\tR3\tVIR GAMMA\t0,00\t70,00\tA
BQ\t8\t20250206\t512000\tBanque\t\t\tR4\tVIR BETA\t9,00\t0,00\t
BQ\t8\t20250206\t411000\tClients\tB1\tBETA\tR4\tVIR BETA\t0,00\t9,00\tC
"""


def test_the_draw_knows_nothing_of_the_matching() -> None:
    for module in (damage, draw, ledgers):
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert not any("rules" in str(each) or "operations" in str(each) for each in imported)


def test_a_market_is_matched_and_every_way_is_held_against_the_truth(
    writer: psycopg.Connection,
) -> None:
    writer.autocommit = True
    steps: list[str] = []
    result = run.measure(writer, Ledgers(0.0006, ON), steps.append)
    assert tuple(steps) == run.STEPS
    kinds = Counter(result.rows["kind"])
    assert set(kinds) <= {*KINDS, "not_ceded"}
    assert kinds["clean"] > 100
    for rows in result.ways.values():
        whole = rows[-1]
        assert whole["kind"] == "all"
        assert whole["payments"] == result.payments == sum(row["payments"] for row in rows[:-1])
        told = (whole[name] for name in ("right", "wrong", "in_part", "waits"))
        assert sum(told) == whole["payments"]
    best = result.ways["matching"][-1]
    assert best["precision_percent"] > 99
    assert best["automatic_percent"] > 92
    assert best["right"] > result.ways["exact"][-1]["right"]
    assert sum(row["payments"] for row in result.by_evidence) == sum(
        best[name] for name in ("right", "wrong", "in_part")
    )
    assert writer.execute("SELECT count(*) FROM payment WHERE open_cents > 0").fetchone() == (0,)


def test_the_lettered_payments_of_books_are_matched_by_the_same_rules(tmp_path: Path) -> None:
    path = tmp_path / "123456789FEC20251231.txt"
    path.write_text(FEC, "utf-8")
    rows = books.measure(path)
    told = [tuple(row[name] for name in ("way", "payments", "right", "wrong", "waits"))
            for row in rows]  # fmt: skip
    # The payment of 9.00 is of no group that balances; two invoices of 70.00 are open.
    assert told == [("matching", 3, 2, 0, 1), ("exact", 3, 1, 0, 2), ("amount", 3, 2, 0, 1)]
    path.write_text("a;b\n1;2\n", "utf-8")
    with pytest.raises(books.NotAFec):
        books.measure(path)
