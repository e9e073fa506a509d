"""What these papers share: who sends them, and their parts in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from comptant.doors import words
from comptant.formats.papers.setting import typeset
from comptant.formats.typography import by_threes
from comptant.store.access import See

Row = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """A paper: the name of its file, and its bytes."""

    name: str
    content: bytes


def begun(text: str) -> str:
    """A word as it begins a line: only its first letter is changed (HT, TEG stay)."""
    return text[:1].upper() + text[1:]


def pairs(title: str, rows: Sequence[tuple[str, str]]) -> Row:
    """A part of words and their values."""
    return {"kind": "pairs", "title": title, "rows": [[begun(name), value] for name, value in rows]}


def table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: str, right: int,
    total: tuple[str, str] | None = None,
) -> Row:  # fmt: skip
    """A part that is a list: `widths` has a word per column (auto, or a share: 1, 2, 3), and the
    columns from `right` on are figures."""
    return {"kind": "table", "title": title, "heads": list(heads), "widths": widths.split(),
            "rows": [list(row) for row in rows], "right": str(right), "total": total}  # fmt: skip


def sentences(title: str, lines: Sequence[str]) -> Row:
    """A part of sentences."""
    return {"kind": "text", "title": title, "lines": list(lines)}


def factor(see: See) -> tuple[str, str]:
    """The house's name and SIREN, as the reader sees them."""
    found = see("read_parties", text=None, number=None, kinds=["FACTOR"], role=None)
    return (found[0]["name"], found[0]["siren"] or "") if found else ("", "")


def set_paper(
    house: tuple[str, str], template: str, name: str, title: str, mark: str,
    parts: Sequence[Row | None], made_on: date, also: Mapping[str, str] | None = None,
) -> Paper:  # fmt: skip
    """A paper of the house (its name and SIREN) in the reader's language, dated on a day; a part
    that is None is left out."""
    name_of_house, siren = house
    foot = name_of_house + (f" · SIREN {by_threes(siren)}" if siren else "")
    facts = {"language": words.language(), "sender": name_of_house, "foot": foot, "title": title,
             "mark": mark, "parts": [part for part in parts if part], **(also or {})}  # fmt: skip
    file = f"{name}-{words.language()}.pdf"
    return Paper(file, typeset(template, facts, made_on))
