"""At the command line an amount is in the currency of the contract that is named, whatever its
decimals: limits, draws, terms, facts and entries alike."""

from tests.doors.conftest import DAY, Cli
from tests.facts import World

ALICE, ANNA, ADA, ARON = (("--user", name, *DAY) for name in ("alice", "anna", "ada", "aron"))
NAMED = ("--term", "standing_consent=2026-01", "--term", "fee_ppm=0.60")


def opened(cli: Cli, number: str, currency: str, *terms: str) -> None:
    """A contract of ALPHA, opened by two people."""
    more = [each for term in terms for each in ("--term", term)]
    told = cli.json("contract", "open", "--client", "ALPHA SAS", "--number", number, "--currency",
                    currency, *NAMED, "--term", "margin_ppm=1.60", *more, *ANNA)  # fmt: skip
    if told["approval_id"]:
        cli.run("approve", told["approval_id"], *ADA)


def test_a_yen_has_no_cents(cli: Cli, world: World) -> None:
    opened(cli, "J-1", "JPY", "line_cents=1000000")
    said = "SELECT value FROM term WHERE name = 'line_cents' AND value <> 'null'"
    assert world.rows(said) == [(1_000_000,)]
    asked = cli.json("limit", "propose", "BETA SA", "500000", "--contract", "J-1", "--source", "c",
                     *ANNA)  # fmt: skip
    assert asked["amount_cents"] == 500_000
    told = cli.error("limit", "propose", "BETA SA", "500000.5", "--contract", "J-1", "--source",
                     "c", *ANNA, code=2)  # fmt: skip
    assert told["message"].startswith("500000.500 is no amount in JPY, which has 0 decimals.")
    told = cli.error("draw", "J-1", "500", *ALICE, code=1)
    assert (told["error"], told["facts"]) == ("beyond_availability", {
        "amount_cents": 500, "available_cents": 0, "contract_id": world.one(
            "SELECT id FROM contract WHERE number = 'J-1'"), "currency": "JPY"})  # fmt: skip
    assert told["message"].startswith("JPY\N{NO-BREAK SPACE}500 is asked for")
    entry = cli.json("entry", "J-1", "CCA=-50", "FEE=50", "--reason", "goodwill", *ARON)
    assert entry["amount_cents"] == 50


def test_a_dinar_has_three_decimals(cli: Cli, world: World) -> None:
    opened(cli, "J-2", "TND")
    asked = cli.json("limit", "propose", "BETA SA", "500.125", "--contract", "J-2", "--source",
                     "c", *ANNA)  # fmt: skip
    assert asked["amount_cents"] == 500_125
    told = cli.error("limit", "propose", "BETA SA", "500.125", "--contract", "C-1", "--source",
                     "c", *ANNA, code=2)  # fmt: skip
    assert told["message"].startswith("500.125 is no amount in EUR, which has 2 decimals.")


def test_what_is_told_may_be_typed_again(cli: Cli, world: World) -> None:
    opened(cli, "J-1", "JPY")
    opened(cli, "J-2", "TND", "line_cents=1000.125")
    said = "SELECT value FROM term WHERE name = 'line_cents' AND value <> 'null'"
    assert world.rows(said) == [(1_000_125,)]
    told = cli.error("contract", "amend", "J-1", "--term", "line_cents=1000.125", "--source", "s",
                     *ANNA, code=2)  # fmt: skip
    assert told["message"].startswith("1000.125 is no amount in JPY, which has 0 decimals.")
    shown = cli.run("treasury", "show", "J-1", "--cash", "25000", *ALICE)
    assert "JPY 25,000, cash and what may be drawn" in " ".join(shown.stdout.split())
    for number, owed, instalments in (
        ("J-1", "CCA=500 FEE=-500", "167 167 166"),
        ("J-2", "CCA=0.500 FEE=-0.500", "0.167 0.167 0.166"),
    ):
        entry = cli.json("entry", number, *owed.split(), "--reason", "wrong", *ARON)
        cli.run("approve", entry["approval_id"], *ADA)
        lines = cli.run("plan", "simulate", number, "--count", "3", "--first", "2026-02-16", *ANNA)
        asked = lines.stdout.splitlines()[-1].split(f"plan propose {number} ")[1].split()
        assert [one.split("=")[1] for one in asked] == instalments.split()
        cli.run("plan", "propose", number, *asked, *ANNA)
