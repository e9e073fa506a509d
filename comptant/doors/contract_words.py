"""What a contract lacks to draw, or to be closed, told one by one. `word` and `money` are those of
`words`, which stands on this module."""

from collections.abc import Callable, Sequence
from typing import Any

Row = dict[str, Any]
Word = Callable[[str, str], str]
Money = Callable[[int, str], str]
# What a person types to bring each part of the file.
BRINGS = {
    "KYC_FILE": "comptant opening record {number} kyc_file --source DOCUMENT",
    "OWNERS": "comptant opening owners {number} NAME=SHARE --source DOCUMENT",
    "POWERS": "comptant opening record {number} powers NAME --source DOCUMENT",
    "SCREENING": "comptant opening screen {number} FILE",
    "ALIKE": "comptant opening clear {number} --reason WHY",
    "COMMITTEE": "comptant opening committee {number} --source MINUTES",
    "CONDITIONS": "comptant opening record {number} condition '{label}' --source DOCUMENT",
}  # fmt: skip


def brings(guard: str, why: str, label: str, number: str) -> str:
    """The command that brings a part of the file."""
    return BRINGS["ALIKE" if why == "ALIKE" else guard].format(number=number, label=label)


def missing_told(left: Sequence[Row], number: str, word: Word, colon: str) -> str:
    """What is missing, each with the command that brings it."""
    return "; ".join(
        f"{_named(one, word)}, {word('opening_state', one['why'])}{colon}"
        f"{brings(one['guard'], one['why'], one['label'], number)}" for one in left
    )  # fmt: skip


def left_told(left: Sequence[Row], currency: str, word: Word, money: Money) -> str:
    """What is still open, each with how many and how much."""
    return "; ".join(_left(one, currency, word, money) for one in left)


def _left(one: Row, currency: str, word: Word, money: Money) -> str:
    cents = one["amount_cents"]
    told = word("left", str(one["what"]))
    if str(one["what"]).startswith("account."):
        return f"{told} {money(cents, currency)}"
    amount = "" if cents is None else f" {money(abs(cents), currency)}"
    return f"{told} ({one['count']}){amount}"


def _named(one: Row, word: Word) -> str:
    name = word("guard", one["guard"])
    return f"{name} « {one['label']} »" if one["label"] else name
