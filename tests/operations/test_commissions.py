"""What a broker earns, night by night, worked by hand to the cent; what is taken back."""

from datetime import date

import psycopg

from comptant.operations.assigning import returns
from comptant.operations.closing import manual
from comptant.operations.collection import unknown_money
from comptant.operations.drawing import client_money
from tests.brokers import add_broker, agreed, brought, mandate
from tests.facts import CLIENT_IBAN, World, open_world
from tests.houses import house

BEGUN = date(2026, 1, 16)


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 of ALPHA SAS: 0.60 % when invoices come, charges by the month; BETA SA approved."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract(fee_billing="AT_ASSIGNMENT", interest_billing="MONTHLY")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    return opened


def sell(world: World, number: str = "F-1", cents: int = 2_000_000) -> None:
    world.remit(world.ids["C-1"], {"number": number, "cents": cents, "due_on": date(2026, 3, 16)})


def take_back(world: World) -> None:
    """The invoice is charged back to the client, whose account is then short."""
    returns.reassign(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], reason="dispute",
        invoice_ids=[world.one("SELECT id FROM invoice")],
    )  # fmt: skip


def repay(world: World, cents: int) -> None:
    """The client pays so much of what its account lacks."""
    world.bank({"cents": cents, "text": "?", "payer_name": "ALPHA SAS",
                "payer_iban": CLIENT_IBAN})  # fmt: skip
    payment = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=world.one("SELECT max(id) FROM payment"),
        contract_id=world.ids["C-1"], buyer_id=0,
    )["payment_id"]  # fmt: skip
    client_money.repay(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                       payment_id=payment, amount_cents=None)  # fmt: skip


def lines(world: World) -> list[tuple[object, ...]]:
    return world.rows("SELECT kind, on_date, base_cents, due_cents, amount_cents FROM commission"
                      " ORDER BY id")  # fmt: skip


def books(world: World) -> tuple[int, int]:
    """What brokers cost and are owed, in the house's books."""
    return world.balance(world.house, "BRKC"), world.balance(world.house, "BRKA")


def test_a_share_of_the_fee_is_earned_on_the_night_that_it_is_billed(world: World) -> None:
    """20 000.00 x 0.60 % = 120.00 of fee, VAT apart; 10 % of it = 12.00."""
    brought(world, world.ids["C-1"])
    sell(world)
    report = world.close()
    assert report["commissions"] == [{"currency": "EUR", "commission_cents": 1_200}]
    assert lines(world) == [("RECURRING", BEGUN, 12_000, 1_200, 1_200)]
    assert books(world) == (1_200, -1_200)
    assert world.rows("SELECT event, key FROM entry WHERE contract_id = %s", world.house) == [
        ("commission_earned",
         f"commission/2026-01-16/{world.ids['COURTAGE SAS']}/EUR/earned")]  # fmt: skip
    # The next night adds nothing, and the day's close again gives the first answer.
    assert world.close()["commissions"] == []
    assert len(lines(world)) == 1


def test_a_bill_reversed_takes_its_commission_back_and_a_new_one_earns_again(world: World) -> None:
    brought(world, world.ids["C-1"])
    sell(world)
    world.close()
    world.on = date(2026, 1, 17)
    bill = world.one("SELECT id FROM entry WHERE event = 'fee'")
    world.approve(manual.propose_reversal(
        world.conn, world.asked("aron"), contract_id=world.ids["C-1"], entry_id=bill,
        reason="billed by mistake"), "ada")  # fmt: skip
    assert world.close()["commissions"] == [{"currency": "EUR", "commission_cents": -1_200}]
    assert lines(world)[1:] == [("RECURRING", date(2026, 1, 17), 0, 0, -1_200)]
    assert books(world) == (0, 0)
    assert world.one("SELECT count(*) FROM entry WHERE event = 'commission_taken_back'") == 1
    world.on = date(2026, 1, 18)
    sell(world, "F-2", 1_000_000)
    assert world.close()["commissions"] == [{"currency": "EUR", "commission_cents": 600}]


def test_a_share_of_the_charge_counts_what_was_billed_and_not_what_runs_up(world: World) -> None:
    """17 856.00 drawn on the 16th and 144.00 of fee: what runs up to the end of the month earns
    nothing; the bill has the value date of 1 February, and earns 20 % of it that night."""
    brought(world, world.ids["C-1"], base="CHARGE", rate_ppm=200_000)
    sell(world)
    world.draw(world.ids["C-1"], 1_785_600)
    world.close(date(2026, 1, 30))
    world.close()
    assert lines(world) == []
    # (120.00 + 24.00 + 17 856.00) x 3.615 % x 16 / 360 = 28.92; 20 % of it = 5.784: 5.78.
    assert world.one("SELECT sum(amount_cents)::bigint FROM charge WHERE code LIKE 'INT%%'"
                     ) == 2_892  # fmt: skip
    world.close()
    assert lines(world) == [("RECURRING", date(2026, 2, 1), 2_892, 578, 578)]


def test_terms_of_a_contract_come_first_and_each_day_has_its_own(world: World) -> None:
    """10 % of 120.00 under the broker's agreement; from the 18th 5 % here: 60.00 x 5 % = 3.00."""
    brought(world, world.ids["C-1"])
    agreed(world, world.ids["C-1"], valid_from_on=date(2026, 1, 18), rate_ppm=50_000)
    sell(world)
    world.close(date(2026, 1, 17))
    world.on = date(2026, 1, 18)
    sell(world, "F-2", 1_000_000)
    world.close()
    assert lines(world) == [("RECURRING", BEGUN, 12_000, 1_200, 1_200),
                            ("RECURRING", date(2026, 1, 18), 18_000, 1_500, 300)]  # fmt: skip


