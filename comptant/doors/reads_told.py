"""A kept read in its reader's words, for a terminal and a page."""

from typing import Any

from comptant.doors import words

Row = dict[str, Any]
KINDS = ("account", "act", "document", "export", "opening", "person")


def told(row: Row) -> Row:
    """The read with its kind, what was read and about what as words."""
    about = row["about"]
    return {
        **row,
        "sensitive_kind": words.word("sensitive_kind", row["sensitive_kind"]),
        "read_name": words.word("read_name", row["read_name"]),
        "about": ", ".join(f"{name} {_value(about[name])}" for name in sorted(about)),
    }  # fmt: skip


def _value(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value[:10])) + (" …" if len(value) > 10 else "")
    return str(value)
