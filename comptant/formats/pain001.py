"""Payment orders for the bank: pain.001.001.09 (SEPA credit transfer), written by sepaxml.

Source: EPC customer-to-bank implementation guidelines; FORMATS section 3.5.
"""

from datetime import datetime
from itertools import count
from typing import NamedTuple

import polars as pl
import sepaxml
from lxml import etree

from comptant.formats import sepa
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

    `orders` has the shape PAYMENT_ORDERS_OUT, amounts in cents of EUR; orders of one day make one
    PmtInf. Names and texts are put into the letters of SEPA and cut at 70 and 140 characters;
    references are taken as they are. `message_id` has 1 to 30 of these letters, `created_at` a
    zone. Same arguments, same bytes.

    Raises ValueError for what the caller must not send, naming the row (from 1): a reference that
    comes twice or has other letters, an IBAN or BIC that does not hold, an amount not between 0.01
    and 999999999.99, another currency, a null, a name or text without a letter of SEPA.
    """
    sepa.check_head(message_id, MESSAGE_ID_LENGTH_MAX, created_at)
    rows = sepa.checked(orders, PAYMENT_ORDERS_OUT, _wrong)
    message = sepaxml.SepaTransfer(sepa.own_account(*debtor), schema=SCHEMA, clean=True)
    for row in rows:
        message.add_payment(_payment(row))
    numbered = (f"{message_id}-{number:04d}" for number in count(1))
    return sepa.written(message.export(validate=False), SCHEMA, message_id, created_at, numbered)


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