def test_terms_put_right_from_a_past_day_are_corrected_by_the_next_night(world: World) -> None:
    brought(world, world.ids["C-1"])
    sell(world)
    world.close()
    world.on = date(2026, 1, 17)
    agreed(world, valid_from_on=BEGUN, rate_ppm=80_000)
    assert world.close()["commissions"] == [{"currency": "EUR", "commission_cents": -240}]
    assert lines(world)[-1] == ("RECURRING", date(2026, 1, 17), 12_000, 960, -240)


def test_what_is_charged_outside_the_mandate_earns_nothing(world: World) -> None:
    brought(world, world.ids["C-1"])
    sell(world)
    world.close()
    world.on = date(2026, 1, 17)
    mandate(world, world.ids["C-1"], signed_on=BEGUN, until_on=date(2026, 1, 17))
    world.close()
    world.on = date(2026, 1, 18)
    sell(world, "F-2")
    assert world.close()["commissions"] == []
    # A mandate that begins later, as is learnt afterwards, takes back what it earned too soon.
    world.on = date(2026, 1, 19)
    mandate(world, world.ids["C-1"], signed_on=date(2026, 1, 18))
    assert world.close()["commissions"] == [{"currency": "EUR", "commission_cents": 1_200}]
    mandate(world, world.ids["C-1"], signed_on=date(2026, 1, 19))
    world.on = date(2026, 1, 20)
    assert world.close()["commissions"] == [{"currency": "EUR", "commission_cents": -1_200}]


def test_days_of_a_mandate_and_of_the_one_that_renews_it_both_earn(world: World) -> None:
    brought(world, world.ids["C-1"])
    sell(world)
    world.close()
    before = lines(world)
    world.on = date(2026, 1, 18)
    mandate(world, world.ids["C-1"], signed_on=BEGUN, until_on=world.on)
    world.close()
    world.on = date(2026, 1, 19)
    sell(world, "F-2")  # on a day of neither
    world.close()
    world.on = date(2026, 1, 20)
    mandate(world, world.ids["C-1"])
    assert world.close()["commissions"] == []
    assert lines(world) == before
    world.on = date(2026, 1, 21)
    sell(world, "F-3")
    assert [row["commission_cents"] for row in world.close(world.on)["commissions"]] == [1_200]


def test_what_the_client_has_not_paid_earns_nothing_where_collected_counts(world: World) -> None:
    """The client draws 17 856.00 and its invoice is taken back: its account is short by 18 000.00,
    the fee of 144.00 in it. It repays 17 900.00: 100.00 are missing, 120.00 - 100.00 = 20.00 count
    and 2.00 are earned; then all of it."""
    brought(world, world.ids["C-1"], counted="COLLECTED")
    sell(world)
    world.draw(world.ids["C-1"], 1_785_600)
    world.close()
    assert lines(world) == [("RECURRING", BEGUN, 12_000, 1_200, 1_200)]
    world.on = date(2026, 1, 17)
    take_back(world)
    world.close()
    assert lines(world)[-1] == ("RECURRING", date(2026, 1, 17), 0, 0, -1_200)
    world.on = date(2026, 1, 18)
    repay(world, 1_790_000)
    world.close()
    assert lines(world)[-1][2:] == (2_000, 200, 200)
    world.on = date(2026, 1, 19)
    repay(world, 10_000)
    world.close()
    assert lines(world)[-1][2:] == (12_000, 1_200, 1_000)
    assert books(world) == (1_200, -1_200)


def test_a_sum_once_comes_with_the_first_charge_and_is_taken_back_for_the_days_left(
    world: World,
) -> None:
    """500.00 once and 10 % of the fee; closed after 3 days of the 365 agreed."""
    brought(world, world.ids["C-1"], one_off_cents=50_000, clawback_days=365)
    sell(world)
    world.close()
    assert lines(world) == [("RECURRING", BEGUN, 12_000, 1_200, 1_200),
                            ("ONE_OFF", BEGUN, 12_000, 50_000, 50_000)]  # fmt: skip
    world.on = date(2026, 1, 17)
    sell(world, "F-2", 1_000)  # 0.06 more of fee, and the sum is not due twice
    world.close()
    assert [line[4] for line in lines(world)[2:]] == [1]
    world.close()
    world.on = date(2026, 1, 19)
    world.conn.execute(
        """INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source,
               act_id) VALUES (%(id)s, 'CONTRACT', %(id)s, 'status', '2026-01-19', '"CLOSED"',
               'as if nothing were open', 1)""",
        {"id": world.ids["C-1"]},
    )
    world.close()
    # (500.00 + 12.01) x 362 / 365 = 507.8017...: 507.80.
    assert lines(world)[-1][0] == "CLAWBACK"
    assert lines(world)[-1][4] == -50_780
    assert books(world)[1] == -(50_000 + 1_201 - 50_780)


def test_several_contracts_are_one_entry_of_the_house_and_a_line_each(world: World) -> None:
    world.ids["C-2"] = world.contract("C-2", client="GAMMA SA", fee_billing="AT_ASSIGNMENT")
    brought(world, world.ids["C-1"])
    add_broker(world, world.ids["C-2"])
    mandate(world, world.ids["C-2"], given_by="FACTOR")
    sell(world)
    assert world.close()["commissions"] == [{"currency": "EUR", "commission_cents": 1_200}]
    assert world.one("SELECT count(*) FROM entry WHERE contract_id = %s", world.house) == 1
