"""How the number of an invoice comes out of a payment's text: whole, cut, glued, misread.

Nothing here knows how numbers are read.
"""

from collections.abc import Sequence
from random import Random

LOOKALIKES = {"0": "O", "O": "0", "1": "I", "I": "1", "8": "B", "B": "8", "5": "S", "S": "5",
              "2": "Z", "Z": "2", "6": "G", "G": "6"}  # fmt: skip
SILENT = ("REGLEMENT", "VIREMENT SEPA RECU", "REGLT FOURNISSEUR", "SOLDE COMPTE", "VIR", "")
AROUND = ("VIR FACTURE {}", "FACT {} MERCI", "{}", "REGLEMENT FACTURE {}", "/INV/{}",
          "PAIEMENT {} DU {day}", "VOTRE FACTURE N {} - {payer}", "FAC {} / REGLT",
          "{payer} {}", "ECHEANCE {day} FACT {}")  # fmt: skip


def words(lot: Random, number: str, payer: str, day: str) -> str:
    """The number in the words that payers write around it, in one of the ways to write it."""
    shown = lot.choice((number, number, number, number.replace("-", " ").replace("/", " "),
                        number.replace("-", "").replace("/", ""), number.lower()))  # fmt: skip
    return lot.choice(AROUND).replace("{payer}", payer).replace("{day}", day).replace("{}", shown)


def truncated(lot: Random, number: str) -> str:
    """Without its beginning (a person writes the end), or without its end (a field was full)."""
    if lot.random() < 0.6:
        end = number.replace("/", "-").split("-")[-1]
        return end.lstrip("0") if lot.random() < 0.5 else end
    return number[: -lot.randint(1, 3)]


def glued(lot: Random, number: str, cents: int, day: str) -> str:
    """With no blank between it and what stands beside it."""
    bare = number.replace("-", "").replace("/", "").replace(" ", "")
    date = day.replace("/", "")
    return lot.choice((
        f"FACTURE{bare}", f"FACT{number}", f"{bare}DU{date}", f"REF{bare}MERCI",
        f"{bare}{cents // 100}EUR", f"VIRSEPA{bare}REGLT", f"FA{date}{bare}",
    ))  # fmt: skip


def misread(lot: Random, number: str) -> str:
    """One or two characters taken for their like; where there are none, two digits turned."""
    places = [n for n, sign in enumerate(number) if sign in LOOKALIKES]
    if not places:
        at = lot.randrange(len(number) - 1)
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    out = list(number)
    for place in lot.sample(places, min(len(places), 1 if lot.random() < 0.7 else 2)):
        out[place] = LOOKALIKES[out[place]]
    return "".join(out)


def several(lot: Random, numbers: Sequence[str]) -> str:
    """Several in one text: all of them, the first whole and the others by their ends, or as many
    as fit in the field."""
    way = lot.random()
    if way < 0.6:
        return lot.choice((" ", ", ", " + ", "/", ";")).join(numbers)
    if way < 0.8:
        return " ".join([numbers[0], *(number[-4:] for number in numbers[1:])])
    return " ".join(numbers)[:35]
