"""Names that several things bear: the command says which, and how to name the one meant."""

from pathlib import Path

from comptant.operations.registry import parties
from tests.cast import OTHER_IBAN, called_long_ago
from tests.doors.conftest import DAY, Cli, Csv
from tests.facts import CLIENT_IBAN, FACTOR_IBAN, World

ALICE, ANNA, TANIA = (("--user", name, *DAY) for name in ("alice", "anna", "tania"))
IBAN_2 = "FR7630006000010000000000152"


def told(cli: Cli, *typed: object) -> tuple[str, str]:
    """The code of the refusal and its sentence; the French one is another and names the same."""
    french = cli.run(*typed, code=1, LC_ALL="fr_FR.UTF-8").stderr
    english = cli.error(*typed, code=1)
    assert english["message"] not in french
    for names in english["facts"].values():
        if isinstance(names, list):
            assert all(str(name) in french for name in names)
    return english["error"], english["message"]


def test_two_parties_of_one_name_are_told_apart_by_number(cli: Cli, world: World) -> None:
    twin = parties.add_party(
        world.conn, world.asked("anna"), kind="COMPANY", name="BETA SA", country="FR",
        numbers={"siren": "334173226"},
    )["party_id"]  # fmt: skip
    words = ("--contract", "C-1", "--source", "committee", *ANNA)
    assert told(cli, "limit", "propose", "BETA SA", "100", *words) == (
        "party_to_choose", "Several parties are called BETA SA. Give the SIREN or the id of one:"
        f" {world.ids['BETA SA']}, {twin}.")  # fmt: skip
    for one in ("334 173 226", twin):
        assert cli.json("limit", "propose", one, "100", *words)["party_id"] == twin


def test_two_accounts_that_pay_or_are_paid_are_told_apart_by_iban(
    cli: Cli, world: World, csv: Csv, tmp_path: Path
) -> None:
    world.own_account(IBAN_2)
    cli.run("remit", "C-1", csv("FA-0", "10000.00"), *ALICE)
    world.draw(world.ids["C-1"], 100)
    code, sentence = told(cli, "payout", "--out", tmp_path / "pay.xml", *TANIA)
    assert (code, FACTOR_IBAN in sentence, IBAN_2 in sentence) == (
        "own_account_to_choose", True, True)  # fmt: skip
    assert not (tmp_path / "pay.xml").exists()
    called_long_ago(world, world.approve(parties.propose_payee_account(
        world.conn, world.asked("alice"), party_id=world.ids["ALPHA SAS"], iban=OTHER_IBAN,
        bic=None, holder="ALPHA SAS"))["payee_account_id"])  # fmt: skip
    cli.run("remit", "C-1", csv("FA-1", "10000.00"), *ALICE)
    code, sentence = told(cli, "draw", "C-1", "1.00", *ALICE)
    assert (code, CLIENT_IBAN in sentence, OTHER_IBAN in sentence) == (
        "payee_to_choose",
        True,
        True,
    )
    assert cli.json("draw", "C-1", "1.00", "--to", OTHER_IBAN, *ALICE)["iban"] == OTHER_IBAN


def test_two_invoices_of_one_number_are_told_apart_by_id(cli: Cli, world: World, csv: Csv) -> None:
    cli.run("remit", "C-1", csv("FA-1", "10000.00", "FA-1", "20000.00"), *ALICE)
    first, second = (row["id"] for row in cli.json("invoices", "C-1", *ALICE))
    words = ("verification_answer", "CONFIRMED", "--source", "call of 16 January", *ANNA)
    assert told(cli, "fact", "record", "C-1", "invoice", "FA-1", *words) == (
        "invoice_to_choose",
        f"Several invoices have the number FA-1. Give the id of one: {first}, {second}.",
    )
    assert cli.json("fact", "record", "C-1", "invoice", second, *words)["subject_id"] == second


def test_a_remittance_that_is_not_there_or_not_mine_is_unknown(
    cli: Cli, world: World, csv: Csv
) -> None:
    cli.run("remit", "C-1", csv("FA-1", "10000.00"), *ALICE)
    (mine,) = cli.json("remittance", "list", "C-1", *ALICE)
    for number, who in ((999_999, ALICE), (mine["id"], ("--user", "cora", *DAY))):
        assert told(cli, "remittance", "show", number, *who)[0] == "remittance_unknown"


def test_what_was_drawn_for_verification_is_told_and_freed_by_command(
    cli: Cli, world: World, csv: Csv
) -> None:
    world.amend(world.ids["C-1"], {"sample_ppm": 1_000_000})
    cli.run("remit", "C-1", csv("FA-1", "10000.00"), *ALICE)
    record = ("fact", "record", "C-1", "invoice", "FA-1", "verification_answer")
    story = []
    for answer in (None, "NOT_RECOGNISED", "CONFIRMED"):
        if answer:
            cli.run(*record, answer, "--source", "call", *ANNA)
        seen = cli.json("availability", "C-1", "--explain", *ALICE)
        story.append((seen["drawable_cents"], [
            (part["reason"], part["freed_by"]) for part in seen["parts"]
            if part["reason"] in ("delivery_not_proved", "not_recognised")]))  # fmt: skip
        if answer == "NOT_RECOGNISED":
            french = cli.run("availability", "C-1", "--explain", *ALICE, LC_ALL="fr_FR").stdout
            assert "l'acheteur ne reconnaît pas cette" in french
    assert story == [
        (0, [("delivery_not_proved", "send_document")]),
        (0, [("not_recognised", "confirm_with_buyer")]), (900_000, []),
    ]  # fmt: skip
    refused = cli.error(*record, "MAYBE", "--source", "call", *ANNA, code=1)
    assert "CONFIRMED NOT_RECOGNISED NO_ANSWER" in refused["message"]


def test_an_account_of_another_currency_is_not_offered_and_says_why_it_pays_nothing(
    cli: Cli, world: World, csv: Csv, tmp_path: Path
) -> None:
    world.own_account(IBAN_2, currency="USD")
    assert said(cli, "payout", *TANIA) == ["No order to pay.", "No payment order waits."]
    cli.run("remit", "C-1", csv("FA-1", "10000.00"), *ALICE)
    order = cli.json("draw", "C-1", "100.00", *ALICE)
    assert said(cli, "payout", *TANIA) == [
        "No order to pay.",
        "Orders: 1, €100.00. They wait for another person to release them: comptant approvals.",
    ]
    cli.run("release", order["order_id"], *TANIA)
    assert said(cli, "payout", "--account", IBAN_2, *TANIA) == [
        "No order to pay (USD).", "Orders: 1, €100.00. Only an account in EUR pays them.",
    ]  # fmt: skip
    assert said(cli, "payout", "--account", IBAN_2, *TANIA, LC_ALL="fr_FR.UTF-8") == [
        "Aucun ordre à payer (USD).",
        "Ordres : 1, 100,00 €. Seul un compte en EUR les paie.",
    ]
    assert cli.json("payout", "--out", tmp_path / "pay.xml", *TANIA)["orders"] == [
        order["order_id"]
    ]


def said(cli: Cli, *typed: object, **environment: str) -> list[str]:
    """The lines of an answer, without its key."""
    shown = cli.run(*typed, **environment).stdout.replace("\N{NO-BREAK SPACE}", " ")
    return [line for line in shown.splitlines() if line and not line.startswith(("key:", "clé"))]
