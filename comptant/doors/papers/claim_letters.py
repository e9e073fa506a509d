"""The letter that declares our claim to the court's officer (déclaration de créance), in French
with English beside: of a buyer, of a client, of a guarantor in proceedings.

Source: art. L622-24 to L622-26, L622-28, L624-9, R622-21 to R622-24 C. com.; L313-23 CMF; 1346-1
and 2288 C. civ.
"""

from dataclasses import dataclass
from datetime import date

from comptant.doors import lookup, words
from comptant.doors.insolvency_told import cases
from comptant.doors.papers.claim_letter_words import paragraphs
from comptant.doors.papers.parts import Paper, Row, factor
from comptant.doors.words import money
from comptant.formats.papers.setting import typeset
from comptant.formats.typography import by_threes
from comptant.operations.acts.act import Refused
from comptant.store.access import See

UNSECURED = "à titre chirographaire"


@dataclass(frozen=True)
class Said:
    """What people say of a letter: to whom it goes, the security that is claimed, the court seized
    of a dispute, who signs it, what is declared where that is not all that is owed."""

    officer: str
    signer: str
    security: str = ""
    lawsuit: str = ""
    amount_cents: int | None = None


def claim_letter(see: See, contract: str, party_id: int, part: str, said: Said, on: date) -> Paper:
    """Our claim against a party in its part (BUYER, CLIENT, GUARANTOR) of a contract, as of the day
    of the judgment; Refused: contract_unknown, not_in_proceedings, officer_missing, signer_missing,
    claim_amount_wrong, nothing_owed."""
    if not said.officer.strip():
        raise Refused("officer_missing")
    if not said.signer.strip():
        raise Refused("signer_missing")
    agreed = lookup.contract(see, contract, on)
    found = [row for row in cases(see, on, agreed["id"])
             if (row["party_id"], row["failed_part"]) == (party_id, part)]  # fmt: skip
    if not found:
        raise Refused("not_in_proceedings", party_id=party_id, failed_part=part)
    case = {**found[0], **_notice(see, found[0])}
    lines = _lines(see, case, said)
    house, siren = factor(see)
    told = _told(case, lines, said, agreed, house, siren, on)
    facts = {
        "language": words.FRENCH, "sender": house, "mark": agreed["number"],
        "foot": house + (f" · SIREN {by_threes(siren)}" if siren else ""),
        "officer": said.officer.splitlines(), "signer": said.signer.strip(),
        "title": f"Déclaration de créance : {case['party_name']}",
        "both": _beside(told), **_dated(on), "lines": _rows(lines, case["currency"]),
    }  # fmt: skip
    return Paper(f"declaration-{case['contract_id']}-{party_id}.pdf",
                 typeset("claim-letter", facts, on))  # fmt: skip


def _notice(see: See, case: Row) -> Row:
    """The court and the company's number, by the notice that opened the proceedings."""
    party = see("read_parties", text=str(case["party_id"]), number=None, kinds=None, role=None)
    siren = (party[0]["siren"] if party else None) or ""
    notices = see("read_insolvency_notices", siren=siren) if siren else []
    named = [row for row in notices if row["notice_number"] == case["notice_number"]]
    return {"siren": siren, "court": named[0]["court"] if named else None}


def _lines(see: See, case: Row, said: Said) -> list[Row]:
    """What is declared, line by line: a buyer's invoices, what a client or a guarantor owes."""
    if case["failed_part"] == "BUYER" and said.amount_cents is None:
        rows = see("read_debts_at_judgment", contract_id=case["contract_id"],
                   buyer_id=case["party_id"], judged_on=case["insolvent_on"])  # fmt: skip
    else:
        cents = case["debt_cents"] if said.amount_cents is None else said.amount_cents
        if cents < 0:
            raise Refused("claim_amount_wrong", amount_cents=cents, insolvency_step="DECLARED",
                          currency=case["currency"])  # fmt: skip
        rows = [{"invoice_number": case["contract_number"], "issued_on": None, "is_due": True,
                 "due_on": case["insolvent_on"], "owed_then_cents": cents, "is_disputed": False}
                ] if cents else []  # fmt: skip
    if not rows:
        raise Refused("nothing_owed", party_name=case["party_name"],
                      contract_number=case["contract_number"])  # fmt: skip
    return rows


def _rows(lines: list[Row], currency: str) -> list[list[str]]:
    with words.speaking(words.FRENCH):
        return [[row["invoice_number"],
                 words.day(row["issued_on"]) if row["issued_on"] else "",
                 words.day(row["due_on"]),
                 money(row["owed_then_cents"], currency) if row["is_due"] else "",
                 "" if row["is_due"] else money(row["owed_then_cents"], currency)]
                for row in lines]  # fmt: skip


def _told(
    case: Row, lines: list[Row], said: Said, agreed: Row, house: str, siren: str, on: date
) -> Row:
    """What the letter's words are told."""
    due = sum(row["owed_then_cents"] for row in lines if row["is_due"])
    whole = sum(row["owed_then_cents"] for row in lines)
    return {**case, "due_cents": due, "to_come_cents": whole - due, "whole_cents": whole,
            "transfer_mode": agreed["terms"]["transfer_mode"], "house": house, "our_siren": siren,
            "security": said.security.strip(), "lawsuit": said.lawsuit.strip(), "on": on,
            "disputed": [row["invoice_number"] for row in lines if row["is_disputed"]],
            "last_due_on": max(row["due_on"] for row in lines)}  # fmt: skip


def _beside(told: Row) -> list[list[str]]:
    """Each paragraph in French, and in English beside it."""
    spoken = []
    for language in (words.FRENCH, words.ENGLISH):
        with words.speaking(language):
            spoken.append(paragraphs(told))
    return [list(pair) for pair in zip(*spoken, strict=True)]


def _dated(on: date) -> dict[str, str]:
    told = {}
    for language, name in ((words.FRENCH, "dated"), (words.ENGLISH, "dated-english")):
        with words.speaking(language):
            told[name] = words.day(on)
    return told
