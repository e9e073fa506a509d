"""Tables in a terminal of 80 columns: everything that a wide one shows, whole, on fewer columns."""

import re

import pytest

from comptant.doors import tables, words
from comptant.doors.tables import block_lines, table_lines, wrapped
from tests import facts
from tests.doors.conftest import DAY, Cli, Csv

ALICE, ANNA, ARON = (("--user", login, *DAY) for login in ("alice", "anna", "aron"))
LANGUAGES = ("en", "fr")


def tokens(told: str) -> set[str]:
    """The words of an answer; a heading of a block ends with a colon, one of a table does not."""
    bare = re.sub("[─█]+", " ", told)
    return {word.rstrip(":") for word in re.split(r"[ \n]+", bare)} - {""}


@pytest.fixture
def lists(cli: Cli, world: facts.World, csv: Csv) -> dict[str, tuple[object, ...]]:
    """The lists of every day on a contract where something has happened."""
    sent = ("remit", "C-1", csv("FA-1", "20000.00", "FA-2", "800.00", "FA-2", "800.00"),
            "--key", "sent", *ALICE)  # fmt: skip
    assert "refused" in cli.run(*sent).stdout
    cli.run("dispute", "open", "C-1", "FA-2", "qte", "300.00", *ANNA)
    cli.run("draw", "C-1", "5000.00", *ALICE)
    return {
        "buyers": ("buyer", "list", "--contract", "C-1", *ALICE),
        "invoices": ("invoices", "C-1", *ALICE),
        "limits": ("limit", "list", "C-1", *ANNA),
        "orders": ("orders", "C-1", *ALICE),
        "journal": ("journal", "C-1", *ALICE),
        "mirror": ("journal", "C-1", "--mirror", *ALICE),
        "disputes": ("dispute", "list", "C-1", *ANNA),
        "charges": ("charge", "list", "C-1", *ANNA),
        "explained": ("availability", "C-1", "--explain", *ALICE),
        "statement": ("statement", "C-1", "--from", "2026-01-01", *ALICE),
        "approvals": ("approvals", *ANNA),
        "remit": sent,
    }


def test_everyday_lists_are_whole_in_eighty_columns(
    cli: Cli, lists: dict[str, tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, typed in lists.items():
        for language in LANGUAGES:
            told = {}
            for width in (1_000, 80):
                monkeypatch.setattr(tables, "WIDTH_UNSEEN", width)
                told[width] = cli.run(*typed, "--language", language).stdout
            lost = tokens(told[1_000]) - tokens(told[80])
            assert lost == set(), (name, language, told[80])
            shown = tokens(told[80]) - tokens(told[1_000])
            assert shown == set(), (name, language, told[80])


def test_a_table_fits_its_width_or_is_not_drawn() -> None:
    cells = {
        "invoice_number": ["FA-2026-000001", "FA-2"], "due_on": ["2026-03-17", "2026-03-18"],
        "amount_cents": ["€20,000.00", "€5.00"],
        "sentence": ["Add the due date and remit it again, then it can be financed.", ""],
    }  # fmt: skip
    for width in range(30, 120):
        lines = table_lines(cells, width)
        assert all(len(part) <= width for each in lines for part in each.split("\n")), width
        for text in ("FA-2026-000001", "2026-03-17", "€20,000.00", "remit"):
            assert not lines or any(text in each for each in lines), (width, text)
    assert table_lines(cells, 60) == []
    assert table_lines(cells, 80) != []


def test_amounts_stand_right_and_sentences_on_lines_of_their_own() -> None:
    cells = {"name": ["ALPHA SAS", "B"], "amount_cents": ["€1.00", "€20.00"]}
    with words.speaking("en"):
        drawn = table_lines(cells, 40)
    assert drawn == [
        "", " name        amount", " ──────────────────", " ALPHA SAS    €1.00",
        " B           €20.00", "",
    ]  # fmt: skip


def test_a_block_names_what_each_value_is_and_leaves_out_what_is_empty() -> None:
    cells = {"name": ["ALPHA SAS", "B"], "due_on": ["", "2026-03-17"]}
    with words.speaking("en"):
        drawn = block_lines(cells, 80)
    assert drawn == [
        "", " name: ALPHA SAS", "", " name: B", " due date: 2026-03-17", ""
    ]  # fmt: skip


def test_lines_end_between_words_and_never_inside_one() -> None:
    assert wrapped("remitted 2026-01-16 again", 10) == ["remitted", "2026-01-16", "again"]
    assert wrapped("Anticonstitutionnellement", 10) == ["Anticonstitutionnellement"]
    assert wrapped("20\N{NO-BREAK SPACE}000 euros", 3) == ["20\N{NO-BREAK SPACE}000", "euros"]
    assert wrapped("", 10) == [""]


def test_columns_that_nobody_fills_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"name": "ALPHA SAS", "siren": None}, {"name": "BETA SA", "siren": None}]
    tables.show(rows, ("name", "siren"))
    assert "SIREN" not in capsys.readouterr().out
    tables.show([*rows, {"name": "GAMMA SA", "siren": "552100554"}], ("name", "siren"))
    assert "SIREN" in capsys.readouterr().out
