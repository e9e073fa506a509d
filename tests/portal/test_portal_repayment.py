"""A repayment plan simulated by two fields, and proposed as it is shown."""

import re
from html import unescape

from comptant.operations.assigning import returns
from tests import facts
from tests.portal.conftest import browser, visible

HERE = "/contracts/C-1/plan-simulated"


def over(world: facts.World) -> None:
    contract = world.ids["C-1"]
    world.draw(contract)
    invoice = world.one("SELECT id FROM invoice WHERE contract_id = %s", contract)
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[invoice],
                     reason="BREACH")  # fmt: skip


def test_a_plan_is_asked_for_by_fields_and_proposed_as_it_is_shown(world: facts.World) -> None:
    over(world)
    for language, left, link in (
        ("fr", "reste à rembourser", "Proposer ce plan"),
        ("en", "left to repay after it", "Propose this plan"),
    ):
        anna = browser(world, "anna", language)
        page = anna.get(f"{HERE}?count=2&first=2026-06-30")
        assert 'name="count"' in page
        assert 'name="first"' in page
        assert "?count=" not in visible(page)
        assert left in visible(page).lower()
        assert link in visible(page)
        (href,) = re.findall(r'href="(/contracts/C-1/plan\?[^"]+)"', page)
        form = visible(anna.get(unescape(href)))
        assert form.count("2026-06-30=") == form.count("2026-07-30=") == 1
    typed = re.findall(r"2026-0[67]-30=[\d,.]+", form)
    anna.post("/contracts/C-1/plan", act="do", key="p", instalments="\n".join(typed))
    assert world.one("SELECT count(*) FROM approval WHERE kind = 'repayment_plan'") == 1


def test_what_cannot_be_a_plan_is_told_beside_the_fields(world: facts.World) -> None:
    anna = browser(world, "anna", "fr")
    assert "dépassement" in visible(anna.get(HERE)).lower()
    over(world)
    for asked in ("count=abc", "count=0", "count=999999999999", "first=never", "first=1999-01-01"):
        page = anna.get(f"{HERE}?{asked}")
        assert 'name="count"' in page
        assert "Proposer ce plan" not in page
