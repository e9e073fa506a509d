"""What a contract lacks to draw or to be closed, or refuses to take in, told one by one. `word`,
`money`, `reason` and `say` are those of `words`, which stands on this module."""

import shlex
from collections.abc import Callable, Sequence
from typing import Any

Row = dict[str, Any]
Word = Callable[[str, str], str]
Money = Callable[[int, str], str]
Say = Callable[[str, str], str]
# What a person types to bring each part of the file, in English and in French.
BRINGS = {
    "KYC_FILE": ("comptant opening record {number} kyc_file --source DOCUMENT",
                 "comptant opening record {number} kyc_file --source PIÈCE"),
    "OWNERS": ("comptant opening owners {number} NAME=SHARE --source DOCUMENT",
               "comptant opening owners {number} NOM=PART --source PIÈCE"),
    "POWERS": ("comptant opening record {number} powers NAME --source DOCUMENT",
               "comptant opening record {number} powers NOM --source PIÈCE"),
    "SCREENING": ("comptant opening screen {number} FILE",
                  "comptant opening screen {number} FICHIER"),
    "ALIKE": ("comptant opening clear {number} --reason WHY",
              "comptant opening clear {number} --reason MOTIF"),
    "COMMITTEE": ("comptant opening committee {number} --source MINUTES",
                  "comptant opening committee {number} --source PROCÈS-VERBAL"),
    "CONDITIONS": ("comptant opening record {number} condition {label} --source DOCUMENT",
                   "comptant opening record {number} condition {label} --source PIÈCE"),
    "DEDICATED": ("comptant account add IBAN --contract {number} --dedicated, then comptant "
                  "opening record {number} pledge --source DEED",
                  "comptant account add IBAN --contract {number} --dedicated, puis comptant "
                  "opening record {number} pledge --source ACTE"),
    "SIGNATURES": ("comptant signature ask {number} --by LOGIN",
                   "comptant signature ask {number} --by LOGIN"),
}  # fmt: skip


def brings(guard: str, why: str, label: str, number: str, say: Say) -> str:
    """The command that brings a part of the file, as a shell takes it."""
    told = say(*BRINGS["ALIKE" if why == "ALIKE" else guard])
    return told.format(number=number, label=shlex.quote(label))


def missing_told(left: Sequence[Row], number: str, word: Word, say: Say) -> str:
    """What is missing, each with the command that brings it."""
    return "; ".join(
        f"{_named(one, word)}, {word('opening_state', one['why'])}{say(': ', ' : ')}"
        f"{brings(one['guard'], one['why'], one['label'], number, say)}" for one in left
    )  # fmt: skip


def refused_told(lines: Sequence[Row], reason: Callable[[str, Row], str], say: Say) -> str:
    """The invoices of a list that cannot be taken over, each with its reason in words."""
    return " ".join(f"{one['invoice_number']}{say(': ', ' : ')}{reason(one['refusal'], one)}"
                    for one in lines)  # fmt: skip


def used_told(
    lines: Sequence[Row], word: Word, value_of: Callable[..., str],
    filled: Callable[[str, Row], str],
) -> str:  # fmt: skip
    """The lines of a bank statement in the way of its withdrawal, each with what it became and how
    that is undone first."""
    return " ".join(
        f"{value_of('booked_on', one['booked_on'])} "
        f"{value_of('amount_cents', one['amount_cents'], one['currency'])} "
        f"« {one['remittance_text']} » : {filled(word('line_use', one['line_use']), one)}"
        for one in lines
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
