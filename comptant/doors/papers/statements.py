"""A statement of the current account over a period, and the bill of an entry."""

from datetime import date, timedelta

from comptant.doors import lookup, words
from comptant.doors.mirror import event_words
from comptant.doors.papers.parts import Paper, Row, factor, pairs, sentences, set_paper, table
from comptant.doors.papers.real_teg import stated
from comptant.doors.words import money, say
from comptant.formats.typography import by_threes
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
    claimed = see("read_penalties", contract_id=found["id"], buyer_id=None, penalty_id=None,
                  on=last)  # fmt: skip
    parts = [pairs("", head), _lines(told, currency), _charges(billed, currency),
             _penalties(claimed, first), stated(see, found, last, first=first),
             _formulas(billed)]  # fmt: skip
    name = say(f"{number}-statement-{first}-{last}", f"{number}-releve-{first}-{last}")
    return set_paper(factor(see), "statement", name, title, number, parts, last)


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


def _penalties(rows: list[Row], first: date) -> Row | None:
    """Penalties claimed of buyers that were open at the end, or were claimed in the period."""
    told = [row for row in rows if row["penalty_state"] != "UNDONE"
            and (row["open_cents"] or row["claimed_on"] >= first)]  # fmt: skip
    if not told:
        return None
    heads = (
        say("Invoice", "Facture"),
        say("Buyer", "Acheteur"),
        say("Claimed on", "Réclamé le"),
        say("Whose", "Au profit de"),
        say("Claimed", "Réclamé"),
        say("Open", "Ouvert"),
    )
    lines = [(row["invoice_number"], row["buyer_name"], words.day(row["claimed_on"]),
              words.word("penalty_owner", row["penalty_owner"]),
              money(row["amount_cents"], row["currency"]),
              money(row["open_cents"], row["currency"])) for row in told]  # fmt: skip
    return table(say("Penalties claimed of buyers, outside VAT",
                     "Pénalités réclamées aux acheteurs, hors champ de la TVA"), heads, lines,
                 "auto 1 auto auto auto auto", 4)  # fmt: skip


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
    (said,) = see("read_bill", contract_id=found["id"], entry_id=entry_id)
    serial = f"{number}-{said['bill_number']:05}"
    lacking = _lacking(said)
    title = say(f"Invoice no. {serial}", f"Facture n° {serial}")
    if lacking:
        title = say(f"Fee bill no. {serial}", f"Décompte de commissions et frais n° {serial}")
    head = [
        *_parties(found["client_name"], said),
        (say("Contract", "Contrat"), number),
        (say("Billed on", "Facturé le"), words.day(rows[0]["entry_on"])),
        (say("Value date", "Date de valeur"), words.day(rows[0]["value_on"])),
        (say("Total before VAT", "Total HT"), money(net, currency)),
        *((say(f"VAT at {words.percent(row['rate_ppm'])} on {money(row['base_cents'], currency)}",
               f"TVA à {words.percent(row['rate_ppm'])} sur {money(row['base_cents'], currency)}"),
           money(row["amount_cents"], currency)) for row in vat),
    ]  # fmt: skip
    parts = [pairs("", head), _billed(say("What was billed", "Ce qui est facturé"), rows, currency),
             stated(see, found, rows[0]["entry_on"], entry_id=entry_id), _formulas(rows),
             _settled(rows[0]["value_on"]), _no_invoice(lacking)]  # fmt: skip
    name = say(f"{number}-bill-{entry_id}", f"{number}-decompte-{entry_id}")
    return set_paper(factor(see), "bill", name, title, number, parts, rows[0]["entry_on"])


def _parties(client: str, said: Row) -> list[tuple[str, str]]:
    """Who bills and who is billed, as an invoice names them. Source: CGI ann. II, art. 242 nonies
    A, I-1° to 3°; C. com. R123-237; decree 2022-1299 (the client's SIREN)."""
    vat = say("VAT number", "N° TVA")
    rows = [
        (say("Issued by", "Émetteur"), said["factor_name"] or ""),
        (say("Address", "Adresse"), _on_one_line(said["factor_address"])),
        ("SIREN", by_threes(said["factor_siren"] or "")), (vat, _vat_number(said) or ""),
        (say("Client", "Adhérent"), client),
        (say("Address of the client", "Adresse de l'adhérent"),
         _on_one_line(said["client_address"])),
        (say("SIREN of the client", "SIREN de l'adhérent"), by_threes(said["client_siren"] or "")),
        (say("VAT number of the client", "N° TVA de l'adhérent"), said["client_vat_number"] or ""),
    ]  # fmt: skip
    return [row for row in rows if row[1]]


def _vat_number(said: Row) -> str | None:
    """As it was told, or, of a house in France, as it follows from its SIREN."""
    if said["factor_vat_number"] or said["factor_country"] != "FR" or not said["factor_siren"]:
        return said["factor_vat_number"] and str(said["factor_vat_number"])
    siren = str(said["factor_siren"])
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02}{siren}"


def _on_one_line(address: str | None) -> str:
    return ", ".join(filter(None, map(str.strip, (address or "").splitlines())))


def _lacking(said: Row) -> list[str]:
    """What a bill lacks to be an invoice, in words."""
    needed = {
        say("the address of the house", "l'adresse de la maison"): said["factor_address"],
        say("the VAT number of the house", "le numéro de TVA de la maison"): _vat_number(said),
        say("the address of the client", "l'adresse de l'adhérent"): said["client_address"],
    }
    return [name for name, value in needed.items() if not value]


def _settled(value_on: date) -> Row:
    """When and how a bill is paid. Source: C. com. L441-9 I, L441-10 II, D441-5."""
    day = words.day(value_on)
    return sentences(say("Payment", "Règlement"), [say(
        f"Debited from the current account on {day}; no discount for early payment. If it is late: "
        "the ECB's rate and 10 points, and €40.00 for recovery.",
        f"Par débit du compte courant le {day} ; pas d'escompte pour paiement anticipé. En cas de "
        "retard : taux de la BCE majoré de 10 points, et 40,00 € de frais de recouvrement.")]
    )  # fmt: skip


def _no_invoice(lacking: list[str]) -> Row | None:
    if not lacking:
        return None
    told = ", ".join(lacking)
    return sentences(say("Not an invoice", "Ne vaut pas facture"), [say(
        f"An invoice also bears {told} (CGI, annex II, art. 242 nonies A). Once recorded (comptant "
        "fact record … party … postal_address), the same bill is an invoice.",
        f"Une facture porte aussi {told} (CGI, annexe II, art. 242 nonies A). Une fois noté "
        "(comptant fact record … party … postal_address), ce décompte vaut facture.")])  # fmt: skip
