"""A programme in the portal: the buyer sends and approves in bulk, told that it is for good; the
supplier sees the price before the click."""

import psycopg
from django.core.files.uploadedfile import SimpleUploadedFile

from comptant.operations.registry import parties
from tests import facts
from tests.everyone import two_clients
from tests.houses import house
from tests.operations.offering import ONE_BUYER, in_force, quote
from tests.payables import SUPPLIER_IBAN, TERMS
from tests.portal.conftest import browser, seen, visible
from tests.portal.test_portal_forms import previewed

LIST = b"Siren;Facture;Date facture;Echeance;Montant TTC\n542065479;FD-1;10/01/2026;10/03/2026;10\n"


@house
def world(writer: psycopg.Connection) -> facts.World:
    """ALPHA's programme P-1, and DELTA SARL with an account to be paid on (dana)."""
    opened = two_clients(writer)
    facts.add_user(opened, "dana", opened.ids["DELTA SARL"], ["supplier"], False)
    opened.approve(parties.propose_payee_account(
        writer, opened.asked("anna"), party_id=opened.ids["DELTA SARL"], iban=SUPPLIER_IBAN,
        bic=None, holder="DELTA SARL"))  # fmt: skip
    opened.rate("EURIBOR3M", 21_000, opened.on)
    opened.contract("P-1", **TERMS, cutoff_hour=24)
    return opened


def test_a_buyer_approves_in_bulk_and_a_supplier_is_paid_at_the_price_it_saw(
    world: facts.World,
) -> None:
    alice, dana, anna = (browser(world, login) for login in ("alice", "dana", "anna"))
    alice.post("/contracts/P-1/programme/invite", act="do", key="i", supplier_number="542065479",
               source="letter")  # fmt: skip
    assert "P-1" in visible(dana.get("/programmes"))
    programme = world.one("SELECT id FROM contract WHERE number = 'P-1'")
    dana.post(f"/programmes/{programme}/join", act="do", key="j", consent="general terms")
    assert "in, asks for each" in visible(alice.get("/contracts/P-1/programme"))
    for number in ("FD-7", "FD-8"):
        alice.post("/contracts/P-1/payables/send", act="do", key=number, invoice_number=number,
                   supplier_number="542065479", issued_on="2026-01-10", due_on="2026-03-07",
                   amount_cents="100 000.00")  # fmt: skip
    assert "FD-7" not in visible(dana.get("/offered"))
    form = visible(alice.get("/contracts/P-1/payables/approve"))
    assert "An approval cannot be undone" in form
    ids = [str(id_) for (id_,) in world.rows("SELECT id FROM payable ORDER BY id")]
    told = previewed(alice, "/contracts/P-1/payables/approve", payable_ids=ids)
    assert "€200,000.00" in told
    assert "approved" in visible(alice.get(f"/contracts/P-1/payables/{ids[0]}"))
    alice.post(f"/contracts/P-1/payables/{ids[0]}/cancel", 422, act="do", key="c", reason="no")
    price = dana.post(f"/offered/{ids[0]}/early", 200, act="look", key="e").content.decode()
    assert "€444.44" in visible(price)
    assert "€99,555.56" in visible(price)
    assert world.one("SELECT count(*) FROM payment_order WHERE purpose = 'EARLY'") == 0
    dana.post(f"/offered/{ids[0]}/early", act="do", key="e", seen=seen(price))
    assert "early payment asked for" in visible(dana.get("/offered"))
    assert "early payment of a supplier" in visible(anna.get("/contracts/P-1/draws"))
    dana.post("/offered/early", 200, act="look", key="m", payable_ids=[ids[1]])


def test_a_list_is_dropped_and_a_wrong_one_says_what_is_wrong_beside_its_field(
    world: facts.World,
) -> None:
    alice = browser(world, "alice", "fr")
    alice.post("/contracts/P-1/programme/invite", act="do", key="i", supplier_number="542065479",
               source="courrier")  # fmt: skip
    wrong = alice.post("/contracts/P-1/payables/file", 422, act="do", key="w",
                       content=SimpleUploadedFile("a.csv", b"Facture;Montant\nF;1\n")
                       ).content.decode()  # fmt: skip
    assert "ligne 1 : Une colonne manque" in visible(wrong)
    alice.post("/contracts/P-1/payables/file", act="do", key="f",
               content=SimpleUploadedFile("a.csv", LIST))  # fmt: skip
    assert "FD-1" in visible(alice.get("/contracts/P-1/payables"))
    assert "à valider" in visible(alice.get("/contracts/P-1/payables"))


