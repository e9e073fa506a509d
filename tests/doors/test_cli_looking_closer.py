"""What people are told: of the house's own books, facts, shares, days gone by, files."""

from datetime import date
from pathlib import Path

import pytest

from comptant.doors import places, words
from comptant.doors.places import TITLES
from comptant.formats.spreadsheet.headers import CONTRACT_NAMES, CONTRACT_WORDS, REQUIRED, plain
from comptant.operations.closing import manual
from tests import facts
from tests.cast import allot, ceiling, group
from tests.doors.camt import statement
from tests.doors.conftest import DAY, Cli, Csv

ADA, ANNA = ("--user", "ada", *DAY), ("--user", "anna", *DAY)
ALICE, ARON = ("--user", "alice", *DAY), ("--user", "aron", *DAY)
TANIA = ("--user", "tania", *DAY)
FR = {"LC_ALL": "fr_FR.UTF-8"}


def test_the_staff_see_and_reverse_entries_of_the_house_s_own_contract(
    cli: Cli, world: facts.World
) -> None:
    asked = manual.propose_entry(
        world.conn, world.asked("aron"), contract_id=world.house, lines={"FEE": 500, "INT": -500},
        value_on=world.on, reason="booked in the wrong place",
    )  # fmt: skip
    entry_id = world.approve(asked, "ada")["entry_id"]
    assert {row["amount_cents"] for row in cli.json("balances", "HOUSE", *ARON)} == {500, -500}
    assert str(entry_id) in cli.run("journal", "house", *ARON).stdout
    proposed = cli.json("entry", "HOUSE", "FEE=-5.00", "INT=5.00", "--reason", "back", *ARON)
    cli.run("approve", proposed["approval_id"], *ADA)
    assert cli.json("balances", "HOUSE", *ARON) == []
    told = cli.error("reverse", "HOUSE", entry_id, "--reason", "x", *ARON, code=1)
    assert told["error"] == "entry_of_items"  # found, and told what it may not be
    assert cli.error("balances", "HOUSE", *ALICE, code=1)["error"] == "contract_unknown"


