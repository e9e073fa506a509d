"""A policy as people type and read it, in both languages: agreed by two, explained, its deadlines
listed with what is lost first on top."""

import json
from datetime import date
from pathlib import Path

from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.doors.test_cli_charges import spoken

ANNA, CARL = (("--user", login, *DAY) for login in ("anna", "carl"))
LATER = ("--user", "anna", "--on", "2026-05-11")


def insured(cli: Cli, world: facts.World) -> None:
    """I-1 with an invoice of 50 000.00, covered before VAT up to 50 000.00 as people type it."""
    contract = world.contract("I-1", age_cutoff_days=3_650)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 5_000_000, "issued_on": date(2026, 1, 10),
                           "due_on": date(2026, 3, 11)})  # fmt: skip
    told = cli.run("policy", "insurer", "ASSUR", "--siren", "552032534", *ANNA).stdout
    assert told.startswith("ASSUR is party ")
    cli.run("policy", "open", "ASSUR", "P-1", "--from", "2026-01-01", "--source", "policy", *ANNA)
    wrong = cli.run("policy", "terms", "P-1", "--term", "insured_base=HT", "--source", "x", *ANNA,
                    code=1, LC_ALL="fr_FR.UTF-8").stderr  # fmt: skip
    assert "assiette garantie = HT : attendu NET" in wrong
    cli.run("policy", "terms", "P-1", "--term", "insured_base=NET", "--from", "2026-01-01",
            "--source", "article 2", *ANNA)  # fmt: skip
    cli.run("policy", "cover", "P-1", "I-1", "--from", "2026-01-01", "--source", "schedule", *ANNA)
    cli.run("policy", "limit", "P-1", "BETA SA", "granted", "D-1", "--amount", "50000.00", "--from",
            "2026-01-01", "--source", "mail", *ANNA)  # fmt: skip


def test_a_policy_is_agreed_explained_and_its_deadlines_told(cli: Cli, world: facts.World) -> None:
    insured(cli, world)
    shown = spoken(cli, "approvals", *CARL, french=True)
    assert "police P-1 : assiette garantie HT, dès le 01/01/2026" in shown
    assert "police P-1 : garantit I-1, rang 1, 100" in shown
    for waiting in cli.json("approvals", *CARL):
        cli.run("approve", waiting["id"], *CARL)
    assert "before VAT" in spoken(cli, "policy", "terms", "P-1", *ANNA)
    (row,) = cli.json("policy", "explain", "I-1", *ANNA)
    assert row["cover_due_cents"] == 3_750_000  # W6-4
    told = spoken(cli, "policy", "explain", "I-1", *ANNA, french=True)
    assert "HT, dans la limite de 50 000,00 € : 37 500,00 € seraient indemnisés." in told
    assert "Pas davantage : 8 333,33 € TVA, non garantie ; 4 166,67 € quote-part" in told
    assert cli.json("policy", "deadlines", *ANNA) == []
    (late,) = cli.json("policy", "deadlines", *LATER)
    assert (late["next_cover_step"], late["act_by_on"]) == ("declare", "2026-06-09")
    assert "déclarer l'impayé" in spoken(cli, "policy", "deadlines", *LATER, french=True)
    cli.run("policy", "told", "P-1", "I-1", "declared", "FA-1", "--reference", "DIC-1", *LATER)
    assert cli.json("policy", "deadlines", *LATER) == []
    (claim,) = cli.json("policy", "claims", *LATER)
    assert (claim["claim_indemnity_cents"], claim["indemnity_on"]) == (3_750_000, "2026-10-08")
    assert [row["policy_decision"] for row in cli.json("policy", "limits", *ANNA)] == ["GRANTED"]
    assert [row["layer"] for row in cli.json("policy", "covers", "I-1", *ANNA)] == [1]
    assert [row["insurer_name"] for row in cli.json("policy", "list", *ANNA)] == ["ASSUR"]


def test_a_declaration_after_its_day_says_that_the_cover_is_lost(
    cli: Cli, world: facts.World
) -> None:
    insured(cli, world)
    for waiting in cli.json("approvals", *CARL):
        cli.run("approve", waiting["id"], *CARL)
    late = ("--user", "anna", "--on", "2026-06-10")
    told = spoken(cli, "policy", "told", "P-1", "I-1", "declared", "FA-1", "--reference", "DIC-1",
                  *late)  # fmt: skip
    assert "Too late for 1" in told
    assert "not declared in time" in spoken(cli, "policy", "explain", "I-1", *late)


