"""The form by which people declare the turnover of a period to an insurer."""

from datetime import date

from comptant.doors import words
from comptant.doors.papers.parts import Paper, Row, begun, factor, pairs, set_paper, table
from comptant.doors.words import money, say
from comptant.store.access import See


def declaration(see: See, told: Row, name: str, on: date) -> Paper:
    """The form of what turnover_told.turnover() gives."""
    currency = told["currency"]
    title = say(f"Declaration of turnover: policy {told['policy_number']}",
                f"Déclaration de chiffre d'affaires : police {told['policy_number']}")  # fmt: skip
    facts = [
        (say("Insurer", "Assureur"), told["insurer_name"]),
        (say("Insured", "Assuré"), told["holder_name"]),
        (say("Period", "Période"), say(
            f"{words.day(told['from_on'])} to {words.day(told['until_on'])}",
            f"du {words.day(told['from_on'])} au {words.day(told['until_on'])}")),
        (words.column("insured_base"), words.word("insured_base", told["insured_base"])),
        (say("Turnover to declare", "Chiffre d'affaires à déclarer"),
         money(told["declared_turnover_cents"], currency)),
    ]  # fmt: skip
    heads = [say("Contract", "Contrat"), say("Buyer", "Acheteur"), say("Country", "Pays"),
             say("Assigned incl. VAT", "Cédé TTC"),
             begun(words.column("declared_turnover_cents"))]  # fmt: skip
    rows = [(row["contract_number"], row["buyer_name"], row["country"] or "",
             money(row["turnover_cents"], currency),
             money(row["declared_turnover_cents"], currency)) for row in told["rows"]]  # fmt: skip
    total = (say("Total", "Total"), money(told["declared_turnover_cents"], currency))
    parts = [pairs("", facts),
             table(say("Turnover", "Chiffre d'affaires"), heads, rows, "auto 1 auto auto auto", 3,
                   total)]  # fmt: skip
    return set_paper(factor(see), "turnover", name, title, told["policy_number"], parts, on)
