"""Codes become sentences here, amounts and dates take the reader's form: English or French.

The tables are words_refusals.csv (why an operation refused), words_faults.csv (what a file got
wrong: cause and remedy), words_codes.csv (statuses, roles, steps...) and words_elsewhere.csv (what
is said otherwise where no command can be typed); reasons, journals, terms and columns have their
words where they are declared.
"""

import csv
import string
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from comptant.doors import column_words, commands, contract_words, term_words
from comptant.formats import typography

ENGLISH, FRENCH = "en", "fr"
NBSP = "\N{NO-BREAK SPACE}"
UNKNOWN = "?"
# Facts that are codes of the domain of their name.
_LISTED = ("missing_guards", "left_open", "next_statuses", "guards", "refused_lines", "mentions",
           "lines_used")  # fmt: skip
_SPOKEN = (
    "figure", "grid", "tariff_wrong", "payable_state", "signature_state", "stage_fault",
    "promise_fault", "penalty_stop", "fee_fault", "clause", "uninsured_reason", "file_part",
    "notice_fault", "failed_part", "insolvency_step", "first_step", "garnishment_kind",
    "garnishment_step", "stress_figure", "stress_bearer", "close_step", "bucket",
)  # fmt: skip
# Each thread and task has its own: two readers answered at once never hear each other's language.
_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


class Both(NamedTuple):
    """One text in our two languages."""

    english: str
    french: str

    def said(self) -> str:
        """The text in the reader's language, without commands for who cannot type them."""
        text = self.french if language() == FRENCH else self.english
        return text if commands.is_at_shell() else commands.without_commands(text)


def speak(chosen: str) -> None:
    """Choose the reader's language for what follows."""
    if chosen not in (ENGLISH, FRENCH):
        raise ValueError(f"{chosen} is not one of our languages")
    _spoken.set(chosen)


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """The reader's language while a block runs; afterwards, the one before."""
    before = _spoken.get()
    speak(chosen)
    try:
        yield
    finally:
        _spoken.set(before)


def language() -> str:
    """The reader's language: en or fr."""
    return _spoken.get()


def locale_language(environment: Mapping[str, str]) -> str:
    """The language of a locale: the first of LC_ALL, LC_MESSAGES and LANG that says something."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        said = environment.get(name)
        if said:
            return FRENCH if said.lower().startswith("fr") else ENGLISH
    return ENGLISH


def say(english: str, french: str) -> str:
    """A text that only one place says."""
    return Both(english, french).said()


# The tables --------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Both]:
    """The words of words_<name>.csv; the codes of a domain are written `domain.CODE`."""
    text = resources.files("comptant.doors").joinpath(f"words_{name}.csv").read_text("utf-8")
    words: dict[str, Both] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["code"] in words:
            raise ValueError(f"{row['code']} comes twice in words_{name}.csv")
        words[row["code"]] = Both(row["english"], row["french"])
    return words


def refusal(code: str, facts: Mapping[str, object]) -> str:
    """Why an operation refused, and what to do next."""
    return _told(filled(_sentence("refusals", code).said(), facts))


def fault(code: str) -> str:
    """What a file got wrong, and its remedy."""
    return _sentence("faults", code).said()


def _sentence(name: str, code: str) -> Both:
    """A sentence of a table; where no command can be typed, as words_elsewhere.csv says it."""
    other = None if commands.is_at_shell() else table("elsewhere").get(f"{name}.{code}")
    return other or table(name)[code]


def _told(sentence: str) -> str:
    """A filled sentence: its facts too may name the command that goes on."""
    return sentence if commands.is_at_shell() else commands.without_commands(sentence)


def word(domain: str, code: str | None) -> str:
    """The word of a code; a code without words is shown as it is."""
    if code is None:
        return ""
    both = table("codes").get(f"{domain}.{code}")
    return both.said() if both else code


def reason(code: str | None, facts: Mapping[str, object]) -> str:
    """The sentence of a reason of the catalogue, its facts filled in; of a credit note (a negative
    `amount_cents`) where it is told otherwise than of an invoice."""
    from comptant.rules.reasons import REASONS

    if code is None:
        return ""
    cents = facts.get("amount_cents")
    credit = isinstance(cents, int) and cents < 0
    both = table("codes").get(f"credit_note.{code}") if credit else None
    found = REASONS[code]
    return filled((both or Both(found.english, found.french)).said(), facts)


def expected(text: str) -> str:
    """What a term accepts, as the rules say it, in the reader's language."""
    return term_words.french(text) if language() == FRENCH else text


def domain(name: str) -> dict[str, Both]:
    """The codes of a domain with their words, in their order."""
    return {code.removeprefix(f"{name}."): both for code, both in table("codes").items()
            if code.startswith(f"{name}.")}  # fmt: skip


