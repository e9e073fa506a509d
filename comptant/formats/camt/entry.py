"""One entry of a statement (Ntry) and the payments in it (TxDtls)."""

from comptant.formats.camt.node import Detail, Node
from comptant.formats.statements import Gathered, Row, Unreadable, cents_of, plain

# Where a detail tells its amount, best first: its own, then in the account's currency.
AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt", "AmtDtls/InstdAmt/Amt")
ACCOUNTS = ("Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id")
NUMBERS_OF_DOCUMENTS = ("RfrdDocInf/Nb", "RfrdDocInf/RfrdDocNb")
REFERENCES = ("CdtrRefInf/Ref", "CdtrRefInf/CdtrRef")
NO_REFERENCE = "NOTPROVIDED"
DETAIL_OF_LINES = "camt.054"
# A party's name: directly to version .06, one level down from .08.
PAYERS = ("RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm", "RltdPties/UltmtDbtr/Nm",
          "RltdPties/UltmtDbtr/Pty/Nm")  # fmt: skip
REASONS = ("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd", "RtrInf/RtrRsn/Prtry")


BATCH = ("NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId")


def status_of(entry: Node) -> str:
    """BOOK, PDNG, FUTR or INFO. Versions to .06 write it as text, later ones as code."""
    status = entry.text("Sts/Cd", "Sts")
    if status is None:
        raise Unreadable("value_missing", "Sts")
    return status


def references_of(entry: Node) -> str:
    """All that may tell this entry in another message, one a line."""
    told = (entry.text(path) for path in ("AcctSvcrRef", "NtryRef", *BATCH))
    return "\n".join(dict.fromkeys(text for text in told if text and text != NO_REFERENCE))


def detail_of(node: Node) -> Detail:
    """What a TxDtls tells. The payer is the debtor, also where we are the debtor."""
    amounts: dict[str, str] = {}
    for path in AMOUNTS:
        for amount in node.all(path):
            amounts.setdefault(amount.element.get("Ccy", ""), amount.element.text or "")
    reference = node.text("Refs/EndToEndId")
    structured = [text for strd in node.all("RmtInf/Strd") if (text := strd.text(*REFERENCES))]
    account = node.first("RltdPties/DbtrAcct")
    credited = node.first("RltdPties/CdtrAcct")
    row: Row = {
        "bank_reference": node.text("Refs/AcctSvcrRef"),
        "end_to_end_reference": reference if reference != NO_REFERENCE else None,
        "payer_name": node.text(*PAYERS),
        "payer_iban": account.text(*ACCOUNTS) if account else None,
        "credited_iban": credited.text(*ACCOUNTS) if credited else None,
        "remittance_text": _remittance_text(node, structured[1:]),
        "creditor_reference": structured[0] if structured else None,
        "operation_code": _operation_code(node),
        "return_reason": node.text(*REASONS) if node.first("RtrInf") else None,
    }
    return Detail(row, amounts, node.sign())


def _remittance_text(node: Node, more: list[str]) -> str:
    """All that the payer wrote; only if that is nothing, what the bank wrote."""
    texts = [text.element.text or "" for text in node.all("RmtInf/Ustrd")]
    for strd in node.all("RmtInf/Strd"):
        for path in (*NUMBERS_OF_DOCUMENTS, "AddtlRmtInf"):
            texts += [text.element.text or "" for text in strd.all(path)]
    return plain(" ".join(texts + more)) or node.text("AddtlTxInf") or ""


def _operation_code(node: Node) -> str | None:
    """Domain, family and sub-family joined by "-", or the bank's own code."""
    code = node.first("BkTxCd/Domn")
    if code is None:
        return node.text("BkTxCd/Prtry/Cd")
    steps = (code.text("Cd"), code.text("Fmly/Cd"), code.text("Fmly/SubFmlyCd"))
    return "-".join(step for step in steps if step) or None


def rows_of(
    entry: Node, details: list[Detail], number: int, place: str, found: Gathered
) -> list[Row]:
    """The rows of a booked entry, in the words of BANK_MOVEMENTS but for their numbers and days.

    A batch whose details do not add up to the entry is one row: the entry is what moved on the
    account; a camt.054 does not book, and keeps them as told: they make no line. `booked_on` or
    `value_on` may be None here. Raises Unreadable.
    """
    common = _common(entry, number)
    entry_cents, currency = common["entry_cents"], common["currency"]
    if not details:
        return [common]
    shares = _shares(details, entry_cents, currency)
    if shares is None:
        found.warn(place, "detail_does_not_add_up", f"{len(details)} not adding to {entry_cents}")
        told = all(currency in detail.amounts for detail in details)
        if told and found.source == DETAIL_OF_LINES:
            shares = _amounts(details, entry_cents, currency)
        else:
            details = details if len(details) == 1 else [_merged(details)]
            shares = [entry_cents]
    if len(details) > 1:
        common["end_to_end_reference"] = None
    return [
        common
        | {name: value for name, value in detail.row.items() if value}
        | {"amount_cents": cents}
        for detail, cents in zip(details, shares, strict=True)
    ]


def _common(entry: Node, number: int) -> Row:
    """What the entry itself says; a detail that says more takes precedence."""
    entry_cents, currency = entry.signed_cents()
    return {
        "entry_number": number,
        "entry_cents": entry_cents,
        "amount_cents": entry_cents,
        "currency": currency,
        "booked_on": entry.day("BookgDt/Dt", "BookgDt/DtTm"),
        "value_on": entry.day("ValDt/Dt", "ValDt/DtTm"),
        "bank_reference": entry.text("AcctSvcrRef"),
        "end_to_end_reference": entry.text(*BATCH),  # of the whole; each payment has its own
        "remittance_text": entry.text("AddtlNtryInf") or "",
        "operation_code": _operation_code(entry),
        "is_reversal": entry.flag("RvslInd") is True,
    }


def _shares(details: list[Detail], entry_cents: int, currency: str) -> list[int] | None:
    """Signed cents of each detail, or None if they do not add up to the entry."""
    if len(details) == 1 and currency not in details[0].amounts:
        return [entry_cents]
    if any(currency not in detail.amounts for detail in details):
        return None
    shares = _amounts(details, entry_cents, currency)
    return shares if sum(shares) == entry_cents else None


def _amounts(details: list[Detail], entry_cents: int, currency: str) -> list[int]:
    """Signed cents of each detail, of which each tells its amount in this currency."""
    sign = 1 if entry_cents >= 0 else -1
    return [
        (detail.sign or sign) * cents_of(detail.amounts[currency], currency) for detail in details
    ]


def _merged(details: list[Detail]) -> Detail:
    """One detail with the text of all: what can still help to find the invoices."""
    text = plain(" ".join(detail.row["remittance_text"] for detail in details))
    return Detail({"remittance_text": text}, {}, None)
