"""What an advice says that its payment comes to, beside words above its table or in rows of sums
below its titles: each must be made of its lines."""

import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise

from comptant.formats.spreadsheet.cells import amounts
from comptant.formats.spreadsheet.confined import Sheet

# A label of these words alone, one of the first kind among them, is of the whole payment.
_MAIN = """montant total totaux somme net virement vire viree verse versee amount sum payment
    transfer paid"""
_BESIDE = """a au d de du des la le les l en ttc eur euro euros reglement regle reglee paiement paye
    payee payer general generale global globale of the in to for and gross grand transferred
    remitted"""
MAIN, BESIDE = frozenset(_MAIN.split()), frozenset(_BESIDE.split())
FIRST = ("total", "totaux", "somme", "sous", "soustotal", "subtotal")
TAXED = frozenset({"tva", "ht", "vat", "hors"})  # sums of something else than what is paid
_EMBEDDED = re.compile(r"(\D*?)[\s:=]*([-+]?\d[^:]*)")


def _words(label: str) -> list[str]:
    text = unicodedata.normalize("NFKD", label[:200]).lower()
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return re.findall(r"[a-z0-9]+", text)


def _parts(cell: str) -> tuple[str, str]:
    """A label that tells a sum and the amount in the same cell; the cell and nothing where it holds
    none."""
    found = _EMBEDDED.fullmatch(cell.strip()[:200])
    if found is None or not _tells(found.group(1)):
        return cell, ""
    is_amount = amounts([found.group(2)], "EUR")[0] is not None
    return (found.group(1), found.group(2)) if is_amount else (cell, "")


def _is_whole(label: str) -> bool:
    """Whether a label is of the whole payment."""
    said = set(_words(label))
    return bool(said & MAIN) and said <= MAIN | BESIDE


def _tells(label: str) -> bool:
    """Whether a label is of a sum, whichever."""
    said = _words(label)
    is_sum = bool(said) and said[0] in FIRST and not any(map(str.isdigit, "".join(said)))
    return is_sum or _is_whole(label)


def _is_sum(cell: str) -> bool:
    """Whether a cell says that its row is a sum."""
    return _tells(_parts(cell)[0])


def above(rows: Sheet) -> list[str]:
    """The amounts that stand in or beside words for the whole payment."""
    found = []
    for cells in rows:
        for cell, beside in pairwise([*cells, ""]):
            label, value = _parts(cell)
            value = value or beside.strip()
            if _is_whole(label) and amounts([value], "EUR")[0] is not None:
                found.append(value)
    return found


def is_sum(cells: list[str], columns: Mapping[str, int]) -> bool:
    """Whether a row below the titles is a sum: where the number of the invoice stands, or in any
    cell of a row that has none, its words say so."""
    place = columns["invoice_number"]
    number = cells[place].strip() if place < len(cells) else ""
    return _is_sum(number) if number else any(map(_is_sum, cells))


def summed(cells: list[str], columns: Mapping[str, int], currency: str) -> int | None:
    """What a row of a sum tells, in the column of amounts or beside its words; None where it tells
    nothing, or something else than what is paid."""
    if any(TAXED & set(_words(cell)) for cell in cells):
        return None
    place = columns["amount_cents"]
    own = [cells[place].strip()] if place < len(cells) else []
    beside = [_parts(cell)[1] or after.strip() for cell, after in pairwise([*cells, ""])
              if _is_sum(cell)]  # fmt: skip
    return next((cents for cents in amounts([*own, *beside], currency) if cents is not None), None)


def is_explained(cents: int, at: int, since: int, lines: list[tuple[int, int, int]]) -> bool:
    """Whether a sum in row `at` is made of lines (row, paid, deducted): of all, of those before it,
    of those since the last sum (`since`), of the invoices or of the credit notes alone; with or
    without what is deducted."""
    groups = [lines, [one for one in lines if one[0] < at],
              [one for one in lines if since < one[0] < at],
              [one for one in lines if one[1] > 0],
              [one for one in lines if one[1] < 0]]  # fmt: skip
    return any(cents in (sum(paid for _, paid, _ in group),
                         sum(paid + kept for _, paid, kept in group))
               for group in groups if group)  # fmt: skip
