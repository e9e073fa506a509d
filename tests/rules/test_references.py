"""How invoice numbers are read in the texts of payments, and which quotes count."""

import polars as pl
import pytest
from allocation_facts import Row, invoice, payment, quote

from comptant.rules.batch import BrokenBatch
from comptant.rules.columns import c
from comptant.rules.references import (
    BY_ACCOUNT,
    BY_BUYER,
    BY_CHANCE,
    BY_NUMBER,
    CANDIDATES,
    PAYMENTS,
    REFERENCES,
    SLICE_ROWS,
    TOKENS_MAX,
    quoted,
    references,
)


def read(text: str, **facts: object) -> set[str]:
    rows = references(PAYMENTS.frame([payment(1, 100, remittance_text=text, **facts)]))
    return set(rows["number_key"])


@pytest.mark.parametrize("text", ["FA 2026 001", "FA-2026-001", "FA2026001", "fa/2026.001"])
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert "FA2026001" in read(text)


def test_up_to_four_words_in_a_row_make_a_number() -> None:
    assert read("A1 B2 C3 D4 E5") == {
        "A1B2", "B2C3", "C3D4", "D4E5", "A1B2C3", "B2C3D4", "C3D4E5", "A1B2C3D4", "B2C3D4E5",
    }  # fmt: skip


def test_short_words_and_words_without_digits_are_kept_only_as_the_whole_text() -> None:
    assert read("FACTURE 12") == {"FACTURE12"}
    assert read("12") == {"12"}
    assert read("n 7") == {"N7"}
    assert read("SOLDE") == {"SOLDE"}


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("F-1 MERCI", {"F1"}),
        ("reglement f1.", {"F1"}),
        ("VIR A/2 (B3)", {"A2", "B3"}),
        ("FACTURE 12", {"12"}),
        ("Factures n° 7, n°8", {"7", "8"}),
        ("FACT 11 ET 12", {"11", "12"}),
        ("INV 11 & 12 AND 13", {"11", "12", "13"}),
        # A day, a term, a share, a count, part of a longer number, an amount: none is a number.
        ("FACTURE DU 12 MARS", set()),
        ("FA-2026-1 DU 12/03", set()),
        ("FACTURE FA-1", set()),
        ("SOLDE 30 JOURS 5 %", set()),
        ("FACTURE 1,50 EUR", set()),
        ("FACTURE 1.5", set()),
        ("FACTURE 12/13", set()),
        ("11 ET 12", set()),
        ("VIR F 1", set()),
        ("F-1-2", set()),
    ],
)
def test_a_short_number_of_a_known_payer_is_read_where_it_stands_apart(
    text: str, short: set[str]
) -> None:
    assert {key for key in read(text, contract_id=1) if len(key) < 3} == short
    assert {key for key in read(text, buyer_id=1) if len(key) < 3} == short
    assert {key for key in read(text) if len(key) < 3} == set()


def test_a_letter_with_an_accent_is_a_sign_as_in_the_key_of_an_invoice() -> None:
    assert read("FACTÉ12") == {"FACT12"}


def test_a_structured_reference_is_read_with_and_without_its_prefix() -> None:
    found = read("", creditor_reference="RF18 FA20 2600 1234 5")
    assert {"RF18FA2026001234", "FA2026001234", "FA20260012345"} <= found
    assert read("", creditor_reference="FA-2026-001") >= {"FA2026001"}


def test_no_number_is_read_across_two_texts() -> None:
    words = " ".join(["FA"] * TOKENS_MAX)
    assert "FA001" not in read(words, creditor_reference="001")
    assert "FA001" not in read("FA", creditor_reference="001")


def test_a_text_is_read_up_to_a_bound() -> None:
    numbers = " ".join(f"N{n:04d}" for n in range(TOKENS_MAX + 1))
    assert f"N{TOKENS_MAX - 1:04d}" in read(numbers)
    assert f"N{TOKENS_MAX:04d}" not in read(numbers)
    assert read("1" * 65) == set()


def test_each_number_comes_once_per_payment_with_its_place() -> None:
    rows = references(PAYMENTS.frame([payment(7, 100, remittance_text="FA 12 FA12")]))
    assert rows.rows() == [(7, "FA12", 2, 1), (7, "12FA12", 1, 2), (7, "FA12FA12", 0, 3)]
    assert rows.schema == REFERENCES.schema()


def test_no_payment_or_no_text_gives_no_reference() -> None:
    assert references(PAYMENTS.empty()).equals(REFERENCES.empty())
    assert read(" -- ") == set()


def test_payments_are_not_mixed_up_in_large_batches() -> None:
    many = range(SLICE_ROWS + 2)
    rows = references(PAYMENTS.frame([payment(n, 1, remittance_text=f"FA{n:06d}") for n in many]))
    assert rows.height == SLICE_ROWS + 2
    assert rows.select((c.number_key.str.slice(2).cast(pl.Int64) == c.payment_number).all()).item()