def column(name: str) -> str:
    """The word of a column: of the vocabulary, or of what answers and acts tell besides."""
    both = table("codes").get(f"column.{name}") or table("answers").get(name)
    if both:
        return both.said()
    from comptant.rules.columns import VOCABULARY

    return Both(VOCABULARY[name].english, VOCABULARY[name].french).said()


def placeholders(text: str) -> frozenset[str]:
    """The facts that a sentence names."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def filled(text: str, facts: Mapping[str, object]) -> str:
    """A sentence with its facts in the reader's form; a fact that is not told is a `?`."""
    currency = str(facts.get("currency") or "EUR")
    shown = {
        name: _of_contract(name, facts, currency) or _of_term(name, facts.get(name))
        or column_words.told(name, facts, column, say) or column_words.counted(
            name, facts, currency, value_of)
        or value_of(name, facts.get(name), currency) for name in placeholders(text)
    }  # fmt: skip
    return text.format(**shown)


def _of_term(name: str, value: object) -> str:
    """The clause that a term is of, and what it accepts."""
    if name == "expected" and isinstance(value, str):
        return expected(value)
    both = table("codes").get(f"clause.{value}") if name == "clause" else None
    return both.said() if both else ""


def _of_contract(name: str, facts: Mapping[str, object], currency: str) -> str:
    """What a contract lacks to draw or to be closed, or refuses to take in, told one by one."""
    told = facts.get(name)
    if not isinstance(told, list) or name not in _LISTED:
        return ""
    if name == "guards":
        return ", ".join(f"{word('guard', each)} ({each})" for each in told)
    if name == "mentions":
        return ", ".join(word("mention", each) for each in told)
    if name == "refused_lines":
        return contract_words.refused_told(told, reason, say)
    if name == "lines_used":
        return contract_words.used_told(told, word, value_of, filled)
    if name == "next_statuses":
        return ", ".join(word("status", each) for each in told) or say("none", "aucun")
    if name == "left_open":
        return contract_words.left_told(told, currency, word, money)
    return contract_words.missing_told(told, str(facts.get("number")), word, say)


# Values ------------------------------------------------------------------------------------------


def value_of(name: str, value: object, currency: str = "EUR") -> str:
    """A value in the reader's form; the ending of its name tells what it is."""
    if value is None:
        return UNKNOWN
    if name.endswith("_cents") and isinstance(value, int):
        return money(value, currency)
    if name.endswith("_ppm") and isinstance(value, int):
        return percent(value)
    if name.endswith("_tenths") and isinstance(value, int):
        return tenths(value)
    if isinstance(value, bool):
        return say("yes", "oui") if value else say("no", "non")
    if isinstance(value, datetime) or (f"_{name}".endswith("_at") and isinstance(value, str)):
        return instant(value if isinstance(value, datetime) else datetime.fromisoformat(value))
    if isinstance(value, date) or (f"_{name}".endswith("_on") and isinstance(value, str)):
        return day(value if isinstance(value, date) else date.fromisoformat(value))
    if name.endswith("_status"):
        return word("status", str(value))
    if name.endswith("_roles") and isinstance(value, list):
        return ", ".join(word("role", str(each)) for each in value) or say("nobody", "personne")
    if name in _SPOKEN:
        return word(name, str(value)).strip()
    if name == "rate_index":
        return _index(str(value))
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value)


def _index(name: str) -> str:
    """A reference rate in words, with the name by which it is entered."""
    from comptant.rules.reference_values import indexes

    found = indexes().get(name)
    return f"{Both(found.english, found.french).said()} ({name})" if found else name


def money(cents: int, currency: str = "EUR") -> str:
    """An amount of minor units: €18,000.00 or 18 000,00 €; other currencies by their code."""
    return typography.money(cents, currency, language())


def sums(by_currency: Mapping[str, int]) -> str:
    """Amounts of several currencies, each for itself: €18,000.00, PLN 0.03."""
    return ", ".join(money(cents, code) for code, cents in by_currency.items()) or money(0)


def tenths(value: int) -> str:
    """A number told in tenths: 82.4 or 82,4."""
    sign, point = "-" if value < 0 else "", "," if language() == FRENCH else "."
    return f"{sign}{abs(value) // 10}{point}{abs(value) % 10}"


def count(units: int) -> str:
    """A whole number, grouped by three: 192,471 or 192 471."""
    return typography.grouped(units, 0, language())


def percent(ppm: int) -> str:
    """Parts per million as a percentage: 3.615% or 3,615 %, at least two decimals."""
    return typography.percent(ppm, language())


def day(on: date) -> str:
    """A date: 16/01/2026 in French, 2026-01-16 in English."""
    return typography.day(on, language())


def instant(at: datetime) -> str:
    """An instant, in Paris."""
    return typography.instant(at, language())
