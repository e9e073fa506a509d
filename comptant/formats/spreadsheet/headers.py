"""Which column is which: the words that accounting software writes above its columns.

Accents, case, blanks and punctuation do not count. The client's file speaks of its buyers, so
"client" and a bare "SIREN" are the buyer's.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from comptant.formats.reading import Fault, shown

HEADER_ROWS_MAX = 20  # titles and empty lines that may stand above the header
COLUMNS_MAX = 500
REQUIRED = ("invoice_number", "issued_on", "gross_cents", "buyer_name")
CONTRACT = "contract_number"  # looked for in a list of several contracts, where it is required

WORDS = {
    "invoice_number": """invoice number | invoice no | invoice nr | invoice num | invoice id
        | invoice ref | invoice reference | numéro de facture | numéro facture | n° facture
        | n° de facture | no facture | nº facture | num facture | num. de facture | facture
        | facture n° | réf facture | référence facture | id facture | numéro de pièce | n° pièce
        | num pièce | document number | n° document | numéro document""",
    "type_code": """type | type code | type de document | type document | type de pièce | type pièce
        | document type | doc type | type facture | type de facture | invoice type | nature
        | code type | type de document (UNTDID 1001)""",
    "issued_on": """issued on | issue date | invoice date | date of invoice | date facture
        | date de facture | date de la facture | date d'émission | date émission | émise le
        | date facturation | date de facturation | date pièce | date de pièce | document date""",
    "due_on": """due on | due date | payment due date | échéance | date échéance | date d'échéance
        | date d'échéance de paiement | échéance le | maturity | maturity date""",
    "delivered_on": """delivered on | delivery date | date livraison | date de livraison | livrée le
        | livré le | date de prestation""",
    "currency": "currency | currency code | devise | code devise | monnaie | ccy | cur",
    "gross_cents": """gross | gross amount | amount incl vat | amount including vat | total incl vat
        | total with vat | amount incl. tax | montant TTC | total TTC | TTC | montant toutes taxes
        | total facture | montant facture | montant de la facture | invoice amount
        | invoice total""",
    "net_cents": """net | net amount | amount before VAT | amount excl vat | total excl vat | HT
        | montant HT | total HT | hors taxe | hors taxes | base HT""",
    "vat_cents": """VAT | VAT amount | total VAT | tax | tax amount | TVA | montant TVA
        | montant de la TVA | total TVA""",
    "payable_cents": """payable | amount payable | amount due | balance due | net à payer | NAP
        | reste à payer | solde à payer | reste dû | montant dû | outstanding | open amount""",
    "seller_name": """seller | seller name | supplier | supplier name | vendeur | nom vendeur
        | nom du vendeur | fournisseur | nom fournisseur | nom du fournisseur | cédant
        | adhérent""",
    "seller_siren": """seller siren | supplier siren | siren vendeur | siren du vendeur
        | siren fournisseur | siren cédant | siren adhérent""",
    "seller_siret": """seller siret | supplier siret | siret vendeur | siret du vendeur
        | siret fournisseur | siret cédant | siret adhérent""",
    "seller_vat": """seller vat | seller vat number | supplier vat number | tva vendeur
        | numéro de TVA du vendeur | n° tva vendeur | tva intracom vendeur""",
    "buyer_name": """buyer | buyer name | debtor | debtor name | customer name | client name
        | acheteur | nom acheteur | nom de l'acheteur | débiteur | nom débiteur | nom du débiteur
        | nom client | nom du client | raison sociale | raison sociale client
        | raison sociale acheteur | raison sociale débiteur""",
    "buyer_siren": """siren | buyer siren | customer siren | client siren | debtor siren
        | siren acheteur | siren de l'acheteur | siren client | siren du client | siren débiteur
        | n° siren | numéro siren""",
    "buyer_siret": """siret | buyer siret | customer siret | client siret | debtor siret
        | siret acheteur | siret de l'acheteur | siret client | siret du client | siret débiteur
        | n° siret | numéro siret""",
    "buyer_vat": """buyer vat | buyer vat number | vat number | vat no | vat id
        | customer vat number | client vat number | tva intracom | tva intracommunautaire
        | n° tva | numéro de TVA
        | numéro de TVA de l'acheteur | n° tva intracom | n° tva intracommunautaire
        | numéro tva intracommunautaire | tva intracom acheteur | tva intracom client
        | n° tva client""",
    "buyer_lei": "lei | buyer lei | lei acheteur | lei de l'acheteur | lei client | code lei",
    "buyer_foreign": """foreign number | foreign id | buyer foreign | buyer id
        | identifiant étranger | identifiant étranger de l'acheteur | registration number
        | company number""",
    "buyer_country": """country | buyer country | country code | customer country | pays
        | pays acheteur | pays de l'acheteur | pays client | code pays""",
    "order_reference": """order | order number | order no | order reference | order ref | po
        | po number | purchase order | commande | n° commande | n° de commande | numéro de commande
        | numéro commande | bon de commande | réf commande | référence commande""",
    "credited_number": """credited number | credited invoice | invoice credited | original invoice
        | original invoice number | facture d'origine | facture origine | n° facture d'origine
        | facture créditée | facture initiale | facture liée | avoir sur facture""",
    "payee_name": """payee | payee name | bénéficiaire | bénéficiaire du paiement
        | nom bénéficiaire | nom du bénéficiaire""",
    "payee_identifier": """payee id | payee identifier | payee number | number of the payee
        | identifiant bénéficiaire | identifiant du bénéficiaire | siren bénéficiaire""",
    "payment_iban": "iban | payment iban | iban to pay | iban à payer | iban paiement",
    "assignment_note": """assignment note | assignment note (ACC) | mention de cession
        | mention de cession (ACC) | mention subrogative""",
}
CONTRACT_WORDS = {
    CONTRACT: """contract | contract number | contract no | contract id | factoring contract
        | contrat | n° contrat | n° de contrat | no contrat | num contrat | numéro contrat
        | numéro de contrat | contrat d'affacturage | référence contrat""",
}
# Words that say less: used only where no column of the file says it better.
VAGUE_WORDS = {
    "invoice_number": """number | no | n° | numéro | num | invoice | reference | référence | réf
        | pièce | document""",
    "issued_on": "date",
    "gross_cents": "amount | montant | total",
    "buyer_name": "client | customer | name | nom",
}


