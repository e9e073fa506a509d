"""A process killed after any exchange with the database loses nothing, does nothing twice, and
leaves no half of a file; the same command under the same key then finishes the job."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest

from tests import facts
from tests.conftest import Connect
from tests.doors import camt
from tests.faults.killing import Scene, kill_after_each, staged

ON = date(2026, 1, 31)  # the end of a month: charges, accruals and the fund move
HEAD = "Invoice number;Type;Invoice date;Due date;Total incl VAT;Buyer;SIREN;Credited invoice"
LINES = (
    "FA-10;380;2026-01-16;2026-03-17;4000.00;BETA SA;443061841;",
    "FA-11;380;2026-01-16;2026-03-17;900.00;NOBODY SARL;;",
    "FA-12;380;2026-01-16;;900.00;BETA SA;443061841;",
    "AV-1;381;2026-01-16;;500.00;BETA SA;443061841;FA-1",
)
TYPED: dict[str, tuple[object, ...]] = {
    "remit": ("remit", "C-1", "january.csv", "--user", "alice"),
    "bank": ("bank", "bank.xml", "--user", "tania"),
    "payout": ("payout", "--out", "out.file", "--user", "tania"),
    "close-day": ("close-day", ON, "--user", "aron"),
}  # fmt: skip


@pytest.fixture
def scene(
    template: psycopg.Connection, database: str, connect_to: Connect, tmp_path: Path
) -> Iterator[Scene]:
    """ALPHA has drawn and been paid by a file; another draw waits for its file. The bank tells of
    the draw, money of two kinds, a charge."""
    world = facts.open_world(connect_to("comptant_writer"))
    contract = world.contract("C-1", interest_billing="MONTHLY", fund_ppm=50_000)
    world.contract("C-2", client="GAMMA SA")
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 17)},
                {"number": "FA-2", "cents": 1_000_000, "due_on": date(2026, 1, 30)})  # fmt: skip
    first = world.draw(contract, 1_800_000)
    world.payout()
    world.draw(contract, 100_000)
    (tmp_path / "january.csv").write_text("\n".join([HEAD, *LINES]) + "\n")
    (tmp_path / "bank.xml").write_text(camt.statement(
        facts.FACTOR_IBAN, 1, ON, 0, (-1_800_000, first["reference"], "FILE"),
        (2_000_000, "NONE", "FA-1"), (123_456, "NONE", "WHO IS THIS"), (-990, "NONE", "?"),
    ))  # fmt: skip
    with staged(world, template, database, tmp_path, ON) as made:
        yield made


@pytest.mark.parametrize("name", TYPED)
def test_killed_after_any_statement_nothing_is_lost_nor_done_twice(name: str, scene: Scene) -> None:
    files = {"january.csv", "bank.xml", "out.file"}
    typed = (scene.folder / str(word) if word in files else word for word in TYPED[name])
    # The close is one act per slice, then one for the house.
    kill_after_each(scene, scene.line(name, *typed), in_one_act=name != "close-day")
