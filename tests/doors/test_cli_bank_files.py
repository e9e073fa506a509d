"""What a bank and a buyer send, by the command line: what is said, in both languages."""

from pathlib import Path

import pytest

from tests.doors.conftest import DAY, Cli, Csv
from tests.facts import FACTOR_IBAN, World
from tests.operations import test_one_bank_day as one

END = ("--on", "2026-01-19", "--user", "tania")
FRENCH = ("--language", "fr")


@pytest.fixture
def folder(cli: Cli, world: World, csv: Csv, tmp_path: Path) -> Path:
    """Three invoices on C-1, and the bank's files of one day on our account."""
    lines = ("FA-2026-0101", 5000, "FA-2026-0102", 7000, "FA-2026-0103", 3000)
    cli.run("remit", "C-1", csv(*lines), "--user", "alice", *DAY)
    files = {**one.STATEMENTS, **one.NOTICES}
    for name, content in files.items():
        told = content.replace(one.IBAN.encode(), FACTOR_IBAN.encode())
        told = told.replace(b"2026-01-05", b"2026-01-19").replace(b"260105", b"260119")
        (tmp_path / name).write_bytes(told)
    return tmp_path


def test_a_day_of_bank_files_says_what_each_has_done(cli: Cli, folder: Path) -> None:
    said = cli.run("bank", "camt.052", "camt.053", "camt.054", *END).stdout
    assert (
        "camt.052 (camt.052): announced 5, new 5; nothing of it is booked by itself: "
        "comptant cash expected" in said
    )
    assert "camt.053: movements 3, new 3; received 2 (€15,300.00), allocated €3,000.00" in said
    assert "lines detailed 1: payments 3, allocated €12,000.00" in said
    assert cli.json("cash", "expected", *END) == []
    assert [row["open_cents"] for row in cli.json("cash", "list", *END)] == [30_000]


def test_what_is_expected_is_listed_with_its_state(cli: Cli, folder: Path) -> None:
    said = cli.run("bank", "camt.052", *END, *FRENCH).stdout
    assert "annoncés 5, nouveaux 5 ; rien n'en est comptabilisé tel quel" in said
    listed = cli.run("cash", "expected", *END, *FRENCH).stdout
    assert listed.count("attendu") == 5
    assert "12" in listed
    assert "OMEGA" in listed


def test_an_mt940_of_an_account_fed_by_camt_is_refused_with_the_remedy(
    cli: Cli, folder: Path
) -> None:
    told = cli.error("bank", "mt940", *END, code=1)
    assert told["error"] == "source_does_not_book"


def test_a_file_with_a_fault_is_told_by_place_cause_and_remedy(cli: Cli, folder: Path) -> None:
    (folder / "mt940").write_bytes((folder / "mt940").read_bytes().replace(b"16290", b"16291"))
    said = cli.run("bank", "mt940", *END, *FRENCH, code=3)
    assert "Solde d'ouverture et mouvements ne donnent pas le solde de clôture" in (
        said.stdout + said.stderr
    )


def test_an_answer_to_a_payment_file_gives_back_what_is_rejected(cli: Cli, folder: Path) -> None:
    order = cli.json("draw", "C-1", "1000.00", "--user", "alice", *DAY)
    cli.run("approve", order["approval_id"], "--user", "tania", *DAY)
    cli.run("payout", "--out", "out.xml", "--user", "tania", *DAY)
    sent = (folder / "out.xml").read_text()
    message, group = (sent.partition(f"<{tag}>")[2].partition("<")[0]
                      for tag in ("MsgId", "PmtInfId"))  # fmt: skip
    (folder / "answer.xml").write_text(
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>'
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId></OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{group}</OrgnlPmtInfId><TxInfAndSts>"
        f"<OrgnlEndToEndId>{order['reference']}</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf>"
        "<Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts><TxInfAndSts><OrgnlEndToEndId>NOPE-1"
        "</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt>"
        "</Document>"
    )
    said = cli.run("bank", "answer.xml", *END, *FRENCH).stdout
    assert "ordres acceptés 0, rejetés et recrédités 1, déjà connus 0" in said
    assert "absents du fichier envoyé : NOPE-1. Laissés de côté" in said
    (row,) = cli.json("orders", *END)
    assert (row["step"], row["reason"]) == ("REJECTED", "RJCT AC04")
    again = (folder / "answer.xml").read_text().replace(message, "CPT-1")
    (folder / "answer.xml").write_text(again)
    failed = cli.run("bank", "answer.xml", *END, code=1)
    assert "The bank speaks of CPT-1, which we have not sent in this way." in failed.stderr


def test_an_advice_waits_for_its_payment_and_says_so(cli: Cli, folder: Path) -> None:
    (folder / "advice.csv").write_text("N° facture;Payé\nFA-2026-0101;5000\nFA-2026-0102;7000\n")
    said = cli.run("cash", "advice", "advice.csv", "--on", "2026-01-19", "--user", "anna").stdout
    assert "No payment of €12,000.00 waits for it yet: the advice waits." in said
    (waiting,) = cli.json("cash", "advices", *END)
    assert (waiting["contract_number"], waiting["line_count"]) == ("C-1", 2)


def test_a_line_of_an_advice_that_does_not_fit_is_shown_with_its_reason(
    cli: Cli, folder: Path
) -> None:
    (folder / "advice.csv").write_text("N° facture;Payé\nFA-9;10\nFA-2026-0101;5000,01\n")
    asked = ("cash", "advice", "advice.csv", "--on", "2026-01-19", "--user", "anna")
    said = cli.run(*asked, *FRENCH, code=1)
    assert "numéro inconnu" in said.stdout
    assert "plus que l'ouvert" in said.stdout
    assert "Les lignes 2, 3 de l'avis ne conviennent pas" in said.stderr
    (folder / "advice.csv").write_text("N° facture;Payé\nFA-9;dix\n")
    said = cli.run(*asked, code=3)
    assert "line 2" in said.stdout + said.stderr


def test_an_account_may_be_fed_by_mt940(cli: Cli, folder: Path) -> None:
    iban = one.IBAN
    cli.run("account", "add", iban, "--bic", "AGRIFRPP", "--name", "FACTOR SA", "--books-from",
            "mt940", "--user", "tania", *DAY)  # fmt: skip
    (folder / "day.sta").write_bytes(one.MT940)
    said = cli.run("bank", "day.sta", *END).stdout
    assert "day.sta: movements 3, new 3; received 2 (€15,300.00), allocated €3,000.00" in said


def test_a_payment_that_an_advice_announced_is_told_as_such(cli: Cli, folder: Path) -> None:
    content = "N° facture;Payé;Retenue\nFA-2026-0101;2100;500\nFA-2026-0102;1000;0\n"
    (folder / "advice.csv").write_text(content)
    asked = ("cash", "advice", "advice.csv", "--on", "2026-01-19", "--user", "anna")
    cli.run(*asked)
    day = (folder / "camt.053").read_bytes().replace(b"FA-2026-0103", b"our advice")
    day = day.replace(b"3000.00", b"3100.00").replace(b"16290.00", b"16390.00")
    (folder / "camt.053").write_bytes(day)
    said = cli.run("bank", "camt.053", *END, *FRENCH).stdout
    assert "imputés selon un avis de paiement : 1" in said
    assert cli.json("cash", "advices", *END) == []
    assert "was taken in already" in cli.run(*asked, code=1).stderr