@pytest.mark.parametrize("paid", [[payment(1, 0)], [payment(1, -5)], [payment(1, 5)] * 2])
def test_a_payment_comes_once_with_an_amount_above_zero(paid: list[Row]) -> None:
    with pytest.raises(BrokenBatch, match="each payment once, each amount above zero"):
        references(PAYMENTS.frame(paid))


def judged(candidates: list[Row], **facts: object) -> list[tuple[object, ...]]:
    rows = quoted(PAYMENTS.frame([payment(1, 100, **facts)]), CANDIDATES.frame(candidates))
    return rows.select("invoice_id", "quote_strength", "reason").rows()


def test_a_quote_is_as_strong_as_what_tells_it() -> None:
    one = invoice(1, 100, number_key="FA2026")
    assert judged(quote(1, [one])) == [(1, BY_NUMBER, None)]
    assert judged(quote(1, [one]), contract_id=1) == [(1, BY_ACCOUNT, None)]
    assert judged(quote(1, [one]), buyer_id=1) == [(1, BY_BUYER, None)]
    assert judged(quote(1, [one], payer_is_buyer=True)) == [(1, BY_BUYER, None)]
    assert judged(quote(1, [one]), contract_id=0, buyer_id=0) == [(1, BY_NUMBER, None)]


@pytest.mark.parametrize(
    ("key", "strength"),
    [("2026", BY_CHANCE), ("20261120", BY_CHANCE), ("202611201", BY_NUMBER), ("SOLDE", BY_CHANCE)],
)
def test_years_dates_and_words_are_quoted_by_chance(key: str, strength: int) -> None:
    assert judged(quote(1, [invoice(1, 100, number_key=key)])) == [(1, strength, None)]


def test_a_short_number_counts_by_its_amount_alone_and_only_of_its_payer() -> None:
    one = quote(1, [invoice(1, 100, number_key="F1")])
    within = {"remittance_text": "F-1 MERCI"}
    assert judged(one, **within) == [(1, BY_CHANCE, "WEAK_NUMBER")]
    assert judged(one, **within, contract_id=1, buyer_id=2) == [(1, BY_CHANCE, "WEAK_NUMBER")]
    assert judged(one, **within, contract_id=1) == [(1, BY_CHANCE, None)]
    assert judged(one, **within, contract_id=1, buyer_id=1) == [(1, BY_CHANCE, None)]
    whole = {"remittance_text": "F-1"}
    assert judged(one, **whole) == [(1, BY_NUMBER, "WEAK_NUMBER")]
    assert judged(one, **whole, contract_id=1) == [(1, BY_ACCOUNT, None)]
    assert judged(one, **whole, buyer_id=1) == [(1, BY_BUYER, None)]
    assert judged(one, creditor_reference="RF-1", buyer_id=1) == [(1, BY_CHANCE, None)]
    assert judged(one, creditor_reference="f/1", buyer_id=1) == [(1, BY_BUYER, None)]


def test_another_currency_or_another_contract_does_not_count() -> None:
    rows = [
        invoice(1, 100),
        invoice(2, 100, currency="USD"),
        invoice(3, 100, contract_id=2),
    ]
    assert judged(quote(1, rows), contract_id=1) == [
        (1, BY_ACCOUNT, None),
        (2, BY_ACCOUNT, "OTHER_CURRENCY"),
        (3, BY_NUMBER, "OTHER_CONTRACT"),
    ]


def test_the_payers_own_invoice_wins_over_others_of_the_same_number() -> None:
    rows = [invoice(1, 100, number_key="A77"), invoice(2, 100, number_key="A77", buyer_id=2)]
    assert judged(quote(1, rows), buyer_id=2) == [
        (1, BY_NUMBER, "SURER_QUOTE"),
        (2, BY_BUYER, None),
    ]


def test_a_number_within_a_longer_one_does_not_count_unless_it_is_surer() -> None:
    whole = quote(1, [invoice(1, 100, number_key="FA2026001")], token_count=3)
    part = quote(1, [invoice(2, 100, number_key="2026001")], token_number=1, token_count=2)
    beside = quote(1, [invoice(3, 100, number_key="FA20")], token_number=3)
    assert judged(whole + part + beside) == [
        (1, BY_NUMBER, None),
        (2, BY_CHANCE, "INSIDE_NUMBER"),
        (3, BY_NUMBER, None),
    ]
    own = [each | {"payer_is_buyer": True} for each in part]
    assert judged(whole + own) == [(1, BY_NUMBER, None), (2, BY_BUYER, None)]


def test_candidates_without_payment_or_twice_are_our_fault() -> None:
    for rows in (quote(2, [invoice(1, 100)]), quote(1, [invoice(1, 100)] * 2)):
        with pytest.raises(BrokenBatch, match="without its payment, or an invoice twice"):
            judged(rows)
