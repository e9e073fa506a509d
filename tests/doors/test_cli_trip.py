"""The worked example, by the command line alone: remitted, drawn, paid out, collected, closed."""

from datetime import date
from pathlib import Path

from lxml import etree

from comptant.rules.postings import FUNDS_IN_USE_ACCOUNTS
from tests import facts
from tests.doors import camt
from tests.doors.conftest import DAY, Cli, Csv

OURS, THEIRS = "FR7630006000011234567890189", "FR7610107001011234567890129"
END = ("--on", "2026-03-17")
TERMS = (
    "fee_ppm=0.60", "margin_ppm=1,60", "standing_consent=quittance permanente 2026-01",
    "fee_billing=AT_COLLECTION", "interest_billing=AT_COLLECTION", "notice_required=no",
    "sample_ppm=0", "delivery_proof_above_cents=none", "concentration_ppm=100",
)  # fmt: skip


def first_day(cli: Cli, login: str) -> None:
    """Somebody signs in for the first time, and chooses a password."""
    lines = cli.folder / "lines.txt"
    lines.write_text(f"{facts.PASSWORD}\nfour words nobody joins\n")
    cli.run("login", login)
    cli.run("password", "--from", lines)


def open_house(cli: Cli) -> None:
    """From an empty database to a client with a contract, an account to pay and a buyer's limit."""
    cli.run(
        "init", "--name", "FACTOR SA", "--siren", "552100554", "--login", "ada", "--sandbox", *DAY
    )
    for login, role in (("anna", "account_manager"), ("tania", "treasurer"),
                        ("aron", "accountant")):  # fmt: skip
        cli.run("user", "add", login, "--role", role, "--user", "ada", *DAY)
        first_day(cli, login)
    cli.run("client", "add", "ALPHA SAS", "--siren", "732 829 320", "--user", "anna", *DAY)
    cli.run("buyer", "add", "BETA SA", "--siren", "443061841", "--user", "anna", *DAY)
    cli.run(
        "user", "add", "alice", "--at", "732829320", "--role", "client_owner", "--user", "ada", *DAY
    )
    first_day(cli, "alice")
    terms = [word for term in TERMS for word in ("--term", term)]
    opened = cli.json("contract", "open", "--client", "ALPHA SAS", "--number", "C-1", *terms,
                      "--user", "anna", *DAY)  # fmt: skip
    assert (opened["status"], opened["waiting"]) == ("OPENING", ["concentration_ppm"])
    waiting = [
        opened,
        cli.json("payee", "add", THEIRS, "--holder", "ALPHA SAS", "--user", "alice", *DAY),
        cli.json("rate", "propose", "EURIBOR3M", "2.015", "--source", "EMMI",
                 "--user", "tania", *DAY),
        cli.json("limit", "propose", "443061841", "50 000,00", "--contract", "C-1", "--source",
                 "committee", "--user", "anna", *DAY),
    ]  # fmt: skip
    cli.run(
        "account", "add", OURS, "--bic", "AGRIFRPP", "--name", "FACTOR SA", "--user", "tania", *DAY
    )
    listed = cli.json("approvals", "--user", "ada", *DAY)
    assert [row["id"] for row in listed] == [each["approval_id"] for each in waiting]
    for each in waiting:
        cli.run("approve", each["approval_id"], "--user", "ada", *DAY)
    assert cli.json("approvals", "--user", "ada", *DAY) == []


def test_the_seed_example_from_the_first_day_to_the_close(
    cli: Cli, csv: Csv, tmp_path: Path
) -> None:
    open_house(cli)
    sent = cli.json("remit", "C-1", csv("FA-1", "20000.00"), "--user", "alice", *DAY)
    (remittance,) = sent["remittances"]
    assert (remittance["accepted"], remittance["accepted_cents"]) == (1, 2_000_000)
    assert (remittance["title_number"], remittance["not_fundable"]) == (1, 0)

    seen = cli.json("availability", "C-1", "--explain", "--user", "alice", *DAY)
    assert (seen["outstanding_cents"], seen["drawable_cents"]) == (2_000_000, 1_800_000)
    assert sum(part["amount_cents"] for part in seen["parts"]) == 2_000_000

    order = cli.json("draw", "C-1", "18 000,00", "--user", "alice", *DAY)
    cli.run("release", order["order_id"], "--user", "tania", *DAY)
    paid = cli.json("payout", "--out", tmp_path / "pay.xml", "--user", "tania", *DAY)
    assert (paid["count"], paid["total_cents"]) == (1, 1_800_000)
    tree = etree.parse(str(tmp_path / "pay.xml"))
    values = {node.tag.rpartition("}")[2]: node.text for node in tree.iter() if node.text}
    assert (values["InstdAmt"], values["EndToEndId"]) == ("18000.00", order["reference"])

    reference = order["reference"]
    first = camt.statement(OURS, 1, date(2026, 1, 16), 5_000_000, (-1_800_000, reference, "x"))
    last = camt.statement(OURS, 2, date(2026, 3, 17), 3_200_000, (2_000_000, "NONE", "FA-1"))
    (tmp_path / "1.xml").write_text(first)
    (tmp_path / "2.xml").write_text(last)
    told = cli.json("bank", tmp_path / "1.xml", tmp_path / "2.xml", "--user", "aron", *END)
    assert [each["executed"] for each in told["files"]] == [1, 0]
    assert told["files"][1]["allocated_cents"] == 2_000_000
    assert cli.json("orders", "C-1", "--user", "alice", *END)[0]["step"] == "EXECUTED"

    account = cli.json("statement", "C-1", "--from", "2026-01-01", "--user", "alice", *END)
    assert [(each["event"], each["amount_cents"]) for each in account["entries"]] == [
        ("assignment", 2_000_000), ("order_released", -1_800_000), ("fee", -14_400),
        ("interest", -10_845),
    ]  # fmt: skip
    assert account["closing_cents"] == account["available_cents"] == 174_755
    assert account["funds_in_use_cents"] == -174_755
    check_books(cli)

    closed = cli.json("close-day", "2026-03-17", "--user", "aron", *END)
    assert (closed["contracts"], closed["key"]) == (1, "close/2026-03-17")
    sealed = cli.json("audit", "seal", "--user", "aron", *END)
    verified = cli.json("audit", "verify", "--user", "aron", *END)
    assert (verified["sealed"], verified["broken_at"]) == (sealed["position"], None)


def check_books(cli: Cli) -> None:
    """Debits are credits, in the factor's books and the client's; balances are the journal's."""
    for view in ((), ("--mirror",)):
        journal = cli.json("journal", "C-1", *view, "--user", "alice", *END)
        for entry in journal["entries"]:
            assert sum(line["amount_cents"] for line in entry["lines"]) == 0
        (total,) = journal["totals"]
        assert total["debit_cents"] == total["credit_cents"]
    mirror = {}
    for entry in journal["entries"]:
        for line in entry["lines"]:
            mirror[line["account"]] = mirror.get(line["account"], 0) + line["amount_cents"]
    assert mirror == {"C411": -2_000_000, "C4671": 174_755, "C512": 1_800_000, "C6225": 12_000,
                      "C44566": 2_400, "C6616": 10_845}  # fmt: skip
    balances = cli.json("balances", "C-1", "--user", "alice", *END)
    used = sum(row["amount_cents"] for row in balances if row["account"] in FUNDS_IN_USE_ACCOUNTS)
    assert used == -174_755
    assert {row["account"]: row["amount_cents"] for row in balances} == {
        "BNK": 200_000, "CCA": -174_755, "FEE": -12_000, "INT": -10_845, "VATC": -2_400,
    }  # fmt: skip
