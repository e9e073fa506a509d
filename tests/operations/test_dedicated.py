"""An account dedicated to collection in the client's name: its money pays at once, and is swept."""

from datetime import date

import psycopg
import pytest
from lxml import etree

from comptant.operations.acts.act import Refused
from comptant.operations.assigning import outbox
from comptant.operations.banking import sweeps
from comptant.operations.registry import own_accounts
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

DEDICATED_IBAN = "FR7610107001011234567890226"


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA assigns in confidence; BETA pays ALPHA's dedicated account."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1", disclosure_mode="CONFIDENTIAL")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    added = own_accounts.add_own_account(
        opened.conn, opened.asked("tania"), iban=DEDICATED_IBAN, bic="BPALFRPP", name="ALPHA SAS",
        currency="EUR", books_from="camt.053", parent_iban=None, contract_id=opened.ids["C-1"],
        buyer_id=0, is_client_owned=True,
    )  # fmt: skip
    opened.ids["dedicated"] = added["own_account_id"]
    for number in ("F-1", "F-2"):
        opened.remit(opened.ids["C-1"], {"number": number, "cents": 1_000_000,
                                         "due_on": date(2026, 2, 28)})  # fmt: skip
    opened.draw(opened.ids["C-1"], 1_500_000)
    opened.payout()
    return opened


def owed(world: World) -> tuple[int, int, int, int]:
    """Open invoices, standing on the dedicated account, sweeps under way, our bank."""
    of = world.ids["C-1"]
    return (world.balance(of, "DEB"), world.balance(of, "DEDI"), world.balance(of, "SWIP"),
            world.balance(of, "BNK"))  # fmt: skip


def paid(world: World, cents: int = 1_000_000, text: str = "F-1") -> None:
    world.bank({"cents": cents, "text": text, "payer_name": "BETA SA"}, iban=DEDICATED_IBAN)


def sweep(world: World) -> dict[str, object]:
    told = sweeps.order_sweeps(world.conn, world.asked("tania"), to_account_id=world.ids["bank"])
    (one,) = told["sweeps"]
    return one


def test_cash_that_arrives_there_pays_at_once_and_is_owed_as_a_sweep(world: World) -> None:
    before = world.available(world.ids["C-1"])
    paid(world)
    assert owed(world) == (1_000_000, 1_000_000, 0, 0)
    assert (
        world.available(world.ids["C-1"]) == before + 100_000 - 7_200
    )  # what was kept of it, less its fee
    assert world.one("SELECT open_cents FROM invoice WHERE invoice_number = 'F-1'") == 0


def test_a_sweep_is_a_payment_order_from_that_account_to_ours(world: World) -> None:
    paid(world)
    told = sweep(world)
    assert (told["amount_cents"], told["iban"]) == (1_000_000, DEDICATED_IBAN)
    ((content, contract_id),) = world.rows(
        "SELECT d.content, o.contract_id FROM outbox o JOIN document d ON d.digest = o.digest"
        " WHERE o.kind = 'sweep_file'"
    )
    root = etree.fromstring(bytes(content))
    found = [node.text for node in root.iter("{*}IBAN")]
    assert found == [DEDICATED_IBAN, FACTOR_IBAN]
    assert contract_id == world.ids["C-1"]
    again = sweeps.order_sweeps(world.conn, world.asked("tania"), to_account_id=world.ids["bank"])
    assert again["sweeps"] == []
    reference = f"SWEEP-{told['sweep_id']}"
    left = world.bank({"cents": -1_000_000, "end_to_end_reference": reference},
                      iban=DEDICATED_IBAN)  # fmt: skip
    assert left["sweeps_left"] == 1
    assert owed(world) == (1_000_000, 0, 1_000_000, 0)
    came = world.bank({"cents": 1_000_000, "end_to_end_reference": reference})
    assert (came["sweeps_arrived"], came["received"]) == (1, 0)
    assert owed(world) == (1_000_000, 0, 0, 1_000_000)
    world.close()


def test_a_bank_that_sweeps_by_itself_is_understood_whoever_tells_first(world: World) -> None:
    paid(world)
    came = world.bank({"cents": 1_000_000, "payer_iban": DEDICATED_IBAN, "payer_name": "ALPHA SAS"})
    assert (came["sweeps_arrived"], came["received"]) == (1, 0)
    assert owed(world) == (1_000_000, 1_000_000, -1_000_000, 1_000_000)
    left = world.bank({"cents": -1_000_000, "text": "NIVELLEMENT"}, iban=DEDICATED_IBAN)
    assert left["sweeps_left"] == 1
    assert owed(world) == (1_000_000, 0, 0, 1_000_000)
    assert world.rows("SELECT digest, amount_cents FROM sweep") == [(None, 1_000_000)]


def alert(world: World, until: date | None = None) -> list[tuple[str, int]]:
    """What the close of the next day, or of a later one, tells."""
    told = world.close(until)["to_look_at"]["sweeps_missing"]
    return [(row["sweep_alert"], row["sweep_missing_cents"]) for row in told["rows"]]


