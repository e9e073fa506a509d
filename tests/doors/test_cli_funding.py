"""Money out and in: what is available, two people, one file, the bank's word."""

from datetime import date
from pathlib import Path

import pytest

from comptant.operations.collection import cash
from tests import facts
from tests.doors import camt
from tests.doors.conftest import DAY, Cli, Csv
from tests.traces import refused

ALICE, TANIA, ARON = ("--user", "alice", *DAY), ("--user", "tania", *DAY), ("--user", "aron", *DAY)


TOLD = ("part", "rule", "freed_by", "amount_cents")


@pytest.fixture
def funded(cli: Cli, world: facts.World, csv: Csv) -> facts.World:
    """ALPHA has 18 000.00 available from an invoice of 20 000.00."""
    cli.run("remit", "C-1", csv("FA-1", "20000.00"), *ALICE)
    return world


def test_the_waterfall_is_drawn_from_what_was_assigned_to_what_is_available(
    cli: Cli, funded: facts.World
) -> None:
    shown = cli.run("availability", "C-1", "--explain", *ALICE, LC_ALL="fr_FR.UTF-8").stdout
    lines = shown.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert lines[0] == "cédé         20 000,00 €  " + "█" * 36
    assert lines[1] == "non avancé   -2 000,00 €  " + " " * 32 + "█" * 4
    assert lines[2].strip().startswith("La part non avancée des factures financées")
    assert lines[3] == "disponible   18 000,00 €  " + "█" * 32
    assert "À tirer : 18 000,00 €" in lines
    assert "Somme des postes 20 000,00 € = cédé 20 000,00 €" in lines


def test_each_part_says_its_rule_its_source_and_what_frees_it(
    cli: Cli, funded: facts.World
) -> None:
    parts = cli.json("availability", "C-1", "--explain", *ALICE)["parts"]
    assert [tuple(each[name] for name in TOLD) for each in parts] == [
        ("retained", "§3.4", "collect", 200_000), ("available", "§3.4", "draw", 1_800_000),
    ]  # fmt: skip
    assert parts[0]["source"] == "Contract, advance rate"


def test_a_draw_beyond_what_is_available_is_refused_and_leaves_no_trace(
    cli: Cli, funded: facts.World
) -> None:
    told = cli.error("draw", "C-1", "18000.01", *ALICE, code=1)
    assert told["error"] == "beyond_availability"
    assert told["facts"]["available_cents"] == 1_800_000
    assert told["message"].startswith("€18,000.01 is asked for and €18,000.00 is available.")
    french = cli.run("draw", "C-1", "18000,01", *ALICE, code=1, LC_ALL="fr_FR").stderr
    assert french.replace("\N{NO-BREAK SPACE}", " ").startswith(
        "18 000,01 € demandés pour 18 000,00 € disponibles."
    )
    assert cli.json("orders", *ALICE) == []


def test_the_same_key_draws_once(cli: Cli, funded: facts.World) -> None:
    first = cli.json("draw", "C-1", "100.00", "--key", "d1", *ALICE)
    assert cli.json("draw", "C-1", "100.00", "--key", "d1", *ALICE) == first
    assert first["key"] == "d1"
    assert len(cli.json("orders", *ALICE)) == 1
    told = cli.error("draw", "C-1", "200.00", "--key", "d1", *ALICE, code=1)
    assert told["error"] == "key_used_for_something_else"
    assert told["key"] == "d1"


def test_an_order_is_released_by_another_person_or_refused(cli: Cli, funded: facts.World) -> None:
    order = cli.json("draw", "C-1", *ALICE)
    assert order["amount_cents"] == 1_800_000
    assert cli.error("release", order["order_id"], *ALICE, code=4)["error"] == "not_your_right"
    told = cli.error("release", order["order_id"], "--user", "carl", *DAY, code=1)
    assert told["error"] == "beyond_authority"
    cli.run("refuse", order["approval_id"], "--reason", "not today", *TANIA)
    assert cli.json("orders", *ALICE)[0]["step"] == "REFUSED"
    assert cli.json("availability", "C-1", *ALICE)["drawable_cents"] == 1_800_000
    assert cli.error("release", order["order_id"], *TANIA, code=1)["error"] == "step_taken"
    assert cli.error("release", 999_999, *TANIA, code=1)["error"] == "order_unknown"


def test_an_authority_given_to_a_role_counts_from_its_day(cli: Cli, funded: facts.World) -> None:
    order = cli.json("draw", "C-1", "10.00", *ALICE)
    given = ("user", "authority", "credit_analyst", "payment_order")
    cli.run(*given, "9,99", "--source", "board", "--user", "ada", *DAY)
    told = cli.error("release", order["order_id"], "--user", "carl", *DAY, code=1)
    assert told["error"] == "beyond_authority"
    cli.run(*given, "any", "--source", "board", "--user", "ada", *DAY)
    assert cli.json("release", order["order_id"], "--user", "carl", *DAY)["decision"] == "APPROVED"


