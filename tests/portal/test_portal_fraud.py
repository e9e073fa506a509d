"""The fraud desk in a browser: the queue, an alarm, its decision; nobody of a client sees it."""

import pytest

from comptant.operations.risk.facts import record_fact
from comptant.operations.risk.fraud import watch_fraud
from tests import facts
from tests.portal.conftest import browser, seen, visible


def alarm(world: facts.World) -> int:
    """FA-1 is not recognised."""
    record_fact(world.conn, world.asked("anna"), contract_id=world.ids["C-1"], subject="INVOICE",
                subject_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'"),
                name="verification_answer", value="NOT_RECOGNISED", from_on=world.on,
                source="call")  # fmt: skip
    watch_fraud(world.conn, world.asked("anna"), contract_ids=[world.ids["C-1"]], from_on=None)
    return int(world.one("SELECT max(id) FROM fraud_alarm"))


def test_an_alarm_is_worked_from_the_queue(world: facts.World) -> None:
    found = alarm(world)
    anna = browser(world, "anna")
    queue = anna.get("/fraud")
    assert "The buyer does not recognise the invoice" in visible(queue)
    assert f"/fraud/{found}" in queue
    page = visible(anna.get(f"/fraud/{found}"))
    assert "FR-18" in page
    assert "freeze" in page
    given = {"outcome": "CLEARED", "reason": "found again", "key": "k"}
    looked = anna.post(f"/fraud/{found}/decide", 200, act="look", **given).content.decode()
    assert world.one("SELECT count(*) FROM approval WHERE kind = 'fraud'") == 0
    anna.post(f"/fraud/{found}/decide", act="do", seen=seen(looked), **given)
    assert world.one("SELECT count(*) FROM approval WHERE kind = 'fraud'") == 1
    assert "Soupçons de fraude" in visible(browser(world, "anna", "fr").get("/fraud"))


def test_the_client_reads_that_its_money_waits_and_never_why(world: facts.World) -> None:
    found = alarm(world)
    alice = browser(world, "alice")
    told = visible(alice.get("/contracts/C-1/why"))
    assert "while we verify something under your contract" in told
    assert "FR-18" not in told
    for path in ("/fraud", f"/fraud/{found}", "/verifications", "/fraud-thresholds"):
        assert alice.client.get(path).status_code == 404


def test_invoices_are_drawn_and_answers_kept(world: facts.World) -> None:
    anna = browser(world, "anna")
    here = "/contracts/C-1/verifications"
    looked = anna.post(f"{here}/draw", 200, act="look", key="a").content.decode()
    anna.post(f"{here}/draw", act="do", key="a", seen=seen(looked))
    invoice = world.one(
        "SELECT max(invoice_number) FROM verification v JOIN invoice i"
        " ON i.contract_id = v.contract_id AND i.id = v.invoice_id"
    )
    assert "<input" in anna.get(f"{here}/record").partition('id="f-invoice_id"')[0][-60:]
    anna.post(f"{here}/record", act="do", key="b", invoice_id=invoice, answer="CONFIRMED",
              source="Mme Martin")  # fmt: skip
    assert "confirmed" in visible(anna.get(here))


def test_the_desk_reads_words_in_its_own_language(world: facts.World) -> None:
    found = alarm(world)
    anna = browser(world, "anna", "fr")
    shown = visible(anna.get(f"/fraud/{found}")) + visible(anna.get("/contracts/C-1/facts"))
    assert "NOT_RECOGNISED" not in shown
    assert "non reconnue" in shown
    assert "fraud desk" not in shown
    thresholds = visible(anna.get("/fraud-thresholds"))
    assert "30,00 %" in thresholds
    for raw in ("ppm", "count", "house, default", "300000"):
        assert raw not in thresholds
    for path, title in (("/fraud-thresholds/propose", "Seuils de fraude"),
                        ("/payees/call", "Comptes à payer")):  # fmt: skip
        assert f"← {title}" in visible(anna.get(path))
    form = {"act": "look", "key": "w", "which": "FA-1", "from_on": str(world.on), "source": "mail",
            "fact": "INVOICE/verification_answer"}  # fmt: skip
    looked = anna.post("/contracts/C-1/facts/record", 200, **form, value="Confirmée")
    preview = visible(looked.content.decode())
    for said in ("FA-1", "confirmée", "Factures réexaminées 1"):
        assert said in preview, preview
    failed = {**form, "fact": "PARTY/insolvent_on", "which": "BETA SA", "is_confirmed": "1"}
    looked = anna.post("/contracts/C-1/facts/record", 200, **failed, value=str(world.on))
    assert "BETA SA" in visible(looked.content.decode())
    assert "insolvent_on" not in visible(looked.content.decode())
    wrong = anna.post("/contracts/C-1/facts/record", 422, **form, value="peut-être")
    assert "peut-être" in visible(wrong.content.decode())


@pytest.mark.parametrize(("language", "title", "told"), [
    ("en", "Look for fraud now", "contracts watched for fraud"),
    ("fr", "Rechercher la fraude maintenant", "contrats examinés pour fraude"),
])  # fmt: skip
def test_contracts_are_looked_at_from_the_desk(
    world: facts.World, language: str, title: str, told: str
) -> None:
    record_fact(world.conn, world.asked("anna"), contract_id=world.ids["C-1"], subject="INVOICE",
                subject_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'"),
                name="verification_answer", value="NOT_RECOGNISED", from_on=world.on,
                source="call")  # fmt: skip
    anna = browser(world, "anna", language)
    assert title in visible(anna.get("/fraud"))
    assert title in visible(anna.get("/fraud/watch"))
    asked = {"act": "do", "from_on": "", "is_quick": ""}
    wrong = anna.post("/fraud/watch", 422, key="w", contract_ids="NONE", **asked)
    assert "NONE" in visible(wrong.content.decode())
    assert world.one("SELECT count(*) FROM act WHERE operation = 'watch_fraud'") == 0
    anna.post("/fraud/watch", key="a", contract_ids="C-2", **asked)
    assert world.one("SELECT count(*) FROM fraud_alarm") == 0
    answer = anna.post("/fraud/watch", key="b", contract_ids="C-1\nC-2\nC-1", **asked)
    assert told in visible(anna.get(answer.headers["Location"])).lower()
    assert world.one("SELECT count(*) FROM fraud_alarm") == 1
    anna.post("/fraud/watch", key="c", contract_ids="", **asked)
    watched = "SELECT answer -> 'contract_ids' FROM act WHERE operation = 'watch_fraud' ORDER BY id"
    ids = [world.ids["C-1"], world.ids["C-2"]]
    assert world.rows(watched) == [([ids[1]],), (ids,), (ids,)]
    assert browser(world, "alice").client.get("/fraud/watch").status_code == 404
