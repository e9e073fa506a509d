"""How long each kind of data is kept: the term, from when it runs, and what says so.

What must be kept is kept whoever asks for its erasure. Source: art. 5(1)(e) and 17(3)(b) RGPD;
DOMAIN 9.4.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Term:
    """`months` from `starts`: an event's own day, or the end of its year (`year_end`). `source`:
    the text of the law, or a code for what is no law."""

    months: int
    starts: str
    source: str


# The kinds in the order in which they are told.
TERMS: dict[str, Term] = {
    "KYC": Term(60, "relationship_end", "art. L561-12 CMF"),
    "TRANSACTION": Term(60, "execution", "art. L561-12 CMF"),
    "BOOKS": Term(120, "year_end", "art. L123-22 C. com."),
    "INVOICE": Term(72, "issue", "art. L102 B LPF"),
    "CONTRACT": Term(120, "contract_end", "HOUSE_CONTRACT"),
    "PROSPECT": Term(36, "last_contact", "CNIL"),
    "ACT": Term(60, "event", "HOUSE_ACT"),
    "SIGN_IN": Term(12, "event", "HOUSE_SIGN_IN"),
}


def kept_until(kind: str, since: date) -> date:
    """The last day on which something of a kind is kept, from the day its term runs."""
    term = TERMS[kind]
    start = date(since.year, 12, 31) if term.starts == "year_end" else since
    return _months_on(start, term.months)


def kept_since(kind: str, on: date) -> date:
    """The first day of which something of a kind is still kept on a day; what is older may go. Of
    a kind whose term runs from an event's own day."""
    day = _months_on(on, -TERMS[kind].months)
    # The last day of a short month stands for those that it lacks: they are kept until it is over.
    return day if kept_until(kind, day) >= on else day + timedelta(days=1)


def _months_on(start: date, count: int) -> date:
    months = start.year * 12 + start.month - 1 + count
    year, month = divmod(months, 12)
    for day in (start.day, 30, 29, 28):
        if day <= start.day:
            try:
                return date(year, month + 1, day)
            except ValueError:
                continue
    raise AssertionError(f"{start} has no day {count} months later")