def test_the_person_who_asked_cannot_also_release(cli: Cli, funded: facts.World) -> None:
    order = cli.json("draw", "C-1", "10.00", "--user", "anna", *DAY)
    cli.run("user", "role", "anna", "treasurer", "--user", "ada")
    told = cli.error("release", order["order_id"], "--user", "anna", *DAY, code=1)
    assert (told["error"], told["facts"]["login"]) == ("same_person", "anna")


def test_a_payout_that_cannot_be_written_is_written_again_with_its_key(
    cli: Cli, funded: facts.World, tmp_path: Path
) -> None:
    funded.draw(funded.ids["C-1"], 100_000)
    told = cli.error("payout", "--out", tmp_path / "no" / "f.xml", "--key", "p1", *TANIA, code=3)
    assert (told["error"], told["key"]) == ("file", "p1")
    assert "comptant outbox write" in told["message"]
    again = cli.json("payout", "--out", tmp_path / "f.xml", "--key", "p1", *TANIA)
    assert (again["count"], again["total_cents"]) == (1, 100_000)
    assert b"<InstdAmt" in (tmp_path / "f.xml").read_bytes()
    assert cli.json("payout", *TANIA)["count"] == 0
    (line,) = cli.json("outbox", "list", *TANIA)
    cli.run("outbox", "sent", line["id"], "--proof", "bank portal", *TANIA)
    assert cli.json("outbox", "list", *TANIA) == []
    assert cli.error("outbox", "sent", line["id"], "--proof", "x", *TANIA, code=1)["error"] \
        == "outbox_done"  # fmt: skip


def test_an_order_rejected_by_the_bank_is_credited_back(
    cli: Cli, funded: facts.World, tmp_path: Path
) -> None:
    order = funded.draw(funded.ids["C-1"], 100_000)
    cli.run("payout", "--out", tmp_path / "f.xml", *TANIA)
    asked = ("order", "settle", order["order_id"], "rejected", "--reason", "AC04", *TANIA)
    approval = cli.json(*asked)["approval_id"]
    assert cli.error(*asked, code=1)["error"] == "outcome_waits"
    assert cli.json("availability", "C-1", *ALICE)["drawable_cents"] == 1_700_000
    assert cli.error("approve", approval, *TANIA, code=1)["error"] == "same_person"
    listed = cli.run("approvals", "--kind", "order_outcome", *TANIA, LC_ALL="fr_FR.UTF-8").stdout
    assert f"ordre {order['order_id']} rejeté : AC04" in listed
    cli.run("approve", approval, *ARON)
    (row,) = cli.json("orders", "--step", "rejected", *ALICE)
    assert (row["step"], row["reason"]) == ("REJECTED", "AC04")
    assert cli.json("availability", "C-1", *ALICE)["drawable_cents"] == 1_800_000


def test_unknown_money_waits_is_identified_and_allocated(
    cli: Cli, funded: facts.World, tmp_path: Path
) -> None:
    path = tmp_path / "day.xml"
    path.write_text(camt.statement(
        facts.FACTOR_IBAN, 1, date(2026, 1, 16), 0, (300_000, "NONE", "no name")))  # fmt: skip
    told = cli.json("bank", path, *ARON)
    assert (told["files"][0]["received_cents"], told["files"][0]["allocated_cents"]) == (300_000, 0)
    (waiting,) = cli.json("cash", "list", *ARON)
    assert (waiting["contract_number"], waiting["open_cents"]) == (None, 300_000)
    assert waiting["wait_reason"] == "NO_MATCH"
    told = cli.error("allocate", waiting["id"], "FA-1=10.00", *ARON, code=1)
    assert (told["error"], told["message"]) == (
        "payment_of_nobody", f"Nobody has said whose payment {waiting['id']} is. Say it first:"
        f" comptant identify {waiting['id']} CONTRACT BUYER. Where it pays several contracts, a"
        " part of it for each (comptant identify --amount).")  # fmt: skip
    with refused(funded.conn, "payment_of_nobody"):  # as the API would ask
        cash.allocate(funded.conn, funded.asked("aron"), contract_id=funded.house,
                      payment_id=waiting["id"], invoices={})  # fmt: skip
    known = cli.json("identify", waiting["id"], "C-1", "443061841", *ARON)
    assert cli.json("cash", "list", "C-1", *ALICE)[0]["open_cents"] == 300_000
    done = cli.json("allocate", known["payment_id"], "FA-1=2 500,00", *ARON)
    assert (done["allocated_cents"], done["open_cents"]) == (250_000, 50_000)
    assert cli.json("invoices", "C-1", *ALICE)[0]["open_cents"] == 1_750_000
    assert cli.error("allocate", known["payment_id"], "FA-1", *ARON, code=1)["error"] \
        == "column_of_amounts"  # fmt: skip
    assert cli.json("bank", path, *ARON)["files"][0]["new"] == 0


