"""Products from the quote to the last euro: a contract with the terms quoted, invoices, cash.

The same operations play each of them: they differ by their terms alone (rules/products.csv).
"""

import os
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any

from comptant.doors.demo.bank import Bank
from comptant.doors.demo.scenarios import (
    BUYER,
    BUYER_SIREN,
    CLIENT,
    CLIENT_IBAN,
    CLIENT_SIREN,
    FIRST_ON,
    Tale,
)
from comptant.doors.sandbox import FACTOR_BIC, FACTOR_IBAN, Sandbox, open_sandbox
from comptant.doors.sold import Described, Sold, of_words
from comptant.doors.worker import folders, inbox
from comptant.formats import intake
from comptant.formats.ledgers.sales import read_sales
from comptant.operations.assigning import feeds, ledger_gaps, remit
from comptant.operations.closing.keeper import keeper
from comptant.operations.quoting import offers, tariffs
from comptant.rules.offer_terms import OF_CONTRACTS
from comptant.store.connection import Connection

DUE_ON, PAID_ON = date(2026, 3, 2), date(2026, 3, 2)  # 45 days after the assignment
SERVER, SENDER = "mx.factor.example", "factures@alpha.example"
PASSED = f"{SERVER}; dmarc=pass header.from=alpha.example"
HEAD = "numero;date facture;echeance;montant ttc;acheteur;siren\n"
NO_RESERVE = {"delivery_proof_above_cents": None, "fee_billing": "AT_ASSIGNMENT",
              "interest_billing": "AT_COLLECTION", "notice_required": False}  # fmt: skip
# DOMAIN W7-1: 2.5 % of the invoice, 5.00 % a year for 45 days in advance.
SPOT = {"fee_ppm": 25_000, "margin_ppm": 29_850, "advance_standard_ppm": 900_000, "fund_ppm": 0}
ONE_BUYER = {"fund_ppm": 0, "concentration_ppm": 1_000_000}  # a story has one buyer
YEAR_CENTS = 120_000_000


def line(number: str, cents: int, due_on: date = DUE_ON) -> str:
    """A line of the client's list."""
    return (f"{number};{FIRST_ON:%d/%m/%Y};{due_on:%d/%m/%Y};{cents // 100},{cents % 100:02d};"
            f"{BUYER};{BUYER_SIREN}\n")  # fmt: skip


def opened(conn: Connection, product: str, sold: Sold, terms: dict[str, Any]) -> Tale:
    """A house with the example tariff, a quote of a product, and a contract with its terms."""
    box = open_sandbox(conn, FIRST_ON)
    rows = tariffs.TARIFF.frame(row.__dict__ for row in tariffs.example())
    box.approve(tariffs.propose_tariff(conn, box.asked("anna"), rows=rows, valid_from_on=FIRST_ON,
                                       source="demo"))  # fmt: skip
    quote = offers.quote(
        conn, box.asked("anna"), prospect=CLIENT, party_id=None, product=product, terms=terms,
        client_class="B", need_cents=None, told={}, buyers=sold.buyers, sales=sold.sales,
    )  # fmt: skip
    client_id = box.client(CLIENT, CLIENT_SIREN, "alice", CLIENT_IBAN)
    buyer_id = box.party(BUYER, BUYER_SIREN)
    agreed = {name: quote["terms"][name] for name in OF_CONTRACTS}
    contract_id = box.contract(client_id, "C-1", **{**agreed, **NO_RESERVE})
    box.limit(contract_id, buyer_id, 12_000_000)
    tale = Tale(box, Bank(FACTOR_IBAN, FACTOR_BIC), contract_id, buyer_id)
    cost = quote["figures"]["yearly_cost_cents"]
    tale.tell(f"Quote {quote['quote_id']}: a year costs {_euros(cost)}. The contract has its "
              "terms.",
              f"Devis {quote['quote_id']} : un an coûte {_montant(cost)}. Le contrat reprend ses "
              "clauses.")  # fmt: skip
    return tale


def whole_turnover(conn: Connection, folder: Path) -> Tale:
    """All invoices are assigned as they come: by the folder, by mail, by a ledger's gaps."""
    tale = opened(conn, "whole_turnover", _of(YEAR_CENTS, 40), ONE_BUYER)
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
    return _to_the_end(tale, 2_500_000, "FA-1 FA-2 FA-3")


def selective(conn: Connection, folder: Path) -> Tale:
    """The client picks what it assigns, and sees the cash and the cost before."""
    sold = _of(YEAR_CENTS // 2, 20)
    tale = opened(conn, "selective", sold, {**ONE_BUYER, "scope_count": 1})
    return _picked(tale, folder, 1_500_000)


def spot(conn: Connection, folder: Path) -> Tale:
    """One invoice of 20,000.00, no commitment: 17,287.50 at once, 2,000.00 at the end (W7-1)."""
    tale = opened(conn, "spot", _of(2_000_000, 1), SPOT)
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
    tale.tell(f"Before it is assigned: {_euros(seen['freed_cents'])} could be drawn, the fee is "
              f"{_euros(seen['fee_cents'])} before VAT.",
              f"Avant de céder : {_montant(seen['freed_cents'])} à tirer, commission "
              f"{_montant(seen['fee_cents'])} HT.")  # fmt: skip
    remit.remit(box.conn, box.asked("alice"), **given)
    tale.tell("It is assigned.", "Elle est cédée.")
    return _to_the_end(tale, cents, "FA-1")


def _to_the_end(tale: Tale, cents: int, text: str) -> Tale:
    drawn = tale.draw()
    tale.tell(f"Drawn and paid out: {_euros(drawn)}.", f"Tiré et versé : {_montant(drawn)}.")
    tale.travel(PAID_ON)
    tale.receive(cents, text)
    rest = tale.draw()
    tale.tell(f"{BUYER} pays; the rest is paid out: {_euros(rest)}.",
              f"{BUYER} paie ; le solde est versé : {_montant(rest)}.")  # fmt: skip
    return tale


def _of(turnover_cents: int, invoices: int) -> Sold:
    """A company that sells to one buyer."""
    named = ((BUYER, 1_000_000, "FR", "B"),)
    return of_words(Described(turnover_cents, 45, 45, invoices, named, 0), "others")


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


def _euros(cents: int) -> str:
    """An amount as English writes it."""
    return f"{cents // 100:,}.{cents % 100:02d}"


def _montant(cents: int) -> str:
    """The same as French writes it."""
    return f"{cents // 100:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") + f",{cents % 100:02d}"


PRODUCTS: dict[str, Callable[[Connection, Path], Tale]] = {
    "whole-turnover": whole_turnover, "selective": selective, "spot": spot,
}  # fmt: skip
