"""Payment orders for the bank: pain.001.001.09, written by sepaxml: SEPA credit transfers, or
transfers in another currency, whose charges each side bears its own of.

Source: EPC customer-to-bank implementation guidelines; FORMATS section 3.5.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import NamedTuple

import polars as pl
import sepaxml
from lxml import etree

from comptant.formats import sepa
from comptant.formats.currencies import EXPONENTS
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
HUNDREDTHS = 2
MESSAGE_ID_LENGTH_MAX = 30  # a group's id is the message's with a number, 35 in all


class Debtor(NamedTuple):
    """Whose account pays."""

    name: str
    iban: str
    bic: str


def groups(content: bytes) -> dict[str, list[str]]:
    """The payments (end-to-end references) of each group (PmtInfId) of a file that `write` made."""
    root = etree.fromstring(content)
    reference = f".//{sepa.tag(SCHEMA, 'EndToEndId')}"
    return {
        str(group.findtext(sepa.tag(SCHEMA, "PmtInfId"))): [
            str(each.text) for each in group.iterfind(reference)
        ]
        for group in root.iter(sepa.tag(SCHEMA, "PmtInf"))
    }


def write(*, message_id: str, created_at: datetime, debtor: Debtor, orders: pl.DataFrame) -> bytes:
    """A pain.001.001.09 message, valid against its schema, in UTF-8.

    `orders` has the shape PAYMENT_ORDERS_OUT, amounts in cents; orders of one day make one
    PmtInf. Names and texts are put into the letters of SEPA and cut at 70 and 140 characters;
    references are taken as they are. `message_id` has 1 to 30 of these letters, `created_at` a
    zone. Same arguments, same bytes. Orders are in one currency; those in another than the euro are
    no SEPA payments and say so.

    Raises ValueError for what the caller must not send, naming the row (from 1): a reference that
    comes twice or has other letters, an IBAN or BIC that does not hold, an amount not between 0.01
    and 999999999.99, two currencies, one that has no hundredths, a null, a name or text without a
    letter of SEPA.
    """
    sepa.check_head(message_id, MESSAGE_ID_LENGTH_MAX, created_at)
    currency = next(iter(orders["currency"]), None) or sepa.CURRENCY
    rows = sepa.checked(orders, PAYMENT_ORDERS_OUT, _wrong, currency)
    if EXPONENTS.get(currency) != HUNDREDTHS:
        raise ValueError(f"currency {currency} has no hundredths")
    message = sepaxml.SepaTransfer(sepa.own_account(*debtor, currency), schema=SCHEMA, clean=True)
    for row in rows:
        message.add_payment(_payment(row))
    numbered = (f"{message_id}-{number:04d}" for number in count(1))
    changed = _foreign(currency) if currency != sepa.CURRENCY else (lambda root: None)
    return sepa.written(message.export(validate=False), SCHEMA, message_id, created_at, numbered,
                        changed)  # fmt: skip


def _foreign(currency: str) -> Callable[[etree._Element], None]:
    """What a transfer in another currency says where a SEPA one says it is of SEPA."""

    def changed(root: etree._Element) -> None:
        for amount in root.iter(sepa.tag(SCHEMA, "InstdAmt")):
            amount.set("Ccy", currency)
        for level in root.iter(sepa.tag(SCHEMA, "SvcLvl")):
            for code in level.iterfind(sepa.tag(SCHEMA, "Cd")):
                code.text = "NURG"
        for charges in root.iter(sepa.tag(SCHEMA, "ChrgBr")):
            charges.text = "SHAR"

    return changed


def _wrong(row: sepa.Row) -> str | None:
    """What the caller got wrong in one order, the first thing only."""
    told = sepa.wrong_account(row["payee_name"], row["payment_iban"], row["payee_bic"])
    if told is None and not sepa.latin(row["remittance_text"], sepa.TEXT_LENGTH_MAX):
        return "the text has no letter"
    return told


def _payment(row: sepa.Row) -> sepa.Row:
    """An order in sepaxml's words."""
    return {
        **sepa.account(row["payee_name"], row["payment_iban"], row["payee_bic"]),
        "amount": row["amount_cents"],
        "currency": sepa.CURRENCY,
        "description": sepa.latin(row["remittance_text"], sepa.TEXT_LENGTH_MAX),
        "execution_date": row["execute_on"],
        "endtoend_id": row["end_to_end_reference"],
    }
