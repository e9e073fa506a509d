"""Bank statements by their pages and by a program: a withdrawn one is shown as such."""

from tests import facts
from tests.api.test_api import Program
from tests.portal.conftest import browser, visible
from tests.withdrawing import WHY


def test_a_withdrawn_statement_is_shown_as_such_in_the_list_and_on_its_page(
    world: facts.World,
) -> None:
    world.bank({"cents": 70_000, "text": "SLIP"})
    statement = world.one("SELECT id FROM bank_statement")
    tania, aron = browser(world, "tania"), browser(world, "aron")
    assert "booked" in visible(tania.get("/bank-statements"))
    page = visible(tania.get(f"/bank-statements/{statement}"))
    assert "SLIP" in page
    assert "Withdraw the statement" in page
    tania.post(f"/bank-statements/{statement}/withdraw", act="do", key="x", reason=WHY)
    approval = world.one("SELECT max(id) FROM approval")
    assert "statement S1" in visible(aron.get(f"/approvals/{approval}"))
    aron.post(f"/approvals/{approval}", act="do", key="y", answer="yes", reason="")
    assert world.one("SELECT withdrawn_for FROM bank_statement") == WHY
    listed = visible(tania.get("/bank-statements"))
    assert "withdrawn" in listed
    assert WHY in listed
    page = visible(tania.get(f"/bank-statements/{statement}"))
    assert "aron" in page
    assert "Withdraw the statement" not in page


def test_a_program_proposes_it_and_reads_what_became_of_it(world: facts.World) -> None:
    world.bank({"cents": 70_000, "text": "SLIP"})
    program = Program(world, "tania", ["read", "withdraw_statement"])
    (row,) = program.get("bank_statements")["rows"]
    (line,) = program.get(f"bank_lines?id={row['id']}")["rows"]
    assert (row["bank_statement_state"], line["amount_cents"]) == ("BOOKED", 70_000)
    told = program.post("withdraw_statement", "k1", bank_statement_id=row["id"], reason=WHY)
    assert (told["line_count"], told["amount_cents"]) == (1, 70_000)
    world.approve(told, "aron")
    (row,) = program.get("bank_statements")["rows"]
    assert (row["bank_statement_state"], row["withdrawn_by"]) == ("WITHDRAWN", "aron")
