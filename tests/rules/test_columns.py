"""The vocabulary and the shapes that batches declare."""

import re
from datetime import UTC, date, datetime

import polars as pl
import pytest

from comptant.rules import columns
from comptant.rules.columns import ENDINGS, TYPES, VOCABULARY, c, shape


@pytest.fixture
def vocabulary_of(monkeypatch):
    """Loads a vocabulary from the lines of a test instead of those of the package."""

    class Text:
        def __init__(self, lines):
            self.text = "\n".join(("name,type,english,french", *lines))

        def joinpath(self, name):
            return self

        def read_text(self, encoding):
            return self.text

    def load(*lines):
        monkeypatch.setattr(columns.resources, "files", lambda package: Text(lines))
        return columns._load()

    return load


def test_a_declared_name_is_the_expression_of_its_column():
    frame = pl.DataFrame({"gross_cents": [12_000_00]})
    assert frame.select(c.gross_cents).to_dict(as_series=False) == {"gross_cents": [12_000_00]}


def test_an_undeclared_name_is_an_attribute_error_that_names_it():
    with pytest.raises(AttributeError, match="column gros_cents is not in the vocabulary"):
        _ = c.gros_cents


@pytest.mark.parametrize(("ending", "kind"), ENDINGS.items())
def test_every_name_with_a_unit_has_the_type_of_the_unit(ending, kind):
    dtype, largest = TYPES[kind]
    named = [word for word in VOCABULARY.values() if word.name.endswith(ending)]
    assert [word.name for word in named if (word.dtype, word.largest) != (dtype, largest)] == []


def test_every_word_is_plain_and_has_both_languages():
    plain = re.compile(r"[a-z][a-z0-9_]*")
    wrong = [
        word.name
        for word in VOCABULARY.values()
        if not plain.fullmatch(word.name) or not word.english.strip() or not word.french.strip()
    ]
    assert wrong == []


def test_the_type_follows_the_ending(vocabulary_of):
    words = vocabulary_of("fee_cents,cents,fee,commission", "paid_on,date,paid on,payé le")
    assert words["fee_cents"].dtype == pl.Int64()
    assert words["fee_cents"].largest == 10**17
    assert words["paid_on"].dtype == pl.Date()
    assert words["paid_on"].largest is None


@pytest.mark.parametrize(
    "line",
    [
        "fee_cents,ppm,fee,commission",
        "fee_cents,count,fee,commission",
        "paid_on,instant,paid on,payé le",
        "fee,cents,fee,commission",
        "paid,date,paid,payé",
    ],
)
def test_an_ending_that_contradicts_the_type_is_refused(vocabulary_of, line):
    name = line.partition(",")[0]
    kind = line.split(",")[1]
    expected = f"column {name} is declared {kind}, which its ending contradicts"
    with pytest.raises(ValueError, match=f"^{expected}$"):
        vocabulary_of(line)


def test_a_word_declared_twice_is_refused(vocabulary_of):
    with pytest.raises(ValueError, match=r"^column fee_cents is declared twice$"):
        vocabulary_of("fee_cents,cents,fee,commission", "fee_cents,cents,fee,frais")


def test_a_shape_marks_what_may_be_null():
    wanted = shape("currency", "due_on?")
    assert wanted.names == ("currency", "due_on")
    assert wanted.optional == {"due_on"}
    assert wanted.schema() == pl.Schema({"currency": pl.String(), "due_on": pl.Date()})


def test_a_shape_of_an_undeclared_column_is_refused():
    with pytest.raises(ValueError, match=r"^column colour is not in the vocabulary$"):
        shape("currency", "colour")


def test_an_empty_batch_has_the_types_of_its_shape():
    wanted = shape("currency", "gross_cents", "interest_numbers", "is_reversal", "due_on?")
    assert wanted.empty().height == 0
    assert wanted.empty().schema == wanted.schema()


def test_a_frame_from_dictionaries_fills_what_is_missing_with_null():
    wanted = shape("gross_cents", "due_on?")
    frame = wanted.frame([{"gross_cents": 5, "due_on": date(2026, 1, 31)}, {"gross_cents": 6}])
    assert frame.rows() == [(5, date(2026, 1, 31)), (6, None)]
    assert frame.schema == wanted.schema()


@pytest.mark.parametrize("value", [5.5, "5"])
def test_a_frame_refuses_a_value_of_another_type(value):
    with pytest.raises(TypeError):
        shape("gross_cents").frame([{"gross_cents": value}])


def test_instants_are_microseconds_in_utc():
    dtype, _ = TYPES["instant"]
    noon = datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert pl.Series([noon]).cast(dtype).to_list() == [noon]
    assert dtype == pl.Datetime("us", "UTC")
