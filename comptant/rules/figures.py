"""Each figure of an offer opened: its formula in words, the columns that it is made of, its source.

The columns are read from the rule itself, so that what is told is what is computed.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from comptant.rules.batch import Rule
from comptant.rules.curve import STARTING_RULES
from comptant.rules.offering import CHARGE_RULES
from comptant.rules.offers import BUYER_RULES, CASE_RULES, SUMS
from comptant.rules.savings import SAVING_RULES


@dataclass(frozen=True)
class Figure:
    """A formula, the columns that it reads and its source, the words in both languages."""

    name: str
    english: str
    french: str
    source: str
    source_french: str
    inputs: tuple[str, ...]


@cache
def figures() -> dict[str, Figure]:
    """Every figure that is told, in the order in which one leads to the next."""
    text = resources.files("comptant.rules").joinpath("figures.csv").read_text("utf-8")
    return {
        row["figure"]: Figure(row["figure"], row["english"], row["french"], row["source"],
                              row["source_french"], _inputs(row["figure"]))
        for row in csv.DictReader(text.splitlines())
    }  # fmt: skip


def _inputs(name: str) -> tuple[str, ...]:
    """The columns that a figure's rule reads. A sum over buyers, the ledger's opening and the other
    fees are sums of rows that are told beside it."""
    rules: dict[str, Rule] = {
        rule.__name__: rule
        for rule in (*STARTING_RULES, *CASE_RULES, *SAVING_RULES)
        if rule.__name__ not in SUMS
    }
    if name in rules:
        return tuple(dict.fromkeys(rules[name]().meta.root_names()))
    summed = {rule.__name__ for rule in (*BUYER_RULES, *CHARGE_RULES)}
    if name in summed or name in ("other_charges_cents", "starting_cents"):
        return ()
    raise KeyError(f"{name} is no figure of an offer")
