"""Fees in a browser: the desk agrees and charges; a client reads what it pays, why and for what."""

from tests import facts
from tests.portal.conftest import browser, visible

FEES = "/contracts/C-1/fees"


def test_the_desk_agrees_on_fees_and_charges_an_act(world: facts.World) -> None:
    anna = browser(world, "anna", "fr")
    said = {"act": "do", "from_on": "16/01/2026", "source": "conditions particulières"}
    wrong = anna.post(f"{FEES}/agree", 422, key="a", fees="FEE-WEB=40,00", **said)
    assert "pas dû à ce titre. Possible : MONTH YEAR" in visible(wrong.content.decode())
    anna.post(f"{FEES}/agree", key="b", fees="FEE-WEB:MONTH=40,00\nFEE-AVT=75,00", **said)
    assert "40,00 €" in visible(anna.get(FEES))
    charged = {"fee_code": "FEE-AVT", "reference": "avenant 1", "amount_cents": ""}
    page = anna.post(f"{FEES}/charge", 200, act="do", key="c", **charged).content.decode()
    assert "90,00 €" in visible(page)
    assert world.rows("SELECT * FROM fee_billed") == []  # shown first, with VAT
    seen = page.split('name="seen" value="')[1].split('"')[0]
    anna.post(f"{FEES}/charge", act="do", key="c", seen=seen, **charged)
    assert world.rows("SELECT fee_code, cause FROM fee_billed") == [("FEE-AVT", "avenant 1")]


def test_a_client_reads_its_fees_and_agrees_on_none(world: facts.World) -> None:
    anna = browser(world, "anna")
    anna.post(f"{FEES}/agree", act="do", key="b", fees="FEE-NUT=0.20%", from_on="2026-01-16",
              source="rider")  # fmt: skip
    alice = browser(world, "alice")
    text = visible(alice.get(FEES))
    assert "0.20%" in text
    assert "(line − average of the funds in use) × rate × days / 360" in text
    assert "rider" in visible(alice.get(f"{FEES}/over-time"))
    assert visible(alice.get(f"{FEES}/billed"))
    assert alice.client.get(f"{FEES}/agree").status_code == 404
    assert browser(world, "cora").client.get(FEES).status_code == 404
