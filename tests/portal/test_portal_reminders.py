"""Reminders and promises in a browser: the plan, whom to write to, the run, letters, calls."""

import re

from tests import facts
from tests.buyers import tell_buyer
from tests.portal.conftest import browser, seen, visible
from tests.reminding import STREET

PLAN = "R1 -50 letter+call\nCTX 45 handover"


def test_the_desk_plans_simulates_runs_prints_and_calls(world: facts.World) -> None:
    world.bank()
    anna = browser(world, "anna")
    tell_buyer(world, "BETA SA")
    told = {"valid_from_on": "2026-01-16", "buyer_id": "", "sender_email": "", "source": "mail"}
    wrong = anna.post("/contracts/C-1/reminder-plans/set", 422, act="do", key="a",
                      stages="R2 soon email", **told)  # fmt: skip
    assert "“R2 soon email” is no stage" in visible(wrong.content.decode())
    anna.post("/contracts/C-1/reminder-plans/set", act="do", key="b", stages=PLAN, **told)
    assert "first reminder -50" in visible(anna.get("/contracts/C-1/reminder-plans"))
    anna.post("/contracts/C-1/reminder-contacts/set", act="do", key="c", buyer_id="BETA SA",
              person="Mme Dupont", email="", phone="+33240000000", postal_address=STREET,
              language="fr", source="letterhead")  # fmt: skip
    assert "44000 NANTES" in visible(anna.get("/contracts/C-1/reminder-contacts"))
    simulated = visible(anna.get("/reminders-simulated"))
    assert "12 rue des Lilas · 44000 NANTES" in simulated
    preview = anna.post("/reminders/run", 200, act="look", key="d").content.decode()
    anna.post("/reminders/run", act="do", key="d", seen=seen(preview))
    page = anna.get("/reminders")
    (letter,) = re.findall(r"/contracts/C-1/reminders/(\d+)\"[^>]*>[^<]*<[^>]*>?", page)[:1] or [""]
    assert letter
    printed = anna.post("/reminders/print", act="do", key="e").headers["Location"]
    batch = re.search(r"/reminders/batches/(\d+)/files", printed)
    assert batch is not None
    assert "Batch for the printer" in anna.get(f"/reminders/batches/{batch[1]}/files")
    packed = anna.client.get(f"/reminders/batches/{batch[1]}")
    assert packed.content.startswith(b"PK")
    calls = anna.get("/reminder-calls")
    assert "+33240000000" in calls
    (call,) = re.findall(r"/contracts/C-1/reminders/(\d+)/call", calls)[:1]
    anna.post(f"/contracts/C-1/reminders/{call}/call", act="do", key="f", outcome="PROMISED",
              note="end of March")  # fmt: skip
    assert "+33240000000" not in anna.get("/reminder-calls")
    alice = browser(world, "alice", "fr")
    assert "lettre" in visible(alice.get("/contracts/C-1/reminders"))
    alice.get("/reminders", 404)
    alice.get("/contracts/C-1/reminder-contacts", 404)


def test_a_promise_is_noted_followed_and_taken_back(world: facts.World) -> None:
    anna = browser(world, "anna")
    told = {"buyer_id": "BETA SA", "invoice_ids": "FA-1", "evidence": "call", "consent": ""}
    days = "2026-03-02=15000.00\n2026-06-01=5000.00"
    looked = anna.post("/contracts/C-1/promises/record", 200, act="look", key="a",
                       instalments=days, **told).content.decode()  # fmt: skip
    assert "not covered" in visible(looked)
    # FA-1, of 28 February, would be more than 60 days late with 5 000.00 of it open
    assert "€4,500.00 less" in visible(looked)
    anna.post("/contracts/C-1/promises/record", act="do", key="a", seen=seen(looked),
              instalments=days, **told)  # fmt: skip
    again = anna.post("/contracts/C-1/promises/record", 422, act="do", key="b",
                      instalments="2026-03-02=1.00", **told)  # fmt: skip
    assert "End it first" in visible(again.content.decode())
    page = anna.get("/promises")
    assert visible(page).count("runs") == 2
    (promise,) = set(re.findall(r"/contracts/C-1/promises/(\d+)\"", page))
    assert "€15,000.00" in visible(anna.get(f"/contracts/C-1/promises/{promise}"))
    anna.post(f"/contracts/C-1/promises/{promise}/end", act="do", key="c", reason="replaced")
    assert "taken back" in visible(browser(world, "alice").get("/contracts/C-1/promises"))
