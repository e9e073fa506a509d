"""A kept read in its reader's words, for a terminal and a page."""

from typing import Any

from comptant.doors import words
from comptant.doors.name_words import heading, value

Row = dict[str, Any]
MOST = 10  # of a long list
KINDS = ("account", "act", "document", "export", "opening", "person")


def told(row: Row) -> Row:
    """The read with its kind, what was read and about what as words."""
    return {
        **row,
        "sensitive_kind": words.word("sensitive_kind", row["sensitive_kind"]),
        "read_name": words.word("read_name", row["read_name"]),
        "about": about(row["about"]),
    }  # fmt: skip


def about(kept: Row) -> str:
    """What a read was about: each filter by its word; a text that is not kept is a `…`."""
    return ", ".join(f"{heading(name)} {_value(name, kept[name])}" for name in sorted(kept))


def _value(name: str, kept: Any) -> str:
    from comptant.store.kept_reads import HIDDEN

    if kept == HIDDEN:
        return "…"
    if isinstance(kept, list):
        return " ".join(map(str, kept[:MOST])) + (" …" if len(kept) > MOST else "")
    if name == "kind":  # of approvals, of reads
        domains = ("kind", "sensitive_kind")
        return next((told for one in domains if (told := words.word(one, kept)) != kept), kept)
    return value(name, {name: kept})