def test_a_missing_sweep_is_an_alert_of_the_close_until_it_has_arrived(world: World) -> None:
    paid(world)
    assert alert(world) == []  # a Friday: it came today
    assert alert(world, date(2026, 1, 18)) == []
    assert alert(world) == [("NOT_ORDERED", 1_000_000)]
    told = sweep(world)
    reference = f"SWEEP-{told['sweep_id']}"
    assert alert(world) == [("NOT_LEFT", 1_000_000)]
    world.bank({"cents": -1_000_000, "end_to_end_reference": reference}, iban=DEDICATED_IBAN)
    assert alert(world) == []
    assert alert(world) == [("NOT_ARRIVED", 1_000_000)]
    world.bank({"cents": 1_000_000, "end_to_end_reference": reference})
    assert alert(world) == []
    assert alert(world) == [("NO_STATEMENT", 0)]


def test_what_leaves_it_otherwise_is_owed_by_the_client(world: World) -> None:
    paid(world)
    current = world.balance(world.ids["C-1"], "CCA")
    told = world.bank({"cents": -400_000, "text": "VIR SALAIRES"}, iban=DEDICATED_IBAN)
    assert told["taken"] == 1
    assert world.balance(world.ids["C-1"], "CCA") == current + 400_000
    assert owed(world)[1] == 600_000
    assert alert(world) == [("TAKEN", 400_000)]


def test_a_payment_that_its_bank_takes_back_is_owed_again(world: World) -> None:
    world.bank({"cents": 1_000_000, "text": "F-1", "payer_name": "BETA SA",
                "bank_reference": "B-1"}, iban=DEDICATED_IBAN)  # fmt: skip
    told = world.bank({"cents": -1_000_000, "bank_reference": "B-1", "is_reversal": True},
                      iban=DEDICATED_IBAN)  # fmt: skip
    assert told["taken"] == 0
    assert owed(world) == (2_000_000, 0, 0, 0)
    world.close()


def test_a_sweep_that_will_not_be_done_is_given_up_and_ordered_again(world: World) -> None:
    paid(world)
    told = sweep(world)
    line = world.one("SELECT id FROM outbox WHERE kind = 'sweep_file'")
    with refused(world.conn, "sweep_file_kept", name=told["file"], sweep_id=told["sweep_id"]):
        outbox.mark_sent(world.conn, world.asked("tania"), outbox_id=line, outcome="CANCELLED",
                         proof="")  # fmt: skip
    of = {"contract_id": world.ids["C-1"], "sweep_id": told["sweep_id"], "reason": "rejected"}
    sweeps.cancel_sweep(world.conn, world.asked("tania"), **of)
    with refused(world.conn, "sweep_settled", sweep_id=told["sweep_id"]):
        sweeps.cancel_sweep(world.conn, world.asked("tania"), **of)
    assert sweep(world)["amount_cents"] == 1_000_000


def test_one_that_comes_back_stands_there_again(world: World) -> None:
    paid(world)
    reference = f"SWEEP-{sweep(world)['sweep_id']}"
    world.bank({"cents": -1_000_000, "end_to_end_reference": reference}, iban=DEDICATED_IBAN)
    told = world.bank({"cents": 1_000_000, "end_to_end_reference": reference},
                      iban=DEDICATED_IBAN)  # fmt: skip
    assert (told["sweeps_returned"], told["received"]) == (1, 0)
    assert owed(world) == (1_000_000, 1_000_000, 0, 0)
    assert sweep(world)["amount_cents"] == 1_000_000


def test_it_is_no_account_of_ours(world: World) -> None:
    told = {"own_account_id": world.ids["dedicated"]}
    with pytest.raises(Refused, match="account_of_client"):
        own_accounts.set_collecting(world.conn, world.asked("tania"), **told, terms={"x": 1},
                                    from_on=world.on, source="test")  # fmt: skip
    with pytest.raises(Refused, match="account_of_client"):
        sweeps.order_sweeps(world.conn, world.asked("tania"),
                            to_account_id=world.ids["dedicated"])  # fmt: skip
    facts = {"iban": "FR7630004000031234567890143", "is_client_owned": True}
    with pytest.raises(Refused, match="dedicated_without_contract"):
        world.own_account(**facts, name="ALPHA SAS")
    with pytest.raises(Refused, match="dedicated_names_us"):
        world.own_account(**facts, name="FACTOR SA pour ALPHA", contract_id=world.ids["C-1"])


def test_what_stood_there_before_is_proved_and_swept_with_the_rest(world: World) -> None:
    world.told[DEDICATED_IBAN] = (0, 70_000)
    paid(world)
    assert owed(world)[1] == 1_070_000
    assert world.balance(world.ids["C-1"], "OPENB") == -70_000
    assert sweep(world)["amount_cents"] == 1_070_000
    world.close()


def test_a_debit_that_names_nobody_is_a_sweep_once_it_has_come_to_us(world: World) -> None:
    paid(world)
    current = world.balance(world.ids["C-1"], "CCA")
    assert world.bank({"cents": -1_000_000, "text": "VIR"}, iban=DEDICATED_IBAN)["taken"] == 1
    assert world.balance(world.ids["C-1"], "CCA") == current + 1_000_000
    came = world.bank({"cents": 1_000_000, "payer_iban": DEDICATED_IBAN})
    assert came["sweeps_arrived"] == 1
    assert world.balance(world.ids["C-1"], "CCA") == current
    assert owed(world) == (1_000_000, 0, 0, 1_000_000)
    assert world.rows("SELECT step FROM sweep_step ORDER BY step") == [("ARRIVED",), ("LEFT",)]
    assert alert(world) == []
