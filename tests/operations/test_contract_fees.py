"""Every fee of the catalogue on one contract over a quarter, to the cent; each cause once."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import outbox, returns
from comptant.operations.collection import undoing
from comptant.operations.registry import agreed_fees
from comptant.operations.risk import disputes, limits
from comptant.rules.fees import typed
from tests import instruments
from tests.facts import World, open_world
from tests.houses import house

JANUARY, FEBRUARY, MARCH = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)
TERMS: dict[str, Any] = {
    "fee_billing": "AT_ASSIGNMENT", "interest_billing": "MONTHLY", "line_cents": 40_000_000,
    "notice_required": True, "unpaid_fee_cents": 2_500, "excess_margin_ppm": 30_000,
    "is_interest_reserved": False,
}  # fmt: skip
TAXED, EXEMPT = "TAXABLE_STD", "EXEMPT_FIN"
GRID = (
    "FEE-DOS=600.00", "FEE-WEB:MONTH=50.00", "FEE-WEB:YEAR=12.00", "FEE-LIM:REQUEST=20.00",
    "FEE-LIM:BUYER=30.00", "FEE-LIT=20.00", "FEE-NOT=5.00", "FEE-PAP:INVOICE=1.00 2:0.50",
    "FEE-PAP:REMITTANCE=3.00", "FEE-ANO=4.00", "FEE-DIR=1.00%", "FEE-EFF=6.00",
    "FEE-SAI=100.00", "FEE-COL:ACT=250.00", "FEE-AVT=75.00", "FEE-DER=0.50%", "FEE-VIR=15.00",
    "FEE-NUT=0.20%", "FEE-AUD:ACT=1500.00", "FEE-AUD:YEAR=900.00", "FEE-ENG:LINE=0.10%",
    "FEE-ENG:ASSIGNED=0.01%", "FEE-TIE=100000.00:0.40% 200000.00:0.20%", "FEE-RES=50%",
)  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1", **TERMS)
    opened.limit(opened.ids["C-1"], "BETA SA", 50_000_000)
    return opened


def agree(world: World, *told: str, from_on: date | None = None) -> Answer:
    return agreed_fees.set_fees(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        from_on=from_on or world.on, fees=pl.concat([typed(one) for one in told]), source="test",
    )  # fmt: skip


def charge(world: World, code: str, reference: str, cents: int = 0) -> Answer:
    return agreed_fees.charge_fee(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], fee_code=code,
        reference=reference, amount_cents=cents,
    )  # fmt: skip


def billed(world: World, on: date, event: str = "other_fees") -> list[tuple[Any, ...]]:
    """The lines of the bills of a day: code, number, price, base, rate, VAT class, amount."""
    return world.rows(
        "SELECT c.code, c.unit_count, c.unit_cents, c.base_cents, c.rate_ppm, c.vat_class,"
        " c.amount_cents FROM charge c JOIN entry e ON e.contract_id = c.contract_id"
        " AND e.id = c.entry_id WHERE e.event = %s AND e.entry_on = %s ORDER BY c.id", event, on,
    )  # fmt: skip


def vat(net: int, cents: int) -> tuple[Any, ...]:
    return ("VAT", None, None, net, 200_000, TAXED, cents)


@house
def played(writer: psycopg.Connection) -> World:
    """The quarter from 16 January, under every fee."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1", **TERMS)
    opened.limit(opened.ids["C-1"], "BETA SA", 50_000_000)
    agree(opened, *GRID)
    january(opened, opened.ids["C-1"])
    february(opened, opened.ids["C-1"])
    march(opened, opened.ids["C-1"])
    return opened


