"""Dedicated accounts, their sweeps and sales ledgers in a browser."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import facts
from tests.portal.conftest import browser, seen, visible

DEDICATED_IBAN = "FR7610107001011234567890226"
LEDGER = ("numero;date facture;echeance;montant ttc;acheteur;siren\n"
          "F-7;15/01/2026;17/03/2026;1 000,00;BETA SA;443061841\n")  # fmt: skip


def test_a_dedicated_account_is_swept_and_a_sweep_given_up(world: facts.World) -> None:
    tania, alice = browser(world, "tania"), browser(world, "alice", "fr")
    world.own_account(DEDICATED_IBAN, name="ALPHA SAS", is_client_owned=True,
                      contract_id=world.ids["C-1"])  # fmt: skip
    world.bank({"cents": 150_000, "text": "?", "payer_name": "BETA SA"}, iban=DEDICATED_IBAN)
    assert f"C-1 ALPHA SAS {DEDICATED_IBAN} €1,500.00" in visible(tania.get("/dedicated"))
    asked = {"to_account_id": str(world.ids["bank"])}
    preview = tania.post("/dedicated/sweep", 200, act="look", key="k1", **asked)
    mark = seen(preview.content.decode())
    assert world.rows("SELECT id FROM sweep") == []
    tania.post("/dedicated/sweep", act="do", key="k1", seen=mark, **asked)
    sweep = world.one("SELECT id FROM sweep")
    assert "€1,500.00" in visible(tania.get("/contracts/C-1/sweeps"))
    assert "ordonné" in visible(alice.get("/contracts/C-1/sweeps"))
    browser(world, "cora").get("/contracts/C-1/sweeps", 404)
    place = f"/contracts/C-1/sweeps/{sweep}"
    assert "ordered" in visible(tania.get(place))
    tania.post(f"{place}/cancel", act="do", key="k2", reason="rejected")
    assert "given up" in visible(tania.get(place))


def test_a_client_sends_its_ledger_and_sees_what_differs(world: facts.World) -> None:
    alice = browser(world, "alice")
    page = "/contracts/C-1/sales-ledgers"

    def send(key: str, content: str, code: int = 303) -> str:
        told = alice.post(
            f"{page}/send", code, act="do", key=key, ledger_on=str(world.on),
            file_name="ventes.csv", content=SimpleUploadedFile("ventes.csv", content.encode()),
        )  # fmt: skip
        return visible(told.content.decode())

    assert "column" in send("k1", "facture;montant\nF-7;1 000,00\n", 422)
    send("k2", LEDGER)
    assert "ventes.csv" in visible(alice.get(page))
    differences = visible(alice.get("/contracts/C-1/ledger-differences"))
    assert "in the ledger, never ceded F-7 BETA SA €1,000.00" in differences
