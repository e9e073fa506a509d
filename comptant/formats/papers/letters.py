"""Letters that tell buyers of an assignment, in words: what the template notice.typ prints.

Fifty letters are set at once and then cut: one by one the engine would take three times as long.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from comptant.formats.papers.setting import UNTAGGED, typeset
from comptant.formats.papers.splitting import split
from comptant.formats.papers.titles import foot
from comptant.formats.typography import by_fours, by_threes, day, money

Row = dict[str, Any]
LETTERS_AT_ONCE, LINES_AT_ONCE = 50, 2_000


def notices(
    letters: Sequence[Row], lines: Mapping[int, Sequence[Row]], language: str, made_on: date
) -> list[bytes]:
    """One letter per row, with the open invoices of its `outbox_id`, as PDF/A dated on a day."""
    facts = [_letter(of, lines.get(of["outbox_id"], ()), language, made_on) for of in letters]
    run = {"language": language, "letters": facts}
    made = split(typeset("notice", run, made_on, standard=UNTAGGED))
    if len(made) != len(letters):
        raise RuntimeError(f"{len(letters)} letters were set and {len(made)} cut")
    return made


def runs(letters: Sequence[Row]) -> Iterator[list[Row]]:
    """The letters that are set together: so many at most, and so many lines (`line_count`)."""
    waiting: list[Row] = []
    count = 0
    for letter in letters:
        count += letter["line_count"]
        if waiting and (len(waiting) == LETTERS_AT_ONCE or count > LINES_AT_ONCE):
            yield waiting
            waiting, count = [], letter["line_count"]
        waiting.append(letter)
    if waiting:
        yield waiting


def _letter(of: Row, lines: Sequence[Row], language: str, made_on: date) -> Row:
    return {
        "language": language, "mode": of["transfer_mode"], "sender": of["factor_name"],
        "foot": foot(of["factor_name"], of["factor_siren"]),
        "reference": f"{of['contract_number']} / {of['outbox_id']}",
        "house": of["factor_name"], "client": of["client_name"],
        "client-siren": by_threes(of["client_siren"] or ""), "buyer": of["buyer_name"],
        "buyer-siren": by_threes(of["buyer_siren"] or ""), "dated": day(made_on, language),
        "account": by_fours(of["iban"]), "bic": of["bic"] or "",
        "lines": [
            [line["invoice_number"], day(line["issued_on"], language),
             day(line["due_on"], language),
             money(line["open_cents"], line["currency"], language)]
            for line in lines
        ],
    }  # fmt: skip
