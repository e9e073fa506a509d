"""Payment orders: valid against the schema, the same bytes twice, and never a wrong account."""

from datetime import UTC, date, datetime, timedelta, timezone
from importlib import resources

import polars as pl
import pytest
from lxml import etree

from comptant.formats import pain001
from comptant.formats.pain001 import PAYMENT_ORDERS_OUT, Debtor

NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
FACTOR = Debtor("Société FACTOR & Cie", "FR76 3000 6000 0112 3456 7890 189", "AGRIFRPP")
CREATED_AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
ALPHA = {
    "end_to_end_reference": "DRAW-2026-000001",
    "payee_name": "ALPHA Épîcerie SAS",
    "payment_iban": "FR1420041010050500013M02606",
    "payee_bic": "PSSTFRPPSCE",
    "amount_cents": 1_071_360,
    "currency": "EUR",
    "remittance_text": "Avance n° 1 – contrat 7 & avenant",
    "execute_on": date(2026, 1, 6),
}
OMEGA = ALPHA | {
    "end_to_end_reference": "DRAW-2026-000002",
    "payee_name": "Ω Œuvre GmbH",
    "payment_iban": "DE89 3704 0044 0532 0130 00",
    "payee_bic": None,
    "amount_cents": 5,
    "remittance_text": "Remboursement",
    "execute_on": date(2026, 1, 7),
}
THIRD = ALPHA | {"end_to_end_reference": "DRAW-2026-000003", "amount_cents": 100}


def written(*orders: dict, **changes) -> bytes:
    arguments = {"message_id": "PAY-2026-01-05", "created_at": CREATED_AT, "debtor": FACTOR}
    return pain001.write(**(arguments | changes), orders=PAYMENT_ORDERS_OUT.frame(orders))


def texts(message: bytes, path: str) -> list[str]:
    return [found.text for found in etree.fromstring(message).iterfind(path, NS)]


def test_the_message_is_valid_against_the_schema_of_the_standard():
    schema = resources.files("sepaxml").joinpath("schemas/pain.001.001.09.xsd").read_bytes()
    message = etree.fromstring(written(ALPHA, OMEGA, THIRD))
    assert message.tag == f"{{{NS['p']}}}Document"
    assert etree.XMLSchema(etree.fromstring(schema)).validate(message)


def test_it_says_what_was_ordered():
    message = written(ALPHA, OMEGA, THIRD)
    head, payment, order = "p:*/p:GrpHdr/", "p:*/p:PmtInf/", "p:*/p:PmtInf/p:CdtTrfTxInf/"
    assert texts(message, head + "p:MsgId") == ["PAY-2026-01-05"]
    assert texts(message, head + "p:CreDtTm") == ["2026-01-05T09:30:00Z"]
    assert texts(message, head + "p:NbOfTxs") == ["3"]
    assert texts(message, head + "p:CtrlSum") == ["10714.65"]
    assert texts(message, head + "p:InitgPty/p:Nm") == ["Societe FACTOR + Cie"]
    assert texts(message, payment + "p:PmtInfId") == ["PAY-2026-01-05-0001", "PAY-2026-01-05-0002"]
    assert texts(message, payment + "p:NbOfTxs") == ["2", "1"]
    assert texts(message, payment + "p:CtrlSum") == ["10714.60", "0.05"]
    assert texts(message, payment + "p:ReqdExctnDt/p:Dt") == ["2026-01-06", "2026-01-07"]
    assert texts(message, payment + "p:DbtrAcct/p:Id/p:IBAN") == ["FR7630006000011234567890189"] * 2
    assert texts(message, payment + "p:DbtrAgt/p:FinInstnId/p:BICFI") == ["AGRIFRPP"] * 2
    assert texts(message, payment + "p:PmtTpInf/p:SvcLvl/p:Cd") == ["SEPA"] * 2
    assert texts(message, order + "p:PmtId/p:EndToEndId") == [
        "DRAW-2026-000001",
        "DRAW-2026-000003",
        "DRAW-2026-000002",
    ]
    assert texts(message, order + "p:Amt/p:InstdAmt") == ["10713.60", "1.00", "0.05"]
    assert texts(message, order + "p:Cdtr/p:Nm") == ["ALPHA Epicerie SAS"] * 2 + ["O OEuvre GmbH"]
    assert texts(message, order + "p:CdtrAcct/p:Id/p:IBAN") == [
        "FR1420041010050500013M02606",
        "FR1420041010050500013M02606",
        "DE89370400440532013000",
    ]
    assert texts(message, order + "p:CdtrAgt/p:FinInstnId/p:BICFI") == ["PSSTFRPPSCE"] * 2
    assert texts(message, order + "p:RmtInf/p:Ustrd") == [
        "Avance ndeg 1 - contrat 7 + avenant",
        "Avance ndeg 1 - contrat 7 + avenant",
        "Remboursement",
    ]


def test_the_same_orders_give_the_same_bytes_in_any_zone():
    paris = CREATED_AT.astimezone(timezone(timedelta(hours=1)))
    assert written(ALPHA, OMEGA) == written(ALPHA, OMEGA) == written(ALPHA, OMEGA, created_at=paris)


