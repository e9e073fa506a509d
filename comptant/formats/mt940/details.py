"""Field 86 of a line: who paid, what for, under which reference.

Three ways to write it: German sub-fields (?20 to ?63, with SVWZ+ and EREF+ inside), words between
strokes (/EREF/ /REMI/, Dutch and international), or plain text. Source: DK Anlage 3 (GVC), NVB
SEPA rekeninginformatie MT940; FORMATS section 3.4.
"""

import re
from typing import Any

from comptant.formats import identifiers
from comptant.formats.statements import Row, plain

WORDS = (
    "ACCW|BENM|BIC|BUSP|CNTP|CREF|CSID|CUR|EREF|GREF|IBAN|ID|IREF|ISDT|MARF|NAME|NRTX|OCMT|ORDP"
    "|PREF|PURP|REMI|RTRN|SVCL|TRCD|TRTP|ULTB|ULTC|ULTD|USTD|STRD"
)
STROKES = re.compile(rf"/({WORDS})(?=/)")
SILENT = frozenset({"", "NONREF", "NOREF", "NOTPROVIDED", "EREF", "EREF+", "KREF", "KREF+", "PREF"})
RETURNS = frozenset({"108", "109", "159"})  # German transaction codes of what comes back
# What some banks write before the counterparty in plain text.
NAMED = re.compile(r"(?:REK|IBAN)[:.] ?([A-Z]{2}[0-9]{2}[A-Z0-9]{10,30})(?:/NAAM: ?(.*))?")


def payment_of(line: dict[str, Any], *, is_credit: bool) -> Row:
    """The words of BANK_MOVEMENTS that a line's reference and details tell.

    The payer is told for money in; for money out the counterparty is the payee, who is not kept.
    """
    details = plain(line.get("transaction_details") or "")
    if "purpose" in line:
        told = _structured(line)
    elif len(STROKES.findall(details)) > 1 or details.startswith("/"):
        told = _between_strokes(details)
    else:
        told = _plain_text(line)
    # An account number may stand there, longer than the reference that the standard knows.
    rest = _text(line.get("extra_details")).partition(" ")[0]
    reference = _text(line.get("customer_reference"))
    account = _iban(reference) or _iban(reference + rest)
    reference = "" if account else reference
    told["payer_iban"] = told.get("payer_iban") or account
    told["end_to_end_reference"] = _said(told.get("end_to_end_reference")) or _said(reference)
    if not told.get("remittance_text"):
        others = (line.get("extra_details"), line.get("non_swift_text"))
        told["remittance_text"] = next((text for text in map(_text, others) if text), "")
    if not is_credit:
        told |= {"payer_name": None, "payer_iban": None}
    return told


def _said(text: str | None) -> str | None:
    """A reference that says something, at most as long as SEPA's, and no account number."""
    text = plain(text or "")
    if text.upper() in SILENT or len(text) > 35 or _iban(text):
        return None
    return text


def _structured(line: dict[str, Any]) -> Row:
    """The German sub-fields, as the library names them."""
    texts = [line.get("purpose"), line.get("additional_purpose")]
    names = [line.get("applicant_name"), line.get("deviate_applicant")]
    accounts = [line.get("applicant_iban"), line.get("gvc_applicant_iban")]
    text = plain(" ".join(text for text in texts if text))
    return {
        "end_to_end_reference": line.get("end_to_end_reference"),
        "payer_name": next((name for name in map(_text, names) if name), None),
        "payer_iban": next((iban for iban in map(_iban, accounts) if iban), None),
        "remittance_text": text or _text(line.get("posting_text")),
        "return_reason": (
            _text(line.get("return_debit_notes")) or None
            if line.get("transaction_code") in RETURNS
            else None
        ),
    }


def _between_strokes(details: str) -> Row:
    """/WORD/value, where a value may itself have strokes: /CNTP/IBAN/BIC/NAME///REMI/USTD//TEXT/.

    Text before the first word is what the bank calls the line.
    """
    parts = STROKES.split(details)
    told: dict[str, str] = {}
    for word, value in zip(parts[1::2], parts[2::2], strict=True):
        value = value.strip("/ ")
        if value and word not in told:
            told[word] = value
    counterparty = [part.strip() for part in told.get("CNTP", "").split("/")]
    name = told.get("NAME") or (counterparty[2] if len(counterparty) > 2 else "")
    # Words that only open a group (REMI, ORDP) leave the text to the next one.
    text = " ".join(told[word] for word in ("REMI", "USTD", "STRD") if word in told)
    return {
        "end_to_end_reference": told.get("EREF") or told.get("CREF"),
        "payer_name": plain(name.strip("/")) or None,
        "payer_iban": _iban(told.get("IBAN")) or _iban(counterparty[0]),
        "remittance_text": plain(text) or plain(details),
        "return_reason": plain(told.get("RTRN", "")) or None,
    }


def _plain_text(line: dict[str, Any]) -> Row:
    """Text as it is; a first line that begins with an IBAN goes on with its holder's name."""
    written = line.get("transaction_details") or ""
    details = plain(written)
    first, _, rest = details.partition(" ")
    account, name = _iban(first), ""
    if account:
        name = plain(written.strip().partition("\n")[0]).removeprefix(first)
        details = rest[len(name.strip()) :] if rest.startswith(name.strip()) else rest
    elif found := NAMED.search(details):
        account, name = _iban(found[1]), found[2] or ""
        details = details[: found.start()]
    return {
        "payer_name": plain(name) or None,
        "payer_iban": account,
        "remittance_text": plain(details),
    }


def _text(value: object) -> str:
    return plain(value) if isinstance(value, str) else ""


def _iban(value: object) -> str | None:
    return identifiers.normal("iban", value) if isinstance(value, str) and value else None
