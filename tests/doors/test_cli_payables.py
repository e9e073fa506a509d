"""A programme as its buyer, its supplier and the factor type and read it, in both languages; and
its demonstration."""

from pathlib import Path

import psycopg
import pytest

from comptant.doors.demo.reverse import play
from comptant.operations.registry import parties
from tests import facts
from tests.doors.conftest import Cli, sign_in
from tests.doors.test_cli_charges import spoken
from tests.payables import AMOUNT, DUE_ON, SUPPLIER_IBAN, pays

DAY = ("--on", "2026-01-19")
ALICE, ANNA, SAM = ("--user", "alice", *DAY), ("--user", "anna", *DAY), ("--user", "sam", *DAY)
LIST = """Siren fournisseur;Facture;Date facture;Échéance;Montant TTC
572015246;FG-1;10/01/2026;10/03/2026;100 000,00
572 015 246;FG-2;2026-01-10;2026-03-10;5000.00
542065479;FD-1;10/01/2026;10/03/2026;1000,00
"""


@pytest.fixture
def programme(world: facts.World, cli: Cli, tmp_path: Path) -> Path:
    """ALPHA's programme P-1 with GAMMA SA in it; a list of three payables, one of a stranger."""
    facts.add_user(world, "sam", world.ids["GAMMA SA"], ["supplier"], False)
    sign_in(world.conn, "sam")
    world.rate("EURIBOR3M", 21_000, world.on)
    world.contract("P-1", margin_ppm=11_000, fee_ppm=0, payables_line_cents=10_200_000,
                   payables_rebate_ppm=300_000, cutoff_hour=24)  # fmt: skip
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["GAMMA SA"], iban=SUPPLIER_IBAN,
        bic=None, holder="GAMMA SA"))  # fmt: skip
    listed = tmp_path / "dettes.csv"
    listed.write_text(LIST)
    return listed


def test_a_programme_is_run_by_its_buyer_and_its_supplier(cli: Cli, programme: Path) -> None:
    cli.run("programme", "invite", "P-1", "572015246", "--source", "letter", *ANNA)
    told = spoken(cli, "programme", "join", "P-1", "--consent", "general terms", *SAM)
    assert "Joined" in told
    told = spoken(cli, "payable", "send", "P-1", programme, *ALICE)
    assert "Sent: 2, €105,000.00" in told
    assert "Supplier 542065479 is not in programme P-1" in told
    assert spoken(cli, "payable", "list", *SAM).count("FG-") == 0  # not approved: not seen
    told = spoken(cli, "payable", "approve", "P-1", "--all", "--yes", *ALICE, french=True)
    assert "Validées définitivement : 1, 100 000,00 €" in told
    assert "dépasserait son plafond de 102 000,00 €" in told
    told = spoken(cli, "payable", "early", "FG-1", "--yes", *SAM)
    assert "€100,000.00 less €444.44 of discount (3.20% a year): €99,555.56 paid on" in told
    assert "early payment asked for" in spoken(cli, "payable", "list", "P-1", *ANNA)
    told = spoken(cli, "programme", "show", "P-1", *ALICE)
    assert "Line €102,000.00: €100,000.00 approved" in told
    told = cli.run("payable", "cancel", "P-1", "FG-1", "--reason", "wrong", *ALICE, code=1).stderr
    assert "cannot be undone" in " ".join(told.split())
    cli.run("payable", "cancel", "P-1", "FG-2", "--reason", "twice", *ALICE)
    assert "annulée" in spoken(cli, "payable", "list", *ANNA, french=True)


def test_an_approval_and_a_price_are_told_before_they_are_asked_for(
    cli: Cli, programme: Path
) -> None:
    cli.run("programme", "invite", "P-1", "572015246", "--source", "letter", *ANNA)
    cli.run("programme", "join", "P-1", "--consent", "terms", *SAM)
    cli.run("payable", "send", "P-1", programme, *ALICE)
    asked = cli.run("payable", "approve", "P-1", "FG-1", *ALICE, code=130)
    told = " ".join(asked.stderr.split())
    assert "Approve 1 payables of GAMMA SA, €100,000.00? An approval cannot be undone" in told
    assert {row["payable_state"] for row in cli.json("payable", "list", "P-1", *ALICE)} == {
        "UPLOADED"}  # fmt: skip


