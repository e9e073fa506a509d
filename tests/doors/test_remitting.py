"""Files in: each line is told what became of it, and a second send changes nothing."""

from pathlib import Path

from tests import facts
from tests.doors.conftest import DAY, Cli, Csv

SAMPLES = Path(__file__).parents[1] / "formats" / "fixtures" / "invoices"


def test_each_line_is_accepted_not_fundable_or_refused_with_its_reason(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(
        "Invoice number;Invoice date;Due date;Total incl VAT;Buyer;SIREN\n"
        "FA-1;2026-01-16;2026-03-17;20000.00;BETA SA;443061841\n"
        "FA-2;2026-01-16;;500.00;BETA SA;443061841\n"
        "FA-3;2025-10-01;2026-03-01;800.00;BETA SA;443061841\n"
        "FA-4;2026-01-15;2026-03-01;700.00;EPSILON SA;480470152\n"
        "AV-1;2026-01-15;2026-03-01;-50.00;BETA SA;443061841\n"
    )
    told = cli.json("remit", "C-1", path, "--user", "alice", *DAY)
    lines = {line["invoice_number"]: line for line in told["remittances"][0]["line_results"]}
    assert {number: (line["state"], line["reason"]) for number, line in lines.items()} == {
        "FA-1": ("ACCEPTED", None), "FA-2": ("REFUSED", "due_missing"),
        "FA-3": ("REFUSED", "sent_too_late"), "FA-4": ("NOT_FUNDABLE", "buyer_pending"),
        "AV-1": ("CREDIT_NOTE", None),
    }  # fmt: skip
    assert lines["FA-3"]["sentence"] == (
        "This invoice is dated 2025-10-01: it had to be remitted within 30 days. It stays with "
        "you: nothing excuses it. Remit invoices as you issue them, or have your account manager "
        "amend the contract."
    )
    assert lines["FA-3"]["file"] == "mixed.csv"
    id_ = told["remittances"][0]["remittance_id"]
    shown = cli.json("remittance", "show", id_, "--user", "alice", "--language", "fr")  # fmt: skip
    french = {line["invoice_number"]: line["sentence"] for line in shown["lines"]}
    assert french["FA-3"].startswith("Cette facture est datée du 01/10/2025 : elle devait être")


def test_what_is_over_the_limit_says_so_line_by_line_until_it_is_paid(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    told = cli.json("remit", "C-1", csv("FA-1", "40000.00", "FA-2", "20000.00"), "--user", "alice",
                    *DAY)["remittances"][0]  # fmt: skip
    lines = [(line["state"], line["reason"], line["unapproved_cents"])
             for line in told["line_results"]]  # fmt: skip
    assert lines == [("ACCEPTED", None, 0), ("ACCEPTED", "not_approved", 1_000_000)]
    assert told["line_results"][1]["sentence"].startswith("This invoice, or a part of it, is over")


def test_people_get_a_table_with_the_worst_first(cli: Cli, world: facts.World, csv: Csv) -> None:
    path = csv("FA-1", "20000.00", "FA-2", "0.00")
    shown = cli.run("remit", "C-1", path, "--user", "alice", *DAY, "--key", "k").stdout
    assert "accepted: 1 (€20,000.00, approved €20,000.00); not fundable: 0" in shown
    assert shown.index("FA-2") < shown.index("FA-1")
    assert shown.rstrip().endswith("key: k")


def test_the_same_file_again_gives_the_first_answer(cli: Cli, world: facts.World, csv: Csv) -> None:
    path = csv("FA-1", "20000.00")
    first = cli.json("remit", "C-1", path, "--user", "alice", *DAY, "--key", "k")
    same_key = cli.json("remit", "C-1", path, "--user", "alice", *DAY, "--key", "k")
    other_key = cli.json("remit", "C-1", path, "--user", "alice", *DAY)
    assert same_key == first
    assert first["remittances"][0]["key"] == "k/1"
    assert [each["repeated"] for each in other_key["remittances"]] == [True]
    assert len(cli.json("remittance", "list", "C-1", "--user", "alice")) == 1
    told = cli.error(
        "remit", "C-1", csv("FA-9", "1.00"), "--user", "alice", *DAY, "--key", "k", code=1
    )
    assert told["error"] == "key_used_for_something_else"


def test_files_of_several_kinds_go_together_and_keep_their_names(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    files = (csv("FA-1", "100.00", name="a.csv"), csv("FA-2", "200.00", name="b.csv"),
             SAMPLES / "facture.ubl.xml")  # fmt: skip
    told = cli.json("remit", "C-1", *files, "--user", "alice", *DAY)
    (remittance,) = told["remittances"]
    named = {(line["file"], line["invoice_number"]) for line in remittance["line_results"]}
    assert {("a.csv", "FA-1"), ("b.csv", "FA-2")} < named
    assert {file for file, _ in named} == {"a.csv", "b.csv", "facture.ubl.xml"}


def test_a_fault_is_told_with_its_place_and_the_rest_is_taken(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    result = cli.run("remit", "C-1", csv("FA-1", "100.00", "FA-2", "8x0"), "--user", "alice", *DAY,
                     code=3, LC_ALL="fr_FR.UTF-8")  # fmt: skip
    assert "acceptées : 1" in result.stdout
    assert result.stderr == (
        "january.csv, ligne 3, colonne Total incl VAT « 8x0 » : Le montant n'est pas un nombre aux "
        "bonnes décimales. Écrivez 1 200,00 ou 1200.00.\n"
    )


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_taken(
    cli: Cli, world: facts.World, csv: Csv, tmp_path: Path
) -> None:
    good = csv("FA-1", "100.00")
    told = cli.json("remit", "C-1", good, tmp_path / "nope.csv", "--user", "alice", *DAY, code=3)
    assert [fault["file"] for fault in told["faults"]] == ["nope.csv"]
    assert [part["accepted"] for part in told["remittances"]] == [1]
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    told = cli.json("remit", "C-1", broken, "--user", "alice", *DAY, code=3)
    assert [fault["code"] for fault in told["faults"]] == ["pdf_unreadable"]
    assert told["remittances"] == []


def test_a_file_of_which_no_line_is_taken_is_refused(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    told = cli.json("remit", "C-1", csv("FA-1", "0.00"), "--user", "alice", *DAY, code=1)
    assert told["remittances"][0]["refused"] == 1


def test_invoices_are_met_by_credit_notes_reassigned_or_paid_directly(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    path = csv("FA-1", "100.00", "FA-2", "200.00", "FA-3", "300.00", "AV-1", "-40.00")
    cli.run("remit", "C-1", path, "--user", "alice", *DAY)  # fmt: skip
    by_anna = ("--user", "anna", *DAY)
    note = cli.json("credit-note", "apply", "C-1", "AV-1", "FA-1", "15.00", *by_anna)
    assert note["applied_cents"] == 1_500
    taken_back = cli.json("reassign", "C-1", "FA-2", "--reason", "dispute", *by_anna)
    assert taken_back["reassigned_cents"] == 20_000
    direct = cli.json("direct-payment", "C-1", "FA-3", "50.00", "--evidence", "advice", *by_anna)
    assert direct["kept_cents"] == 5_000
    rows = cli.json("invoices", "C-1", *by_anna)
    left = {row["invoice_number"]: row["open_cents"] for row in rows}
    assert left == {"FA-1": 8_500, "FA-3": 25_000, "AV-1": -2_500}
    everything = cli.json("invoices", "C-1", "--all", *by_anna)
    assert [row["invoice_number"] for row in everything] == ["AV-1", "FA-1", "FA-2", "FA-3"]
    assert cli.error("credit-note", "apply", "C-1", "FA-1", "FA-3", *by_anna, code=1)["error"] \
        == "credit_note_unknown"  # fmt: skip
    assert cli.error("reassign", "C-1", "FA-2", "--reason", "fraud", *by_anna, code=1)["error"] \
        == "invoice_unknown"  # fmt: skip


def test_a_fact_changes_what_is_fundable_at_once(cli: Cli, world: facts.World, csv: Csv) -> None:
    cli.run("remit", "C-1", csv("FA-1", "100.00"), "--user", "alice", *DAY)
    by_carl = ("--source", "call with the buyer", "--user", "carl", *DAY)
    cli.run("dispute", "open", "C-1", "FA-1", "qte", "--user", "carl", *DAY)
    seen = cli.json("availability", "C-1", "--user", "alice", *DAY)
    told = [(each["reason"], each["invoice_number"], each["amount_cents"])
            for each in seen["parts"]]  # fmt: skip
    assert told == [("disputed", "FA-1", 10_000), ("available", None, 0)]  # fmt: skip
    assert seen["parts"][0]["sentence"].startswith("The buyer disputes €100.00 of this invoice.")
    cli.run("fact", "record", "C-1", "buyer", "443061841", "is_linked", "yes", *by_carl)
    cli.run("fact", "record", "C-1", "party", "BETA SA", "insolvent_on", "10/01/2026", *by_carl)
    told = cli.error("fact", "record", "C-1", "invoice", "FA-1", "nope", "yes", *by_carl, code=1)
    assert told["error"] == "fact_unknown"


def test_a_credit_note_sent_twice_is_told_as_one_and_below_zero(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    alice = ("--user", "alice", *DAY)
    cli.run("remit", "C-1", csv("FA-1", "20000.00", "AV-1", "-50.00"), *alice)
    again = csv("FA-2", "100.00", "AV-1", "-50.00", name="again.csv")
    told = cli.json("remit", "C-1", again, *alice)["remittances"][0]
    (line,) = [line for line in told["line_results"] if line["invoice_number"] == "AV-1"]
    assert (line["state"], line["reason"]) == ("REFUSED", "already_assigned")
    assert line["amount_cents"] == -5_000
    assert line["sentence"] == (
        "You have already sent us this credit note. There is nothing to do: it is counted once."
    )
    shown = cli.json("remittance", "show", told["remittance_id"], *alice, "--language", "fr")
    assert [each["sentence"] for each in shown["lines"] if each["invoice_number"] == "AV-1"] == [
        "Vous nous avez déjà transmis cet avoir. Vous n'avez rien à faire : il est compté une fois."
    ]
