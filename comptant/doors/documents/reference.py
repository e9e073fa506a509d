"""The reference pages of docs/, written from the code: glossary, terms, facts, reasons,
accounts.

`python -m comptant.doors.documents.reference docs` writes them; a test says when they are old.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from comptant.rules.columns import VOCABULARY
from comptant.rules.facts import FACTS
from comptant.rules.postings import ACCOUNTS, JOURNALS, TEMPLATES, D
from comptant.rules.reasons import REASONS
from comptant.rules.terms import TERMS

UNITS = {
    "_cents": "cents", "_ppm": "parts per million", "_days": "days", "_on": "date",
    "_at": "instant (UTC)", "_id": "our number",
}  # fmt: skip
EFFECTS = {
    "REJECT": "not assigned", "INEL": "assigned, not financed",
    "INEL_PART": "that part not financed", "DEDUCT": "taken off", "UNAPP": "not approved",
    "CAP": "capped", "RATE": "share not advanced", "RESV": "held back", "USED": "already used",
    "GIVE": "added back", "LINE": "beyond the line", "FREE": "available",
}  # fmt: skip


def glossary() -> str:
    """Every column of the vocabulary: its name in the code, its unit, its two words."""
    rows = (
        (f"`{name}`", _unit(name), column.english, column.french)
        for name, column in sorted(VOCABULARY.items())
    )
    return _page(
        "Glossary / Glossaire",
        "One word per thing: the name in the code, its unit, the English and the French word.",
        _table(("name", "unit", "English", "français"), rows),
    )


def reasons() -> str:
    """Every reason: rule, effect, source, what frees it, and its sentence in both languages."""
    rows = (
        (
            f"`{r.code}`",
            r.rule,
            EFFECTS[r.effect],
            "x" if r.can_except else "",
            r.source,
            r.source_french,
            f"`{r.freed_by}`",
            r.english,
            r.french,
        )
        for r in REASONS.values()
    )
    heads = ("code", "rule", "effect", "exception", "source", "source (français)", "freed by",
             "English", "français")  # fmt: skip
    return _page(
        "Reasons / Motifs",
        "Why an invoice is refused or not financed, and where each euro of the availability is, in"
        " the order of precedence: the first that applies is the one that the client reads.",
        _table(heads, rows),
    )


def terms() -> str:
    """Every term of a contract: its type, default, choices, clause and words."""
    rows = (
        (f"`{t.name}`", t.kind, _default(t.default, t.required), " ".join(t.choices) or "–",
         t.clause, t.english, t.french)
        for t in TERMS.values()
    )  # fmt: skip
    heads = ("term", "type", "default", "choices", "clause", "English", "français")
    return _page(
        "Terms of a contract / Clauses d'un contrat",
        "Each is a dated fact: changed from a day on, never rewritten. Amounts in cents, rates in"
        " parts per million.",
        _table(heads, rows),
    )


def facts() -> str:
    """Every fact that people may tell: of what, its form, the reasons that it moves, its words."""
    rows = (
        (f.subject.lower(), f"`{f.name}`", " ".join(f.choices) or f.form,
         " ".join(f"`{code}`" for code in f.reasons) or "–", f.source,
         f.source_french, f.english, f.french)
        for f in FACTS.values()
    )  # fmt: skip
    heads = ("of", "fact", "form", "reasons", "source", "source (français)", "English",
             "français")  # fmt: skip
    return _page(
        "Facts that people tell / Faits que l'on déclare",
        "Each is dated and has its source: `comptant fact record`, `comptant fact list`.",
        _table(heads, rows),
    )


def accounts() -> str:
    """The chart of accounts and the entry of each event, with the client's mirror."""
    chart = _table(
        ("code", "books", "number", "normal side", "English", "français"),
        (
            (f"`{a.code}`", a.books, a.number, a.side, a.english, a.french)
            for a in ACCOUNTS.values()
        ),
    )
    journals = _table(
        ("journal", "English", "français"),
        ((f"`{code}`", *words) for code, words in JOURNALS.items()),
    )
    events = _table(
        ("event", "journal", "factor's books", "client's books", "English", "français"),
        ((f"`{name}`", t.journal, _lines(t.lines), _lines(t.mirror), t.english, t.french)
         for name, t in TEMPLATES.items()),
    )  # fmt: skip
    return _page(
        "Accounts and entries / Comptes et écritures",
        "The numbers are defaults in the style of the French general chart.",
        f"{chart}\n## Journals\n\n{journals}\n## Events\n\n{events}",
    )


PAGES = {
    "glossary.md": glossary,
    "reasons.md": reasons,
    "terms.md": terms,
    "facts.md": facts,
    "accounts.md": accounts,
}


def write(folder: Path) -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), "utf-8")


def _page(title: str, lead: str, body: str) -> str:
    made = "*Written from the code; do not edit.*"
    return f"# {title}\n\n{lead}\n\n{made}\n\n{body}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(_cell(text) for text in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _unit(name: str) -> str:
    return UNITS.get("_" + name.rpartition("_")[2], "–")


def _default(value: object, required: bool) -> str:
    if required:
        return "must be said"
    return "none" if value is None else str(value)


def _lines(lines: tuple[tuple[str, int, str], ...]) -> str:
    return (
        ", ".join(f"{'Dr' if sign == D else 'Cr'} {code} {name}" for code, sign, name in lines)
        or "–"
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
