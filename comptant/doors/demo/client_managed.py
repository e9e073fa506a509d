"""A contract notified and managed by the client, from the quote to the last euro: buyers know that
an account is to be paid, the client chases them, we sweep the account."""

from datetime import timedelta
from pathlib import Path

from comptant.doors.demo.bank import Bank
from comptant.doors.demo.confidential import (
    DEDICATED_BIC,
    DEDICATED_IBAN,
    INVOICES,
    dedicate,
    evening,
    sweep,
)
from comptant.doors.demo.scenarios import BUYER, CLIENT, Tale
from comptant.doors.demo.tales import (
    DUE_ON,
    HEAD,
    ONE_BUYER,
    euros,
    line,
    montant,
    of_one_buyer,
    opened,
)
from comptant.operations.assigning import notices, outbox
from comptant.operations.reminding import run
from comptant.store.connection import Connection

YEAR_CENTS = 240_000_000
LATE_DAYS = 12


def client_managed(conn: Connection, folder: Path) -> Tale:
    """Buyers are told to pay the account; the client chases a late one; the money is swept."""
    terms = {**ONE_BUYER, "notice_required": True}
    tale = opened(conn, "client_managed", of_one_buyer(YEAR_CENTS, 60), terms)
    theirs = Bank(DEDICATED_IBAN, DEDICATED_BIC)
    dedicate(tale)
    path = folder / "remise.csv"
    path.write_text(HEAD + "".join(line(*one) for one in INVOICES.items()), "utf-8")
    tale.box.sell("alice", tale.contract_id, path)
    tale.tell("Invoices are assigned; nothing is financed before the buyer is told.",
              "Des factures sont cédées ; rien n'est financé avant notification.")  # fmt: skip
    _notify(tale)
    drawn = tale.draw()
    tale.tell(f"Drawn and paid out: {euros(drawn)}.", f"Tiré et versé : {montant(drawn)}.")
    tale.travel(DUE_ON + timedelta(days=LATE_DAYS))
    _no_reminder(tale)
    tale.travel(tale.box.on + timedelta(days=2))
    theirs.receive(sum(INVOICES.values()), BUYER, " ".join(INVOICES))
    evening(tale, theirs)
    tale.tell(f"{BUYER} pays the account that it was told: nothing is owed any more.",
              f"{BUYER} paie le compte indiqué : plus rien n'est dû.")  # fmt: skip
    sweep(tale, theirs)
    rest = tale.draw()
    tale.tell(f"The rest is paid out: {euros(rest)}.", f"Le solde est versé : {montant(rest)}.")
    return tale


def _notify(tale: Tale) -> None:
    """The letter to the buyer is written, sent and noted."""
    conn, box = tale.box.conn, tale.box
    written = notices.write_notices(conn, box.asked("anna"), contract_id=tale.contract_id,
                                    language="fr")  # fmt: skip
    for one in written["outbox_ids"]:
        outbox.mark_sent(conn, box.asked("anna"), outbox_id=one, outcome="SENT",
                         proof="registered letter")  # fmt: skip
    tale.tell(f"{BUYER} is told by letter to pay the dedicated account.",
              f"{BUYER} est avisée par lettre de payer le compte dédié.")  # fmt: skip


def _no_reminder(tale: Tale) -> None:
    told = run.remind(tale.box.conn, tale.box.asked("anna"), contract_id=None)
    tale.tell(f"{BUYER} is {LATE_DAYS} days late: {CLIENT} chases it, we send "
              f"{told['count']} reminders.",
              f"{BUYER} a {LATE_DAYS} jours de retard : {CLIENT} la relance, nous envoyons "
              f"{told['count']} relance.")  # fmt: skip