def test_unknown_money_is_sent_back_by_two_people(
    cli: Cli, funded: facts.World, tmp_path: Path
) -> None:
    path = tmp_path / "day.xml"
    path.write_text(camt.statement(
        facts.FACTOR_IBAN, 1, date(2026, 1, 16), 0, (5_000, "NONE", "no name")))  # fmt: skip
    cli.run("bank", path, *ARON)
    (waiting,) = cli.json("cash", "list", *ARON)
    order = cli.json("cash", "return", waiting["id"], facts.CLIENT_IBAN, *ARON)
    cli.run("release", order["order_id"], *TANIA)
    assert cli.json("cash", "list", *ARON) == []


def test_a_bank_file_of_another_account_is_refused_whole(
    cli: Cli, funded: facts.World, tmp_path: Path
) -> None:
    path = tmp_path / "day.xml"
    path.write_text(camt.statement(facts.CLIENT_IBAN, 1, date(2026, 1, 16), 0, (1, "NONE", "x")))
    assert cli.error("bank", path, *ARON, code=1)["error"] == "account_not_ours"
    path.write_text("nothing of a bank")
    told = cli.json("bank", path, *ARON, code=3)
    assert [fault["code"] for fault in told["faults"]] == ["format_unknown"]


def test_limits_lines_and_terms_change_what_is_available(cli: Cli, funded: facts.World) -> None:
    by_anna = ("--user", "anna", *DAY)
    asked = cli.json("contract", "amend", "C-1", "--term", "line_cents=1000,00", "--source", "a2",
                     *by_anna)  # fmt: skip
    assert cli.json("availability", "C-1", *ALICE)["parts"][-1]["amount_cents"] == 1_800_000
    cli.run("approve", asked["approval_id"], "--user", "ada", *DAY)
    seen = cli.json("availability", "C-1", *ALICE)
    assert [(each["part"], each["amount_cents"]) for each in seen["parts"]] == [
        ("retained", 200_000), ("line_cut", 1_700_000), ("available", 100_000)]  # fmt: skip
    history = cli.json("contract", "show", "C-1", "--history", *by_anna)
    assert [row["value"] for row in history if row["term"] == "line_cents"] == [100_000, None]
    asked = cli.json("limit", "request", "C-1", "BETA SA", "70000.00", *ALICE)
    cli.run("approve", asked["approval_id"], "--user", "ada", *DAY)
    (limit,) = cli.json("limit", "list", "C-1", *by_anna)
    assert (limit["scope"], limit["limit_cents"]) == ("CONTRACT_BUYER", 7_000_000)
    spanning = cli.json("limit", "propose", "443061841", "60000", "--scope", "buyer", "--source",
                        "x", *by_anna)  # fmt: skip
    cli.run("approve", spanning["approval_id"], "--user", "ada", *DAY)
    cli.run("limit", "allot", "C-1", "443061841", "60000.00", *by_anna)
    told = cli.error("limit", "allot", "C-2", "443061841", "0.01", *by_anna, code=1)
    assert (told["error"], told["facts"]["room_cents"]) == ("beyond_ceiling", 0)
    for text, code in (("nope=1", "term_unknown"), ("fee_ppm=x", "term_wrong")):
        told = cli.error(
            "contract", "amend", "C-1", "--term", text, "--source", "x", *by_anna, code=1
        )
        assert told["error"] == code


def test_a_payee_that_the_bank_denies_is_not_paid(cli: Cli, funded: facts.World) -> None:
    cli.run("payee", "check", facts.CLIENT_IBAN, "no-match", "--source", "bank", *TANIA)
    assert cli.json("payee", "list", *TANIA)[0]["payee_check"] == "NO_MATCH"
    assert cli.error("draw", "C-1", "1.00", *ALICE, code=1)["error"] == "payee_check_failed"


def test_a_number_too_short_to_prove_anything_says_so_while_it_waits(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    cli.run("remit", "C-1", csv("F1", "1000.00", "F2", "2000.00"), *ALICE)
    world.bank(
        {"cents": 70_000, "text": "facture F1", "payer_name": "INCONNU"},
        {"cents": 80_000, "text": "virement", "payer_name": "INCONNU"},
    )
    rows = cli.json("cash", "list", *ARON)
    reasons = {row["remittance_text"]: row["wait_reason"] for row in rows}
    assert reasons == {"facture F1": "WEAK_NUMBER", "virement": "NO_MATCH"}
    short = next(row for row in rows if row["open_cents"] == 70_000)
    known = cli.json("identify", short["id"], "C-1", "443061841", *ARON)
    waits = {row["id"]: row["wait_reason"] for row in cli.json("cash", "list", "C-1", *ARON)}
    assert (known["allocated_cents"], waits[known["payment_id"]]) == (0, "WEAK_NUMBER")
    shown = " ".join(cli.run("cash", "list", *ARON, LC_ALL="fr_FR.UTF-8").stdout.split())
    assert "pourquoi il attend" in shown
