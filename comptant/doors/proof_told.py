"""Books that contradict each other, in the reader's words: money as money, counts as counts."""

import re
from typing import Any

from comptant.doors import words
from comptant.doors.words import Both, say

Row = dict[str, Any]
COUNTED = "open count of buyers"
NAMES = {
    "open items": "pièces ouvertes", "movements of items": "mouvements des pièces",
    "all balances": "tous les soldes", "zero": "zéro", "open payments": "règlements ouverts",
    "approved on invoices": "approuvé sur les factures",
    "movements of approval": "mouvements d'approbation",
    "outstanding of buyers": "encours des acheteurs", "open invoices": "factures ouvertes",
    "unapplied credits of buyers": "avoirs des acheteurs", "open credit notes": "avoirs ouverts",
    "unallocated cash of buyers": "règlements non imputés des acheteurs",
    "ineligible of buyers": "inéligible des acheteurs",
    "ineligible of invoices": "inéligible des factures",
    "reductions of buyers": "réductions des acheteurs",
    "reductions of invoices": "réductions des factures",
    "approved of buyers": "approuvé des acheteurs",
    COUNTED: "nombre de factures des acheteurs",
    "open invoices (count)": "factures ouvertes (nombre)", "orders under way": "ordres en cours",
    "instruments in collection": "valeurs à l'encaissement",
    "instruments to credit": "valeurs à créditer",
    "debts guaranteed and claimed": "créances garanties et réclamées",
    "owed by insurers": "dû par les assureurs", "open penalties": "pénalités ouvertes",
    "impaired of claims": "dépréciations des sinistres",
    "over-advances written off": "dépassements passés en perte",
    "entries of losses": "écritures de pertes",
    "regained of what was written off": "rentrées sur pertes",
    "entries of what was regained": "écritures de rentrées",
    "advances on orders": "avances sur commandes", "payables bought": "dettes validées achetées",
    "payables in default": "dettes validées en défaut", "owed to suppliers": "dû aux fournisseurs",
}  # fmt: skip
OF_ACCOUNT = {
    "ledger balance": "solde du grand livre", "postings": "lignes d'écriture",
    "movements kept of": "mouvements conservés de", "movements": "mouvements",
    "balance": "solde", "lines": "lignes",
}  # fmt: skip
_OF_ACCOUNT = re.compile(rf"({'|'.join(OF_ACCOUNT)}) ([A-Z0-9]+)(?: (\d{{4}}-\d\d-\d\d))?")


def told(row: Row) -> Row:
    """A row of contradictions_of_house for people; amounts are money of its currency."""
    if row["what"] == COUNTED:
        counts = {name: words.count(row[name]) for name in ("left_cents", "right_cents")}
        row = {**row, **counts}
    return {**row, "what": named(row["what"]), "against": named(row["against"])}


def named(figure: str) -> str:
    """The words of a figure."""
    of = _OF_ACCOUNT.fullmatch(figure)
    if of is None:
        return Both(figure, NAMES[figure]).said()
    name, day = Both(of[1], OF_ACCOUNT[of[1]]).said(), of[3]
    value = say(f", value date {words.value_of('value_on', day)}",
                f", valeur {words.value_of('value_on', day)}") if day else ""  # fmt: skip
    return f"{name} {of[2]}{value}"