def plain(header: str) -> str:
    """A header without accents, case, blanks or punctuation: "N° de Facture" is "ndefacture"."""
    return _plain(header[:100])


@lru_cache(maxsize=4096)  # lists after lists come under the same headers
def _plain(header: str) -> str:
    letters = unicodedata.normalize("NFKD", header).lower()
    return "".join(letter for letter in letters if letter.isalnum() and letter.isascii())


def _table(words: dict[str, str]) -> dict[str, str]:
    table: dict[str, str] = {}
    for name, accepted in words.items():
        for word in map(plain, accepted.split("|")):
            if table.setdefault(word, name) != name:
                raise ValueError(f"header {word} means both {table[word]} and {name}")
    return table


NAMES = _table(WORDS)
VAGUE_NAMES = _table(VAGUE_WORDS)
CONTRACT_NAMES = _table({**WORDS, **CONTRACT_WORDS})


@dataclass(frozen=True)
class Header:
    """Where the header stands (0 for the first row given), its width and what was recognised:
    name of our column -> (position, the file's own word)."""

    row: int
    width: int
    columns: dict[str, tuple[int, str]]
    twice: tuple[str, ...] = ()
    by_contract: bool = False

    def words(self) -> dict[str, str]:
        """Our name of each recognised column -> the file's own word, from left to right."""
        by_position = sorted(self.columns.items(), key=lambda item: item[1][0])
        return {name: word for name, (_, word) in by_position}

    def missing(self) -> list[str]:
        """The columns that a list of invoices cannot do without and this one lacks."""
        required = (CONTRACT, *REQUIRED) if self.by_contract else REQUIRED
        return [name for name in required if name not in self.columns]


def recognise(row: int, cells: Sequence[str], *, by_contract: bool = False) -> Header:
    """What one row would mean if it were the header (`by_contract`: of a list whose lines
    name their contracts)."""
    columns: dict[str, tuple[int, str]] = {}
    twice: list[str] = []
    for table in (CONTRACT_NAMES if by_contract else NAMES, VAGUE_NAMES):
        known = set(columns)
        for position, cell in enumerate(cells[:COLUMNS_MAX]):
            name = table.get(plain(cell))
            if name is None or name in known:
                continue
            if name in columns:
                twice.append(f"{shown(columns[name][1])} / {shown(cell)}")
            else:
                columns[name] = (position, cell)
    return Header(row, len(cells), columns, tuple(twice), by_contract)


def find_header(rows: Sequence[Sequence[str]], *, by_contract: bool = False) -> Header:
    """The first row with every required column, else the row that says most."""
    best = Header(0, 0, {}, by_contract=by_contract)
    for position, cells in enumerate(rows[:HEADER_ROWS_MAX]):
        header = recognise(position, cells, by_contract=by_contract)
        if not header.missing():
            return header
        if len(header.columns) > len(best.columns):
            best = header
    return best


def header_fault(file: str, header: Header, line: int) -> Fault | None:
    """Why a list cannot be read at all, or None."""
    place = f"line {line}"
    if header.width > COLUMNS_MAX:
        detail = f"{header.width} columns, at most {COLUMNS_MAX}"
        return Fault(file, place, "spreadsheet_unreadable", detail, refuses_file=True)
    if header.missing():
        understood = ", ".join(
            f"{shown(word.strip())} = {name}" for name, (_, word) in header.columns.items()
        )
        detail = f"missing: {', '.join(header.missing())}; understood: {understood or 'nothing'}"
        return Fault(file, place, "column_missing", detail, refuses_file=True)
    if header.twice:
        detail = "; ".join(header.twice[:5])
        return Fault(file, place, "column_twice", detail, refuses_file=True)
    return None
