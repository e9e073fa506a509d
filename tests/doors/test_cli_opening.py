"""The file of a contract and its end as people type and read them, in both languages."""

from datetime import date
from pathlib import Path

from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.doors.test_cli_charges import spoken
from tests.operations.offering import in_force, quote

ANNA, ADA = ("--user", "anna", *DAY), ("--user", "ada", *DAY)
OPEN = ("contract", "open", "--client", "732829320", "--number", "L-1", "--term", "fee_ppm=0.60",
        "--term", "margin_ppm=1.60", "--term", "standing_consent=2026-01", *ANNA)  # fmt: skip
ACTIVE = ("contract", "amend", "L-1", "--term", "status=ACTIVE", "--source", "signed", *ANNA)


def agreed(cli: Cli, *typed: object) -> None:
    approval = cli.json(*typed)["approval_id"]
    cli.run("approve", approval, *ADA)


def test_what_is_missing_is_told_with_the_command_that_brings_it(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    wrong = cli.run("opening", "want", "KYC", "--source", "policy", *ADA, code=1).stderr
    assert "KYC file complete (KYC_FILE), beneficial owners (OWNERS)" in wrong.replace("\n", " ")
    asked = cli.json("opening", "want", "all", "--source", "policy", *ADA)
    assert asked["approval_id"] is None  # one administrator only: the house's first day
    told = spoken(cli, *OPEN)
    assert "Before it draws: KYC file complete, not recorded: comptant opening record L-1" in told
    refused = cli.run(*ACTIVE, code=1).stderr.replace("\n", " ")
    assert "comptant opening committee L-1 --source MINUTES" in refused
    french = cli.run(*ACTIVE, "--language", "fr", code=1).stderr.replace("\n", " ")
    assert (
        "bénéficiaires effectifs, non enregistré : comptant opening owners L-1 NOM=PART" in french
    )
    assert "comptant opening committee L-1 --source PROCÈS-VERBAL" in french
    cli.run("opening", "record", "L-1", "kyc_file", "--source", "file 118", *ANNA)
    cli.run("opening", "owners", "L-1", "Alice Martin=60", "--source", "RBE", *ANNA)
    cli.run("opening", "record", "L-1", "powers", "Paul Durand", "--source", "Kbis", *ANNA)
    listed = tmp_path / "list.csv"
    listed.write_text("name\nMARTIN Alice\n")
    said = spoken(cli, "opening", "screen", "L-1", listed, *ANNA)
    assert "3 names looked for among 1. Alice Martin looks like MARTIN Alice." in said
    agreed(cli, "opening", "clear", "L-1", "--reason", "born in 1952", *ANNA)
    agreed(cli, "opening", "committee", "L-1", "--condition", "lettre d'accord", "--source",
           "minutes 12", *ANNA)  # fmt: skip
    shown = spoken(cli, "opening", "show", "L-1", *ANNA, french=True)
    assert "condition suspensive" in shown
    assert """opening record L-1 condition 'lettre d'"'"'accord' --source PIÈCE""" in shown
    cli.run("opening", "record", "L-1", "condition", "1", "--source", "bank", *ANNA)
    in_force(world)
    quote(world, party_id=world.ids["ALPHA SAS"])  # what the TEG of the conditions rests on
    agreed(cli, "signature", "paper", "L-1", "--signed-by", "Paul Durand", "--signed-on",
           "2026-01-16", "--proof", "scan 4", *ANNA)  # fmt: skip
    agreed(cli, *ACTIVE)
    assert cli.json("contract", "show", "L-1", *ANNA)["status"] == "ACTIVE"
    assert {row["opening_state"] for row in cli.json("opening", "show", "L-1", *ANNA)} == {
        "RECORDED"
    }


def test_an_owner_said_twice_is_told(cli: Cli, world: facts.World) -> None:
    twice = ("opening", "owners", "C-1", "Alice Martin=60", "Alice Martin =30", "--source", "RBE")
    told = cli.error(*twice, *ANNA, code=2)["message"]
    assert told.startswith("Alice Martin is said twice: write each name once.")
    assert "dit deux fois" in cli.run(*twice, *ANNA, "--language", "fr", code=2).stderr
    assert world.one("SELECT count(*) FROM opening_fact") == 0


def test_a_client_reads_no_file(cli: Cli, world: facts.World) -> None:
    told = cli.error("opening", "show", "C-1", "--user", "alice", *DAY, code=4)
    assert told["error"] == "not_your_right"


def test_whoever_approves_reads_what_is_decided(cli: Cli, world: facts.World) -> None:
    cli.run(
        "opening",
        "committee",
        "C-1",
        "--condition",
        "IBAN checked",
        "--source",
        "minutes 12",
        *ANNA,
    )
    told = spoken(cli, "approvals", *ADA)
    assert "committee of 2026-01-16: agreed, IBAN checked (minutes 12)" in told


def test_a_client_gives_notice_and_reads_when_it_ends(cli: Cli, world: facts.World) -> None:
    told = spoken(
        cli, "exit", "notice", "C-1", "--source", "letter", "--user", "alice", *DAY, french=True
    )
    assert "Plus de cession à partir du 16/04/2026" in told
    assert cli.json("contract", "show", "C-1", *ANNA)["status"] == "NOTICE"
    agreed(cli, "contract", "amend", "C-1", "--term", "status=ACTIVE", "--source", "letter", *ANNA)
    assert cli.json("contract", "show", "C-1", *ANNA)["status"] == "ACTIVE"
    refused = cli.run("exit", "pay", "C-1", *ANNA, code=1).stderr.replace("\n", " ")
    assert "The contract C-1 is active" in refused


def test_a_contract_that_never_lived_is_closed_at_once(cli: Cli, world: facts.World) -> None:
    later = ("--user", "anna", "--on", "2026-04-16")
    cli.run("exit", "notice", "C-2", "--source", "letter", *ANNA)
    told = spoken(cli, "exit", "pay", "C-2", *later)
    assert "Nothing is left to pay: comptant exit close C-2" in told
    assert "every account is at 0.00" in spoken(
        cli, "exit", "close", "C-2", "--source", "x", *later
    )
    told = cli.error("exit", "notice", "C-2", "--source", "letter", *later, code=1)
    assert told["error"] == "status_not_next"


def test_leaving_is_told_in_figures_days_and_weeks(cli: Cli, world: facts.World) -> None:
    world.remit(
        world.ids["C-1"], {"number": "F-1", "cents": 1_000_000, "due_on": date(2026, 2, 10)}
    )
    world.draw(world.ids["C-1"], 500_000)
    asked = ("exit", "simulate", "C-1", "--notice", "2026-03-02", "--user", "alice", *DAY)
    english, french = spoken(cli, *asked), spoken(cli, *asked, french=True)
    assert "the contract goes on until 2026-06-02" in english
    assert "To repay, to take all invoices back at once €5,072.00" in english
    assert "Semaine par semaine" in french
    assert cli.json(*asked)["final_cents"] > 0
    told = cli.error(*asked[:4], "2026-01-15", *asked[5:], code=1)
    assert told["error"] == "notice_past"
