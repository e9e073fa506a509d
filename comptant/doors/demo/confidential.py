"""A confidential contract from the quote to the last euro: buyers pay the client's own account,
dedicated to it, and never hear of us."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from comptant.doors.demo.bank import Bank
from comptant.doors.demo.scenarios import BUYER, CLIENT, Tale
from comptant.doors.demo.tales import (
    HEAD,
    ONE_BUYER,
    PAID_ON,
    euros,
    line,
    montant,
    of_one_buyer,
    opened,
)
from comptant.formats import bankfile
from comptant.formats.ledgers.sales import read_sales
from comptant.operations.assigning import sales_ledgers
from comptant.operations.banking import bank, sweeps
from comptant.operations.registry import own_accounts
from comptant.store.connection import Connection

YEAR_CENTS = 600_000_000
DEDICATED_IBAN, DEDICATED_BIC = "FR7610107001011234567890226", "BPALFRPP"
INVOICES = {"FA-1": 1_200_000, "FA-2": 800_000}


def confidential(conn: Connection, folder: Path) -> Tale:
    """Invoices assigned, drawn, paid on the dedicated account, swept; the sales ledger compared."""
    tale = opened(conn, "confidential", of_one_buyer(YEAR_CENTS, 60), ONE_BUYER)
    theirs = Bank(DEDICATED_IBAN, DEDICATED_BIC)
    dedicate(tale)
    _assign(tale, folder)
    drawn = tale.draw()
    tale.tell(f"Drawn and paid out: {euros(drawn)}.", f"Tiré et versé : {montant(drawn)}.")
    _compare(tale, folder, [])
    tale.travel(PAID_ON)
    theirs.receive(sum(INVOICES.values()), BUYER, " ".join(INVOICES))
    evening(tale, theirs)
    tale.tell(f"{BUYER} pays {CLIENT}'s dedicated account: nothing is owed any more, the money is "
              "to be swept.",
              f"{BUYER} paie sur le compte dédié de {CLIENT} : plus rien n'est dû, les fonds sont "
              "à niveler.")  # fmt: skip
    sweep(tale, theirs)
    _compare(tale, folder, list(INVOICES))
    rest = tale.draw()
    tale.tell(f"The rest is paid out: {euros(rest)}.", f"Le solde est versé : {montant(rest)}.")
    return tale


def dedicate(tale: Tale) -> None:
    own_accounts.add_own_account(
        tale.box.conn, tale.box.asked("tania"), iban=DEDICATED_IBAN, bic=DEDICATED_BIC,
        name=CLIENT, currency="EUR", books_from="camt.053", parent_iban=None,
        contract_id=tale.contract_id, buyer_id=0, is_client_owned=True,
    )  # fmt: skip
    tale.tell(
        f"{CLIENT} has an account dedicated to what its buyers pay, in its own name.",
        f"{CLIENT} a un compte dédié à ce que paient ses acheteurs, à son seul nom.",
    )


def _assign(tale: Tale, folder: Path) -> None:
    path = folder / "remise.csv"
    path.write_text(HEAD + "".join(line(*one) for one in INVOICES.items()), "utf-8")
    tale.box.sell("alice", tale.contract_id, path)
    tale.tell("Invoices are assigned; nobody is told.", "Des factures sont cédées, à l'insu des "
              "acheteurs.")  # fmt: skip


def _compare(tale: Tale, folder: Path, paid: list[str]) -> None:
    """The client sends all that its buyers still owe it."""
    path = folder / f"poste-clients-{tale.box.on}.csv"
    owed = {number: cents for number, cents in INVOICES.items() if number not in paid}
    path.write_text(HEAD + "".join(line(*one) for one in owed.items()), "utf-8")
    read = read_sales(path.name, path.read_bytes(), 0)
    told = sales_ledgers.compare_ledger(
        tale.box.conn, tale.box.asked("alice"), contract_id=tale.contract_id, sent=read.rows,
        ledger_on=tale.box.on, file_name=path.name, content=path.read_bytes(),
    )  # fmt: skip
    count = told["difference_count"]
    tale.tell(f"{CLIENT} sends its whole sales ledger: {count} differences.",
              f"{CLIENT} envoie tout son poste clients : {count} écart.")  # fmt: skip


def sweep(tale: Tale, theirs: Bank) -> None:
    box = tale.box
    told: dict[str, Any] = sweeps.order_sweeps(
        box.conn, box.asked("tania"), to_account_id=box.own_account_id
    )
    ((content,),) = box.conn.execute(
        "SELECT d.content FROM outbox o JOIN document d ON d.digest = o.digest"
        " WHERE o.kind = 'sweep_file'"
    ).fetchall()
    theirs.execute(bytes(content))
    left = theirs.waiting[-1]
    evening(tale, theirs)
    tale.bank.waiting.append(replace(left, cents=-left.cents, name=CLIENT))
    tale.evening()
    cents = told["total_cents"]
    tale.tell(
        f"The sweep leaves that account and arrives on ours: {euros(cents)}.",
        f"Le nivellement quitte ce compte et arrive sur le nôtre : {montant(cents)}.",
    )


def evening(tale: Tale, theirs: Bank) -> None:
    """The statement of the dedicated account, in the same form as ours."""
    data = theirs.statement(tale.box.on)
    read = bankfile.read("camt053.xml", data)
    bank.take_in(
        tale.box.conn, tale.box.asked("tania"), statements=read.statements,
        movements=read.movements, source="camt.053", file_name=f"dedie-{tale.box.on}.xml",
        content=data,
    )  # fmt: skip
