"""What the code cites is told to whoever reads it: a line of docs/rules.md for each reference."""

import re
from pathlib import Path

from comptant.rules.facts import FACTS
from comptant.rules.reasons import REASONS

ROOT = Path(__file__).parents[1]
REFERENCE = re.compile(
    r"\b(?:EL|FR|I)-\d{2}\b|\b[RC]-\d{1,2}\b(?!-)|\bW\d-[A-Z0-9]+\b|§\d+\.\d+")  # fmt: skip
KINDS = ("*.py", "*.csv", "*.sql", "*.html")


def cited() -> dict[str, str]:
    """Each reference with a file that cites it."""
    found = {}
    for kind in KINDS:
        for path in sorted((ROOT / "comptant").rglob(kind)):
            for reference in REFERENCE.findall(path.read_text("utf-8")):
                found[reference] = path.relative_to(ROOT).as_posix()
    return found


def test_every_reference_of_the_code_has_its_line_in_both_languages() -> None:
    page = (ROOT / "docs/rules.md").read_text("utf-8")
    lines = {cells[1].strip(): cells[2:4] for line in page.splitlines()
             if len(cells := line.split("|")) >= 5}  # fmt: skip
    found = cited()
    assert len(found) > 100
    unknown = {
        reference: path for reference, path in found.items() if reference not in lines
    }  # fmt: skip
    assert unknown == {}
    assert all(all(cell.strip() for cell in cells) for cells in lines.values())


def test_what_a_client_reads_cites_the_clause_or_the_law_in_words() -> None:
    told = [text for each in REASONS.values() for text in (each.source, each.source_french)]
    told += [text for fact in FACTS.values() for text in (fact.source, fact.source_french)]
    assert [text for text in told if REFERENCE.search(text) or "§" in text] == []
