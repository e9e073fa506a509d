"""Every code that may reach a person has its two sentences, with the same facts in both."""

import ast
import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import comptant
from comptant.doors import words
from comptant.doors.acts_told import answer_told
from comptant.doors.name_words import both
from comptant.doors.reads import READS, parameters
from comptant.doors.tables import DOMAINS
from comptant.formats.reading import FAULTS
from comptant.operations.acts.approval import KINDS
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import ROLES
from comptant.rules.columns import VOCABULARY
from comptant.rules.explanation import PART_ORDER
from comptant.rules.offer_terms import OFFER_TERMS
from comptant.rules.postings import ACCOUNTS, JOURNALS, TEMPLATES
from comptant.rules.reasons import REASONS
from comptant.rules.terms import TERMS
from comptant.store.kept_reads import SENSITIVE

CODE = Path(comptant.__file__).parent
REFUSING = ("Refused", "BadScenario")


def refused_codes() -> dict[str, set[str]]:
    """Each code given to Refused in the source (or to a scenario's fault, which becomes one), with
    the facts that every use of it gives."""
    found: dict[str, set[str]] = {}
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSING):
                continue
            facts = {keyword.arg for keyword in node.keywords if keyword.arg}
            for code in literals(node.args[0]):
                found[code] = found.get(code, facts) & facts
    return found


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def guards() -> set[str]:
    """The constraints whose name is told by the database's own guards."""
    sql = (CODE / "store" / "migrations" / "0001_foundation.sql").read_text()
    return {"two_people", "draw_within_availability", "closed_for_good"} | set(
        re.findall(r"CONSTRAINT = '(\w+)'", sql)
    )


def test_the_source_refuses_with_codes_that_this_test_can_see() -> None:
    assert {"beyond_availability", "same_person", "day_in_future"} <= set(refused_codes())
    assert "not_your_right" in refused_codes()


@pytest.mark.parametrize("code", sorted(refused_codes()))
def test_a_refusal_has_its_sentence_in_both_languages(code: str) -> None:
    both = words.table("refusals")[code]
    assert both.english != both.french
    assert words.placeholders(both.english) == words.placeholders(both.french)


def test_a_refusal_names_only_facts_that_every_use_of_it_gives() -> None:
    wanted = {
        code: words.placeholders(words.table("refusals")[code].english) - given
        for code, given in refused_codes().items()
    }
    assert {code: names for code, names in wanted.items() if names} == {}


def test_no_refusal_is_explained_that_nobody_gives() -> None:
    assert set(words.table("refusals")) - set(refused_codes()) - guards() == set()


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_a_fault_of_a_file_has_its_sentence_in_both_languages(code: str) -> None:
    both = words.table("faults")[code]
    assert both.english != both.french
    assert words.placeholders(both.english + both.french) == frozenset()


def test_no_fault_is_explained_that_no_reader_gives() -> None:
    assert set(words.table("faults")) == FAULTS


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_reason_has_its_sentence_in_both_languages(code: str) -> None:
    reason = REASONS[code]
    assert reason.english != reason.french
    assert words.placeholders(reason.english) == words.placeholders(reason.french)


def test_every_code_that_a_table_shows_has_a_word() -> None:
    wanted = {
        "role": ROLES, "kind": KINDS, "part": PART_ORDER,
        "status": TERMS["status"].choices,
        "clause": {term.clause for term in TERMS.values()},
        "freed_by": {reason.freed_by for reason in REASONS.values()},
        "step": ("PREPARED", "CANCELLED", "RELEASED", "REFUSED", "SENT", "EXECUTED",
                 "REJECTED", "RETURNED"),
    }  # fmt: skip
    known = words.table("codes")
    missing = [f"{domain}.{code}" for domain, codes in wanted.items() for code in codes
               if f"{domain}.{code}" not in known]  # fmt: skip
    assert missing == []
    assert {key.partition(".")[0] for key in known} >= set(DOMAINS.values())


def test_journals_events_accounts_and_terms_have_two_words() -> None:
    pairs = [
        *JOURNALS.values(),
        *((each.english, each.french) for each in (*TEMPLATES.values(), *ACCOUNTS.values())),
        *((term.english, term.french) for term in TERMS.values()),
    ]
    assert all(english and french for english, french in pairs)


def test_every_column_of_a_table_has_a_word() -> None:
    """The names given to `show` in the command line are words of ours or of the vocabulary."""
    known = {key.removeprefix("column.") for key in words.table("codes")} | set(VOCABULARY)
    missing = []
    for path in (CODE / "doors" / "cli").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "show":
                texts = [each for each in ast.walk(node) if isinstance(each, ast.Constant)]
                names = [text.value for text in texts if isinstance(text.value, str)]
                missing += [f"{path.name}: {name}" for name in names
                            if re.fullmatch(r"[a-z_]+", name) and name not in known]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize("name", ["refusals", "faults", "codes"])
def test_a_table_of_words_has_three_cells_a_line_and_no_empty_one(name: str) -> None:
    text = (CODE / "doors" / f"words_{name}.csv").read_text("utf-8")
    rows = list(csv.reader(text.splitlines()))
    assert rows[0] == ["code", "english", "french"]
    assert [row for row in rows if len(row) != 3 or "" in row] == []


