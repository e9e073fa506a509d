"""Links to the accounts of buyers at the command line: made, listed, read, ended."""

from datetime import date

from comptant.operations.buyer_page import answers
from tests import facts
from tests.buyers import say, tell_buyer
from tests.doors.conftest import DAY, Cli


def test_a_link_is_shown_once_listed_heard_and_ended(cli: Cli, world: facts.World) -> None:
    world.limit(world.ids["C-1"], "BETA SA", 5_000_000)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000,
                                   "due_on": date(2026, 2, 28)})  # fmt: skip
    told = cli.error("buyer-link", "share", "C-1", "BETA SA", "--user", "anna", *DAY, code=1)
    assert told["error"] == "buyers_not_told"
    tell_buyer(world, "BETA SA")
    made = cli.json("buyer-link", "share", "C-1", "BETA SA", "--days", "30", "--user", "anna", *DAY)
    assert (made["until_on"], len(made["token"])) == ("2026-02-15", 32)
    shown = cli.run("buyer-link", "share", "C-1", "BETA SA", "--user", "anna", *DAY).stdout
    assert "Shown once: /account/" in shown
    say(world, answers.confirm_by_link, made["token"], amount_cents=None, note="right",
        invoice_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'"),
        )  # fmt: skip
    (row,) = cli.json("buyer-link", "answers", "C-1", "--user", "anna", *DAY)
    assert (row["link_id"], row["buyer_answer"], row["said"]) == (
        made["link_id"], "CONFIRMED", "right")  # fmt: skip
    ended = ("buyer-link", "end", made["link_id"], "--reason", "wrong address", "--user", "anna")
    assert "nothing any more" in cli.run(*ended, *DAY).stdout
    listed = cli.run("buyer-link", "list", "C-1", "--user", "anna", *DAY, "--language", "fr").stdout
    assert "clos" in listed
    assert "ouvert" in listed
    assert cli.json("buyer-link", "list", "--user", "alice", *DAY) == []
