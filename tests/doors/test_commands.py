"""What browsers and programs are told names no command and no option of a command."""

import re
from pathlib import Path

import pytest

import comptant
from comptant.doors import commands, reporting, words
from comptant.doors.contract_words import BRINGS
from comptant.doors.words import Both
from comptant.rules.reasons import REASONS

# An option, or the program with what it is asked.
COMMAND = re.compile(r"(?<![\w-])--[a-z]|\bcomptant [a-z]")
SERVED = Path(comptant.__file__).parent / "doors"


@pytest.mark.parametrize("language", [words.ENGLISH, words.FRENCH])
def test_no_sentence_that_is_served_names_a_command(language: str) -> None:
    said: dict[str, str] = {}
    with words.speaking(language), commands.elsewhere():
        said |= {f"refusal {code}": words.refusal(code, {}) for code in words.table("refusals")}
        said |= {f"fault {code}": words.fault(code) for code in words.table("faults")}
        said |= {code: both.said() for code, both in words.table("codes").items()}
        said |= {code: words.reason(code, {}) for code in REASONS}
        said |= {f"turn {name}": both.said() for name, both in reporting.TURNS.items()}
        said |= {f"section {name}": told[0].said() for name, told in reporting.SECTIONS.items()}
    assert {code: text for code, text in said.items() if COMMAND.search(text)} == {}
    cut = {code: text for code, text in said.items() if text.rstrip().endswith((":", "("))}
    assert [code for code in cut if code not in words.table("codes")] == []


@pytest.mark.parametrize("language", [words.ENGLISH, words.FRENCH])
def test_what_a_contract_lacks_is_told_without_commands(language: str) -> None:
    left = [{"guard": guard, "why": why, "label": "", "kind": ""}
            for guard in BRINGS if guard != "ALIKE" for why in ("MISSING", "ALIKE")]  # fmt: skip
    with words.speaking(language):
        facts = {"missing_guards": left, "number": "C-1"}
        codes = [code for code, both in words.table("refusals").items()
                 if "missing_guards" in words.placeholders(both.english)]  # fmt: skip
        assert codes
        for code in codes:
            assert COMMAND.search(words.refusal(code, facts))
            with commands.elsewhere():
                assert COMMAND.search(words.refusal(code, facts)) is None


def test_at_a_terminal_the_command_is_still_named() -> None:
    assert "--to" in words.refusal("payee_to_choose", {"ibans": ["X"]})
    assert Both("do it: comptant draw", "x").said() == "do it: comptant draw"
    with commands.elsewhere():
        assert Both("do it: comptant draw", "x").said() == "do it"
        assert words.refusal("payee_to_choose", {"ibans": ["X"]}).endswith("Choose one: X.")


def test_each_sentence_for_elsewhere_stands_for_one_with_the_same_facts() -> None:
    for code, both in words.table("elsewhere").items():
        name, _, own = code.partition(".")
        known = words.table(name)[own]
        for mine, theirs in zip(both, known, strict=True):
            assert words.placeholders(mine) == words.placeholders(theirs), code
        assert both.english != both.french


def test_no_template_names_a_command() -> None:
    templates = sorted((SERVED / "portal" / "templates").rglob("*.html"))
    assert templates
    wrong = [
        one.name
        for one in templates
        if COMMAND.search(re.sub(r"var\(--[a-z-]+\)", "", one.read_text()))
    ]
    assert wrong == []
