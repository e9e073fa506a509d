"""The wording of the templates is locked: whoever changes one says so beside it."""

import csv
import hashlib

from comptant.formats.papers.setting import TEMPLATES

LOCKED = TEMPLATES / "LOCKED.csv"


def test_the_wording_of_each_template_is_the_one_that_was_agreed() -> None:
    rows = list(csv.DictReader(LOCKED.read_text("utf-8").splitlines()))
    said = {row["file"]: row["sha256"] for row in rows}
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest()
             for file in sorted(TEMPLATES.glob("*.typ"))}  # fmt: skip
    assert found == said, "a legal wording changed: have it agreed, then change LOCKED.csv"
