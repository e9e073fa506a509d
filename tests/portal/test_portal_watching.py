"""A portfolio watched in the portal: aged balance of any day, collection, forecast, a client's
coming weeks and the books that its accountant imports."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests import facts
from tests.portal.conftest import browser, visible


def sent(page: Any) -> bytes:
    return b"".join(page.streaming_content) if page.streaming else page.content


def test_the_desk_watches_and_a_client_only_its_own(world: facts.World) -> None:
    anna, alice, cora = (browser(world, name) for name in ("anna", "alice", "cora"))
    assert "C-1" in visible(anna.get("/aged"))
    assert "Total" in visible(anna.get("/aged?on=2026-03-31"))
    assert "To remind first" in visible(anna.get("/collection?on=2026-09-30"))
    page = anna.get("/forecast")
    assert "<svg" in page
    assert "polygon" in page
    for path in ("/aged", "/collection", "/forecast", "/treasury", "/books", "/receipts"):
        alice.get(f"/contracts/C-1{path}")
        cora.get(f"/contracts/C-1{path}", 404)
    french = browser(world, "alice", "fr")
    assert "Balance âgée par acheteur" in visible(french.get("/contracts/C-1/aged"))
    assert "Encaissements attendus" in visible(french.get("/contracts/C-1/forecast"))
    picture = alice.client.get("/contracts/C-1/forecast.png")
    assert picture.content.startswith(b"\x89PNG")
    cora.get("/contracts/C-1/forecast.png", 404)
    alice.get("/contracts/C-1/forecast.doc", 404)


def test_a_client_sends_its_plan_and_gets_the_weeks_as_a_workbook(world: facts.World) -> None:
    alice = browser(world, "alice", "fr")
    good = SimpleUploadedFile("plan.csv", b"Date;Montant;Libelle\n2026-01-20;-100,00;Loyer\n")
    led = alice.post("/contracts/C-1/planned", act="do", key="p1", file=good).headers["Location"]
    page = visible(alice.get(led))
    assert "Au plus bas le" in page or "il manque" in page
    assert "-100,00" in page
    book = load_workbook(BytesIO(sent(alice.client.get("/contracts/C-1/treasury.xlsx"))))
    assert book.sheetnames == ["Semaines", "Jours", "Prévu"]
    shown = alice.get(led)
    assert "/contracts/C-1/treasury.png?currency=EUR&amp;cash=&amp;case=middle" in shown
    assert "De quoi payer" in visible(shown)
    picture = alice.client.get("/contracts/C-1/treasury.png?case=middle")
    assert picture.content.startswith(b"\x89PNG")
    alice.get("/contracts/C-1/treasury.doc", 404)
    wrong = SimpleUploadedFile("plan.csv", b"Date;Montant\nhier;1\n")
    told = alice.post("/contracts/C-1/planned", 422, act="do", key="p2", file=wrong)
    assert "La liste n'a pas été prise" in visible(told.content.decode())
    browser(world, "cora").get("/contracts/C-1/planned", 404)


def test_the_accountant_takes_the_books_with_the_clients_numbers(world: facts.World) -> None:
    bob = browser(world, "bob", "fr")
    assert "C4671=4671" in bob.get("/contracts/C-1/book-accounts")
    bob.post("/contracts/C-1/book-accounts", act="do", key="n1",
             accounts="C4671=467100\nJOURNAL=AF")  # fmt: skip
    page = visible(bob.get("/contracts/C-1/books"))
    assert "467100" in page
    assert "solde du relevé" in page
    fec = bob.client.get("/contracts/C-1/books.txt")
    assert "FEC20260116.txt" in fec.headers["Content-Disposition"]
    head, first, *_ = sent(fec).decode().split("\r\n")
    assert head.split("\t")[0] == "JournalCode"
    assert first.split("\t")[0] == "AF"
    assert sent(bob.client.get("/contracts/C-1/books.csv")).startswith("\ufeff".encode())
    bob.get("/contracts/C-1/books.doc", 404)
    assert bob.client.get("/contracts/C-1/receipts.csv").status_code == 200
    told = bob.post("/contracts/C-1/book-accounts", 422, act="do", key="n2", accounts="C4671=X")
    assert "numéro de compte" in visible(told.content.decode())
