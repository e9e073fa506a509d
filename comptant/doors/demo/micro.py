"""A micro-enterprise from the quote to the last euro: a sole trader without VAT nor accounts, a
flat package each month instead of a fee, no annual minimum."""

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from comptant.doors.demo.scenarios import BUYER, BUYER_SIREN, FIRST_ON, Tale
from comptant.doors.demo.tales import DUE_ON, ONE_BUYER, PAID_ON, euros, montant, opened
from comptant.doors.sold import Described, of_words
from comptant.formats import intake
from comptant.operations.assigning import remit
from comptant.operations.closing import close
from comptant.store.connection import Connection

TRADER, TRADER_SIREN = "Jeanne Martin EI", "821325677"
YEAR_CENTS = 6_000_000
EXEMPT = "TVA non applicable, art. 293 B du CGI"
INVOICE, CENTS = "2026-001", 240_000
HEAD = "numero;date facture;echeance;montant ht;tva;montant ttc;acheteur;siren;mention\n"


def micro(conn: Connection, folder: Path) -> Tale:
    """Quoted from what she says of her sales; an invoice without VAT assigned, drawn and paid."""
    said = Described(YEAR_CENTS, 30, 45, 25, ((BUYER, 1_000_000, "FR", "B"),), 0)
    tale = opened(conn, "package", of_words(said, "others"), ONE_BUYER, TRADER, TRADER_SIREN)
    _assign(tale, folder)
    drawn = tale.draw()
    tale.tell(f"Drawn and paid out: {euros(drawn)}; no fee was taken on the invoice.",
              f"Tiré et versé : {montant(drawn)} ; aucune commission sur la facture.")  # fmt: skip
    for month_end in (date(2026, 1, 31), date(2026, 2, 28)):
        _close_until(tale, month_end)
        tale.tell("The month ends: its package is billed, with VAT.",
                  "Le mois finit : son forfait est facturé, avec TVA.")  # fmt: skip
    tale.travel(PAID_ON)
    tale.receive(CENTS, INVOICE)
    rest = tale.draw()
    tale.tell(f"{BUYER} pays; the rest is paid out: {euros(rest)}.",
              f"{BUYER} paie ; le solde est versé : {montant(rest)}.")  # fmt: skip
    return tale


def _assign(tale: Tale, folder: Path) -> None:
    amount = f"{CENTS // 100},{CENTS % 100:02d}"
    path = folder / "facture.csv"
    path.write_text(f"{HEAD}{INVOICE};{FIRST_ON:%d/%m/%Y};{DUE_ON:%d/%m/%Y};{amount};0,00;{amount};"
                    f"{BUYER};{BUYER_SIREN};{EXEMPT}\n", "utf-8")  # fmt: skip
    rows = intake.read(path.name, path.read_bytes()).rows
    remit.remit(
        tale.box.conn, tale.box.asked("alice"), contract_id=tale.contract_id, sent=rows,
        file_name=path.name, digest=sha256(path.read_bytes()).digest(),
        received_at=tale.box.now, files=(),
    )  # fmt: skip
    tale.tell("An invoice without VAT (art. 293 B) is assigned.",
              "Une facture sans TVA (art. 293 B) est cédée.")  # fmt: skip


def _close_until(tale: Tale, last: date) -> None:
    """Every day up to this one is closed."""
    ((closed,),) = tale.box.conn.execute("SELECT max(day) FROM day_close").fetchall()
    day = closed + timedelta(days=1) if closed else tale.box.on
    while day <= last:
        tale.travel(day)
        close.close(tale.box.conn, tale.box.asked("aron"), day, lambda done, of: None)
        day += timedelta(days=1)
