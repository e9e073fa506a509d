"""The client's journey without a browser: what can be drawn, its cost, the draw; files dropped."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comptant.doors.portal.pages import sections
from comptant.operations.registry import parties
from tests import facts
from tests.cast import called_long_ago
from tests.portal.conftest import browser, visible

OTHER_IBAN = "FR7612345987650123456789014"
CSV = (b"Invoice number;Invoice date;Due date;Total incl VAT;Buyer;SIREN\n"
       b"FA-2;2026-01-16;2026-03-17;1000,00;BETA SA;443061841\n"
       b"FA-2;2026-01-16;2026-03-17;1000,00;BETA SA;443061841\n")  # fmt: skip


@pytest.mark.parametrize(("language", "figure"), [("en", "€18,000.00"), ("fr", "18 000,00 €")])
def test_a_client_sees_what_can_be_drawn_and_why_not_more(
    world: facts.World, language: str, figure: str
) -> None:
    page = browser(world, "alice", language).get("/contracts/C-1")
    shown = re.search(r'id="drawable">([^<]+)<', page)
    assert shown
    assert shown[1].replace("\N{NO-BREAK SPACE}", " ") == figure


def test_a_draw_is_two_clicks_with_its_cost_before_and_its_hour_after(world: facts.World) -> None:
    alice = browser(world, "alice")
    page = alice.get("/contracts/C-1/draw?amount=10000")
    assert "€10,000.00" in page
    assert "3.615%" in page
    cents = {"key": "two-clicks", "act": "draw", "cents": "1000000"}
    to = alice.post("/contracts/C-1/draw", **cents).headers["Location"]
    assert alice.post("/contracts/C-1/draw", **cents).headers["Location"] == to
    assert "€10,000.00" in alice.get(to)
    assert world.one("SELECT count(*) FROM payment_order") == 1


def test_ones_own_money_is_drawn_at_no_cost(world: facts.World) -> None:
    """All is paid: 20 000.00 are the client's; of a draw only what is advanced costs."""
    world.bank({"cents": 2_000_000, "text": "FA-1", "payer_name": "BETA SA"})
    alice = browser(world, "alice")
    page = visible(alice.get("/contracts/C-1/draw?amount=10000"))
    assert "Cost of 30 days €0.00" in page
    assert "Only what is advanced to you costs: €0.00" in page


def test_of_several_accounts_one_is_chosen_before_the_cost_is_told(world: facts.World) -> None:
    other = second_account(world)
    alice = browser(world, "alice")
    asked = alice.get("/contracts/C-1/draw?amount=10000")
    assert "See the cost" in visible(asked)
    assert 'name="amount" value="10000"' in asked
    assert 'name="act" value="draw"' not in asked
    page = alice.get(f"/contracts/C-1/draw?amount=10000&account={other}")
    assert f'value="{other}" selected' in page
    assert "3.615%" in page
    assert OTHER_IBAN in visible(page).split("Rate, all in")[0].split("to ALPHA SAS, ")[1]
    to = alice.post("/contracts/C-1/draw", key="to-2", act="draw", cents="1000000", account=other)
    order = int(to.headers["Location"].removeprefix("/orders/"))
    assert world.one("SELECT payee_account_id FROM payment_order WHERE id = %s", order) == other
    alice.get("/contracts/C-1/draw?account=999999", 404)


def test_the_account_is_chosen_with_the_amount_and_one_alone_is_not_asked_for(
    world: facts.World,
) -> None:
    alice = browser(world, "alice")
    assert 'name="account"' not in alice.get("/contracts/C-1")
    other = second_account(world)
    page = alice.get("/contracts/C-1")
    assert page.count('<option value="') == 3  # "Choose", and the two
    assert f'<option value="{other}">' in page
    assert "€18,000.00" in alice.get(f"/contracts/C-1/draw?account={other}")


