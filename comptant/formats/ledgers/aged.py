"""An aged balance: one line a buyer, what it owes and how late. Source: DOMAIN §5.5, §5.6."""

from datetime import date

from comptant.formats.ledgers.cells import Known, Table, cell, cents, missing
from comptant.formats.ledgers.reading import (
    LEDGER,
    LEDGER_SALES,
    NO_AGREEMENT_DAYS,
    YEAR_DAYS,
    LedgerRead,
    refused,
)
from comptant.formats.reading import Fault, shown

REQUIRED = ("buyer_name", "total_cents")
TITLES = {
    "buyer_name": """acheteur nomacheteur client nomclient nomduclient raisonsociale debiteur tiers
        libelle intitule nom customer customername buyer buyername debtor name""",
    "buyer_siren": "siren sirenclient sirenacheteur nsiren buyersiren customersiren",
    "buyer_country": "pays country codepays buyercountry",
    "total_cents": """total solde soldetotal totaldu encours montantdu balance outstanding
        totaloutstanding amountdue totalttc""",
    "not_due_cents": "nonechu nonechue nonechus notdue current aechoir nonechues",
    "late_1_cents": "130 0130 130j 130jours 030 1a30 1a30jours 130days de1a30jours echu130",
    "late_31_cents": "3160 3160j 3160jours 31a60 31a60jours 3160days de31a60jours echu3160",
    "late_61_cents": "6190 6190j 6190jours 61a90 61a90jours 6190days de61a90jours echu6190",
    "late_91_cents": "90 plus90 plusde90 plusde90jours 91 over90 90j 90jours 90days sup90 echu90",
    "turnover_cents": """ca caannuel chiffredaffaires chiffredaffairesannuel ca12mois
        cattc turnover annualturnover sales yearlysales""",
    "term_days": "delai conditions terms termdays paymentterm delaidepaiement echeancejours",
    "limit_cents": "limite garantie agrement limit creditlimit couverture",
}
BUCKETS = ("not_due_cents", "late_1_cents", "late_31_cents", "late_61_cents", "late_91_cents")
TOTALS = frozenset({"total", "totaux", "totalgeneral", "grandtotal"})


def read(
    file: str, table: Table, known: Known, as_of: date, turnover_cents: int | None
) -> LedgerRead:  # fmt: skip
    """The buyers of an aged balance. What it does not say, the sales of a year, is a column of its
    own or told beside it; days of sales then follow from what is open."""
    required = REQUIRED if turnover_cents else (*REQUIRED, "turnover_cents")
    lacking = missing(file, known, required)
    if lacking:
        return refused(lacking, kind="aged", understood=known.words)
    rows: list[dict[str, int | str]] = []
    faults: list[Fault] = []
    for line, cells in enumerate(table[known.row + 1 :], known.row + 2):
        name = cell(cells, known, "buyer_name")
        if not name or name.lower().replace(" ", "").replace("é", "e") in TOTALS:
            continue
        row: dict[str, int | str] = {"buyer_name": name}
        for column, place in known.places.items():
            text = cells[place].strip() if place < len(cells) else ""
            if column in ("buyer_siren", "buyer_country", "buyer_name"):
                row[column] = text
                continue
            value = cents(text) if column.endswith("_cents") else _days(text)
            if value is None:
                place_told = f"line {line}, column {known.words[column]}"
                faults.append(Fault(file, place_told, "amount_unreadable", shown(text), True))
            row[column] = value or 0
        rows.append(row)
    if faults:
        return refused(*faults, kind="aged", understood=known.words)
    return _balance(file, known, rows, as_of, turnover_cents)


def _days(text: str) -> int | None:
    digits = text.rstrip("jJdD ").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else None


def _balance(
    file: str, known: Known, rows: list[dict[str, int | str]], as_of: date, told: int | None
) -> LedgerRead:  # fmt: skip
    owed = [max(int(row["total_cents"]), 0) for row in rows]
    if not sum(owed):
        fault = Fault(file, "file", "ledger_sells_nothing", str(as_of), refuses_file=True)
        return refused(fault, kind="aged", understood=known.words)
    by_buyer = "turnover_cents" in known.places
    ledger: list[dict[str, object]] = []
    for row, open_cents in zip(rows, owed, strict=True):
        whole = int(row["turnover_cents"]) if by_buyer else (told or 0) * open_cents // sum(owed)
        if whole <= 0:
            continue
        late = {name: max(int(row.get(name, 0)), 0) for name in BUCKETS}
        older = late["late_61_cents"] + late["late_91_cents"]
        ledger.append({
            "row_number": len(ledger) + 1, "buyer_name": row["buyer_name"], "buyer_count": 1,
            "buyer_siren": str(row.get("buyer_siren", "")).replace(" ", "") or None,
            "buyer_country": str(row.get("buyer_country", "")).upper()[:2] or None,
            "turnover_cents": whole, "ledger_open_cents": open_cents,
            "payment_days": (2 * open_cents * YEAR_DAYS + whole) // (2 * whole),
            "term_days": int(row.get("term_days") or NO_AGREEMENT_DAYS),
            "stale_30_cents": min(late["late_31_cents"] + older, open_cents),
            "stale_60_cents": min(older, open_cents),
            "limit_cents": int(row["limit_cents"]) if row.get("limit_cents") else None,
        })  # fmt: skip
    notes = [("ledger_delay_from_balance", "")]
    if "term_days" not in known.places:
        notes.append(("ledger_term_supposed", str(NO_AGREEMENT_DAYS)))
    if not set(BUCKETS) & set(known.places):
        notes.append(("ledger_lateness_unknown", ""))
    if not by_buyer:
        notes.append(("ledger_turnover_shared", ""))
    return LedgerRead(LEDGER.frame(ledger), LEDGER_SALES.empty(), "aged", as_of, known.words,
                      tuple(notes))  # fmt: skip
