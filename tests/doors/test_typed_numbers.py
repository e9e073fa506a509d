"""What people type where a number stands: whatever it is, it is told as wrong by its place, and the
rules are not reached by what no column holds."""

from collections.abc import Callable
from typing import Any

import click
import pytest

from comptant.doors import cover_told, fees_told, lookup, reminders_told, sold, values
from comptant.doors.bounds import framed, most_of
from comptant.formats import requests, tariffs
from comptant.formats.ledgers import cells
from comptant.operations.acts.act import Refused
from comptant.operations.quoting.offer_clients import ASKED_BUYERS
from comptant.operations.quoting.tariffs import TARIFF
from comptant.rules import batch, fees, reminders
from comptant.rules.fees import FEE_PRICES
from comptant.rules.tariff import TariffRow, wrongs
from comptant.rules.terms import TERMS, BadTerm, parse

NUMBERS = (
    "99999999999", "9223372036854775807", "9223372036854775808", "9" * 30, "9" * 5_000, "-1",
    "-99999999999", "-" + "9" * 5_000, "2000000000", "²", "٣", "1e9", "1_000", "NaN", "inf", "0x1",
    "", " ", ".", ",", "-", "+", "\0", "1.00.00", "0" * 5_000,
)  # fmt: skip
TOLD = (click.UsageError, click.BadParameter, Refused, BadTerm, fees.BadFee)
Taken = Callable[[str], Any]


def _stage(text: str) -> None:
    for line in (f"R1 {text} email", f"R1 5 email {text}"):
        batch.check(reminders_told.stages([line]), reminders.PLAN)


def _fee(text: str) -> None:
    for line in (f"FEE-NOT={text}", f"FEE-NOT=2.00 {text}:1.50", f"FEE-NOT=2.00 5:{text}",
                 f"FEE-NOT={text}%", f"FEE-MGT:VOLUME={text}:0.20%"):  # fmt: skip
        batch.check(fees_told.typed((line,)), FEE_PRICES)


def _buyer(text: str) -> None:
    _, ppm, _, _ = sold.named_buyer(f"BETA:{text}")
    assert 0 <= ppm <= 1_000_000


def _terms(text: str) -> None:
    cover_told.terms_typed((f"insured_ppm={text}",))


def _amounts(text: str) -> None:
    for cents in lookup.amounts([f"FA-1={text}"], str, signed=True).values():
        assert abs(cents) <= most_of("amount_cents")


def _shares(text: str) -> None:
    lookup.shares([f"Marie={text}"])


def _of(kind: click.ParamType) -> Taken:
    def convert(text: str) -> None:
        found = kind.convert(text, None, None)
        if isinstance(found, int):
            assert abs(found) < 2**63

    return convert


def _condition(text: str) -> None:
    for name in ("turnover_cents", "fee_ppm", "term_days", "client_class"):
        list(wrongs([TariffRow(1, "fee", "x", condition=f"{name}>={text}")]))


def _tariff(text: str) -> None:
    content = f"grid;name;rate;amount\nfee;x;{text};{text}\n".encode()
    batch.check(framed(TARIFF, tariffs.read_tariff("t.csv", content).rows), TARIFF)


def _sold(text: str) -> None:
    for kind in (values.AMOUNT, values.COUNT):
        number = kind.convert(text, None, None)
        told = sold.Described(10**12, number, number, number, other_count=number)
        batch.check(sold.of_words(told, "others").buyers, ASKED_BUYERS)


def _parsed(text: str) -> None:
    for term in TERMS.values():
        try:
            parse(term, text)
        except BadTerm:
            continue


PARSERS: dict[str, Taken] = {
    "stages": _stage, "fees": _fee, "buyers": _buyer, "policy terms": _terms,
    "described": _sold, "amounts": _amounts, "shares": _shares, "terms": _parsed,
    "conditions": _condition,
    "amount": _of(values.AMOUNT), "rate": _of(values.RATE), "day": _of(values.DAY),
    "instant": _of(values.INSTANT), "id": _of(values.ID), "count": _of(values.COUNT),
    "list amount": requests.list_amount, "ledger amount": cells.cents, "ledger day": cells.day,
    "tariff cell": _tariff,
}  # fmt: skip


@pytest.mark.parametrize("name", PARSERS)
def test_no_number_that_is_typed_is_a_mistake_of_ours(name: str) -> None:
    for text in NUMBERS:
        for form in {text, text.replace(".", ","), f" {text} "}:
            try:
                PARSERS[name](form)
            except TOLD:
                continue


def test_a_stage_that_no_column_holds_names_the_column_and_its_most() -> None:
    with pytest.raises(click.UsageError) as told:
        reminders_told.stages(["R1 2000000000 email"])
    assert told.value.message == ("days after the due day: 2000000000 is more than can be counted. "
                                  "Write at most 40000.")  # fmt: skip


def test_where_a_tier_begins_is_bounded_as_its_price_is() -> None:
    for start in ("9223372036854775807", "9" * 23, "1000000000001"):
        with pytest.raises(Refused) as told:
            fees_told.typed((f"FEE-NOT=2.00 {start}:1.50",))
        assert told.value.code == "fee_wrong"
