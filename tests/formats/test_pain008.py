"""Direct debits for the bank: valid against the schema, the same bytes twice, never a wrong one."""

from datetime import UTC, date, datetime
from importlib import resources
from typing import Any

import pytest
from lxml import etree

from comptant.formats import pain008
from comptant.formats.pain008 import DEBITS_OUT, Creditor

NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"}
FACTOR = Creditor("Société FACTOR & Cie", "FR76 3000 6000 0112 3456 7890 189", "AGRIFRPP",
                  "FR72ZZZ123456")  # fmt: skip
CREATED_AT = datetime(2026, 1, 16, 9, 30, tzinfo=UTC)
FIRST: dict[str, Any] = {
    "lot": "R7-0001", "sequence_type": "FRST", "collect_on": date(2026, 1, 30),
    "end_to_end_reference": "CPI1-1", "amount_cents": 1_200_000, "currency": "EUR",
    "mandate_reference": "RUM-0001", "signed_on": date(2026, 1, 5),
    "payer_name": "BÊTA Épîcerie & Fils", "payer_iban": "FR7630004000031234567890143",
    "payer_bic": "BNPAFRPP", "remittance_text": "facture n° 1",
}  # fmt: skip
NEXT = FIRST | {"lot": "R7-0002", "sequence_type": "RCUR", "end_to_end_reference": "CPI1-2",
                "amount_cents": 5, "payer_bic": None, "payer_name": "Ωμέγα GmbH",
                "payer_iban": "DE89 3704 0044 0532 0130 00", "remittance_text": "—"}  # fmt: skip
THIRD = FIRST | {"end_to_end_reference": "CPI1-3", "amount_cents": 100}


def written(*debits: dict[str, Any], **changes: Any) -> bytes:
    told = {"message_id": "CPT-R7", "created_at": CREATED_AT, "scheme": "CORE", "creditor": FACTOR}
    return pain008.write(**{**told, **changes}, debits=DEBITS_OUT.frame(debits))


def texts(message: bytes, path: str) -> list[str | None]:
    return [found.text for found in etree.fromstring(message).iterfind(path, NS)]


def test_the_message_is_valid_against_the_schema_of_the_standard() -> None:
    schema = resources.files("sepaxml").joinpath("schemas/pain.008.001.08.xsd").read_bytes()
    message = etree.fromstring(written(FIRST, NEXT, THIRD, scheme="B2B"))
    assert message.tag == f"{{{NS['p']}}}Document"
    assert etree.XMLSchema(etree.fromstring(schema)).validate(message)


def test_it_says_what_was_ordered() -> None:
    message = written(NEXT, FIRST, THIRD)
    part, debit = "p:*/p:PmtInf/", "p:*/p:PmtInf/p:DrctDbtTxInf/"
    assert texts(message, "p:*/p:GrpHdr/p:MsgId") == ["CPT-R7"]
    assert texts(message, "p:*/p:GrpHdr/p:CreDtTm") == ["2026-01-16T09:30:00Z"]
    assert texts(message, "p:*/p:GrpHdr/p:CtrlSum") == ["12001.05"]
    assert texts(message, part + "p:PmtInfId") == ["R7-0001", "R7-0002"]
    assert texts(message, part + "p:PmtTpInf/p:SeqTp") == ["FRST", "RCUR"]
    assert texts(message, part + "p:PmtTpInf/p:LclInstrm/p:Cd") == ["CORE", "CORE"]
    assert texts(message, part + "p:NbOfTxs") == ["2", "1"]
    assert texts(message, part + "p:CtrlSum") == ["12001.00", "0.05"]
    assert texts(message, part + "p:ReqdColltnDt") == ["2026-01-30", "2026-01-30"]
    assert texts(message, part + "p:CdtrSchmeId//p:Id")[-1] == "FR72ZZZ123456"
    assert texts(message, debit + "p:PmtId/p:EndToEndId") == ["CPI1-1", "CPI1-3", "CPI1-2"]
    assert texts(message, debit + "p:InstdAmt") == ["12000.00", "1.00", "0.05"]
    assert texts(message, debit + "p:DbtrAcct/p:Id/p:IBAN") == [
        "FR7630004000031234567890143", "FR7630004000031234567890143", "DE89370400440532013000"
    ]  # fmt: skip
    assert texts(message, debit + "p:Dbtr/p:Nm") == [
        "BETA Epicerie + Fils", "BETA Epicerie + Fils", "Omega GmbH"
    ]  # fmt: skip
    assert texts(message, debit + "p:RmtInf/p:Ustrd")[0] == "facture ndeg 1"
    mandate = "p:DrctDbtTx/p:MndtRltdInf/p:"
    assert set(texts(message, debit + mandate + "MndtId")) == {"RUM-0001"}
    assert set(texts(message, debit + mandate + "DtOfSgntr")) == {"2026-01-05"}


def test_the_same_debits_give_the_same_bytes() -> None:
    assert written(FIRST, NEXT) == written(FIRST, NEXT)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"payer_iban": "FR7630004000031234567890144"}, "does not hold"),
        ({"payer_bic": "NOBANK"}, "BIC NOBANK"),
        ({"end_to_end_reference": "CPI1-1"}, "already in row 1"),
        ({"end_to_end_reference": ""}, "end_to_end_reference"),
        ({"end_to_end_reference": "x" * 36}, "end_to_end_reference"),
        ({"mandate_reference": "RÜM"}, "mandate_reference"),
        ({"sequence_type": "LAST"}, "sequence"),
        ({"amount_cents": 0}, "amount"),
        ({"amount_cents": 100_000_000_000}, "amount"),
        ({"currency": "USD"}, "currency"),
        ({"payer_name": "\x00\x07"}, "no letter"),
        ({"payer_name": None}, "payer_name missing"),
        ({"lot": "R7-0001"}, "another day or sequence"),
        ({"lot": "R7-0003", "sequence_type": "FRST"}, "two lots"),
    ],
)
def test_what_must_not_be_sent_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        written(FIRST, NEXT | change)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"message_id": "x" * 36}, "message id"),
        ({"created_at": CREATED_AT.replace(tzinfo=None)}, "no zone"),
        ({"scheme": "COR1"}, "scheme COR1"),
        ({"creditor": FACTOR._replace(identifier="FR73ZZZ123456")}, "identifier FR73ZZZ123456"),
        ({"creditor": FACTOR._replace(iban="FR7630006000011234567890188")}, "IBAN FR763000600001"),
    ],
)
def test_what_the_caller_says_wrong_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        written(FIRST, **change)


def test_a_name_cannot_bring_elements_of_its_own() -> None:
    message = written(FIRST | {"payer_name": "</Nm><Nm>X", "remittance_text": "&lt;&#0;"})
    assert texts(message, ".//p:Dbtr/p:Nm") == ["/Nm Nm X"]


def test_no_debit_is_no_message() -> None:
    with pytest.raises(ValueError, match="no row to send"):
        written()
