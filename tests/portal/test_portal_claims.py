"""Claims in a browser: opened, decided, paid, written off by the desk; read by who holds the
policy."""

from datetime import timedelta

from tests import facts
from tests.policies import insured, step
from tests.portal.conftest import browser, seen, visible


def claimed(world: facts.World, holder: str = "FACTOR SA") -> str:
    """FA-1 of C-1 (20 000.00) declared under a policy; the address of its claim SIN-1."""
    policy = insured(world, world.ids["C-1"], holder=holder, waiting_days=0, is_delegated=True)
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    step(world, world.ids["C-1"], policy, invoice)
    browser(world, "anna").post(
        "/contracts/C-1/claims/open", act="do", key="a", policy_id=str(policy),
        invoice_ids="FA-1", reference="SIN-1",
    )  # fmt: skip
    return f"/contracts/C-1/claims/{world.one('SELECT id FROM claim')}"


def test_the_desk_takes_a_claim_from_its_opening_to_the_indemnity(world: facts.World) -> None:
    address = claimed(world)
    anna = browser(world, "anna", "fr")
    page = visible(anna.get(address))
    for figure in ("Perte dans la limite 20 000,00 €", "Indemnité de l'assureur 18 000,00 €"):
        assert figure.replace(" ", "") in page.replace("\N{NARROW NO-BREAK SPACE}", "").replace(
            " ", "").replace("&#x27;", "'")  # fmt: skip
    said = {"accepted_cents": "", "step_on": str(world.on), "reference": "ACC-1"}
    shown = anna.post(f"{address}/accept", 200, act="look", key="b", **said)
    mark = seen(shown.content.decode())
    anna.post(f"{address}/accept", act="do", key="c", seen=mark, **said)
    world.bank({"cents": 1_800_000, "text": "INDEMNITE", "payer_name": "ASSUR"})
    payment = world.one("SELECT max(id) FROM payment WHERE contract_id = %s", world.house)
    said = {"payment_id": str(payment), "amount_cents": "", "step_on": str(world.on),
            "reference": "VIR-1"}  # fmt: skip
    shown = anna.post(f"{address}/receive", 200, act="look", key="d", **said)
    mark = seen(shown.content.decode())
    anna.post(f"{address}/receive", act="do", key="e", seen=mark, **said)
    assert world.rows("SELECT step FROM claim_step ORDER BY id") == [
        ("OPENED",), ("ACCEPTED",), ("RECEIVED",)]  # fmt: skip
    assert "indemnisé" in visible(anna.get("/claims"))
    # The rest went back to the client, whose contract has recourse.
    assert world.one("SELECT open_cents FROM invoice WHERE invoice_number = 'FA-1'") == 0


def test_a_refusal_says_its_cause_beside_the_form(world: facts.World) -> None:
    address = claimed(world)
    anna = browser(world, "anna")
    early = str(world.on - timedelta(days=1))
    said = {"accepted_cents": "", "step_on": early, "reference": "ACC-1"}
    wrong = anna.post(f"{address}/accept", 422, act="look", key="b", **said)
    assert "does not fit" in visible(wrong.content.decode())
    anna.post(f"{address}/refuse", act="do", key="c", step_on=str(world.on), reference="L",
              reason="late")  # fmt: skip
    assert "refused by the insurer: SIN-1, BETA SA, C-1" in visible(
        browser(world, "carl").get("/approvals"))  # fmt: skip


def test_who_holds_the_policy_reads_its_claims_and_nobody_else(world: facts.World) -> None:
    address = claimed(world, "ALPHA SAS")
    assert "SIN-1" in visible(browser(world, "alice").get("/contracts/C-1/claims"))
    assert "€18,000.00" in visible(browser(world, "alice").get(address))
    assert browser(world, "cora").get(address, 404)
    assert browser(world, "alice").get(f"{address}/accept", 404)


def test_of_the_factors_own_policy_its_client_reads_no_claim(world: facts.World) -> None:
    address = claimed(world)
    assert "SIN-1" not in visible(browser(world, "alice").get("/contracts/C-1/claims"))
    assert browser(world, "alice").get(address, 404)


def test_a_claim_opened_by_mistake_is_dropped_from_its_page(world: facts.World) -> None:
    address = claimed(world)
    anna = browser(world, "anna")
    anna.post(f"{address}/drop", act="do", key="b", reason="another company")
    assert "opened by mistake" in visible(anna.get("/claims"))
    again = anna.post(f"{address}/drop", 422, act="do", key="c", reason="another company")
    assert "was opened by mistake and dropped" in visible(again.content.decode())


def test_a_step_told_by_slip_is_undone_from_the_claims_page(world: facts.World) -> None:
    address = claimed(world)
    anna = browser(world, "anna")
    said = {"accepted_cents": "", "step_on": str(world.on), "reference": "ACC-1"}
    shown = anna.post(f"{address}/accept", 200, act="look", key="b", **said)
    anna.post(f"{address}/accept", act="do", key="c", seen=seen(shown.content.decode()), **said)
    page = visible(anna.get(address))
    assert "Expected and paid" in page
    assert "has not come: when is it paid?" in page
    assert "not paid yet" in visible(anna.get("/indemnities"))
    step_id = world.one("SELECT id FROM claim_step WHERE step = 'ACCEPTED'")
    assert f'value="{step_id}"' in anna.get(f"{address}/undo")
    anna.post(f"{address}/undo", act="do", key="d", step_id=str(step_id), reason="another claim")
    assert "undone: SIN-1, BETA SA, C-1: accepted (another claim)" in visible(
        browser(world, "carl").get("/approvals"))  # fmt: skip
