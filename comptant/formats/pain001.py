"""Payment orders for the bank: pain.001.001.09 (SEPA credit transfer), written by sepaxml.

sepaxml builds the message and transliterates; here are checked what it does not check (check
digits, references, amounts) and set what it draws at random (ids, time), so that the same orders
give the same bytes. Source: EPC customer-to-bank implementation guidelines; FORMATS section 3.5.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

import polars as pl
import sepaxml
from lxml import etree

from comptant.formats import identifiers
from comptant.rules.columns import shape

# One row per payment that the bank is asked to make.
PAYMENT_ORDERS_OUT = shape(
    "end_to_end_reference",
    "payee_name",
    "payment_iban",
    "payee_bic?",
    "amount_cents",
    "currency",
    "remittance_text",
    "execute_on",
)

SCHEMA = "pain.001.001.09"
NAMESPACE = f"{{urn:iso:std:iso:20022:tech:xsd:{SCHEMA}}}"
CURRENCY = "EUR"  # of a SEPA transfer
AMOUNT_CENTS_MAX = 99_999_999_999  # 999 999 999.99, EPC guidelines
NAME_LENGTH_MAX = 70
TEXT_LENGTH_MAX = 140
# The letters that every SEPA bank takes. A reference neither begins nor ends with a stroke, nor
# has two of them.
NOT_LATIN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
REFERENCE = re.compile(r"(?!/)(?!.*//)(?! )[A-Za-z0-9/\-?:().,'+ ]{1,35}(?<!/)(?<! )")
MESSAGE_ID_LENGTH_MAX = 30  # a payment's id is the message's with a number, 35 in all


class Debtor(NamedTuple):
    """Whose account pays."""

    name: str
    iban: str
    bic: str


def groups(content: bytes) -> dict[str, list[str]]:
    """The payments (end-to-end references) of each group (PmtInfId) of a file that `write` made."""
    root = etree.fromstring(content)
    return {
        str(group.findtext(f"{NAMESPACE}PmtInfId")): [
            str(each.text) for each in group.iterfind(f".//{NAMESPACE}EndToEndId")
        ]
        for group in root.iter(f"{NAMESPACE}PmtInf")
    }


def write(*, message_id: str, created_at: datetime, debtor: Debtor, orders: pl.DataFrame) -> bytes:
    """A pain.001.001.09 message, valid against its schema, in UTF-8.

    `orders` has the shape PAYMENT_ORDERS_OUT, amounts in cents of EUR; orders of one day make one
    PmtInf. Names and texts are put into the letters of SEPA and cut at 70 and 140 characters;
    references are taken as they are. `message_id` has 1 to 30 of these letters, `created_at` a
    zone. Same arguments, same bytes.

    Raises ValueError for what the caller must not send, naming the row (from 1): a reference that
    comes twice or has other letters, an IBAN or BIC that does not hold, an amount not between 0.01
    and 999999999.99, another currency, a null, a name or text without a letter of SEPA.
    """
    if not REFERENCE.fullmatch(message_id) or len(message_id) > MESSAGE_ID_LENGTH_MAX:
        raise ValueError(f"message id {message_id!r} is not 1 to 30 letters of SEPA")
    if created_at.tzinfo is None:
        raise ValueError("the time of creation has no zone")
    rows = _checked(orders)
    message = sepaxml.SepaTransfer(_account(debtor) | {"batch": True}, schema=SCHEMA, clean=True)
    for row in rows:
        message.add_payment(_payment(row))
    root = etree.fromstring(message.export(validate=False))
    _settle(root, message_id, created_at)
    _put_in_latin(root, {row["end_to_end_reference"]: row["place"] for row in rows})
    if not _schema().validate(root):
        raise AssertionError(f"pain.001 is not valid: {_schema().error_log}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _checked(orders: pl.DataFrame) -> list[dict[str, Any]]:
    """The orders as rows with their place, or ValueError."""
    orders = orders.select(PAYMENT_ORDERS_OUT.names)
    if orders.schema != PAYMENT_ORDERS_OUT.schema():
        raise ValueError(f"orders are {orders.schema}, not {PAYMENT_ORDERS_OUT.schema()}")
    if orders.is_empty():
        raise ValueError("no order to pay")
    seen: dict[str, str] = {}
    rows = []
    for number, row in enumerate(orders.iter_rows(named=True), 1):
        row["place"] = f"row {number} ({row['end_to_end_reference']})"
        wrong = _wrong(row) or seen.get(row["end_to_end_reference"])
        if wrong:
            raise ValueError(f"{row['place']}: {wrong}")
        seen[row["end_to_end_reference"]] = f"reference already in row {number}"
        rows.append(row)
    return rows


def _wrong(row: dict[str, Any]) -> str | None:
    """What the caller got wrong in one order, the first thing only."""
    needed = [name for name in PAYMENT_ORDERS_OUT.names if name not in PAYMENT_ORDERS_OUT.optional]
    missing = [name for name in needed if row[name] is None]
    if missing:
        return f"{', '.join(missing)} missing"
    if not REFERENCE.fullmatch(row["end_to_end_reference"]):
        return "reference is not 1 to 35 letters of SEPA"
    if identifiers.normal("iban", row["payment_iban"]) is None:
        return f"IBAN {row['payment_iban']} does not hold"
    if row["payee_bic"] is not None and identifiers.normal("bic", row["payee_bic"]) is None:
        return f"BIC {row['payee_bic']} does not hold"
    if row["currency"] != CURRENCY:
        return f"currency {row['currency']}, a SEPA transfer is in {CURRENCY}"
    if not 1 <= row["amount_cents"] <= AMOUNT_CENTS_MAX:
        return f"amount of {row['amount_cents']} cents"
    return None


def _account(debtor: Debtor) -> dict[str, Any]:
    """The paying account in sepaxml's words."""
    iban, bic = identifiers.normal("iban", debtor.iban), identifiers.normal("bic", debtor.bic)
    if iban is None or bic is None:
        raise ValueError(f"debtor: IBAN {debtor.iban} or BIC {debtor.bic} does not hold")
    return {"name": printable(debtor.name), "IBAN": iban, "BIC": bic, "currency": CURRENCY}


