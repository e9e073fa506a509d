"""Files of a request and offers: written and read again as they were, hostile ones refused."""

import json
from typing import Any

import pytest

from comptant.formats import offer_files
from comptant.formats.offer_files import File, Unreadable, read_file, schema, written

REQUEST: dict[str, Any] = {
    "company": {"name": "ALPHA SAS", "siren": "732829320"}, "asked_on": "2026-01-16",
    "broker": {"name": "COURTAGE SAS", "orias_number": "07000123"},
    "buyers": [{"number": 1, "name": "BÊTA \u2018SA\u2019", "turnover_cents": 120_000_000,
                "term_days": 45}],
    "sales": [{"number": 1, "month": 1, "sold_cents": 120_000_000}],
}  # fmt: skip
OFFER: dict[str, Any] = {
    "factor": {"name": "FACTOR X"}, "offered_on": "2026-01-16", "last_on": "2026-02-15",
    "terms": {"fee_ppm": 7_000, "margin_ppm": 13_000, "is_insured": False, "fee_tiers": None},
    "figures": {"yearly_fee_cents": 1, "financing_charge_cents": 2, "yearly_cost_cents": 3},
}  # fmt: skip


COMMISSION = {"base": "FEE", "rate_ppm": 100_000, "one_off_cents": 0, "first_year_cents": 72_000}


def file(**changed: Any) -> dict[str, Any]:
    return {"format": "comptant-offers", "version": 1, "request": REQUEST, "offers": [OFFER],
            **changed}  # fmt: skip


def sent(told: Any) -> bytes:
    return json.dumps(told).encode()


def test_a_file_is_read_again_as_it_was_written() -> None:
    found = read_file(sent(file()))
    content = written(found)
    assert read_file(content) == found
    assert written(read_file(content)) == content
    assert read_file(b"\xef\xbb\xbf" + content) == found
    assert found.offers[0].terms["is_insured"] is False
    assert "BÊTA" in content.decode()


def test_version_2_says_the_currency_the_needs_and_what_the_broker_is_paid() -> None:
    request = {**REQUEST, "currency": "USD", "needs": ["finance", "insurance"]}
    offer = {**OFFER, "commission": COMMISSION}
    found = read_file(sent(file(version=2, request=request, offers=[offer])))
    assert read_file(written(found)) == found
    assert found.request.needs == ["finance", "insurance"]
    with pytest.raises(Unreadable) as caught:
        read_file(sent(file(version=2, request={**REQUEST, "needs": ["cash"]})))
    assert caught.value.place == "$.request.needs.0"


def test_the_schema_is_open_and_of_this_version() -> None:
    told = schema()
    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert told["properties"]["version"]["enum"] == [1, 2]
    assert told["properties"]["version"]["default"] == 2
    assert told["additionalProperties"] is False
    assert set(told["required"]) == {"request"}
    assert json.loads(json.dumps(told)) == told


def at(path: str, value: Any) -> dict[str, Any]:
    """The file with one thing changed."""
    told = json.loads(json.dumps(file()))
    here: Any = told
    *way, last = path.split(".")
    for name in way:
        here = here[int(name)] if name.isdigit() else here[name]
    here[int(last) if last.isdigit() else last] = value
    return dict(told)


@pytest.mark.parametrize(("path", "value", "place"), [
    ("version", 3, "$.version"),
    ("request.needs", ["finance"], "$.request.needs"),
    ("request.currency", "EUR", "$.request.currency"),
    ("offers.0.commission", COMMISSION, "$.offers.0.commission"),
    ("request.company.siren", "732829321", "$.request.company.siren"),
    ("request.company.name", "A\u202eB", "$.request.company.name"),
    ("request.company.name", "A\0B", "$.request.company.name"),
    ("request.broker.orias_number", "7000123", "$.request.broker.orias_number"),
    ("request.buyers.0.turnover_cents", 1.5, "$.request.buyers.0.turnover_cents"),
    ("request.buyers.0.turnover_cents", "12", "$.request.buyers.0.turnover_cents"),
    ("request.buyers.0.turnover_cents", 10**30, "$.request.buyers.0.turnover_cents"),
    ("request.buyers.0.term_days", -1, "$.request.buyers.0.term_days"),
    ("request.buyers", [], "$.request.buyers"),
    ("request.sales.0.number", 2, "$.request.sales"),
    ("request.sales.0.month", 13, "$.request.sales.0.month"),
    ("request.asked_on", "16/01/2026", "$.request.asked_on"),
    ("offers.0.factor.name", " ", "$.offers.0.factor.name"),
    ("offers.0.margin", 3, "$.offers.0.margin"),
    ("offers", [OFFER] * 21, "$.offers"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(path: str, value: Any, place: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_file(sent(at(path, value)))
    assert caught.value.place == place
    assert caught.value.cause


@pytest.mark.parametrize("content", [
    b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"request": NaN}', b"[" * 100_000,
    b'{"a":' * 50_000, b"PK\x03\x04",
])  # fmt: skip
def test_what_is_no_file_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_file(content)


def test_a_file_too_large_is_not_read() -> None:
    with pytest.raises(Unreadable, match="file_too_large"):
        read_file(b" " * (offer_files.BYTES_MAX + 1))


def test_a_buyer_numbered_twice_is_refused() -> None:
    twice = at("request.buyers", REQUEST["buyers"] * 2)
    with pytest.raises(Unreadable, match="number_twice"):
        read_file(sent(twice))


def test_a_file_without_offers_is_a_request() -> None:
    assert File.model_validate({"request": REQUEST}).offers == []