def january(world: World, contract: int) -> None:
    """A limit asked for, two remittances, a line refused, a notice sent, three acts."""
    world.approve(limits.request_limit(
        world.conn, world.asked("alice"), contract_id=contract, buyer_id=world.ids["GAMMA SA"],
        amount_cents=1_000_000, currency="EUR"), "carl")  # fmt: skip
    due_on = date(2026, 3, 31)
    world.remit(contract, {"number": "FA-1", "cents": 8_000_000, "due_on": due_on},
                {"number": "FA-2", "cents": 8_000_000, "due_on": due_on},
                {"number": "FA-3", "cents": 100_000, "due_on": due_on})  # fmt: skip
    world.remit(contract, {"number": "FA-1", "cents": 8_000_000, "due_on": due_on},
                {"number": "AV-1", "cents": 50_000, "type_code": "381",
                 "credited_number": "FA-2"})  # fmt: skip
    ((notice,),) = world.rows("SELECT id FROM outbox WHERE kind = 'buyer_notice'")
    outbox.mark_sent(world.conn, world.asked("anna"), outbox_id=notice, outcome="SENT",
                     proof="LRAR 1")  # fmt: skip
    world.draw(contract, 5_000_000)
    world.payout()
    charge(world, "FEE-AVT", "rider 1")
    charge(world, "FEE-VIR", "transfer of 16 January")
    charge(world, "FEE-DER", "exception 1", 5_000_000)
    world.close(JANUARY)


def february(world: World, contract: int) -> None:
    """Acts, a dispute, a payment kept by the client, a bill of exchange that comes back."""
    world.on = date(2026, 2, 2)
    charge(world, "FEE-SAI", "seizure of 2 February")
    charge(world, "FEE-AUD", "audit of 2 February")
    charge(world, "FEE-COL", "file 1")
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract,
        invoice_id=instruments.invoice(world, "FA-3"), code="LIT-QUA", amount_cents=None,
        is_rest_confirmed=False, source="BUYER", evidence="letter")  # fmt: skip
    world.ids["kept"] = returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=contract,
        invoice_id=instruments.invoice(world, "FA-2"), amount_cents=100_000,
        evidence="letter")["entry_id"]  # fmt: skip
    world.agree_with_bank()
    entered = instruments.bill(world, contract, 100_000, date(2026, 2, 13), pays={"FA-1": 100_000})
    sent = instruments.remit(world, "BILL")
    world.close(date(2026, 2, 13))
    world.bank({"cents": 100_000, "text": f"REMISE LCR {sent['reference']}"})
    world.close(date(2026, 2, 18))
    world.on = date(2026, 2, 19)
    instruments.back(world, entered)
    agree(world, "FEE-WEB:MONTH=60.00", "FEE-NUT=0.30%", "FEE-ENG:ASSIGNED=none",
          from_on=date(2026, 3, 1))  # fmt: skip
    world.close(FEBRUARY)


def march(world: World, contract: int) -> None:
    """The payment was not kept after all; more is assigned; nine days of over-advance."""
    world.on = date(2026, 3, 2)
    world.approve(undoing.undo_entry(
        world.conn, world.asked("anna"), contract_id=contract, entry_id=world.ids["kept"],
        invoice_ids=[], reason="a slip"), "aron")  # fmt: skip
    world.remit(contract, {"number": "FA-4", "cents": 6_000_000, "due_on": date(2026, 4, 30)})
    world.close(date(2026, 3, 9))
    reserve(world, contract, date(2026, 3, 10), is_lifted=False)
    world.close(date(2026, 3, 18))
    reserve(world, contract, date(2026, 3, 19), is_lifted=True)
    world.close(MARCH)


def reserve(world: World, contract: int, day: date, *, is_lifted: bool) -> None:
    world.on = day
    returns.defund(
        world.conn, world.asked("anna"), contract_id=contract, reason="OVERDUE",
        invoice_ids=[instruments.invoice(world, number) for number in ("FA-1", "FA-2", "FA-4")],
        is_lifted=is_lifted,
    )  # fmt: skip


