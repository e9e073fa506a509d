"""The books read: the client's account, the journal, balances; the factor's or the client's."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup, tables, words
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, INSTANT
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.store.access import See

TOP = Subject("books", both=Both("", ""))
KNOWN_AT = option("--known-at", type=INSTANT,
                  help=("As it was known at that instant.", "Tel que connu à cet instant.")
)  # fmt: skip
FROM = option("--from", "from_on", type=DAY, help=("First day.", "Premier jour."))
UNTIL = option("--to", "until_on", type=DAY, help=("Last day (default: today).",
                                                   "Dernier jour (sinon aujourd'hui).")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


@verb(
    TOP, "statement",
    ("The client's current account between two value dates, entry by entry, with its balance.\n\n"
     "A credit is owed to the client, a debit has been paid or charged to it.",
     "Le compte courant du client entre deux dates de valeur, écriture par écriture, avec son "
     "solde.\n\nUn crédit est dû au client, un débit lui a été versé ou facturé."),
    "comptant statement C-1 --from 2026-01-01 --to 2026-01-31",
)  # fmt: skip
@click.argument("contract")
@FROM
@UNTIL
@KNOWN_AT
def statement(
    sh: Shell, contract: str, from_on: date | None, until_on: date | None,
    known_at: datetime | None,
) -> None:  # fmt: skip
    """Show the client's account."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        first, last = from_on or on.replace(day=1), until_on or on
        data = account_of(see, found, first, last, known_at)
    if last == on and known_at is None:
        from comptant.operations.drawing.availability import look

        with sh.writing(is_look=True) as (conn, asked):
            data["available_cents"] = look(
                conn, asked.by, found["id"], asked.on, asked.at
            ).available_cents
    if sh.is_json:
        sh.say(data)
    else:
        tell_account(data)


def account_of(
    see: "See", found: dict[str, Any], first: date, last: date, known_at: datetime | None
) -> dict[str, Any]:
    """The account as data: opening, entries with their running balance, closing, and beside it."""
    from comptant.rules.postings import FUNDS_IN_USE_ACCOUNTS

    opening = -_balances(see, found, first - timedelta(days=1), known_at).get("CCA", 0)
    balance, entries = opening, []
    rows = see("read_account", contract_id=found["id"], from_on=first, until_on=last,
               known_at=known_at)  # fmt: skip
    for row in rows:
        balance += row["amount_cents"]
        entries.append({
            **row, "balance_cents": balance,
            "debit_cents": -row["amount_cents"] if row["amount_cents"] < 0 else None,
            "credit_cents": row["amount_cents"] if row["amount_cents"] > 0 else None,
        })  # fmt: skip
    closing = _balances(see, found, last, known_at)
    return {
        "contract": found["number"], "client": found["client_name"], "currency": found["currency"],
        "from_on": first, "to_on": last, "known_at": known_at, "opening_cents": opening,
        "entries": entries, "closing_cents": balance,
        "funds_in_use_cents": sum(closing.get(account, 0) for account in FUNDS_IN_USE_ACCOUNTS),
        "fund_balance_cents": -closing.get("FDG", 0), "available_cents": None,
    }  # fmt: skip


def _balances(
    see: "See", found: dict[str, Any], on: date, known_at: datetime | None
) -> dict[str, int]:
    rows = see("read_balances", contract_id=found["id"], on=on, known_at=known_at)
    return {row["account"]: row["amount_cents"] for row in rows}


def tell_account(data: dict[str, Any]) -> None:
    from comptant.doors import mirror

    first, last = words.day(data["from_on"]), words.day(data["to_on"])
    title = f"{data['contract']} {data['client']}, {first} – {last}"
    currency = data["currency"]
    opening = {"text": words.column("opening_cents"), "balance_cents": data["opening_cents"],
               "value_on": None, "currency": currency}  # fmt: skip
    closing = {**opening, "text": words.column("closing_cents"),
               "balance_cents": data["closing_cents"]}  # fmt: skip
    entries = [{**row, "text": mirror.event_words(row["event"], row["key"])}
               for row in data["entries"]]  # fmt: skip
    tables.show([opening, *entries, closing],
                ("value_on", "text", "debit_cents", "credit_cents", "balance_cents"), title
    )  # fmt: skip
    beside = ("funds_in_use_cents", "fund_balance_cents", "available_cents")
    tables.pairs([(words.column(name), words.money(data[name], currency))
                  for name in beside if data[name] is not None])  # fmt: skip


