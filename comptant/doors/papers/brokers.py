"""What papers tell of brokers: the statement of what one has earned, and who brought a contract."""

from collections.abc import Iterable
from datetime import date

from comptant.doors import words
from comptant.doors.papers.parts import Paper, Row, factor, pairs, set_paper, table
from comptant.doors.words import money, say
from comptant.operations.acts.act import Refused
from comptant.rules import law
from comptant.store.access import Paging, See

TAXABLE, RECURRING = "TAXABLE_STD", "RECURRING"


def commissions(see: See, statement_id: int) -> Paper:
    """A statement of commissions: each contract and kind with its base and what was earned to date,
    what was told before, and what this one tells. Refused: statement_unknown."""
    found = see(
        "read_commission_statements",
        Paging(("id",), 1, (str(statement_id + 1),), is_descending=True),
        party_id=None,
    )
    if not found or found[0]["id"] != statement_id:
        raise Refused("statement_unknown", statement_id=statement_id)
    of = found[0]
    lines = see("read_commission_lines", statement_id=statement_id)
    terms = [row for row in see("read_commission_terms", contract_id=None)
             if row["party_id"] == of["party_id"]]  # fmt: skip
    number, currency = of["number"], of["currency"]
    title = say(f"Statement of commissions no. {number}", f"Relevé de commissions n° {number}")
    parts = [pairs("", _head(see, of)), _lines(lines, currency), pairs("", _sums(of, lines)),
             _terms(lines, terms, of["until_on"], currency)]  # fmt: skip
    name = f"commissions-{of['party_id']}-{number}"
    return set_paper(
        factor(see), "commissions", name, title, of["broker_name"], parts, of["stated_on"]
    )


def _head(see: See, of: Row) -> list[tuple[str, str]]:
    known = {row["id"]: row["orias_number"] for row in see("read_brokers")}
    return [
        (say("Broker", "Courtier"), of["broker_name"]),
        (say("ORIAS number", "Numéro ORIAS"), known.get(of["party_id"], "")),
        (say("Stated on", "Établi le"), words.day(of["stated_on"])),
        (say("Earned until", "Acquis jusqu'au"), words.day(of["until_on"])),
    ]


def _lines(lines: list[Row], currency: str) -> Row:
    """The lines by contract and kind; the last one of each has what was earned to date."""
    last: dict[tuple[str, str], Row] = {}
    sums: dict[tuple[str, str], int] = {}
    for row in lines:
        key = (row["contract_number"], row["commission_kind"])
        last[key] = row
        sums[key] = sums.get(key, 0) + row["amount_cents"]
    told = [
        (f"{row['contract_number']} · {row['client_name']}",
         words.word("commission_kind", row["commission_kind"]),
         money(row["base_cents"], currency) if row["commission_kind"] == RECURRING else "",
         money(row["due_cents"], currency), money(row["due_cents"] - sums[key], currency),
         money(sums[key], currency))
        for key, row in sorted(last.items())
    ]  # fmt: skip
    heads = (say("Contract", "Contrat"), say("Kind", "Nature"), say("Base to date", "Assiette"),
             say("Earned to date", "Acquis à ce jour"), say("Told before", "Déjà relevé"),
             say("This statement", "Ce relevé"))  # fmt: skip
    total = (say("Total before VAT", "Total HT"), money(sum(sums.values()), currency))
    return table(say("Commissions", "Commissions"), heads, told, "1 auto auto auto auto auto", 2,
                 total)  # fmt: skip


def _sums(of: Row, lines: list[Row]) -> list[tuple[str, str]]:
    currency = of["currency"]
    taxable = sum(row["amount_cents"] for row in lines if row["vat_class"] == TAXABLE)
    exempt = of["net_cents"] - taxable
    rows = [(say("Exempt from VAT", "Exonéré de TVA"), money(exempt, currency))] if exempt else []
    if taxable:
        rate = words.percent(law.STANDARD_VAT_PPM.on(of["stated_on"]))
        rows.append((say(f"VAT at {rate} on {money(taxable, currency)}",
                         f"TVA à {rate} sur {money(taxable, currency)}"),
                     money(of["vat_cents"], currency)))  # fmt: skip
    rows.append((say("To be paid", "À régler"), money(of["total_cents"], currency)))
    return rows


