"""The TEG that a statement and a bill state is that of what was billed on the real use."""

import re
from datetime import date
from importlib.resources import files

import psycopg
import pytest

from comptant.doors import words
from comptant.doors.papers import real_teg
from comptant.doors.papers.asked import paper
from comptant.rules.fees import FEES
from comptant.store.access import reading
from tests.facts import World, open_world
from tests.houses import house
from tests.reading_papers import text_of

JANUARY = date(2026, 1, 31)


def test_the_real_teg_of_w4_8_is_4_79_percent_and_8_77_with_the_fee() -> None:
    told = {
        "financing_charge_cents": 26_866,
        "linked_charges_cents": 5_000,
        "fee_cents": 26_451,
        "package_fee_cents": 0,
        "debit_numbers": 267_545_670,
        "fund_numbers": 24_800_000,
    }
    found = real_teg.of(told, JANUARY)
    assert (found["teg_ppm"], found["teg_with_fee_ppm"]) == (47_915, 87_687)
    assert real_teg.of(told, date(2028, 1, 31))["teg_year_days"] == 366


def test_what_is_in_the_teg_is_what_the_catalogue_says() -> None:
    text = (files("comptant.store") / "sql" / "read_real_teg.sql").read_text("utf-8")
    linked, fees = (
        set(re.findall(r"FEE-\w+", part.rpartition("FILTER")[2]))
        for part in re.findall(r"(?s)(.*?)AS (?:linked_charges_cents|fee_cents)", text)
    )
    # What a use beyond the availability costs is a charge of the financing too, W4-8.
    assert linked == {code for code, fee in FEES.items() if fee.is_in_teg} | {"FEE-DEP"}
    assert fees == {"FEE-AFF", "FEE-INV", "FEE-MIN", "FEE-TIE"}


@house
def world(writer: psycopg.Connection) -> World:
    """10 000.00 assigned and 5 000.00 drawn on 16 January, with a fund of 10 %."""
    opened = open_world(writer)
    for number, base in (("C-1", "FUNDS_IN_USE"), ("C-2", "FUNDS_IN_USE_AND_FUND")):
        contract = opened.contract(number, fund_ppm=100_000, interest_base=base, fee_ppm=0,
                                   interest_billing="MONTHLY")  # fmt: skip
        opened.ids[number] = contract
        opened.limit(contract, "BETA SA", 5_000_000)
        opened.remit(contract, {"number": f"F-{number}", "cents": 1_000_000,
                                "due_on": date(2026, 3, 10)})  # fmt: skip
        order = opened.draw(contract, 500_000)
        opened.payout()
        opened.bank({"cents": -500_000, "text": order["reference"],
                     "end_to_end_reference": order["reference"]})  # fmt: skip
    opened.on = JANUARY
    opened.close()
    opened.on = date(2026, 2, 1)
    return opened


def text(world: World, kind: str, language: str, **asked: object) -> str:
    user = world.users["alice"]
    with (
        words.speaking(language),
        reading(user.id, user.company_id, user.roles, world.on) as see,
    ):
        given = {"number": 0, "first": date(2026, 1, 1), "last": JANUARY, **asked}
        return text_of(paper(see, kind, on=world.on, **given).content)  # type: ignore[arg-type]


@pytest.mark.parametrize("contract", ["C-1", "C-2"])
def test_a_statement_and_the_bill_of_interest_state_the_teg_of_the_period(
    world: World, contract: str
) -> None:
    """3.615 % x 365 / 360 = 3.6652 %, 3.66 % once billed to the cent; where the fund bears the
    charge, what it costs weighs on less: the numbers of the fund are taken off (W4-8)."""
    of = world.ids[contract]
    amount, base, days = world.rows(
        "SELECT amount_cents, base_cents, until_on - from_on FROM charge"
        " WHERE contract_id = %s AND code = 'INT'", of)[0]  # fmt: skip
    fund = 100_000 if contract == "C-2" else 0
    ppm = amount * 365 * 1_000_000 / ((base - fund) * days)
    told = text(world, "statement", "fr", contract=contract)
    shown = f"{ppm / 10_000:.2f}".replace(".", ",")
    assert shown == ("3,66" if contract == "C-1" else "4,40")
    assert "TEG de ce qui est facturé" in told
    assert f"TEG {shown} %" in told
    entry = world.one("SELECT entry_id FROM charge WHERE contract_id = %s AND code = 'INT'", of)
    bill = text(world, "bill", "en", contract=contract, number=entry)
    assert f"TEG {shown.replace(',', '.')}%" in bill


def test_nothing_financed_states_no_teg(world: World) -> None:
    told = text(world, "statement", "fr", contract="C-1", last=date(2026, 1, 20))
    assert "TEG" not in told
