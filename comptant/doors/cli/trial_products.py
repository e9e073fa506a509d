"""The demonstrations of products: each day told with what is available, then the statement."""

import shutil
from datetime import date

from comptant.doors import tables, words
from comptant.doors.cli import session
from comptant.doors.words import say

NAMES = ("whole-turnover", "selective", "spot", "client-managed", "confidential",
         "without-recourse", "micro", "group", "insurance", "export")  # fmt: skip


def play(name: str, database: str) -> None:
    """Play one in a database of its own, made anew, and tell it."""
    from comptant import settings
    from comptant.doors import lookup
    from comptant.doors.cli import books
    from comptant.doors.demo.products import PRODUCTS
    from comptant.doors.demo.scenarios import FIRST_ON
    from comptant.store.access import reading
    from comptant.store.connection import connect
    from comptant.store.migrate import start_afresh

    start_afresh(database)
    folder = settings.HOME / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with connect("comptant_writer") as conn:
        conn.autocommit = True
        tale = PRODUCTS[name](conn, folder)
    for login, token in tale.box.tokens.items():
        session.keep(login, token)
    for one in tale.told:
        available = words.money(one.available_cents, tale.currency)
        tables.line(f"{one.day}  {one.event.said()}")
        tables.dim(
            say(f"            available: {available}", f"            disponible : {available}")
        )
    tables.line()
    with reading(tale.box.users["alice"].id) as see:
        found = lookup.contract(see, "C-1", tale.box.on)
        books.tell_account(books.account_of(see, found, FIRST_ON, tale.box.on, None))
    _tell_claims(tale.box.users["anna"].id, tale.box.on)
    tables.line(say("All files of the story: ", "Tous les fichiers : ") + str(folder))
    tables.line(f"  export COMPTANT_DATABASE={settings.DATABASE}")
    tables.line(f"  comptant remittance list C-1 --user alice --on {tale.box.on}")


def _tell_claims(user_id: int, on: date) -> None:
    """The claims of the story, each euro from the debt to the indemnity, and their steps."""
    from comptant.doors import claim_told
    from comptant.store.access import reading

    with reading(user_id) as see:
        for found in see("read_claim_files", contract_id=None, id=None, on=on):
            tables.show(claim_told.explained(see, found, on), ("text", "value"),
                        say(f"Claim {found['claim_number']}",
                            f"Sinistre {found['claim_number']}"))  # fmt: skip
            tables.show(claim_told.steps(see, found), claim_told.CLAIM_STEPS)