def test_a_premium_and_a_turnover_are_told_and_declared(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    insured(cli, world)
    cli.run(
        "policy",
        "terms",
        "P-1",
        "--term",
        "turnover_months=1",
        "--term",
        "premium_months=1",
        "--term",
        "policy_rate_ppm=0.30",
        "--from",
        "2026-01-01",
        "--source",
        "x",
        *ANNA,
    )
    for waiting in cli.json("approvals", *CARL):
        cli.run("approve", waiting["id"], *CARL)
    (told,) = cli.json("policy", "premium", "P-1", *ANNA)
    assert told["period_premium_cents"] == 12_500  # before VAT, 41 666.67 x 0.30 %
    shown = spoken(cli, "policy", "turnover", "P-1", *ANNA, french=True)
    assert "À déclarer : 41 666,67" in shown
    for form in ("csv", "xlsx", "pdf"):
        cli.run("policy", "turnover", "P-1", "--out", tmp_path / f"d.{form}", *ANNA)
    assert b"P-1,2026-01-01,2026-01-31" in (tmp_path / "d.csv").read_bytes()
    assert (tmp_path / "d.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "d.xlsx").read_bytes().startswith(b"PK")
    later = ("--user", "anna", "--on", "2026-02-02")
    assert "chiffre d'affaires à déclarer" in spoken(cli, "policy", "duties", *later, french=True)
    cli.run("policy", "declare-turnover", "P-1", "--until", "2026-01-31", "--reference", "DCA-1",
            *later)  # fmt: skip
    (row,) = cli.json("policy", "declarations", *later)
    assert (row["declared_turnover_cents"], row["reference"]) == (4_166_667, "DCA-1")
    assert cli.json("policy", "premiums", *later) == []
    assert "no premium" in cli.run("policy", "pay-premium", "999", *later, code=1).stderr
    assert "no premium" in cli.run("policy", "premium-paid", "999", "--reference", "x", *later,
                                   code=1).stderr  # fmt: skip


def test_messages_to_an_insurer_are_written_marked_and_its_decisions_taken(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    insured(cli, world)
    for waiting in cli.json("approvals", *CARL):
        cli.run("approve", waiting["id"], *CARL)
    asked = cli.json("policy", "ask", "P-1", "BETA SA", "increase", "--amount", "60000.00",
                     "--reason", "orders", *ANNA)  # fmt: skip
    told = cli.json("policy", "tell", "P-1", "I-1", "overdue", "FA-1", "--reason", "unpaid",
                    *ANNA)  # fmt: skip
    cli.run("policy", "message", asked["message_id"], "--out", tmp_path / "m.json", *ANNA)
    written = json.loads((tmp_path / "m.json").read_text())
    assert (written["request_code"], written["reference"]) == ("3", asked["reference"])
    cli.run("policy", "message", told["message_id"], "--out", tmp_path / "m.pdf", *ANNA)
    assert (tmp_path / "m.pdf").read_bytes().startswith(b"%PDF-")
    cli.run("policy", "mark", told["message_id"], "sent", "--reference", "letter 1", *ANNA)
    cli.run("policy", "mark", told["message_id"], "taken", "--reference", "DMS-1", *ANNA)
    shown = spoken(cli, "policy", "messages", *ANNA, french=True)
    assert "reçu par l'assureur" in shown
    siren = written["buyer_siren"]
    path = tmp_path / "decisions.csv"
    path.write_text(
        "police;siren;code de réponse;numéro;montant;du\n"
        f"P-1;{siren};2;D-2;60000,00;2026-01-16\nP-1;{siren};5;D-3;70000,00;\n"
    )
    answer = cli.json("policy", "decisions", "ASSUR", path, *ANNA)
    assert (len(answer["taken"]), len(answer["refused"])) == (1, 1)
    assert "n'est pas datée" in spoken(cli, "policy", "answers", *ANNA, french=True)
    path.write_text("police;numéro\nP-1;D-4\n")
    assert cli.run("policy", "decisions", "ASSUR", path, *ANNA, code=3).stderr
    cli.run("policy", "tell-recovery", "I-1", "SIN-9", *ANNA, code=1)
    assert "turnover" in cli.run("policy", "tell-turnover", "P-1", *ANNA, code=1).stderr
