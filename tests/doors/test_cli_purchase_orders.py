"""Purchase orders as people type and read them, in both languages; and their demonstration."""

from pathlib import Path

import psycopg

from comptant.doors.demo.purchase_order import play
from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.doors.test_cli_charges import spoken

ALICE, ANNA = ("--user", "alice", *DAY), ("--user", "anna", *DAY)
OFFER = ("purchase-order", "offer", "P-1", "443061841", "PO-7", "96000.00", "--ordered",
         "2026-01-10", "--invoiced-by", "2026-03-02", "--certified", "2026-01-12", "--proof",
         "signed")  # fmt: skip


def test_an_order_is_offered_agreed_advanced_and_repaid_by_its_invoice(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    world.contract("P-1", order_advance_ppm=500_000, order_margin_ppm=5_000)
    world.limit(world.one("SELECT id FROM contract WHERE number = 'P-1'"), "BETA SA", 12_000_000)
    approval = cli.json(*OFFER, *ANNA)["approval_id"]
    assert "PO-7" in spoken(cli, "approvals", "--user", "ada", *DAY)
    assert "not agreed" in cli.run("purchase-order", "advance", "P-1", "PO-7", *ALICE,
                                   code=1).stderr.replace("\n", " ")  # fmt: skip
    cli.run("approve", approval, "--user", "ada", *DAY)
    told = spoken(cli, "purchase-order", "advance", "P-1", "PO-7", *ALICE, french=True)
    assert "48 000,00 € sont avancés, moins 246,90 € de commission (4,115 %" in told
    assert "47 753,10 € de plus à tirer" in told
    listed = tmp_path / "march.csv"
    listed.write_text("Invoice number;Invoice date;Due date;Total incl VAT;Buyer;SIREN;"
                      "Order number\nFA-7;2026-01-16;2026-03-17;30000.00;BETA SA;443061841;PO 7\n"
                      )  # fmt: skip
    said = spoken(cli, "remit", "P-1", listed, *ALICE)
    assert "advances on orders repaid first: €27,000.00" in said
    (row,) = cli.json("purchase-order", "list", "P-1", *ALICE)
    assert (row["order_owed_cents"], row["order_state"]) == (2_100_000, "ADVANCED")
    told = spoken(cli, "purchase-order", "cancel", "P-1", "PO-7", "--reason", "letter", *ANNA)
    assert "€21,000.00 are claimed" in told
    assert "annulée" in spoken(cli, "purchase-order", "list", *ANNA, french=True)


def test_another_clients_order_does_not_exist(cli: Cli, world: facts.World) -> None:
    world.contract("P-1", order_advance_ppm=500_000)
    cli.run(*OFFER, *ANNA)
    assert cli.json("purchase-order", "list", "--user", "cora", *DAY) == []
    told = cli.error("purchase-order", "advance", "P-1", "PO-7", "--user", "cora", *DAY, code=1)
    assert told["error"] == "contract_unknown"


def test_the_demonstration_tells_the_worked_example(writer: psycopg.Connection) -> None:
    """W7-3: 48 000.00 less 246.90, then 38 400.00 more, and nothing is left in the end."""
    writer.autocommit = True
    told = play(writer).told
    assert [one.available_cents for one in told] == [
        0, 0, 4_775_310, 0, 3_840_000, 0, 839_692, 0]  # fmt: skip
