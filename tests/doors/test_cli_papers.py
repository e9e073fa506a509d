"""Papers by commands: written to a file in the language of the answer, the same bytes again."""

import re
from pathlib import Path

from tests import facts
from tests.doors.conftest import DAY, Cli, Csv
from tests.reading_papers import text_of

ALICE, ANNA, CORA = (("--user", login, *DAY) for login in ("alice", "anna", "cora"))


def test_a_title_is_written_in_the_language_of_the_answer(
    cli: Cli, world: facts.World, csv: Csv, tmp_path: Path
) -> None:
    cli.run("remit", "C-1", csv("FA-1", "20000.00"), *ALICE)
    remittance = world.one("SELECT max(id) FROM remittance")
    said = cli.run("paper", "title", remittance, *ALICE, LC_ALL="fr_FR").stdout
    assert "C-1-1-fr.pdf : écrit." in said
    french = (tmp_path / "C-1-1-fr.pdf").read_bytes()
    assert "Quittance subrogative" in text_of(french)
    again = cli.json("paper", "title", remittance, "--out", "again.pdf", "--language", "fr", *ANNA)
    assert (again["is_new"], again["path"]) == (False, "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == french
    cli.run("paper", "title", remittance, *ANNA)
    assert "Subrogation receipt" in text_of((tmp_path / "C-1-1-en.pdf").read_bytes())
    told = cli.error("paper", "title", remittance, *CORA, code=1)
    assert told["error"] == "remittance_unknown"


def test_a_deed_that_lacks_its_signature_says_so(
    cli: Cli, world: facts.World, csv: Csv, tmp_path: Path
) -> None:
    world.ids["D-1"] = world.contract("D-1", transfer_mode="DAILLY")
    cli.run("remit", "D-1", csv("FA-1", "20000.00"), *ANNA)
    remittance = world.one("SELECT max(id) FROM remittance")
    told = cli.run("paper", "title", remittance, *ANNA, code=1, LC_ALL="fr_FR").stderr
    assert "l'article L. 313-23 exige ce qui lui manque (la signature du cédant)" in told
    assert f"comptant signature ask CONTRAT --by NOM --title {remittance}" in told
    signed = ("--signed-by", "Rémi Alpha", "--signed-on", "2026-01-16", "--proof", "scan 118")
    by_hand = ("signature", "paper", "D-1", "--title", remittance, *signed)
    told = cli.run(*by_hand, *ANNA, code=1).stderr
    assert "comptant opening record D-1 powers 'Rémi Alpha' --source DOCUMENT" in told
    cli.run("opening", "record", "D-1", "powers", "Rémi Alpha", "--source", "Kbis", *ANNA)
    waits = cli.json(*by_hand, *ANNA)
    world.approve(waits, "ada")
    cli.run("paper", "title", remittance, *ANNA)
    deed = text_of((tmp_path / "D-1-1-en.pdf").read_bytes())
    assert "Acte de cession de créances professionnelles" in deed
    assert "scan 118" in deed


def test_a_deed_is_asked_for_read_and_signed_at_the_command_line(
    cli: Cli, world: facts.World, csv: Csv, tmp_path: Path
) -> None:
    world.ids["D-1"] = world.contract("D-1", transfer_mode="DAILLY")
    cli.run("remit", "D-1", csv("FA-1", "20000.00"), *ALICE)
    remittance = world.one("SELECT max(id) FROM remittance")
    empower = ("power", "propose", "ALPHA SAS", "alice", "--email", "alice@alpha.example")
    world.approve(cli.json(*empower, "--source", "Kbis", *ANNA), "ada")
    asked = cli.json("signature", "ask", "D-1", "--by", "alice", "--title", remittance, *ANNA)
    cli.run("signature", "read", "D-1", asked["signature_id"], *ALICE)
    assert "Alice" in text_of((tmp_path / "D-1-1-fr.pdf").read_bytes())
    told = cli.run("signature", "code", "D-1", *ALICE).stdout
    code = re.search(r"the code for a•••@alpha.example is (\d{6})", told)
    assert code is not None, told
    assert "I, Alice, declare that I have read the document" in told
    done = cli.run("signature", "sign", "D-1", "--code", code[1], *ALICE).stdout
    assert f"Signed: D-1-1-fr.pdf ({asked['signature_id']})" in done
    cli.run("signature", "read", "D-1", asked["signature_id"], "--proof", *ALICE)
    proof = (tmp_path / f"D-1-signature-{asked['signature_id']}.json").read_text("utf-8")
    assert asked["digest"] in proof
    (row,) = cli.json("signature", "list", "D-1", *ALICE)
    assert row["signature_state"] == "SIGNED"
    assert cli.json("signature", "list", *CORA) == []


def test_papers_that_tell_are_written_to_files(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    french = {"LC_ALL": "fr_FR"}
    cli.run("paper", "conditions", "C-1", *ALICE, **french)
    made = tmp_path / "C-1-conditions-particulieres-2026-01-16-fr.pdf"
    assert "Conditions particulières du contrat C-1" in text_of(made.read_bytes())
    period = ("--from", "2026-01-01", "--until", "2026-01-31")
    told = cli.json("paper", "statement", "C-1", *period, *ALICE)
    assert told["name"] == told["path"] == "C-1-statement-2026-01-01-2026-01-31-en.pdf"
    assert cli.json("paper", "statement", "C-1", *period, *ALICE)["digest"] == told["digest"]
    assert cli.error("paper", "conditions", "C-1", *CORA, code=1)["error"] == "contract_unknown"
    assert cli.error("paper", "quote", "7", *ALICE, code=1)["error"] == "quote_unknown"
    assert cli.error("paper", "bill", "C-1", "7", *ALICE, code=1)["error"] == "bill_unknown"


def test_letters_are_put_in_a_folder_and_wait_in_the_outbox(
    cli: Cli, world: facts.World, csv: Csv, tmp_path: Path
) -> None:
    world.ids["N-1"] = world.contract("N-1", notice_required=True)
    cli.run("remit", "N-1", csv("FA-1", "20000.00"), *ALICE)
    assert cli.error("paper", "notices", *ALICE, code=4)["error"] == "not_your_right"
    told = cli.json("paper", "notices", "N-1", "--out", "letters", *ANNA)
    (made,) = told["files"]
    assert "Notification de paiement subrogatoire" in text_of((tmp_path / made).read_bytes())
    (waiting,) = [row for row in cli.json("outbox", "list", *ANNA)
                  if row["outbox_kind"] == "buyer_notice"]  # fmt: skip
    assert f"letters/{waiting['name']}" == made
    assert "Letters written: 0." in cli.run("paper", "notices", *ANNA).stdout
    assert (tmp_path / waiting["name"]).read_bytes() == (tmp_path / made).read_bytes()
    cli.run("outbox", "sent", waiting["id"], "--proof", "letter 1", *ANNA)
