"""The consolidated statement of a group, as a paper."""

from datetime import date

from comptant.doors import groups_told, words
from comptant.doors.papers.parts import Paper, Row, factor, pairs, sentences, set_paper, table
from comptant.doors.words import money, say
from comptant.store.access import See


def group_statement(see: See, group: str, first: date, last: date) -> Paper:
    """The statement of a period, both days included; Refused: as consolidated()."""
    found, rows = groups_told.consolidated(see, group, first, last)
    title = say(f"Consolidated statement of {found['name']}",
                f"Relevé consolidé de {found['name']}")  # fmt: skip
    period = say(f"{first} to {last}", f"du {words.day(first)} au {words.day(last)}")
    lines = {row["currency"]: row["line_cents"] for row in rows}
    head = [(say("Group", "Groupe"), found["name"]), (say("Period", "Période"), period)]
    head += [(say("Line of the group", "Ligne du groupe"), money(cents, currency))
             for currency, cents in lines.items() if cents]  # fmt: skip
    parts = [
        pairs("", head),
        _table(say("Current accounts", "Comptes courants"), rows, groups_told.MOVED),
        _table(say("At the end of the period", "En fin de période"), rows, groups_told.STANDING),
        sentences("", [say(
            "Each contract keeps its own ledger: this statement adds them up and moves nothing "
            "from one to another.",
            "Chaque contrat garde ses propres comptes : ce relevé les additionne et ne porte rien "
            "de l'un à l'autre.")]),
    ]  # fmt: skip
    name = say(f"group-{found['id']}-statement-{first}-{last}",
               f"groupe-{found['id']}-releve-{first}-{last}")  # fmt: skip
    return set_paper(factor(see), "statement", name, title, found["name"], parts, last)


def _table(title: str, rows: list[Row], names: tuple[str, ...]) -> Row:
    heads = [say("Contract", "Contrat"), *(words.column(name) for name in names)]
    told = [[f"{row['contract_number']} {row['client_name']}",
             *("" if row[name] is None else money(row[name], row["currency"]) for name in names)]
            for row in rows]  # fmt: skip
    return table(title, heads, told, "2" + " auto" * len(names), 1)