def _payment(row: dict[str, Any]) -> dict[str, Any]:
    """An order in sepaxml's words."""
    payment = {
        "name": printable(row["payee_name"]),
        "IBAN": identifiers.normal("iban", row["payment_iban"]),
        "amount": row["amount_cents"],
        "currency": CURRENCY,
        "description": printable(row["remittance_text"]),
        "execution_date": row["execute_on"],
        "endtoend_id": row["end_to_end_reference"],
    }
    if row["payee_bic"] is not None:
        payment["BIC"] = identifiers.normal("bic", row["payee_bic"])
    return payment


def printable(text: str) -> str:
    """What XML can hold, on one line."""
    return " ".join("".join(ch if ch.isprintable() else " " for ch in text).split())


def _settle(root: etree._Element, message_id: str, created_at: datetime) -> None:
    """Put our ids and time where sepaxml drew its own."""
    for head in root.iter(f"{NAMESPACE}GrpHdr"):
        set_text(head, f"{NAMESPACE}MsgId", message_id)
        set_text(
            head, f"{NAMESPACE}CreDtTm", created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        )
    for number, payment in enumerate(root.iter(f"{NAMESPACE}PmtInf"), 1):
        set_text(payment, f"{NAMESPACE}PmtInfId", f"{message_id}-{number:04d}")


def set_text(parent: etree._Element, name: str, text: str) -> None:
    """Give the children of a name (with its namespace) a text."""
    for child in parent.iterfind(name):
        child.text = text


def _put_in_latin(root: etree._Element, places: dict[str, str]) -> None:
    """Names and texts in the letters of SEPA: sepaxml leaves marks that banks refuse."""
    for tag, longest in (("Nm", NAME_LENGTH_MAX), ("Ustrd", TEXT_LENGTH_MAX)):
        for element in root.iter(NAMESPACE + tag):
            latin = NOT_LATIN.sub(" ", (element.text or "").replace("&", "+"))
            element.text = " ".join(latin.split())[:longest].strip()
            if not element.text:
                order = next(element.iterancestors(f"{NAMESPACE}CdtTrfTxInf"), None)
                reference = order.findtext(f".//{NAMESPACE}EndToEndId") if order is not None else ""
                raise ValueError(f"{places.get(reference or '', 'debtor')}: {tag} has no letter")


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    """The schema that sepaxml ships."""
    text = resources.files("sepaxml").joinpath(f"schemas/{SCHEMA}.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text))