def test_a_number_that_two_suppliers_have_is_not_guessed(
    cli: Cli, programme: Path, tmp_path: Path
) -> None:
    """Nor is a number that is another payable's id: the invoice of that number is meant."""
    for siren in ("572015246", "542065479"):
        cli.run("programme", "invite", "P-1", siren, "--source", "letter", *ANNA)
    shared = tmp_path / "shared.csv"
    shared.write_text(LIST.replace("FD-1", "FG-1").replace("100 000,00", "1000,00"))
    ids = cli.json("payable", "send", "P-1", shared, *ALICE)["payable_ids"]
    told = cli.run("payable", "approve", "P-1", "FG-1", "--yes", *ALICE, code=1).stderr
    assert f"Several payables have the number FG-1: {ids[0]}, {ids[2]}." in " ".join(told.split())
    rows = cli.json("payable", "list", "P-1", *ALICE)
    assert {row["payable_state"] for row in rows} == {"UPLOADED"}
    named = tmp_path / "named.csv"
    named.write_text(LIST.splitlines()[0] + f"\n572015246;{ids[1]};10/01/2026;10/03/2026;10\n")
    (last,) = cli.json("payable", "send", "P-1", named, *ALICE)["payable_ids"]
    answer = cli.json("payable", "approve", "P-1", str(ids[2]), str(ids[1]), "--yes", *ALICE)
    assert sorted(answer["payable_ids"]) == sorted([ids[2], last])


def test_what_a_supplier_was_paid_with_is_taken_back_by_two(
    cli: Cli, world: facts.World, programme: Path
) -> None:
    cli.run("programme", "invite", "P-1", "572015246", "--source", "letter", *ANNA)
    cli.run("payable", "send", "P-1", programme, *ALICE)
    cli.run("payable", "approve", "P-1", "FG-1", "--yes", *ALICE)
    world.ids["P"], world.on = world.one("SELECT id FROM contract WHERE number = 'P-1'"), DUE_ON
    pays(world, AMOUNT)
    late, payment = ("--on", str(DUE_ON)), world.one("SELECT max(id) FROM payment")
    order = cli.json("payable", "settle", "P-1", "--user", "anna", *late)["orders"][0]
    world.approve({"approval_id": order["approval_id"]}, "tania")
    back = ("payable", "back", "P-1", payment, "--reason", "of another", "--user", "anna", *late)
    assert "€100,000.00 would become ours. Approval" in spoken(cli, *back)
    told = spoken(cli, "approvals", "--user", "aron", *late, french=True)
    assert f"règlement {payment} ALPHA repris sur les dettes validées : 100 000,00 €" in told


def test_a_list_that_cannot_be_read_says_what_it_lacks(
    cli: Cli, programme: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("Facture;Montant\nFG-1;10\n")
    told = cli.run("payable", "send", "P-1", wrong, *ALICE, code=3)
    assert "missing: SIREN of the supplier" in told.stderr
    wrong.write_text(LIST.replace("572015246", "572015247").replace("100 000,00", "cent"))
    answer = cli.json("payable", "send", "P-1", wrong, *ALICE, code=3)
    assert [row["code"] for row in answer["faults"]] == ["siren_wrong", "amount_unreadable"]


def test_the_demonstration_plays_w7_2_to_the_last_euro(writer: psycopg.Connection) -> None:
    """99 555.56 to the supplier, 444.44 earned, 45.83 back to the buyer, nothing left."""
    writer.autocommit = True
    tale = play(writer)
    assert [one.figures for one in tale.told] == [
        {}, {},
        {"PAY": 10_000_000, "DEFI": -44_444},  # released
        {"PAY": 10_000_000, "DEFI": -44_444},  # 99 555.56 at the bank
        {"PAY": 10_000_000, "INT": -44_444},
        {"SUPP": -2_000_000, "CCA": -4_583, "INT": -44_444, "REBA": 4_583},
        {"CCA": -4_583, "INT": -44_444, "REBA": 4_583},
        {"INT": -44_444, "REBA": 4_583},
    ]  # fmt: skip
    bank = writer.execute("SELECT sum(amount_cents) FROM balance WHERE account = 'BNK'").fetchone()
    assert bank == (44_444 - 4_583,)
