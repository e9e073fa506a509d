"""Whatever somebody typed is printed as text: never as markup, never in the way of the page."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.formats.papers.plain import BREAK, MISSING, plain, plain_facts
from comptant.formats.papers.setting import TEMPLATES, typeset
from comptant.formats.papers.titles import title
from tests.facts import SIRENS
from tests.formats.paper_facts import LINE, TITLE
from tests.reading_papers import archive_marks, text_of

HOSTILE = {
    "an import": '#import "house.typ": facts', "a read": '#read("/etc/passwd")',
    "mathematics": "$ x^2 $", "a backslash": r"\#eval(1) \\ \u{1F600}", "emphasis": "*a* _b_ `c`",
    "a heading": "= Quittance", "a label": "<title> @title", "an end of text": '"; #panic("x") //',
    "HTML": "<script>alert(1)</script>", "a brace": "}]) #let total = 0",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_printed_letter_for_letter(name: str) -> None:
    paper = title(TITLE, [{**LINE, "buyer_name": name}], "fr")
    assert name in text_of(paper)
    assert archive_marks(paper) == ("2", "A", True)


def test_signs_that_have_no_shape_do_no_harm() -> None:
    assert plain("a\x00b\x07c\nd\te") == "abc d e"
    assert plain("\u202eevil\u2066 \ufeffname") == "evil name"
    assert plain("日本 😀") == f"{MISSING * 2} {MISSING}"
    assert plain("e\u0301") == "é"
    assert plain("שלום") == "\u2068שלום\u2069"
    assert plain("Œuvre d’art – 1 000,00 €") == "Œuvre d’art – 1 000,00 €"
    assert plain("W" * 90).replace(BREAK, "") == "W" * 90
    assert max(map(len, plain("W" * 90).split(BREAK))) == 10
    assert plain("FA-2026-0001") == "FA-2026-0001"


@pytest.mark.parametrize("name", ["W" * 300, "שלום עולם", "مرحبا 12", "\u202eabc", "日本 😀",
                                  "a\x00b\n\nc", "\u0300" * 40, "\ud7ff", ""])  # fmt: skip
def test_any_name_gives_a_whole_paper(name: str) -> None:
    paper = title(TITLE, [{**LINE, "buyer_name": name, "invoice_number": name}], "en")
    told = text_of(paper)
    assert f"(SIREN {SIRENS['BETA SA'][:3]}" in told
    assert "€1,234.56" in told


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_no_text_stops_the_engine(text: str) -> None:
    facts = {"language": "fr", "name": text}
    assert typeset("trial", facts, date(2026, 1, 16)).startswith(b"%PDF-1.7")


def test_only_words_reach_a_paper() -> None:
    with pytest.raises(TypeError):
        plain_facts({"amount": 1})
    assert plain_facts({"a": ["b", None, True]}) == {"a": ["b", None, True]}
    assert (TEMPLATES / "title.typ").is_file()
