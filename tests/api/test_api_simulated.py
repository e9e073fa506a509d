"""What would be done, asked by programs before it is: reminders, plans of buyers, penalties."""

from datetime import date

from comptant.rules.penalties import INDEX
from tests import facts
from tests.api.test_api_looks import program, told
from tests.buyers import tell_buyer
from tests.partners import PARTNERS, add_partners
from tests.portal.conftest import world
from tests.reminding import contact
from tests.traces import contents

__all__ = ["world"]


def test_a_program_simulates_reminders_by_any_plan(world: facts.World) -> None:
    world.bank()
    contact(world, "BETA SA")
    anna = program(world, "anna", "read", "remind")
    before = contents(world.conn)["reminder"]
    of = {"contract_id": world.ids["C-1"], "days": 60}
    assert told(anna.get("/api/v1/reminders_simulated", of), 200)["count"] == 0
    standard = told(anna.get("/api/v1/reminders_simulated", {**of, "is_standard": "true"}), 200)
    # FA-1 is due on 28 February: PRE ten days before, the first reminder on 3 March
    assert [(row["today_on"], row["stage"], row["sent_by"], row["claimed_cents"])
            for row in standard["reminders"]] == [
        ("2026-02-18", "PRE", "EMAIL", 2_000_000), ("2026-03-03", "R1", "EMAIL", 2_000_000),
        ("2026-03-10", "R2", "CALL", 2_000_000), ("2026-03-10", "R2", "EMAIL", 2_000_000),
    ]  # fmt: skip
    own = told(anna.get("/api/v1/reminders_simulated",
                        {**of, "stage": ["R1 1 letter", "R2 3 call"]}), 200)  # fmt: skip
    leaving = [row for row in own["reminders"] if row["reminder_wait"] is None]
    assert [(row["today_on"], row["sent_by"]) for row in leaving] == [
        ("2026-03-02", "LETTER"), ("2026-03-04", "CALL")]  # fmt: skip
    for wrong, status, code in (({"stage": ["R2 soon"]}, 422, "stage_unread"),
                                ({"stage": ["R1 5 letter", "R2 3 call"]}, 422, "stages_wrong"),
                                ({"contract_id": 1}, 404, "contract_unknown")):  # fmt: skip
        assert told(anna.get("/api/v1/reminders_simulated", {**of, **wrong}), status)[
            "code"] == code  # fmt: skip
    assert contents(world.conn)["reminder"] == before


def test_a_program_simulates_a_plan_and_penalties(world: facts.World) -> None:
    anna = program(world, "anna", "read", "record_promise", "claim_penalties")
    invoice_id = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    of = {"contract_id": world.ids["C-1"], "buyer_id": world.ids["BETA SA"],
          "invoice_id": invoice_id}  # fmt: skip
    plan = {**of, "instalment": ["2026-03-02=5000.00", "2026-06-02=15000.00"]}
    seen = told(anna.get("/api/v1/plan_simulated", plan), 200)
    assert (seen["promised_cents"], seen["invoices"][0]["paid_off_on"], seen["refusal"]) == (
        2_000_000, "2026-06-02", None)  # fmt: skip
    wrong = told(anna.get("/api/v1/plan_simulated", {**of, "instalment": "soon"}), 422)
    assert wrong["code"] == "instalment_unread"
    assert told(anna.get("/api/v1/penalties_simulated", of), 404)["code"] == "invoice_unknown"
    world.rate(INDEX, 21_500, date(2026, 1, 1))
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 1_200_000, "issued_on":
                                   date(2025, 12, 20), "due_on": date(2026, 1, 2)})  # fmt: skip
    due = told(anna.get("/api/v1/penalties_simulated", {
        "contract_id": world.ids["C-1"], "buyer_id": world.ids["BETA SA"]}), 200)  # fmt: skip
    assert (due["count"], due["amount_cents"]) == (1, 9_592)
    assert world.one("SELECT count(*) FROM penalty") == 0


def test_clients_partners_and_neighbours_simulate_nothing_of_the_desk(world: facts.World) -> None:
    add_partners(world, world.ids["C-1"])
    tell_buyer(world, "BETA SA", "C-1")
    plan = {"contract_id": world.ids["C-1"], "buyer_id": world.ids["BETA SA"], "invoice_id": 1,
            "instalment": "2026-03-02=1.00"}  # fmt: skip
    for login in ("alice", "cora", *(login for login, _ in PARTNERS.values())):
        other = program(world, login)
        for look, given in (("reminders_simulated", {}), ("plan_simulated", plan),
                            ("penalties_simulated", {**plan})):  # fmt: skip
            seen = other.get(f"/api/v1/{look}", given)
            assert seen.status_code in (403, 404), (login, look, seen.content)
            assert "BETA SA" not in seen.content.decode()
