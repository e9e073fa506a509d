"""A contract without recourse from the quote to the last euro: a buyer that pays half a year late
costs its client nothing more."""

from datetime import timedelta
from pathlib import Path

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
from comptant.operations.closing import close
from comptant.store.connection import Connection

YEAR_CENTS, CENTS = 120_000_000, 2_000_000
# Our own guarantee of all that was approved: no policy stands behind it.
TERMS = {**ONE_BUYER, "is_insured": False, "cover_ppm": 1_000_000}
GUARANTEE_DAYS, PAID_DAYS = 120, 170  # after the due date


def without_recourse(conn: Connection, folder: Path) -> Tale:
    """Late, still financed; guaranteed, the client is free of it; paid, the debt is ours."""
    tale = opened(conn, "non_recourse", of_one_buyer(YEAR_CENTS, 60), TERMS)
    path = folder / "ventes.csv"
    path.write_text(HEAD + line("FA-1", CENTS), "utf-8")
    tale.box.sell("alice", tale.contract_id, path)
    drawn = tale.draw()
    tale.tell(f"FA-1 of 20,000.00 is approved and assigned; drawn and paid out: {euros(drawn)}.",
              f"FA-1 de 20 000,00 est approuvée et cédée ; tiré et versé : {montant(drawn)}."
    )  # fmt: skip
    tale.travel(DUE_ON + timedelta(days=61))
    tale.tell(f"{BUYER} is 61 days late: nothing is taken back from {CLIENT}.",
              f"{BUYER} a 61 jours de retard : rien n'est repris à {CLIENT}.")  # fmt: skip
    _closed(tale, GUARANTEE_DAYS)
    tale.tell("The guarantee takes the debt over: what was kept of it is free, its charge ends.",
              "La garantie reprend la créance : ce qui en était retenu est libre, et sa commission "
              "cesse.")  # fmt: skip
    rest = tale.draw()
    tale.tell(f"{CLIENT} draws what was kept: {euros(rest)}.",
              f"{CLIENT} tire ce qui était retenu : {montant(rest)}.")  # fmt: skip
    tale.travel(DUE_ON + timedelta(days=PAID_DAYS))
    tale.receive(CENTS, "FA-1")
    tale.tell(f"{BUYER} pays at last: the money is ours, {CLIENT} owes and is owed nothing.",
              f"{BUYER} paie enfin : les fonds sont à nous, {CLIENT} ne doit rien et rien ne lui "
              "est dû.")  # fmt: skip
    return tale


def _closed(tale: Tale, days: int) -> None:
    """The night of so many days after the due date."""
    tale.travel(DUE_ON + timedelta(days=days))
    close.close(tale.box.conn, tale.box.asked("aron"), tale.box.on, lambda done, of: None)