def _terms(lines: list[Row], terms: list[Row], on: date, currency: str) -> Row | None:
    """What the lines rest on: the terms of each contract on the last day told."""
    told = []
    for contract_id, number in sorted({(row["contract_id"], row["contract_number"])
                                       for row in lines}, key=lambda one: one[1]):  # fmt: skip
        row = in_force(terms, contract_id, on)
        if row:
            told.append((number, words.day(row["valid_from_on"]), agreed(row, currency)))
    heads = (say("Contract", "Contrat"), say("Since", "Depuis"), say("Terms", "Conditions"))
    title = say("Terms agreed", "Conditions convenues")
    return table(title, heads, told, "auto auto 1", 3) if told else None


def in_force(terms: Iterable[Row], contract_id: int, on: date) -> Row | None:
    """The terms of a contract on a day: its own before those of all contracts of the broker."""
    known = [row for row in terms
             if row["contract_id"] in (0, contract_id) and row["valid_from_on"] <= on]  # fmt: skip
    return max(known, key=lambda row: (row["contract_id"] != 0, row["valid_from_on"],
                                       row["recorded_at"], row["id"]), default=None)  # fmt: skip


def agreed(row: Row, currency: str) -> str:
    """Terms of a commission in words: the share and its base, the sum paid once, the clawback."""
    parts = []
    if row["rate_ppm"]:
        share, of = (
            words.percent(row["rate_ppm"]),
            words.word("commission_base", row["commission_base"]),
        )
        how = words.word("commission_counted", row["commission_counted"])
        parts.append(say(f"{share} of: {of}, {how}", f"{share} de : {of}, {how}"))
    if row["one_off_cents"]:
        once = money(row["one_off_cents"], currency)
        parts.append(say(f"{once} once", f"{once} à l'apport"))
    if row["clawback_days"]:
        days = row["clawback_days"]
        parts.append(
            say(
                f"given back in proportion if the contract ends within {days} days",
                f"rendue au prorata si le contrat prend fin sous {days} jours",
            )
        )
    return "; ".join(parts) if words.language() == words.ENGLISH else " ; ".join(parts)


def brought(see: See, contract_id: int, on: date, currency: str) -> list[Row]:
    """A part for each broker whose mandate for a contract is in force on a day: who it is, under
    which number, for whom it acts, and what the house pays it where the client is to read it.
    The same for every reader. Source: art. R519-26 CMF; DOMAIN §2.1."""
    terms = see("read_commission_terms", contract_id=contract_id)
    return [
        _intermediary(row, in_force([one for one in terms if one["party_id"] == row["party_id"]],
                                    contract_id, on), currency)
        for row in see("read_broker_mandates", contract_id=contract_id)
        if row["signed_on"] <= on and (row["until_on"] is None or on <= row["until_on"])
    ]  # fmt: skip


def _intermediary(row: Row, terms: Row | None, currency: str) -> Row:
    by = words.word("given_by", row["given_by"])
    told = [
        (say("Broker", "Courtier"), row["broker_name"]),
        (say("ORIAS number", "Numéro ORIAS"), row["orias_number"] or ""),
        (say("Mandate", "Mandat"), say(f"given by {by} on {words.day(row['signed_on'])}",
                                       f"donné par {by} le {words.day(row['signed_on'])}")),
    ]  # fmt: skip
    if terms and terms["is_disclosed"] and (terms["rate_ppm"] or terms["one_off_cents"]):
        told.append((say("Paid by the house", "Rémunéré par la maison"), agreed(terms, currency)))
        told.append(("", say("in the prices told here, and not added to them",
                             "comprise dans les prix dits ici et non ajoutée")))  # fmt: skip
    return pairs(say("Intermediary", "Intermédiaire"), told)