def test_long_names_and_texts_are_cut_to_what_a_bank_takes():
    message = written(ALPHA | {"payee_name": "n" * 71, "remittance_text": "t" * 141})
    assert texts(message, ".//p:Cdtr/p:Nm") == ["n" * 70]
    assert texts(message, ".//p:Ustrd") == ["t" * 140]


def test_markup_and_control_characters_cannot_leave_their_field():
    hostile = 'A"</Nm><IBAN>\x00\x1f\nB\u202e'
    message = written(ALPHA | {"payee_name": hostile, "remittance_text": hostile})
    assert texts(message, ".//p:Cdtr/p:Nm") == ["A /Nm IBAN B"]
    assert texts(message, ".//p:Ustrd") == ["A /Nm IBAN B"]
    assert len(texts(message, ".//p:Cdtr/*")) == 1


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"payment_iban": "FR1420041010050500013M02607"}, "IBAN FR1420041010050500013M02607 does"),
        ({"payment_iban": ""}, "IBAN  does not hold"),
        ({"payee_bic": "PSSTFRPPSC"}, "BIC PSSTFRPPSC does not hold"),
        ({"end_to_end_reference": ALPHA["end_to_end_reference"]}, "reference already in row 1"),
        ({"end_to_end_reference": "x" * 36}, "end_to_end_reference is not"),
        ({"end_to_end_reference": "é"}, "end_to_end_reference is not"),
        ({"end_to_end_reference": "/A"}, "end_to_end_reference is not"),
        ({"end_to_end_reference": "A//B"}, "end_to_end_reference is not"),
        ({"end_to_end_reference": ""}, "end_to_end_reference is not"),
        ({"amount_cents": 0}, "amount of 0 cents"),
        ({"amount_cents": -1}, "amount of -1 cents"),
        ({"amount_cents": 100_000_000_000}, "amount of 100000000000 cents"),
        ({"currency": "USD"}, "currency USD"),
        ({"execute_on": None}, "execute_on missing"),
        ({"payee_name": "\u200b"}, "the name has no letter"),
        ({"remittance_text": ""}, "the text has no letter"),
    ],
)
def test_a_wrong_order_is_the_callers_error_and_names_its_row(changes: dict, complaint: str):
    wrong = OMEGA | changes
    row = f"row 2 ({wrong['end_to_end_reference']})"
    with pytest.raises(ValueError) as caught:
        written(ALPHA, wrong, THIRD)
    assert str(caught.value).startswith(f"{row}: {complaint}")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"message_id": ""}, "message id"),
        ({"message_id": "x" * 31}, "message id"),
        ({"created_at": datetime(2026, 1, 5)}, "no zone"),  # noqa: DTZ001
        ({"debtor": FACTOR._replace(iban="FR7630006000011234567890188")}, "our account: IBAN"),
        ({"debtor": FACTOR._replace(bic="")}, "our account: BIC"),
        ({"debtor": FACTOR._replace(name=" ")}, "our account: the name has no letter"),
    ],
)
def test_a_wrong_message_is_the_callers_error(changes: dict, complaint: str):
    with pytest.raises(ValueError, match=complaint):
        written(ALPHA, **changes)


def test_no_order_or_another_shape_is_the_callers_error():
    with pytest.raises(ValueError, match="no row to send"):
        written()
    floats = PAYMENT_ORDERS_OUT.frame([ALPHA]).with_columns(pl.col("amount_cents") * 1.0)
    with pytest.raises(ValueError, match="the rows are"):
        pain001.write(message_id="M", created_at=CREATED_AT, debtor=FACTOR, orders=floats)


def test_the_callers_orders_are_left_as_they_were():
    orders = PAYMENT_ORDERS_OUT.frame([ALPHA, OMEGA])
    before = orders.clone()
    pain001.write(message_id="M", created_at=CREATED_AT, debtor=FACTOR, orders=orders)
    assert orders.equals(before)


def test_dollars_are_no_sepa_payment():
    order = ALPHA | {"currency": "USD", "payee_bic": "CHASUS33"}
    message = written(order)
    schema = resources.files("sepaxml").joinpath("schemas/pain.001.001.09.xsd").read_bytes()
    assert etree.XMLSchema(etree.fromstring(schema)).validate(etree.fromstring(message))
    (amount,) = etree.fromstring(message).iterfind(".//p:InstdAmt", NS)
    assert (amount.get("Ccy"), amount.text) == ("USD", "10713.60")
    assert texts(message, ".//p:SvcLvl/p:Cd") == ["NURG"]
    assert texts(message, ".//p:ChrgBr") == ["SHAR"]
    assert b"EUR" not in message


def test_a_file_has_one_currency_and_it_has_hundredths():
    with pytest.raises(ValueError, match=r"row 2 .*currency EUR, the others are in USD"):
        written(ALPHA | {"currency": "USD"}, THIRD)
    with pytest.raises(ValueError, match="currency JPY has no hundredths"):
        written(ALPHA | {"currency": "JPY"})