def test_what_was_refused_is_never_told_as_done(world: facts.World) -> None:
    alice = browser(world, "alice")
    alice.post("/contracts/P-1/programme/invite", act="do", key="i", supplier_number="542065479",
               source="letter")  # fmt: skip
    one = {"invoice_number": "FD-1", "supplier_number": "542065479", "issued_on": "2026-01-10",
           "due_on": "2026-03-07", "amount_cents": "100.00"}  # fmt: skip
    alice.post("/contracts/P-1/payables/send", act="do", key="a", **one)
    again = alice.post("/contracts/P-1/payables/send", 422, act="do", key="b", **one)
    assert "Invoice FD-1 was sent already" in visible(again.content.decode())
    lines = LIST + b"542065479;FD-2;10/01/2026;10/03/2026;20\n"
    told = alice.post("/contracts/P-1/payables/file", 200, act="do", key="f",
                      content=SimpleUploadedFile("a.csv", lines)).content.decode()  # fmt: skip
    assert "Done: 1. Left out: 1. FD-1 Invoice FD-1" in visible(told)
    assert 'href="/contracts/P-1/payables?done=send_payables"' in told
    told = alice.post("/contracts/P-1/payables/file", 200, act="do", key="g",
                      content=SimpleUploadedFile("a.csv", lines)).content.decode()  # fmt: skip
    assert "Nothing was done. FD-1 Invoice FD-1" in visible(told)
    assert "done=" not in told
    assert world.one("SELECT count(*) FROM payable") == 2


def test_a_payable_that_its_supplier_has_sold_us_too_says_so(world: facts.World) -> None:
    """The step keeps a code: each reader has the sentence in its language."""
    alice = browser(world, "alice", "fr")
    alice.post("/contracts/P-1/programme/invite", act="do", key="i", supplier_number="542065479",
               source="courrier")  # fmt: skip
    alice.post("/contracts/P-1/payables/file", act="do", key="f",
               content=SimpleUploadedFile("a.csv", LIST))  # fmt: skip
    payable = world.one("SELECT id FROM payable")
    world.conn.execute(
        "INSERT INTO payable_step (contract_id, payable_id, step, value_on, amount_cents, reason,"
        " act_id) SELECT contract_id, id, 'BOUGHT', '2026-01-16', 1000, 'payable_held', act_id"
        " FROM payable"
    )
    told = visible(browser(world, "anna", "fr").get(f"/contracts/P-1/payables/{payable}"))
    assert "La facture FD-1 nous est déjà cédée sous un autre contrat" in told


def test_the_quote_of_a_suppliers_side_leads_to_joining_and_to_no_contract(
    world: facts.World,
) -> None:
    in_force(world)
    facts.add_user(world, "dora", world.ids["DELTA SARL"], ["client_owner", "supplier"], False)
    one = {**ONE_BUYER, "buyer_name": "ALPHA SAS"}
    made = quote(world, "reverse", one, party_id=world.ids["DELTA SARL"])["quote_id"]
    dora, alice = browser(world, "dora"), browser(world, "alice")
    before = dora.get(f"/quotes/{made}")
    assert "it joins once its buyer has invited it" in visible(before)
    assert f"/quotes/{made}/accept" not in before
    assert "/join" not in before
    alice.post("/contracts/P-1/programme/invite", act="do", key="i", supplier_number="542065479",
               source="letter")  # fmt: skip
    programme = world.one("SELECT id FROM contract WHERE number = 'P-1'")
    told = dora.get(f"/quotes/{made}")
    assert f'href="/programmes/{programme}/join"' in told
    assert "Join P-1 of ALPHA SAS" in visible(told)
    mine = browser(world, "anna").get(f"/quotes/{made}")
    assert "/accept" not in mine
    assert f"/quotes/{made}/open" not in mine
