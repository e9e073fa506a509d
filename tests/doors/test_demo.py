"""The demonstration tells the seed example to the cent, in both languages, each time anew."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from comptant import settings
from comptant.doors.demo import house
from comptant.doors.sold import Described, of_words
from comptant.operations.acts.act import Asked
from comptant.operations.drawing.availability import look
from comptant.operations.quoting import prospects
from comptant.operations.quoting.links import new_link
from comptant.store.access import reading
from comptant.store.connection import Connection, superuser_connect


def demo(language: str) -> str:
    """What `comptant demo` prints."""
    run = subprocess.run(
        [sys.executable, "-m", "comptant.doors.cli", "demo"], capture_output=True, text=True,
        check=True, env={**os.environ, "LANG": language, "LC_ALL": language},
    )  # fmt: skip
    return run.stdout.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("template")
def test_the_demonstration_shows_both_clauses_statement_journal_and_files() -> None:
    french, english = demo("fr_FR.UTF-8"), demo("en_GB.UTF-8")
    for figure in ("18 000,00 €", "1 747,55 €", "17 856,00 €", "1 891,55 €"):
        assert figure in french
    for figure in ("€18,000.00", "€1,747.55", "€17,856.00", "€1,891.55"):
        assert figure in english
    assert "compte courant" in french
    assert "solde de clôture" in french
    files = sorted(path.name for path in (settings.HOME / "demo").iterdir())
    assert [name.partition("-")[0] for name in files] == [
        "camt053", "camt053", "camt053", "factures", "factures", "pain001", "pain001",
    ]  # fmt: skip
    with superuser_connect("comptant_demo") as connection:
        kept = connection.execute(
            "SELECT count(*) FILTER (WHERE number IS NOT NULL), count(*) FROM entry e"
            " LEFT JOIN entry_number n ON n.entry_id = e.id AND n.contract_id = e.contract_id"
            " WHERE e.journal <> 'MEM'"
        ).fetchone()
    assert kept is not None
    assert kept[0] == kept[1]


@pytest.mark.parametrize("today", [date(2026, 11, 30), date(2027, 1, 3), date(2026, 5, 2)])
def test_the_house_at_work_has_something_for_everyone_on_any_day(
    writer: Connection, tmp_path: Path, today: date
) -> None:
    """A Monday, a Sunday after holidays, a Saturday after one: figures do not hang on the day."""
    writer.autocommit = True
    played = house.play(writer, tmp_path, today, lambda code: None)
    at = datetime.combine(today, time(9), UTC)
    seen = look(writer, played.client, played.contract_ids["C-1"], today, at)
    assert seen.available_cents > 0
    with reading(played.staff.id) as see:
        disputed = see("read_open_disputes", contract_id=None, on=today)
        asked = see("read_approvals", kind=None, subject_id=None)
    assert {row["invoice_number"] for row in disputed} == {"FA-104", "FA-107"}
    assert sorted(row["kind"] for row in asked) == ["limit", "limit", "payment_order"]
    assert writer.execute("SELECT day FROM day_close").fetchall() == [
        (house.business_day_before(today),)]  # fmt: skip


def test_the_house_at_work_quotes_a_prospect_by_the_example_tariff(
    writer: Connection, tmp_path: Path
) -> None:
    writer.autocommit = True
    today = date(2026, 11, 30)
    played = house.play(writer, tmp_path, today, lambda code: None)
    sold = of_words(Described(60_000_000, 45, 55, 120), "others")
    asked = Asked(played.staff, "quote", datetime.combine(today, time(9), UTC), today)
    made = prospects.quote_prospect(
        writer, asked, prospect="OMEGA SARL", product="whole_turnover", need_cents=None,
        buyers=sold.buyers, language="fr", token=new_link(),
    )  # fmt: skip
    told = writer.execute("SELECT offer #>> '{tariff,is_example}' FROM quote WHERE id = %s",
                          (made["quote_id"],)).fetchall()  # fmt: skip
    assert told == [("true",)]
