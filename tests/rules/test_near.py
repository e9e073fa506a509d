"""How near a text comes to a number, how certain a match is, and what is then done or proposed."""

import pytest
from allocation_facts import Row, invoice, owed, payment, proposed, quote, settle, terms_of

from comptant.rules.certainty import of_group
from comptant.rules.near import (
    APART,
    BROKEN_OFF,
    CUT,
    GLUED,
    MISREAD,
    TURNED,
    VARIANTS_MAX,
    Told,
)

KEY = "F00012000345"
CAREFUL = terms_of(1, 2, automatic_from_ppm=995_000)


@pytest.mark.parametrize(
    ("text", "nearness"),
    [
        ("FACTUREF00012000345MERCI", GLUED),
        ("F00012-000345", GLUED),
        ("VIR FOOO12-000345", MISREAD),
        ("f00o12 ooo345", MISREAD),
        ("F00012-000354", TURNED),
        ("VOTRE FACTURE 345", CUT),
        ("FACT 000345 DU 12/03/2026", CUT),
        ("F00012-0003", CUT),
        ("F00012-000344 F00012-", BROKEN_OFF),
        ("F00012-000344", APART),
        ("REGLEMENT 45", APART),
        ("", APART),
    ],
)
def test_how_near_a_text_comes(text: str, nearness: int) -> None:
    assert Told(text).nearness(KEY) == nearness


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("FACTURE F00012-000345", True),
        ("REGLEMENT DU 12/03/2026", False),
        ("REGLEMENT DU 12032026", False),
        ("EXERCICE 2026", False),
        ("ACHETEUR 4711 SAS", False),
        ("LOYER MARS", False),
    ],
)
def test_whether_a_text_seems_to_name_an_invoice(text: str, names: bool) -> None:
    assert Told(text, None, "ACHETEUR 4711 SAS").names_some() is names


@pytest.mark.parametrize("text", ["FOOO12-OOO345", "REFF00012000345MERCI", "FACTF00012-000345"])
def test_numbers_to_look_up_are_read_out_of_words_and_set_right(text: str) -> None:
    assert KEY in Told(text).variants()


def test_no_more_numbers_are_looked_up_than_so_many() -> None:
    assert len(Told(" ".join(f"A{n}B{n}C{n:04d}" for n in range(1_000))).variants()) <= VARIANTS_MAX


def test_of_several_of_the_amount_the_one_whose_number_the_text_comes_near_is_paid() -> None:
    two = owed(
        1, [invoice(1, 500_00, number_key=KEY), invoice(2, 500_00, number_key="F00012000999")]
    )
    paid = payment(1, 500_00, buyer_id=1, remittance_text="FACT FO0012-OO0345")
    allocations, outcomes = settle([paid], (), two, CAREFUL)
    assert allocations == [(1, 1, 1, 1, 500_00, 0, 0, "NEAR_NUMBER")]
    assert outcomes == [(1, 1, 1, 500_00, 0, "NEAR_NUMBER", None)]


def test_the_only_invoice_of_the_amount_waits_where_the_text_names_another() -> None:
    one = owed(1, [invoice(1, 500_00, number_key=KEY)])
    silent = payment(1, 500_00, buyer_id=1, remittance_text="VIREMENT")
    assert settle([silent], (), one, CAREFUL)[1][0][5:] == ("UNIQUE_AMOUNT", None)
    other = silent | {"remittance_text": "FACTURE INV-77881"}
    assert settle([other], (), one, CAREFUL)[1] == [(1, None, 1, 0, 500_00, "ON_ACCOUNT", "UNSURE")]
    assert proposed([other], (), one, CAREFUL) == [
        (1, 1, 500_00, 900_000, "OTHER_NUMBER AMOUNT PAYER")
    ]


def test_a_number_alone_is_not_enough_for_a_payer_who_is_not_the_buyer() -> None:
    known = payment(1, 400_00, payer_name="NOBODY WE KNOW", remittance_text=KEY)
    lines = quote(1, [invoice(1, 500_00, number_key=KEY)])
    assert settle([known], lines, terms=CAREFUL)[1][0][5:] == ("ON_ACCOUNT", "UNSURE")
    assert proposed([known], lines, (), CAREFUL) == [
        (1, 1, 400_00, 900_000, "NUMBER LESS STRANGER")
    ]
    untold = known | {"payer_name": None}
    assert settle([untold], lines, terms=CAREFUL)[1][0][5] == "NUMBER_PARTIAL"


def test_more_than_the_numbers_say_pays_those_that_the_text_names_in_part() -> None:
    first, second = invoice(1, 500_00, number_key=KEY), invoice(2, 70_00, number_key="F00012000999")
    third = invoice(3, 30_00, number_key="F00012000777")
    paid = payment(1, 570_00, buyer_id=1, remittance_text="F00012-000345 999")
    allocations, _ = settle([paid], quote(1, [first]), owed(1, [first, second, third]), CAREFUL)
    assert [row[3:5] for row in allocations] == [(1, 500_00), (2, 70_00)]
    assert {row[7] for row in allocations} == {"NUMBER_COMPLETED"}
    other = paid | {"remittance_text": "F00012-000345"}
    allocations, _ = settle([other], quote(1, [first]), owed(1, [first, second, third]), CAREFUL)
    assert {row[7] for row in allocations} == {"NUMBER_OVERPAID"}


def test_an_unknown_payer_pays_the_invoice_of_its_amount_that_its_text_may_mean() -> None:
    one = owed(1, [invoice(1, 500_00, number_key=KEY)])
    paid = payment(1, 500_00, payer_name="A CENTRE", remittance_text="REFF00012000345")
    assert settle([paid], (), one, CAREFUL)[0] == [(1, 1, 1, 1, 500_00, 0, 0, "NEAR_NUMBER")]
    cut = paid | {"remittance_text": "000345"}
    assert settle([cut], (), one, CAREFUL)[0] == []
    assert [row[4] for row in proposed([cut], (), one, CAREFUL)] == ["NUMBER_CUT AMOUNT SEVERAL"]


def test_what_chance_alone_finds_takes_from_the_certainty_of_a_group() -> None:
    few, _ = of_group([120_000, 75_000, 5_001], APART, is_named=False)
    many, said = of_group([54_501 + 7 * n for n in range(20)], APART, is_named=False)
    assert few == 997_000 - 7 * 3 * 1_000_000 // 200_001  # all are multiples of three cents
    assert many < 995_000 < few
    assert said == "NO_NUMBER SUM PAYER"


def test_each_guess_is_told_once_the_best_first_and_no_more_than_five() -> None:
    lines: list[Row] = [invoice(n, 500_00, number_key=f"F0001200000{n}") for n in range(1, 9)]
    paid = payment(1, 500_00, buyer_id=1, remittance_text="VIREMENT")
    rows = proposed([paid], (), owed(1, lines), CAREFUL)
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
    assert {row[3:] for row in rows} == {(900_000 // 8, "NO_NUMBER AMOUNT SEVERAL")}


def test_every_threshold_waits_for_people_where_a_contract_wants_it() -> None:
    sure = terms_of(1, automatic_from_ppm=1_000_000)
    paid = payment(1, 500_00, remittance_text=KEY)
    quotes = quote(1, [invoice(1, 500_00, number_key=KEY)])
    assert settle([paid], quotes, terms=sure)[1][0][5:] == ("ON_ACCOUNT", "UNSURE")
