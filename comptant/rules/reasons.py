"""The catalogue of reasons: each code once, with its rule, its source, its remedy and its words.

The rows are in `reasons.csv`, in the order of precedence: refusals, then holds (worst first, as in
`eligibility`), then the parts of an explanation in the order of the waterfall (`explanation`).
The sentences tell the owner of a small company the cause and the remedy; a {placeholder} is a
column of the vocabulary, which the door formats in the reader's language.
"""

import csv
from dataclasses import dataclass
from importlib import resources

import polars as pl

# What a reason does: REJECT not assigned; INEL assigned, not financed (INEL_PART: that part of
# it); DEDUCT, UNAPP, CAP, RATE, RESV, USED, LINE, FREE: steps of the waterfall.
EFFECTS = frozenset(
    {
        "REJECT",
        "INEL",
        "INEL_PART",
        "DEDUCT",
        "UNAPP",
        "CAP",
        "RATE",
        "RESV",
        "USED",
        "GIVE",
        "LINE",
        "FREE",
    }
)


@dataclass(frozen=True)
class Reason:
    """One code. `can_except`: two people of the factor may let it be, for an amount and a time.
    `freed_by` is the code of the act that would release the money, or `nothing`."""

    code: str
    rule: str
    effect: str
    can_except: bool
    source: str
    source_french: str
    freed_by: str
    english: str
    french: str


def _load() -> dict[str, Reason]:
    """The table by code; a code that comes twice or an unknown effect is our fault."""
    text = resources.files("comptant.rules").joinpath("reasons.csv").read_text("utf-8")
    reasons: dict[str, Reason] = {}
    for row in csv.DictReader(text.splitlines()):
        can_except = row.pop("can_except") == "yes"
        reason = Reason(**row, can_except=can_except)
        if reason.code in reasons:
            raise ValueError(f"reason {reason.code} is declared twice")
        if reason.effect not in EFFECTS:
            raise ValueError(f"reason {reason.code} has the unknown effect {reason.effect}")
        reasons[reason.code] = reason
    return reasons


REASONS = _load()


def reasons_frame() -> pl.DataFrame:
    """One row per code, to join on a batch: reason, rule, source, freed_by."""
    return pl.DataFrame(
        [(each.code, each.rule, each.source, each.freed_by) for each in REASONS.values()],
        schema={"reason": pl.String, "rule": pl.String, "source": pl.String, "freed_by": pl.String},
        orient="row",
    )
