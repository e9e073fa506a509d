"""Names and numbers of companies, and release letters, as the account manager says them."""

import pytest

from comptant.doors.reads import READS, listed
from comptant.store.access import reading
from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.naming import MARK, PAUL, VAT, sell

ANNA, CARL, ALICE = (("--user", login, *DAY) for login in ("anna", "carl", "alice"))
SOURCE = ("--source", "VIES")


@pytest.fixture
def sold(cli: Cli, world: facts.World) -> facts.World:
    sell(world)
    return world


def test_a_claim_is_listed_confirmed_by_two_people_and_gone(cli: Cli, sold: facts.World) -> None:
    (claim,) = cli.json("party", "claims", *ANNA)
    assert (claim["party_number"], claim["name_told"], claim["bearer_name"]) == (VAT, MARK, None)
    said = cli.json("party", "number", PAUL, "vat", VAT, *SOURCE, *ANNA)
    (waits,) = [row for row in cli.json("approvals", *CARL) if row["kind"] == "party_number"]
    assert waits["id"] == said["approval_id"]
    told = cli.run("approvals", *CARL).stdout
    assert f"{VAT} (vat), {MARK} (VIES)" in " ".join(told.split())
    cli.run("approve", said["approval_id"], *CARL)
    assert cli.json("party", "claims", *ANNA) == []
    taken = ("party", "number", PAUL, "vat", VAT, "--remove", *SOURCE)
    assert cli.json(*taken, *ANNA)["approval_id"]
    assert cli.error(*taken, *ALICE, code=4)["error"] == "not_your_right"
    assert cli.json("party", "claims", *ALICE) == []


def test_a_number_that_proves_itself_counts_at_once(cli: Cli, sold: facts.World) -> None:
    told = cli.run("party", "number", PAUL, "siret", "410 000 079 00013", *SOURCE, *ANNA).stdout
    assert f"41000007900013 (siret) is a number of {MARK}." in told
    error = cli.error("buyer", "add", "PAUL", "--siret", "41000007900013", *ANNA, code=1)
    assert error["error"] == "number_known"
    assert "comptant party number" in error["message"]


def test_a_renamed_company_has_its_name_for_everyone(cli: Cli, sold: facts.World) -> None:
    told = cli.run("party", "rename", "PAULUS SAS", "PAULUS", *SOURCE, *ANNA).stdout
    assert f"{MARK} is now called PAULUS." in told
    french = ("party", "rename", PAUL, "PAULUS SA", *SOURCE, *ANNA)
    assert "s'appelle désormais PAULUS SA." in cli.run(*french, LC_ALL="fr_FR.UTF-8").stdout
    for number in ("C-1", "C-2"):
        (row,) = cli.json("invoices", number, *ANNA)
        assert row["buyer_name"] == "PAULUS SA"


def test_no_list_tells_a_client_what_another_calls_the_buyer(sold: facts.World) -> None:
    """Every list of the API, as each client: the neighbour's word is in none of them."""
    for login, others in (("cora", MARK), ("alice", "PAULUS SAS")):
        at = sold.asked(login).at
        with reading(sold.users[login].id) as see:
            for name in READS:
                for contract in (None, sold.ids["C-2" if login == "cora" else "C-1"]):
                    rows, _ = listed(see, name, {"contract_id": contract}, sold.on, at)
                    assert others not in str(rows), name


def test_a_release_letter_is_recorded_and_the_document_passes(cli: Cli, world: facts.World) -> None:
    document = {"number": "V1", "cents": 100_000, "type_code": "393",
                "due_on": world.on.replace(month=3)}  # fmt: skip
    assert world.remit(world.ids["C-1"], document)["refused"] == 1
    letter = ("release-letter", "record", "C-1", "V1", "--source", "AUTRE FACTOR, 12 January")
    assert "V1 is released; refused before: 1." in cli.run(*letter, *ANNA).stdout
    for user, login in ((ANNA, "anna"), (ALICE, None)):  # a client reads no names of the staff
        (row,) = cli.json("release-letter", "list", "C-1", *user)
        assert (row["invoice_number"], row["login"], row["is_withdrawn"]) == ("V1", login, False)
    assert world.remit(world.ids["C-1"], document)["accepted"] == 1
    error = cli.error(*letter, *ANNA, code=1)
    assert error["error"] == "invoice_held"
    assert "comptant fact record" in error["message"]
    cli.run("release-letter", "withdraw", "C-1", "V1", *SOURCE, *ANNA)
    assert len(cli.json("release-letter", "list", *ANNA)) == 2