def test_facts_are_listed_with_their_source_their_days_and_who_told_them(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    cli.run("remit", "C-1", csv("FA-1", "100.00"), *ALICE)
    proof = ("fact", "record", "C-1", "invoice", "FA-1", "has_delivery_proof")
    cli.run(*proof, "no", "--source", "call", "--from", "2026-01-10", *ANNA)
    cli.run(*proof, "yes", "--source", "note 12", *ANNA)
    cli.run("fact", "record", "C-1", "buyer", "443061841", "set_off_cents", "12.00", "--source",
            "mail", *ANNA)  # fmt: skip
    found = cli.json("fact", "list", "C-1", "invoice", "FA-1", *ANNA)
    assert [(row["value"], row["valid_from_on"], row["until_on"], row["source"], row["login"])
            for row in found] == [
        (False, "2026-01-10", "2026-01-16", "call", "anna"),
        (True, "2026-01-16", None, "note 12", "anna")]  # fmt: skip
    told = cli.run("fact", "list", "C-1", *ANNA).stdout
    assert "BETA SA" in told
    assert "€12.00" in told
    assert len(cli.json("fact", "list", "C-1", *ANNA)) == 3
    assert cli.error("fact", "list", "C-2", *ALICE, code=1)["error"] == "contract_unknown"


def test_a_client_sees_its_share_of_a_ceiling_and_nothing_else_of_it(
    cli: Cli, world: facts.World
) -> None:
    beta = world.ids["BETA SA"]
    ceiling(world, "BUYER", beta, 9_000_000)
    allot(world, world.ids["C-1"], "BUYER", beta, 4_000_000)
    line = group(world, "ALPHA GAMMA", "ALPHA SAS", "GAMMA SA")
    ceiling(world, "CLIENT_GROUP_LINE", line, 8_000_000)
    allot(world, world.ids["C-1"], "CLIENT_GROUP_LINE", line, 3_000_000)
    given = cli.json("availability", "C-1", *ALICE)["shares"]
    assert [(row["scope"], row["party_name"], row["share_cents"]) for row in given] == [
        ("BUYER", "BETA SA", 4_000_000), ("CLIENT_GROUP_LINE", None, 3_000_000)]  # fmt: skip
    told = cli.run("availability", "C-1", *ALICE).stdout
    assert "€40,000.00" in told
    assert "GAMMA" not in told
    assert "90,000" not in told


def test_an_availability_of_a_day_gone_by_says_that_what_it_holds_is_of_now(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    assert cli.run("availability", "C-1", *ALICE).stderr == ""
    cli.run("remit", "C-1", csv("FA-1", "100.00"), "--user", "alice", "--on", "2026-01-20")
    told = cli.run("availability", "C-1", *ALICE).stderr
    assert told.startswith("Things were done up to 2026-01-20: ")
    assert cli.json("availability", "C-1", *ALICE)["done_since_on"] == "2026-01-20"


def test_each_bank_file_has_its_answer_and_a_refused_one_stops_no_other(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    wrong = tmp_path / "a.xml"
    wrong.write_text(statement(facts.CLIENT_IBAN, 1, world.on, 0, (100, "A", "A")))
    good = tmp_path / "b.xml"
    good.write_text(statement(facts.FACTOR_IBAN, 1, world.on, 0, (200, "B", "B")))
    told = cli.json("bank", wrong, good, *TANIA, code=1)
    assert [one["file"] for one in told["files"]] == ["b.xml"]
    assert [(one["file"], one["error"]) for one in told["refused"]] == [
        ("a.xml", "account_not_ours")]  # fmt: skip
    assert world.one("SELECT count(*) FROM bank_statement") == 1
    assert cli.error("bank", wrong, *TANIA, code=1)["error"] == "account_not_ours"


def test_an_account_to_pay_is_registered_for_nobody_by_default_of_the_staff(
    cli: Cli, world: facts.World
) -> None:
    told = cli.run("payee", "add", facts.FACTOR_IBAN, "--holder", "X", *ANNA, code=2).stderr
    assert "--of PARTY" in told


@pytest.mark.parametrize(("amount", "said"), [("0", "draw_not_positive"), ("-5.00", "usage")])
def test_a_draw_of_nothing_is_told_to_be_above_zero(
    cli: Cli, world: facts.World, amount: str, said: str
) -> None:
    told = cli.error("draw", "C-1", amount, *ALICE, code=1 if said != "usage" else 2)
    assert told["error"] == said
    assert "above zero" in told["message"]


def test_whoever_may_not_approve_is_told_who_may(cli: Cli, world: facts.World) -> None:
    asked = cli.json("limit", "propose", "443061841", "600000.00", "--contract", "C-1",
                     "--source", "committee", *ANNA)  # fmt: skip
    told = cli.error("approve", asked["approval_id"], "--user", "carl", *DAY, code=1)
    assert told["facts"]["may_roles"] == ["administrator"]
    assert "Who may: administrator." in told["message"]
    told = cli.error("approve", asked["approval_id"], *TANIA, code=1, **FR)
    assert "Qui le peut : administrateur." in told["message"]


def test_the_same_account_of_two_parties_is_told_apart_by_its_number(
    cli: Cli, world: facts.World
) -> None:
    for name in ("BETA SA", "DELTA SARL"):
        asked = cli.json("payee", "add", "FR7630004000031234567890143", "--holder", name, "--of",
                         name, *ANNA)  # fmt: skip
        cli.run("approve", asked["approval_id"], *ADA)
    world.bank({"cents": 700, "text": "UNKNOWN"})
    payment = world.one("SELECT id FROM payment")
    told = cli.error("cash", "return", payment, "FR7630004000031234567890143", *TANIA, code=1)
    assert told["error"] == "payee_of_several"
    number = told["facts"]["accounts"][0].split()[0]
    assert cli.json("cash", "return", payment, number, *TANIA)["amount_cents"] == 700


# Places and columns -------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "french"), [
    ("line 6, column Total TTC", "ligne 6, colonne Total TTC"), ("file", "fichier"),
    ("after line 6, column line 2", "après la ligne 6, colonne line 2"),
    ("statement 1, entry 3", "relevé 1, écriture 3"), ("/Invoice/ID", "/Invoice/ID"), ("", ""),
])  # fmt: skip
def test_a_place_is_told_in_the_reader_s_language(place: str, french: str) -> None:
    with words.speaking("fr"):
        assert places.place(place) == french
    with words.speaking("en"):
        assert places.place(place) == place


def test_a_missing_column_is_named_in_the_reader_s_words_with_titles_that_are_read(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Invoice number;Buyer\nFA-1;BETA SA\n")
    told = cli.run("remit", "C-1", path, *ALICE, code=3, **FR).stderr
    assert "list.csv, ligne 1 «" in told
    assert "montant TTC, total TTC" in told
    assert "gross_cents" not in told
    assert "Buyer = acheteur" in told
    english = cli.run("remit", "C-1", path, *ALICE, code=3).stderr
    assert "titles: total incl VAT, gross amount" in english
    assert set(TITLES) == {*REQUIRED, *CONTRACT_WORDS}
    for name, both in TITLES.items():
        for title in ", ".join(both).split(", "):
            assert CONTRACT_NAMES[plain(title)] == name


def test_a_group_left_frees_room_that_is_paid_where_the_contract_pays_by_itself(
    cli: Cli, world: facts.World
) -> None:
    from tests.cast import join

    world.amend(world.ids["C-1"], {"has_auto_funding": True})
    line = group(world, "ALPHA GAMMA", "ALPHA SAS")
    ceiling(world, "CLIENT_GROUP_LINE", line, 100_000)
    allot(world, world.ids["C-1"], "CLIENT_GROUP_LINE", line, 100_000)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 1_000_000,
                                   "due_on": date(2026, 3, 1)})  # fmt: skip
    before = world.one("SELECT coalesce(sum(amount_cents), 0)::bigint FROM payment_order")
    answer = join(world, line, "ALPHA SAS", is_member=False)
    assert answer["orders_prepared"] == 1
    assert world.one("SELECT sum(amount_cents)::bigint FROM payment_order") == 900_000
    assert before < 900_000


def test_less_than_the_least_amount_is_not_paid_by_itself(cli: Cli, world: facts.World) -> None:
    contract = world.ids["C-1"]
    world.amend(contract, {"has_auto_funding": True, "auto_funding_least_cents": 50_000})
    world.remit(contract, {"number": "FA-1", "cents": 50_000, "due_on": date(2026, 3, 1)})
    assert world.one("SELECT count(*) FROM payment_order") == 0
    world.remit(contract, {"number": "FA-2", "cents": 50_000, "due_on": date(2026, 3, 1)})
    assert world.rows("SELECT amount_cents FROM payment_order") == [(90_000,)]
