"""A statement of the current account over a period, and the bill of an entry."""

from datetime import date, timedelta

from comptant.doors import lookup, words
from comptant.doors.mirror import event_words
from comptant.doors.papers.parts import Paper, Row, pairs, set_paper, table
from comptant.doors.words import money, say
from comptant.operations.acts.act import Refused
from comptant.store.access import See

ACCOUNT = "CCA"


def account(see: See, contract: str, first: date, last: date, on: date) -> Row:
    """The lines of the current account between two value dates, with the running balance: what is
    owed to the client is positive. Refused: contract_unknown."""
    found = lookup.contract(see, contract, on)
    before = see("read_balances", contract_id=found["id"], on=first - timedelta(days=1),
                 known_at=None)  # fmt: skip
    opening = -sum(row["amount_cents"] for row in before if row["account"] == ACCOUNT)
    rows = see("read_account", contract_id=found["id"], from_on=first, until_on=last,
               known_at=None)  # fmt: skip
    balance = opening
    for row in rows:
        balance += row["amount_cents"]
        row["balance_cents"] = balance
    return {"contract": found, "rows": rows, "opening": opening, "closing": balance,
            "first": first, "last": last}  # fmt: skip


def statement(see: See, contract: str, first: date, last: date, on: date) -> Paper:
    """The statement of a period, both days included; Refused: contract_unknown, period_wrong."""
    if last < first:
        raise Refused("period_wrong", first_on=first, last_on=last)
    told = account(see, contract, first, last, on)
    found = told["contract"]
    number, currency = found["number"], found["currency"]
    title = say(f"Statement of contract {number}", f"Relevé de compte du contrat {number}")
    head = [
        (say("Client", "Adhérent"), found["client_name"]),
        (say("Period", "Période"), say(f"{first} to {last}",
                                       f"du {words.day(first)} au {words.day(last)}")),
        (say("Balance before", "Solde avant"), money(told["opening"], currency)),
        (say("Balance after", "Solde après"), money(told["closing"], currency)),
    ]  # fmt: skip
    billed = see("read_charges", contract_id=found["id"], from_on=first, until_on=last)
    parts = [pairs("", head), _lines(told, currency), _charges(billed, currency),
             _formulas(billed)]  # fmt: skip
    name = say(f"{number}-statement-{first}-{last}", f"{number}-releve-{first}-{last}")
    return set_paper(see, "statement", name, title, number, parts, last)


def _lines(told: Row, currency: str) -> Row:
    rows = [(words.day(row["entry_on"]), words.day(row["value_on"]), event_words(
             row["event"], row["key"]), str(row["id"]), money(row["amount_cents"], currency),
             money(row["balance_cents"], currency)) for row in told["rows"]]  # fmt: skip
    heads = (
        say("Date", "Date"),
        say("Value date", "Valeur"),
        say("What", "Opération"),
        say("Entry", "Écriture"),
        say("Amount", "Montant"),
        say("Balance", "Solde"),
    )
    title = say("Movements", "Mouvements")
    if not rows:
        return {"kind": "text", "title": title, "lines": [
            say("Nothing moved in this period.", "Aucun mouvement sur la période.")]}  # fmt: skip
    total = (say("Balance after", "Solde après"), money(told["closing"], currency))
    return table(title, heads, rows, "auto auto 1 auto auto auto", 4, total)


def _charges(rows: list[Row], currency: str) -> Row | None:
    title = say("Billed in the period", "Facturé sur la période")
    return _billed(title, sorted(rows, key=lambda row: int(row["id"])), currency)


def _formulas(rows: list[Row]) -> Row | None:
    """How each kind of charge told here is computed; an earlier one is put right by the difference
    of what its formula gives."""
    codes = sorted({row["charge_code"] for row in rows})
    if not codes:
        return None
    told = [(words.word("charge", code), words.word("charge_formula", code)) for code in codes]
    heads = (say("Charge", "Objet"), say("How it is computed", "Formule de calcul"))
    return table(say("Formulas", "Formules"), heads, told, "1 2", 2)


def _billed(title: str, rows: list[Row], currency: str) -> Row | None:
    """The lines of bills: what for, under which clause, on what, when, at which rate."""
    if not rows:
        return None
    told = [
        (words.word("charge", row["charge_code"])
         + (say(" (correction)", " (régularisation)") if row["is_correction"] else ""),
         _made(row, currency), words.percent(row["rate_ppm"]) if row["rate_ppm"] else "",
         money(row["amount_cents"], currency))
        for row in rows
    ]  # fmt: skip
    total = (say("Total with VAT", "Total TTC"),
             money(sum(row["amount_cents"] for row in rows), currency))  # fmt: skip
    heads = (say("Charge", "Objet"), say("Clause, base and days", "Clause, assiette et jours"),
             say("Rate", "Taux"), say("Amount", "Montant"))  # fmt: skip
    return table(title, heads, told, "2 3 auto auto", 2, total)


def _made(row: Row, currency: str) -> str:
    parts = [words.word("clause", row["clause"]), money(row["base_cents"], currency)]
    if row["unit_count"] is not None:
        parts[1] = f"{row['unit_count']} × {money(row['unit_cents'], currency)}"
    if row["from_on"]:
        last = row["until_on"] - timedelta(days=1)
        parts.append(say(f"{row['from_on']} to {last}",
                         f"du {words.day(row['from_on'])} au {words.day(last)}"))  # fmt: skip
    return " · ".join(parts)


def bill(see: See, contract: str, entry_id: int, on: date) -> Paper:
    """What one entry billed, VAT apart; Refused: contract_unknown, bill_unknown."""
    found = lookup.contract(see, contract, on)
    rows = [row for row in see("read_charges", contract_id=found["id"], from_on=None,
                               until_on=None) if row["entry_id"] == entry_id]  # fmt: skip
    if not rows:
        raise Refused("bill_unknown", entry_id=entry_id, number=found["number"])
    rows.sort(key=lambda row: int(row["id"]))
    currency, number = found["currency"], found["number"]
    vat = [row for row in rows if row["charge_code"] == "VAT"]
    net = sum(row["amount_cents"] for row in rows) - sum(row["amount_cents"] for row in vat)
    title = say(f"Fee bill no. {entry_id}", f"Décompte de commissions et frais n° {entry_id}")
    head = [
        (say("Client", "Adhérent"), found["client_name"]),
        (say("Contract", "Contrat"), number),
        (say("Billed on", "Facturé le"), words.day(rows[0]["entry_on"])),
        (say("Value date", "Date de valeur"), words.day(rows[0]["value_on"])),
        (say("Total before VAT", "Total HT"), money(net, currency)),
        *((say(f"VAT at {words.percent(row['rate_ppm'])} on {money(row['base_cents'], currency)}",
               f"TVA à {words.percent(row['rate_ppm'])} sur {money(row['base_cents'], currency)}"),
           money(row["amount_cents"], currency)) for row in vat),
    ]  # fmt: skip
    parts = [pairs("", head), _billed(say("What was billed", "Ce qui est facturé"), rows, currency),
             _formulas(rows)]  # fmt: skip
    name = say(f"{number}-bill-{entry_id}", f"{number}-decompte-{entry_id}")
    return set_paper(see, "bill", name, title, number, parts, rows[0]["entry_on"])