@pytest.mark.parametrize(
    ("cents", "currency", "english", "french"),
    [
        (1_800_000, "EUR", "€18,000.00", "18 000,00 €"),
        (-5, "EUR", "-€0.05", "-0,05 €"),
        (0, "EUR", "€0.00", "0,00 €"),
        (123_456_789_012, "EUR", "€1,234,567,890.12", "1 234 567 890,12 €"),
        (100, "JPY", "JPY 100", "100 JPY"),
        (1_234_567, "TND", "TND 1,234.567", "1 234,567 TND"),
    ],
)
def test_an_amount_is_written_as_its_reader_writes_it(
    cents: int, currency: str, english: str, french: str
) -> None:
    words.speak("en")
    assert words.money(cents, currency).replace(words.NBSP, " ") == english
    words.speak("fr")
    assert words.money(cents, currency).replace(words.NBSP, " ") == french
    words.speak("en")


@pytest.mark.parametrize(
    ("ppm", "english"), [(6_000, "0.60%"), (36_150, "3.615%"), (900_000, "90.00%"),
                         (-500, "-0.05%"), (0, "0.00%"), (1, "0.0001%")],
)  # fmt: skip
def test_a_rate_is_a_percentage(ppm: int, english: str) -> None:
    assert words.percent(ppm) == english


def test_a_date_and_an_instant_are_those_of_the_reader_in_paris() -> None:
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert words.instant(at) == "2026-07-02 00:30"
    words.speak("fr")
    assert words.day(date(2026, 1, 16)) == "16/01/2026"
    assert words.instant(at) == "02/07/2026 00:30"
    words.speak("en")


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "fr_CA", "LANG": "en_US"}, "fr"),
        ({"LC_ALL": "C", "LANG": "fr_FR"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "fr_BE", "LANG": "en_US"}, "fr"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], wanted: str) -> None:
    assert words.locale_language(environment) == wanted


def test_a_fact_that_is_not_told_is_shown_as_such() -> None:
    assert words.filled("since {suspended_on}", {}) == "since ?"


def test_each_invoice_that_is_not_taken_over_has_its_reason_in_words() -> None:
    line = {"invoice_number": "F-2", "refusal": "due_before_issue", "amount_cents": 50_000,
            "issued_on": "2025-12-01", "due_on": "2025-01-01"}  # fmt: skip
    with words.speaking("fr"):
        told = words.refusal("takeover_lines_refused", {"count": 1, "refused_lines": [line]})
    assert "F-2 : Cette facture est à échéance du 01/01/2025" in told
    assert "due_before_issue" not in told


def test_sums_of_several_currencies_are_told_each_for_itself() -> None:
    with words.speaking("en"):
        told = words.sums({"EUR": 500, "JPY": 700, "PLN": 3})
    assert told.replace(words.NBSP, " ") == "€5.00, JPY 700, PLN 0.03"


def test_every_choice_of_a_term_and_every_read_that_is_kept_has_words() -> None:
    known = words.table("codes")
    terms = {**TERMS, **OFFER_TERMS}
    wanted = {f"choice.{name}.{code}" for name, term in terms.items() for code in term.choices}
    wanted |= {f"read_name.{query.removeprefix('read_')}" for query in SENSITIVE}
    assert wanted - known.keys() == set()


def test_every_name_in_an_answer_or_of_a_filter_that_is_kept_has_words() -> None:
    text = (CODE / "doors" / "api" / "answers.csv").read_text("utf-8")
    fields = [row["field"] for row in csv.DictReader(text.splitlines()) if row["of"] in RIGHTS]
    names = {name for field in fields for name in re.split(r"[.\[\]{}]+", field) if name}
    names |= {one for query in SENSITIVE if query in READS for one in parameters(query)}
    assert {name for name in names if both(name) is None} == set()
    assert words.table("answers").keys() <= names | {"after"}


def test_an_answer_is_told_in_words_whatever_is_within_it() -> None:
    answer = {"amount_cents": 33_300, "currency": "EUR", "recorded_at": "2026-12-30T03:46:48+00:00",
              "on": "2026-01-16", "is_closed": False, "invoice_ids": [7, 8], "payment_id": None,
              "refused": [{"amount_cents": -100, "refusal": "FA-1"}], "assignment_scope":
              "ALL_INVOICES", "allocated_in": {"EUR": 100, "PLN": 300},
              "matched": {"NUMBER_AND_AMOUNT": 2}, "roles": ["treasurer"],
              "waiting": ["concentration_ppm"], "day": "2026-11-27"}  # fmt: skip
    with words.speaking(words.FRENCH):
        told = dict(answer_told(answer))
    plain = {name: text.replace(words.NBSP, " ") for name, text in told.items()}
    assert plain["montant"] == "333,00 €"
    assert plain["jour"] == "16/01/2026"
    assert plain["clos"] == "non"
    assert plain["factures"] == "7, 8"
    assert plain["règlement"] == ""
    assert plain["périmètre cédé"] == "toutes les factures"
    assert plain["lettré par devise"] == "1,00 €, 3,00 PLN"
    assert plain["lettrés"] == "numéro et montant 2"
    assert plain["rôles"] == "trésorier"
    assert "concentration" in plain["ce qui attend"]
    assert "30/12/2026 04:46" in plain.values()
    assert any("montant -1,00 €" in text for text in plain.values())
