"""The slip of cheques: what a bank reads, and nothing that a spreadsheet would run."""

from datetime import date
from typing import Any

import pytest

from comptant.formats import cheque_slip
from comptant.formats.cheque_slip import CHEQUES_OUT

CHEQUE: dict[str, Any] = {
    "instrument_number": "1234567", "payer_name": "BÊTA SA", "payer_iban": "",
    "issued_on": date(2026, 1, 15), "amount_cents": 1_200_005, "currency": "EUR",
}  # fmt: skip


def written(*cheques: dict[str, Any]) -> list[str]:
    content = cheque_slip.write(
        reference="R7", remitted_on=date(2026, 1, 16), holder="FACTOR SA",
        iban="FR7630006000011234567890189", cheques=CHEQUES_OUT.frame(cheques),
    )  # fmt: skip
    assert content.startswith(b"\xef\xbb\xbf")
    return content.decode("utf-8-sig").split("\r\n")


def test_it_lists_the_cheques_and_their_total() -> None:
    assert written(CHEQUE, CHEQUE | {"instrument_number": "7654321", "amount_cents": 5}) == [
        "Bordereau de remise de chèques;R7;16/01/2026",
        "Bénéficiaire;FACTOR SA;FR7630006000011234567890189",
        "Numéro;Tireur;Compte;Émis le;Montant;Devise",
        "1234567;BÊTA SA;;15/01/2026;12000,05;EUR", "7654321;BÊTA SA;;15/01/2026;0,05;EUR",
        "Total;2;;;12000,10;EUR", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ('=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'),
        ("+1", "'+1"),
        ("@a", "'@a"),
        ("a;b", '"a;b"'),
        ("a\r\nb", "a  b"),
    ],
)
def test_a_name_is_text(name: str, cell: str) -> None:
    assert written(CHEQUE | {"payer_name": name})[3] == f"1234567;{cell};;15/01/2026;12000,05;EUR"


def test_no_cheque_is_no_slip() -> None:
    with pytest.raises(ValueError, match="no cheque"):
        written()