def second_account(world: facts.World) -> int:
    """One more approved account of ALPHA SAS."""
    proposed = parties.propose_payee_account(
        world.conn, world.asked("alice"), party_id=world.ids["ALPHA SAS"], iban=OTHER_IBAN,
        bic=None, holder="ALPHA SAS",
    )  # fmt: skip
    called_long_ago(world, world.approve(proposed)["payee_account_id"])
    return int(world.one("SELECT max(id) FROM payee_account"))


def test_files_dropped_are_told_line_by_line(world: facts.World) -> None:
    alice = browser(world, "alice")
    file = SimpleUploadedFile("january.csv", CSV, "text/csv")
    to = alice.post("/contracts/C-1/send", key="k1", act="remit", files=[file]).headers["Location"]
    words = visible(alice.get(to))
    assert "accepted : 1" in words.lower() or "accepted: 1" in words.lower()
    assert "FA-2" in words


def test_what_could_not_be_read_is_counted_and_told_first(world: facts.World) -> None:
    alice = browser(world, "alice")
    wrong = b"".join(b"FB-%d;2026-01-16;2026-03-17;abc;BETA SA;443061841\n" % n for n in range(30))
    file = SimpleUploadedFile("mixed.csv", CSV + wrong, "text/csv")
    answer = alice.post("/contracts/C-1/send", 200, key="k2", act="remit", files=[file])
    words = visible(answer.content.decode())
    assert "correct and send again: 30" in words
    assert "and more: 10" in words
    assert re.search(r'href="/remittances/\d+"', answer.content.decode())


@pytest.mark.parametrize("cents", ["abc", "", "100.5", "-5", "9" * 20])
def test_an_odd_amount_is_refused_and_draws_nothing(world: facts.World, cents: str) -> None:
    alice = browser(world, "alice")
    alice.post("/contracts/C-1/draw", 422, key="odd", act="draw", cents=cents)
    assert world.one("SELECT count(*) FROM payment_order") == 0


def test_a_garbled_address_is_no_page(world: facts.World) -> None:
    assert browser(world, "alice").client.get("/contracts/%00").status_code == 404


def test_the_outcome_of_an_order_can_be_told_in_the_portal(world: facts.World) -> None:
    to = browser(world, "alice").post("/contracts/C-1/draw", key="d", act="draw", cents="1000000")
    page = browser(world, "tania").get(f"{to.headers['Location']}/settle")
    assert "€10,000.00" in page


def test_a_draw_is_cancelled_on_its_page_while_it_waits(world: facts.World) -> None:
    alice = browser(world, "alice")
    ask = {"act": "draw", "cents": "1000000"}
    to = alice.post("/contracts/C-1/draw", key="c-1", **ask).headers["Location"]
    assert f'href="{to}/cancel"' in alice.get(to)
    assert f'href="{to}/cancel"' not in browser(world, "bob").get(to)
    browser(world, "cora").get(f"{to}/cancel", 404)
    done = alice.post(f"{to}/cancel", key="c-2", act="do").headers["Location"]
    assert done == f"{to}?done=cancel_draw"
    page = alice.get(done)
    assert "It may be asked for again." in page
    assert ">cancelled<" in page
    assert f'href="{to}/cancel"' not in page
    assert "€18,000.00" in alice.get("/contracts/C-1")
    to = alice.post("/contracts/C-1/draw", key="c-3", **ask).headers["Location"]
    world.approve({"approval_id": world.one("SELECT max(id) FROM approval")})
    assert f'href="{to}/cancel"' not in alice.get(to)


def test_each_page_of_a_contract_has_its_place_and_a_programme_where_there_is_one(
    world: facts.World,
) -> None:
    placed = [word for places in sections.PLACES.values() for word in places]
    assert len(placed) == len(set(placed))
    assert {end.split("/")[0] for end in sections._pages()} == set(placed)
    alice = browser(world, "alice")
    page = visible(alice.get("/contracts/C-1"))
    assert page.index("Open invoices") < page.index("Statement") < page.index("Give notice")
    assert "Invite a supplier" not in page
    world.amend(world.ids["C-1"], {"payables_line_cents": 1_000_000})
    assert "Invite a supplier" in visible(alice.get("/contracts/C-1"))
