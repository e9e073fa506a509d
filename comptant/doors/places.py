"""Where in a file something is wrong, and which columns it lacks, in the reader's words.

Readers tell places and columns in the words of the code ("line 6, column Total", "gross_cents"):
machines get those as they are, people get them through here.
"""

import re
from collections.abc import Mapping
from typing import Any

from comptant.doors import words
from comptant.doors.words import Both, say

_PARTS = {
    "line": "ligne", "row": "ligne", "column": "colonne", "statement": "relevé",
    "entry": "écriture", "sheet": "feuille", "page": "page", "record": "enregistrement",
}  # fmt: skip
_PLACE = re.compile(
    r"(after )?(line|row|statement|sheet|page|record) (\d+)(?:, (column|entry) (.+))?"
)
_MISSING = re.compile(r"missing: ([a-z0-9_, ]+?)(?:; understood: (.+))?")
FAULTS_SHOWN = 40
MISSING = frozenset({"column_missing", "payable_column_missing", "ledger_column_missing",
                     "tariff_column_missing"})  # fmt: skip
# Titles that people know of the columns that a list needs; the reader takes many more.
TITLES = {
    "contract_number": Both("contract, contract number", "contrat, n° contrat"),
    "invoice_number": Both("invoice number, invoice no", "n° facture, numéro de facture"),
    "issued_on": Both("invoice date, issue date", "date facture, date d'émission"),
    "gross_cents": Both("total incl VAT, gross amount", "montant TTC, total TTC"),
    "buyer_name": Both("buyer, customer name", "acheteur, nom du client"),
}  # fmt: skip


def place(text: str) -> str:
    """A place in the reader's language; what is the file's own (a title, a path) stays."""
    if words.language() != words.FRENCH:
        return text
    if text == "file":
        return "fichier"
    found = _PLACE.fullmatch(text)
    if not found:
        return text
    after, first, number, second, which = found.groups()
    told = f"{'après la ' if after else ''}{_PARTS[first]} {number}"
    return f"{told}, {_PARTS[second]} {which}" if second else told


def detail(code: str, text: str) -> str:
    """What was found, in the reader's words: of missing columns, their names and known titles; of
    bytes that nobody can read, that they are such."""
    if text.count("\N{REPLACEMENT CHARACTER}") * 4 > len(text):
        return say("bytes that are not text", "des octets qui ne sont pas du texte")
    found = _MISSING.fullmatch(text) if code in MISSING else None
    if not found:
        return text
    lacking = "; ".join(_column(name) for name in found[1].split(", "))
    told = say(f"missing: {lacking}", f"il manque : {lacking}")
    if not found[2] or found[2] == "nothing":
        return told
    known = ", ".join(_understood(pair) for pair in found[2].split(", "))
    return told + say(f". Understood: {known}", f". Compris : {known}")


def sentence(fault: Mapping[str, Any]) -> str:
    """A reader's fault (file, place, code, detail, message) for people: where, what was found, the
    remedy."""
    found = detail(fault["code"], fault["detail"])
    told = f" « {found} »" if found else ""
    return f"{fault['file']}, {place(fault['place'])}{told}" + say(
        f": {fault['message']}", f" : {fault['message']}"
    )


def more(count: int) -> str:
    """So many faults that are not told one by one."""
    return say(f"... and {count} more faults.", f"... et {count} autres anomalies.")


def _column(name: str) -> str:
    titles = TITLES.get(name)
    if titles is None:
        return words.column(name)
    return say(f"{words.column(name)} (titles: {titles.english})",
               f"{words.column(name)} (titres : {titles.french})")  # fmt: skip


def _understood(pair: str) -> str:
    title, equals, name = pair.rpartition(" = ")
    try:
        return f"{title}{equals}{words.column(name)}"
    except KeyError:  # a comma in a title has cut the pair in two
        return pair
