"""The slip that goes to the bank with the cheques: a CSV that a spreadsheet opens and prints."""

import csv
import io
from datetime import date

import polars as pl

from comptant.rules.columns import shape

# One row per cheque.
CHEQUES_OUT = shape(
    "instrument_number", "payer_name", "payer_iban", "issued_on", "amount_cents", "currency"
)
HEADINGS = ("Numéro", "Tireur", "Compte", "Émis le", "Montant", "Devise")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(
    *, reference: str, remitted_on: date, holder: str, iban: str, cheques: pl.DataFrame
) -> bytes:
    """The slip (bordereau de remise de chèques) in UTF-8 with its mark, separated by semicolons.

    `cheques` has the shape CHEQUES_OUT. A cell never begins as a formula.
    """
    cheques = cheques.select(CHEQUES_OUT.names)
    if cheques.schema != CHEQUES_OUT.schema():
        raise ValueError(f"cheques are {cheques.schema}, not {CHEQUES_OUT.schema()}")
    if cheques.is_empty():
        raise ValueError("no cheque to remit")
    lines: list[tuple[str, ...]] = [
        ("Bordereau de remise de chèques", reference, remitted_on.strftime("%d/%m/%Y")),
        ("Bénéficiaire", holder, iban), HEADINGS,
    ]  # fmt: skip
    for row in cheques.iter_rows(named=True):
        lines.append((
            row["instrument_number"], row["payer_name"], row["payer_iban"],
            row["issued_on"].strftime("%d/%m/%Y"), _euros(row["amount_cents"]), row["currency"],
        ))  # fmt: skip
    total = int(cheques["amount_cents"].sum())
    lines.append(("Total", str(cheques.height), "", "", _euros(total), cheques["currency"][0]))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """What a spreadsheet would run is shown as text."""
    plain = "".join(ch if ch.isprintable() else " " for ch in cell)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
