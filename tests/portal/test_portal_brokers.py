"""Brokers in a browser: the house agrees, states and pays; the broker and the client read."""

import re
from datetime import date

from tests import facts
from tests.brokers import add_broker, brought, payable
from tests.facts import add_user
from tests.portal.conftest import browser, seen, visible

COMPANY = "COURTAGE SAS"


def test_the_house_registers_a_broker_and_proposes_its_terms(world: facts.World) -> None:
    add_broker(world, world.ids["C-1"])
    anna = browser(world, "anna")
    anna.post("/brokers/register", act="do", key="a", party_id=COMPANY, orias_number="07000123",
              is_registered="1", checked_on="2026-01-16", until_on="2027-02-28",
              source="orias.fr")  # fmt: skip
    assert "07000123" in visible(anna.get("/brokers"))
    told = anna.post("/brokers/register", 422, act="do", key="b", party_id=COMPANY,
                     orias_number="1", is_registered="1", checked_on="2026-01-16",
                     until_on="2027-02-28", source="orias.fr")  # fmt: skip
    assert "1" in visible(told.content.decode())
    anna.post("/contracts/C-1/brokers/mandate", act="do", key="c", party_id=COMPANY,
              given_by="CLIENT", signed_on="2026-01-16", until_on="", source="mandate")  # fmt: skip
    terms = {"base": "FEE", "counted": "BILLED", "rate_ppm": "10", "one_off_cents": "500.00",
             "clawback_days": "365", "vat_class": "EXEMPT", "valid_from_on": "2026-01-16",
             "source": "agreement", "party_id": COMPANY}  # fmt: skip
    hidden = anna.post("/brokers/terms", 422, act="do", key="d", **terms)
    assert "must read what its broker earns" in visible(hidden.content.decode())
    anna.post("/contracts/C-1/commission-terms/propose", act="do", key="e", is_disclosed="1",
              **terms)  # fmt: skip
    assert world.one("SELECT arguments ->> 'one_off_cents' FROM approval"
                     " WHERE kind = 'commission_terms'") == "50000"  # fmt: skip


def test_a_statement_is_made_and_paid_and_the_broker_reads_it(world: facts.World) -> None:
    world.amend(world.ids["C-1"], {"fee_billing": "AT_ASSIGNMENT"})
    brought(world, world.ids["C-1"])
    add_user(world, "brice", world.ids[COMPANY], ["broker"], False)
    payable(world)
    world.remit(world.ids["C-1"], {"number": "F-9", "cents": 1_000_000,
                                   "due_on": date(2026, 3, 16)})  # fmt: skip
    world.close()
    aron = browser(world, "aron", "fr")
    asked = {"party_id": COMPANY, "currency": "EUR", "until_on": "2026-01-16"}
    preview = aron.post("/commission-statements/state", 200, act="look", key="a", **asked)
    mark = seen(preview.content.decode())
    assert "6,00 €" in visible(preview.content.decode())
    aron.post("/commission-statements/state", act="do", key="a", seen=mark, **asked)
    page = aron.get("/commission-statements/pay")
    (statement,) = re.findall(r'<option value="(\d+)"', page)
    preview = aron.post("/commission-statements/pay", 200, act="look", key="b",
                        statement_id=statement, payee_account_id="")  # fmt: skip
    aron.post("/commission-statements/pay", act="do", key="b", statement_id=statement,
              payee_account_id="", seen=seen(preview.content.decode()))  # fmt: skip
    assert "règlement en cours" in visible(aron.get("/commission-statements"))
    brice = browser(world, "brice")
    assert "payment under way" in visible(brice.get("/my-commission-statements"))
    assert "C-1" in visible(brice.get("/my-commissions"))
    assert "10" in visible(brice.get("/my-commission-terms"))
    alice = browser(world, "alice")
    assert COMPANY in visible(alice.get("/contracts/C-1/commission-terms"))
    assert COMPANY in visible(alice.get("/contracts/C-1/brokers"))
    alice.get("/commissions", 404)
