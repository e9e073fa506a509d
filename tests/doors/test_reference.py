"""The reference pages say what the code says."""

from pathlib import Path

import pytest

from comptant.doors.documents.reference import PAGES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_code_would_write_today(name: str) -> None:
    remedy = "run: python -m comptant.doors.documents.reference docs"
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), remedy
