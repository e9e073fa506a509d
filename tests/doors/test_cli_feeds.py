"""Feeds and ledgers at the command line, and the demonstrations of products."""

from pathlib import Path

from tests import facts
from tests.doors.conftest import DAY, Cli

LEDGER = ("numero;date facture;echeance;montant ttc;acheteur;siren\n"
          "F-7;15/01/2026;17/03/2026;1 000,00;BETA SA;443061841\n")  # fmt: skip


def test_a_feed_and_a_ledger_at_the_command_line(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    told = cli.json("feed", "open", "C-1", "folder", "--as", "alice", "--user", "alice", *DAY)
    assert told["folder"] == "C-1"
    (row,) = cli.json("feed", "list", "C-1", "--user", "anna", *DAY)
    assert (row["way"], row["login"]) == ("FOLDER", "alice")
    assert cli.json("feed", "list", "--arrivals", "--user", "anna", *DAY) == []
    cli.run("feed", "end", "C-1", "folder", "--user", "alice", *DAY)
    path = tmp_path / "ventes.csv"
    path.write_text(LEDGER)
    seen = cli.json("ledger", "gaps", "C-1", path, "--user", "alice", *DAY)
    assert [one["invoice_number"] for one in seen["not_ceded"]] == ["F-7"]
    for picked, numbers in ((("--only", "F-7"), ["F-7"]), (("--only", "F-8"), []),
                            (("--buyer", "beta sa"), ["F-7"]), (("--buyer", "443061841"), ["F-7"]),
                            (("--buyer", "GAMMA"), [])):  # fmt: skip
        some = cli.json("ledger", "gaps", "C-1", path, *picked, "--user", "alice", *DAY)
        assert [one["invoice_number"] for one in some["not_ceded"]] == numbers
    said = cli.run("ledger", "gaps", "C-1", path, "--cede", "--user", "alice", *DAY,
                   "--language", "fr").stdout  # fmt: skip
    assert "1 acceptées (1 000,00 €), 0 refusées ; 0 déjà cédées." in said.replace("\xa0", " ")