def test_january_to_the_cent(played: World) -> None:
    """Used of the line of 400 000.00: 161 000.00 - 500.00 assigned, less 108 262.80 owed to the
    client after the draw and what was billed on 16 January (1 159.20 + 90.00 + 18.00 + 250.00 +
    720.00): 52 237.20 on each day of January."""
    world = played
    assert billed(world, date(2026, 1, 16)) == [
        ("FEE-AVT", 1, 7_500, 7_500, 0, TAXED, 7_500), vat(7_500, 1_500),
        ("FEE-VIR", 1, 1_500, 1_500, 0, TAXED, 1_500), vat(1_500, 300),
        ("FEE-DER", None, None, 5_000_000, 5_000, EXEMPT, 25_000),
        ("FEE-DOS", 1, 60_000, 60_000, 0, TAXED, 60_000), vat(60_000, 12_000),
    ]  # fmt: skip
    assert billed(world, JANUARY) == [
        ("FEE-ANO", 1, 400, 400, 0, TAXED, 400),
        ("FEE-AUD", 1, 90_000, 90_000, 0, TAXED, 90_000),
        # 161 000.00 x 0.01 %; the line x 0.10 %, once a contract year.
        ("FEE-ENG", None, None, 16_100_000, 100, EXEMPT, 1_610),
        ("FEE-ENG", None, None, 40_000_000, 1_000, EXEMPT, 40_000),
        ("FEE-LIM", 2, 3_000, 6_000, 0, TAXED, 6_000),
        ("FEE-LIM", 1, 2_000, 2_000, 0, TAXED, 2_000),
        ("FEE-LIT", 1, 2_000, 2_000, 0, TAXED, 2_000),
        ("FEE-NOT", 1, 500, 500, 0, TAXED, 500),
        # (400 000.00 - 52 237.20) x 0.20 % x 16 / 360 = 30.912.
        ("FEE-NUT", None, None, 34_776_280, 2_000, EXEMPT, 3_091),
        ("FEE-PAP", 2, 100, 200, 0, TAXED, 200), ("FEE-PAP", 1, 50, 50, 0, TAXED, 50),
        ("FEE-PAP", 1, 300, 300, 0, TAXED, 300),
        # Beyond 100 000.00 of the year at 0.40 % in place of 0.60 %: 61 000.00 x -0.20 %.
        ("FEE-TIE", None, None, 6_100_000, -2_000, TAXED, -12_200),
        ("FEE-WEB", 1, 5_000, 5_000, 0, TAXED, 5_000),
        ("FEE-WEB", 1, 1_200, 1_200, 0, TAXED, 1_200),
        vat(95_450, 19_090),
    ]  # fmt: skip


def test_february_to_the_cent(played: World) -> None:
    """The bill of January, 1 676.34, from 1 February: 53 913.54; acts of 2 220.00 from the 2nd, the
    unpaid item's 30.00 from the 19th: (53 913.54 + 17 x 56 133.54 + 10 x 56 163.54) / 28."""
    world = played
    assert billed(world, date(2026, 2, 2)) == [
        ("FEE-SAI", 1, 10_000, 10_000, 0, TAXED, 10_000), vat(10_000, 2_000),
        ("FEE-AUD", 1, 150_000, 150_000, 0, TAXED, 150_000), vat(150_000, 30_000),
        ("FEE-COL", 1, 25_000, 25_000, 0, TAXED, 25_000), vat(25_000, 5_000),
    ]  # fmt: skip
    assert billed(world, date(2026, 2, 19), "unpaid_fee") == [
        ("FEE-IMP", None, None, 100_000, 0, TAXED, 2_500), vat(2_500, 500)]  # fmt: skip
    assert billed(world, FEBRUARY) == [
        ("FEE-DIR", None, None, 100_000, 10_000, TAXED, 1_000),
        ("FEE-EFF", 1, 600, 600, 0, EXEMPT, 600), ("FEE-LIT", 1, 2_000, 2_000, 0, TAXED, 2_000),
        # 400 000.00 - 56 064.97, x 0.20 % x 28 / 360 = 53.501.
        ("FEE-NUT", None, None, 34_393_503, 2_000, EXEMPT, 5_350),
        ("FEE-WEB", 1, 5_000, 5_000, 0, TAXED, 5_000), vat(8_000, 1_600),
    ]  # fmt: skip


