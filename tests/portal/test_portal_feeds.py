"""Feeds and ledgers in a browser."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import facts
from tests.portal.conftest import browser, visible

PAGE, GAPS = "/contracts/C-1/feeds", "/contracts/C-1/not-ceded"
LEDGER = ("numero;date facture;echeance;montant ttc;acheteur;siren\n"
          "F-7;15/01/2026;17/03/2026;1 000,00;BETA SA;443061841\n")  # fmt: skip


def test_a_client_opens_a_feed_sees_it_and_ends_it(world: facts.World) -> None:
    alice, bob = browser(world, "alice"), browser(world, "bob", "fr")
    given = {"act": "do", "way": "MAIL", "sender": "billing@alpha.example"}
    wrong = alice.post(f"{PAGE}/open", 422, key="k1", login="anna", **given)
    assert "anna is nobody of the client" in visible(wrong.content.decode())
    alice.post(f"{PAGE}/open", key="k2", login="alice", **given)
    assert "mail billing@alpha.example alice" in visible(alice.get(PAGE))
    assert "courriel billing@alpha.example" in visible(bob.get(PAGE))
    alice.post(f"{PAGE}/end", act="end", key="k3", way="MAIL", sender="billing@alpha.example")
    assert "billing@alpha.example" not in visible(alice.get(PAGE))
    browser(world, "cora").get(PAGE, 404)


def test_a_client_picks_the_lines_of_its_ledger_to_cede(world: facts.World) -> None:
    """Two of three lines are ticked; the third stays, and is ceded alone afterwards."""
    alice = browser(world, "alice")
    lines = LEDGER + "".join(
        f"F-{number};15/01/2026;17/03/2026;500,00;BETA SA;443061841\n" for number in (8, 9)
    )

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("ventes.csv", lines.encode())

    seen = alice.post(GAPS, 200, act="gaps", key="k1", term="", file=file()).content.decode()
    assert re.findall(r'name="only"[^>]* value="(\d+)"', seen) == ["2", "3", "4"]
    before = world.one("SELECT count(*) FROM invoice")
    alice.post(GAPS, act="cede", key="k2", term="", file=file(), only=["2", "4"])
    told = world.rows("SELECT invoice_number FROM invoice ORDER BY id DESC LIMIT 2")
    assert sorted(row[0] for row in told) == ["F-7", "F-9"]
    assert world.one("SELECT count(*) FROM invoice") == before + 2
    left = alice.post(GAPS, 200, act="gaps", key="k3", term="", file=file()).content.decode()
    assert re.findall(r'name="only"[^>]* value="(\d+)"', left) == ["3"]
    alice.post(GAPS, act="cede", key="k4", term="", file=file(), only=["3"])
    assert world.one("SELECT count(*) FROM invoice") == before + 3


def test_a_ledger_is_compared_then_ceded(world: facts.World) -> None:
    alice = browser(world, "alice")

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("ventes.csv", LEDGER.encode())

    seen = alice.post(GAPS, 200, act="gaps", key="k1", term="", file=file())
    assert "Invoiced, not ceded: 1 / 1" in visible(seen.content.decode())
    assert world.one("SELECT count(*) FROM invoice") == 1
    done = alice.post(GAPS, act="cede", key="k2", term="", file=file())
    assert done.headers["Location"].startswith("/remittances/")
    again = alice.post(GAPS, 200, act="cede", key="k3", term="", file=file())
    assert "All of it was ceded before." in visible(again.content.decode())
