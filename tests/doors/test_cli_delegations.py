"""Draws by a client's accountant, at the command line."""

from datetime import date

from tests import facts
from tests.doors.conftest import DAY, Cli, sign_in
from tests.partners import add_partners


def test_draws_are_delegated_agreed_made_listed_and_taken_back(
    cli: Cli, world: facts.World
) -> None:
    add_partners(world, world.ids["C-1"])
    facts.add_user(world, "olga", world.ids["ALPHA SAS"], ["client_owner"], False)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000,
                                   "due_on": date(2026, 2, 28)})  # fmt: skip
    for login in ("eve", "olga"):
        sign_in(world.conn, login)
    typed = ("delegation", "give", "C-1", "eve", "--up-to", "1000.00", "--until", "2026-02-15")
    told = cli.json(*typed, "--user", "alice", *DAY)
    assert cli.error("draw", "C-1", "900", "--user", "eve", *DAY, code=1)["error"] == (
        "not_delegated"
    )
    said = cli.run("delegation", "answer", told["approval_id"], "--user", "olga", *DAY).stdout
    assert "Approved." in said
    drawn = cli.json("draw", "C-1", "900", "--user", "eve", *DAY)
    assert drawn["delegation_id"] == told["approval_id"]
    listed = cli.run("delegation", "list", "C-1", "--user", "alice", *DAY, "--language", "fr")
    assert "en vigueur" in listed.stdout
    (row,) = cli.json("delegation", "list", "C-1", "--draws", "--user", "alice", *DAY)
    assert (row["order_id"], row["login"]) == (drawn["order_id"], "eve")
    cli.run("delegation", "revoke", "C-1", "eve", "--user", "alice", *DAY)
    cli.error("draw", "C-1", "100", "--user", "eve", *DAY, code=1)
    (row,) = cli.json("delegation", "list", "C-1", "--user", "anna", *DAY)
    assert row["delegation_state"] == "REVOKED"