@verb(
    TOP, "journal",
    ("The entries of a contract, of the house's own (HOUSE), or of all, with their lines.\n\n"
     "--mirror shows the same entries in the client's own books.",
     "Les écritures d'un contrat, du compte propre de la maison (HOUSE), ou de tous, avec leurs "
     "lignes.\n\n"
     "--mirror montre les mêmes écritures dans les livres du client."),
    "comptant journal C-1 --from 2026-01-01 --mirror",
)  # fmt: skip
@click.argument("contract", required=False)
@FROM
@UNTIL
@KNOWN_AT
@option(
    "--mirror", "is_mirror", is_flag=True, help=("The client's books.", "Les livres du client.")
)
def journal(
    sh: Shell, contract: str | None, from_on: date | None, until_on: date | None,
    known_at: datetime | None, is_mirror: bool,
) -> None:  # fmt: skip
    """Show the journal."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.books(see, contract, on)["id"] if contract else None
        rows = see("read_entries", contract_id=contract_id, from_on=from_on, until_on=until_on,
                   known_at=known_at)  # fmt: skip
    entries = entries_of(rows, is_mirror)
    totals = totals_of(entries)
    if sh.is_json:
        sh.say({"entries": entries, "totals": totals})
        return
    tell_journal(entries, totals)


def entries_of(rows: list[dict[str, Any]], is_mirror: bool) -> list[dict[str, Any]]:
    """Lines folded by entry, each entry with its event; in the client's books when asked."""
    from comptant.doors import mirror

    entries: dict[tuple[int, int], dict[str, Any]] = {}
    for row in rows:
        line = {name: row.pop(name) for name in ("line", "account", "amount_cents")}
        entry = entries.setdefault((row["contract_id"], row["id"]), {**row, "lines": []})
        entry["lines"].append(line)
    for entry in entries.values():
        if is_mirror:
            sums: dict[str, int] = {}
            for line in entry["lines"]:
                sums[line["account"]] = sums.get(line["account"], 0) + line["amount_cents"]
            told = mirror.mirror(entry["event"], sums)
            entry["lines"] = [{"line": number, "account": account, "amount_cents": cents}
                              for number, (account, cents) in enumerate(told, 1)]  # fmt: skip
        for line in entry["lines"]:
            line["number"] = mirror.account_number(line["account"])
    return [entry for entry in entries.values() if entry["lines"]]


def totals_of(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Debits and credits per currency; they are equal, or the books are broken."""
    totals: dict[str, dict[str, Any]] = {}
    for entry in entries:
        total = totals.setdefault(entry["currency"], {
            "currency": entry["currency"], "debit_cents": 0, "credit_cents": 0})  # fmt: skip
        for line in entry["lines"]:
            side = "debit_cents" if line["amount_cents"] > 0 else "credit_cents"
            total[side] += abs(line["amount_cents"])
    return list(totals.values())


def tell_journal(entries: list[dict[str, Any]], totals: list[dict[str, Any]]) -> None:
    from comptant.doors import mirror

    rows = []
    for entry in entries:
        head = {"id": entry["id"], "entry_on": entry["entry_on"], "journal": entry["journal"],
                "contract_number": entry["contract_number"],
                "text": mirror.event_words(entry["event"], entry["key"])}  # fmt: skip
        for line in entry["lines"]:
            cents = line["amount_cents"]
            rows.append({
                **head, "account": line["number"], "currency": entry["currency"],
                "account_name": mirror.account_words(line["account"]),
                "debit_cents": cents if cents > 0 else None,
                "credit_cents": -cents if cents < 0 else None,
            })  # fmt: skip
            head = {}
    rows += [{**total, "text": say("Total", "Total")} for total in totals]
    tables.show(rows, ("id", "entry_on", "contract_number", "journal", "text", "account",
                       "account_name", "debit_cents", "credit_cents"))  # fmt: skip


@verb(TOP, "balances", ("The balances of a contract at a value date, as known at an instant.",
                        "Les soldes d'un contrat à une date de valeur, tels que connus à un "
                        "instant."),
      "comptant balances C-1 --at 2026-01-31", "comptant balances HOUSE")  # fmt: skip
@click.argument("contract")
@option("--at", "at_on", type=DAY, help=("Value date (default: today).",
                                         "Date de valeur (sinon aujourd'hui)."))  # fmt: skip
@KNOWN_AT
def balances(sh: Shell, contract: str, at_on: date | None, known_at: datetime | None) -> None:
    """Show balances."""
    from comptant.doors import mirror

    with sh.reading() as (see, _, on):
        found = lookup.books(see, contract, on)
        rows = see("read_balances", contract_id=found["id"], on=at_on or on, known_at=known_at)
    rows = [row for row in rows if row["amount_cents"]]
    if sh.is_json:
        sh.say([{**row, "number": mirror.account_number(row["account"])} for row in rows])
        return
    told = [{"account": mirror.account_number(row["account"]), "currency": row["currency"],
             "account_name": mirror.account_words(row["account"]),
             "debit_cents": row["amount_cents"] if row["amount_cents"] > 0 else None,
             "credit_cents": -row["amount_cents"] if row["amount_cents"] < 0 else None}
            for row in rows]  # fmt: skip
    sh.show(told, "account", "account_name", "debit_cents", "credit_cents")
