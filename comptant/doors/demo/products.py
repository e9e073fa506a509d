"""Products from the quote to the last euro: a contract with the terms quoted, invoices, cash.

The same operations play each of them: they differ by their terms alone (rules/products.csv).
"""

import os
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any

from comptant.doors.demo.client_managed import client_managed
from comptant.doors.demo.confidential import confidential
from comptant.doors.demo.export import export
from comptant.doors.demo.group import group
from comptant.doors.demo.insurance import insurance
from comptant.doors.demo.micro import micro
from comptant.doors.demo.scenarios import Tale
from comptant.doors.demo.tales import (
    HEAD,
    ONE_BUYER,
    euros,
    line,
    montant,
    of_one_buyer,
    opened,
    to_the_end,
)
from comptant.doors.demo.without_recourse import without_recourse
from comptant.doors.sandbox import Sandbox
from comptant.doors.worker import folders, inbox
from comptant.formats import intake
from comptant.formats.ledgers.sales import read_sales
from comptant.operations.assigning import feeds, ledger_gaps, remit
from comptant.operations.closing.keeper import keeper
from comptant.store.connection import Connection

SERVER, SENDER = "mx.factor.example", "factures@alpha.example"
PASSED = f"{SERVER}; dmarc=pass header.from=alpha.example"
# DOMAIN W7-1: 2.5 % of the invoice, 5.00 % a year for 45 days in advance.
SPOT = {"fee_ppm": 25_000, "margin_ppm": 29_850, "advance_standard_ppm": 900_000, "fund_ppm": 0}
YEAR_CENTS = 120_000_000


def whole_turnover(conn: Connection, folder: Path) -> Tale:
    """All invoices are assigned as they come: by the folder, by mail, by a ledger's gaps."""
    tale = opened(conn, "whole_turnover", of_one_buyer(YEAR_CENTS, 40), ONE_BUYER)
    box = tale.box
    feed: dict[str, Any] = {"contract_id": tale.contract_id, "login": "alice"}
    feeds.open_feed(conn, box.asked("alice"), way="FOLDER", sender=None, **feed)
    feeds.open_feed(conn, box.asked("alice"), way="MAIL", sender=SENDER, **feed)
    (folder / "C-1").mkdir(exist_ok=True)
    _laid(box, folder / "C-1" / "ventes.csv", HEAD + line("FA-1", 1_200_000))
    _work(tale, lambda by: folders.turn(conn, box.now, folder, by))
    tale.tell("A file laid in the folder is assigned: 12,000.00.",
              "Un fichier déposé est cédé : 12 000,00.")  # fmt: skip
    maildir = _mailed(folder / "Maildir", HEAD + line("FA-2", 800_000))
    box_of = inbox.Inbox(f"maildir://{maildir}", SERVER)
    _work(tale, lambda by: inbox.turn(conn, box.now, box_of, by))
    tale.tell("A mail of billing is assigned: 8,000.00.",
              "Un courriel du service facturation est cédé : 8 000,00.")  # fmt: skip
    books = HEAD + "".join(line(f"FA-{n}", cents) for n, cents in
                           ((1, 1_200_000), (2, 800_000), (3, 500_000)))  # fmt: skip
    path = folder / "poste-clients.csv"
    path.write_text(books, "utf-8")
    read = read_sales(path.name, path.read_bytes(), None)
    ceded = ledger_gaps.cede_ledger(
        conn, box.asked("alice"), contract_id=tale.contract_id, sent=read.rows,
        file_name=path.name, received_at=box.now,
    )  # fmt: skip
    tale.tell(f"The ledger shows {ceded['lines']} invoice not ceded: ceded in one act, 5,000.00.",
              f"Le poste clients montre {ceded['lines']} facture non cédée : cédée en un acte, "
              "5 000,00.")  # fmt: skip
    return to_the_end(tale, 2_500_000, "FA-1 FA-2 FA-3")


def selective(conn: Connection, folder: Path) -> Tale:
    """The client picks what it assigns, and sees the cash and the cost before."""
    sold = of_one_buyer(YEAR_CENTS // 2, 20)
    tale = opened(conn, "selective", sold, {**ONE_BUYER, "scope_count": 1})
    return _picked(tale, folder, 1_500_000)


def spot(conn: Connection, folder: Path) -> Tale:
    """One invoice of 20,000.00, no commitment: 17,287.50 at once, 2,000.00 at the end (W7-1)."""
    tale = opened(conn, "spot", of_one_buyer(2_000_000, 1), SPOT)
    return _picked(tale, folder, 2_000_000)


def _picked(tale: Tale, folder: Path, cents: int) -> Tale:
    """One invoice chosen among the client's, quoted, assigned, drawn, paid."""
    from comptant.operations.drawing.quotes_of_files import quote_remittance

    box = tale.box
    path = folder / "choisie.csv"
    path.write_text(HEAD + line("FA-1", cents), "utf-8")
    rows = intake.read(path.name, path.read_bytes()).rows
    given: dict[str, Any] = {
        "contract_id": tale.contract_id, "sent": rows, "file_name": path.name,
        "digest": sha256(path.read_bytes()).digest(), "received_at": box.now, "files": (),
    }  # fmt: skip
    seen = quote_remittance(box.conn, box.asked("alice"), **given)
    tale.tell(f"Before it is assigned: {euros(seen['freed_cents'])} could be drawn, the fee is "
              f"{euros(seen['fee_cents'])} before VAT.",
              f"Avant de céder : {montant(seen['freed_cents'])} à tirer, commission "
              f"{montant(seen['fee_cents'])} HT.")  # fmt: skip
    remit.remit(box.conn, box.asked("alice"), **given)
    tale.tell("It is assigned.", "Elle est cédée.")
    return to_the_end(tale, cents, "FA-1")


def _work(tale: Tale, turn: Callable[[Any], int]) -> None:
    """A turn of the worker's, at the instant played."""
    by = keeper(tale.box.conn)
    assert by is not None
    turn(by)


def _laid(box: Sandbox, path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, ((box.now - timedelta(minutes=1)).timestamp(),) * 2)


def _mailed(maildir: Path, text: str) -> Path:
    """A mail as the house's own server delivers it into a Maildir."""
    for name in ("new", "cur", "tmp"):
        (maildir / name).mkdir(parents=True, exist_ok=True)
    message = EmailMessage()
    message["Authentication-Results"], message["From"] = PASSED, SENDER
    message["To"], message["Subject"] = "factures@factor.example", "Factures"
    message["Message-ID"] = "<1@alpha.example>"
    message.set_content("Nos factures.")
    message.add_attachment(text.encode(), "text", "csv", filename="factures.csv")
    (maildir / "new" / "1.demo").write_bytes(message.as_bytes())
    return maildir


PRODUCTS: dict[str, Callable[[Connection, Path], Tale]] = {
    "whole-turnover": whole_turnover, "selective": selective, "spot": spot,
    "client-managed": client_managed, "confidential": confidential,
    "without-recourse": without_recourse, "micro": micro, "group": group, "insurance": insurance,
    "export": export,
}  # fmt: skip
