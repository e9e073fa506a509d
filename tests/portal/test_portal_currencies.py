"""Other currencies by their pages: revalued by an accountant, euros taken as dollars by two."""

import psycopg

from tests.dollars import COLLECTION, PAID_ON, open_dollars, sold_and_advanced, tell
from tests.facts import World
from tests.houses import house
from tests.portal.conftest import browser, visible

PAGE = "/contracts/C-USD/currencies"


@house
def dollars(writer: psycopg.Connection) -> World:
    """An invoice in dollars, paid in euros that are nobody's yet."""
    world = open_dollars(writer)
    sold_and_advanced(world)
    world.on = PAID_ON
    tell(world, PAID_ON, COLLECTION)
    world.bank({"cents": 9_100_000, "text": "FA-1"})
    return world


def test_money_is_exchanged_and_the_contract_revalued_on_their_pages(dollars: World) -> None:
    anna, aron = browser(dollars, "anna"), browser(dollars, "aron")
    payment = dollars.one("SELECT id FROM payment WHERE open_cents > 0")
    form = visible(anna.get(f"{PAGE}/exchange"))
    assert "FA-1" in form
    anna.post(f"{PAGE}/exchange", act="do", key="x", payment_id=str(payment),
              taken_cents="99463.00", buyer_id="443061841", invoice_ids="FA-1",
              source="FX-77")  # fmt: skip
    approval = dollars.one("SELECT max(id) FROM approval")
    page = visible(aron.get(f"/approvals/{approval}"))
    assert "exchanged for" in page
    assert "FX-77" in page
    aron.post(f"/approvals/{approval}", act="do", key="y", answer="yes", reason="")
    assert dollars.rows("SELECT from_cents, amount_cents FROM exchange") == [
        (9_100_000, 9_946_300)]  # fmt: skip
    aron.post(f"{PAGE}/revalue", act="do", key="z")
    listed = visible(aron.get(PAGE))
    assert "1.085000 €91,670.97 €0.00" in listed
