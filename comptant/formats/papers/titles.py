"""The title of a remittance in words: what the template title.typ prints."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from comptant.formats.papers.setting import typeset
from comptant.formats.typography import FRENCH, by_fours, by_threes, day, grouped, money

Row = dict[str, Any]
RECEIPT = "Quittance subrogative"
PARIS = ZoneInfo("Europe/Paris")


def title(of: Row, lines: Sequence[Row] | None, language: str) -> bytes:
    """A quittance subrogative, or a deed where `of` has a `denomination` and a `legal` reference,
    dated on the day of the remittance, or where it is signed later on that of its signature
    (`dated_on`). `lines` None: designated by their transmission."""
    currency = of["currency"]
    dated_on = _dated_on(of)
    places = {line["iban"] for line in lines or ()}
    place = places.pop() if len(places) == 1 else None
    facts = {
        "language": language, "mode": of["transfer_mode"], "sender": of["factor_name"],
        "denomination": of.get("denomination", RECEIPT), "legal": of.get("legal", ""),
        "reference": f"{of['contract_number']} / {of['title_number']}",
        "contract": of["contract_number"], "house": _party(of, "factor"),
        "foot": foot(of["factor_name"], of["factor_siren"]), "client": _party(of, "client"),
        "dated": day(dated_on, language), "count": grouped(of["line_count"], 0, language),
        "total": money(of["total_cents"], currency, language), "consent": of["standing_consent"],
        "payment": _payment(of, language), "means": _means(of, language),
        "place": _place(place, of, language) if place else None,
        "lines": None if lines is None else [_line(line, language) for line in lines],
        "signature": _signature(of, language),
    }  # fmt: skip
    return typeset("title", facts, dated_on)


def _dated_on(of: Row) -> date:
    """A quittance bears the day of the payment; a deed, the day on which it is signed and taken."""
    later: date | None = of.get("dated_on") if "denomination" in of else None
    posted_on: date = of["posted_on"]
    return later or posted_on


def _party(of: Row, part: str) -> Row:
    return {"name": of[f"{part}_name"], "siren": by_threes(of[f"{part}_siren"] or ""),
            "country": of.get(f"{part}_country") or "FR"}  # fmt: skip


def foot(name: str, siren: str | None) -> str:
    """Who sends a paper, at the foot of its pages."""
    return name + (f" · SIREN {by_threes(siren)}" if siren else "")


def _line(line: Row, language: str) -> Row:
    return {
        "number": line["invoice_number"], "debtor": line["buyer_name"] or "",
        "siren": by_threes(line["buyer_siren"] or ""), "issued": day(line["issued_on"], language),
        "due": day(line["due_on"], language), "place": by_fours(line["iban"] or "", " "),
        "amount": money(line["amount_cents"], line["currency"], language),
    }  # fmt: skip


def _place(iban: str, of: Row, language: str) -> str:
    return ("compte " if language == FRENCH else "account ") + by_fours(iban)


def _payment(of: Row, language: str) -> str:
    on, cents = day(of["entry_on"], language), money(of["paid_cents"], of["currency"], language)
    if language == FRENCH:
        return f"écriture n° {of['entry_id']} du {on}, {cents} au crédit du compte courant."
    return f"entry no. {of['entry_id']} of {on}, {cents} to the credit of the current account."


def _means(of: Row, language: str) -> str:
    at = _instant(of["received_at"], language)
    whole = f"SHA-256 {of['digest']}"
    files = f"{of['files']} ; " if of["files"] else ""
    if language == FRENCH:
        return f"transmission électronique reçue le {at} : {files}remise {whole}"
    return f"electronic transmission received on {at}: {files}remittance {whole}"


def _signature(of: Row, language: str) -> Row | None:
    """Who signed: by hand or by another process that is named, or by sending the remittance."""
    if of.get("signed_by"):
        how = of["signature_proof"] if of["way"] == "PAPER" else _electronic(of, language)
        return {"name": of["signed_by"], "day": day(of["signed_on"], language), "how": how}
    if not of["is_sent_by_client"]:
        return None
    at, by = _instant(of["sent_at"], language), _sender(of, language)
    if language == FRENCH:
        how = (
            f"procédé non manuscrit : remise envoyée le {at} {by}, "
            f"acte n° {of['sending_act_id']} du journal des actes"
        )
    else:
        how = (
            f"non-manuscript process: remittance sent on {at} {by}, "
            f"act no. {of['sending_act_id']} of the journal of acts"
        )
    return {"name": of["sender_name"], "day": day(of["sent_on"], language), "how": how}


def _sender(of: Row, language: str) -> str:
    """By what a remittance was sent: a person's own account, or a program with a key of theirs."""
    login, key_id, key = (of[f"sender_{name}"] for name in ("login", "key_id", "key_name"))
    if language == FRENCH:
        return (f"par le programme « {key} » (clé n° {key_id}), au nom de {login}" if key_id
                else f"sous le compte personnel {login}")  # fmt: skip
    return (f"by the program “{key}” (key no. {key_id}), in the name of {login}" if key_id
            else f"under the personal account {login}")  # fmt: skip


def _instant(at: datetime, language: str) -> str:
    local = at.astimezone(PARIS)
    hour = f"{local:%H:%M}"
    return f"{day(local.date(), language)} {'à' if language == FRENCH else 'at'} {hour}"


def _together(numbers: str, language: str) -> str:
    """Several sign the same paper by codes: it is signed once all have."""
    if language == FRENCH:
        return (f"procédé non manuscrit : signatures électroniques par code à usage unique n° "
                f"{numbers}. L'acte est signé si les fichiers de preuve n° {numbers} portent tous "
                "l'empreinte SHA-256 du présent document")  # fmt: skip
    return (f"non-manuscript process: electronic signatures by one-time codes no. {numbers}. The "
            f"deed is signed if the evidence files no. {numbers} all bear the SHA-256 digest of "
            "this document")  # fmt: skip


def _electronic(of: Row, language: str) -> str:
    """A signature that is given on the paper itself, which is made before it: what proves it."""
    number, is_advanced = str(of["signature_id"]), of["way"] == "ADVANCED"
    if ", " in number:
        return _together(number, language)
    if language == FRENCH:
        kind = "avancée (art. 26 du règlement (UE) n° 910/2014)" if is_advanced else "par code à "\
            "usage unique"  # fmt: skip
        return (f"procédé non manuscrit : signature électronique {kind} n° {number}. L'acte est "
                f"signé si le fichier de preuve n° {number} porte l'empreinte SHA-256 du présent "
                "document")  # fmt: skip
    kind = (
        "advanced (art. 26 of Regulation (EU) No 910/2014)" if is_advanced else "by one-time code"
    )
    return (f"non-manuscript process: electronic signature {kind} no. {number}. The deed is signed "
            f"if the evidence file no. {number} bears the SHA-256 digest of this document"
    )  # fmt: skip