def test_march_to_the_cent_and_what_the_quarter_came_to(played: World) -> None:
    """Used: (56 476.68 + 30 x 56 908.68) / 31 = 56 894.74; the over-advance, 56 908.68 for nine
    days at 3 %: 42.68."""
    world = played
    assert billed(world, MARCH) == [
        # What was not kept after all is given back; the price of March for the portal.
        ("FEE-DIR", None, None, -100_000, 10_000, TAXED, -1_000),
        ("FEE-NUT", None, None, 34_310_526, 3_000, EXEMPT, 8_864),
        ("FEE-PAP", 1, 100, 100, 0, TAXED, 100), ("FEE-PAP", 1, 300, 300, 0, TAXED, 300),
        # From 161 000.00 to 221 000.00: 39 000.00 at 0.40 %, 21 000.00 at 0.20 %.
        ("FEE-TIE", None, None, 3_900_000, -2_000, TAXED, -7_800),
        ("FEE-TIE", None, None, 2_100_000, -4_000, TAXED, -8_400),
        ("FEE-WEB", 1, 6_000, 6_000, 0, TAXED, 6_000), vat(-10_800, -2_160),
    ]  # fmt: skip
    assert [row[:1] + row[3:5] for row in billed(world, MARCH, "excess_fee")] == [
        ("FEE-DEP", 5_690_868, 30_000)]  # fmt: skip
    # Exempt 42.68 + 250.00 + 447.01 + 59.50 + 88.64, taxable but for tiers 3 750.50.
    assert world.balance(world.ids["C-1"], "FEEX") == -463_833
    # The factoring fee of 221 000.00, 1 326.00, less tiers 284.00, and the unpaid item's 25.00.
    assert world.balance(world.ids["C-1"], "FEE") == -106_700


def test_what_was_billed_is_not_billed_again_and_a_year_later_what_is_yearly(
    played: World,
) -> None:
    world = played
    all_of_it = "SELECT count(*), sum(amount_cents) FROM charge WHERE code NOT IN ('VAT', 'INT')"
    before = world.rows(all_of_it)
    causes = world.rows("SELECT fee_code, charge_unit, cause FROM fee_billed WHERE charge_unit"
                        " IN ('ONCE', 'YEAR', 'BUYER', 'LINE') ORDER BY 1, 2, 3")  # fmt: skip
    assert [cause[:2] for cause in causes] == [
        ("FEE-AUD", "YEAR"), ("FEE-DOS", "ONCE"), ("FEE-ENG", "LINE"), ("FEE-LIM", "BUYER"),
        ("FEE-LIM", "BUYER"), ("FEE-WEB", "YEAR")]  # fmt: skip
    world.close(MARCH + timedelta(days=1))
    assert world.rows(all_of_it) == before
    world.close(date(2027, 1, 31))
    # The second contract year: what is due once a year, and no set-up.
    second = [(row[0], row[6]) for row in billed(world, date(2027, 1, 31))]
    assert [line for line in second if line[0] != "FEE-NUT"] == [
        ("FEE-AUD", 90_000), ("FEE-ENG", 40_000), ("FEE-LIM", 6_000),
        ("FEE-WEB", 6_000), ("FEE-WEB", 1_200), ("VAT", 20_640)]  # fmt: skip


def test_a_contract_without_fees_has_no_line_and_no_bill(world: World) -> None:
    world.close(MARCH)
    assert billed(world, MARCH) == []
    assert world.rows("SELECT * FROM fee_billed") == []
