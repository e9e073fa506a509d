"""N invoices in one remittance, or N remittances of one: the same positions, sums and balances.

Amounts are multiples of 10.00, so that fees of 1 %, their VAT of 20 % and a fund of 10 % are whole
cents for each invoice alone. Otherwise the VAT of one bill is rounded once and that of N bills N
times (R-5), and the balances would differ by those cents, rightly.
"""

from datetime import date, timedelta
from typing import Any

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptant.operations.assigning import remit
from comptant.operations.drawing.availability import look
from tests.facts import World, add_user, open_world, sent_invoices
from tests.houses import house

TERMS: dict[str, dict[str, Any]] = {
    "plain": {"fee_ppm": 10_000, "fee_billing": "AT_COLLECTION"},
    "fund": {
        "fee_ppm": 10_000, "fee_billing": "AT_ASSIGNMENT", "fund_ppm": 100_000,
        "advance_standard_ppm": 1_000_000, "has_recourse": False, "concentration_ppm": 500_000,
    },
}  # fmt: skip
POSITIONS = """SELECT p.name, i.invoice_number, i.open_cents, i.approved_cents, i.ineligible_cents,
        i.reduction_cents, i.advance_class, i.hold, i.holds, i.next_change_on
    FROM invoice i JOIN party p ON p.id = i.buyer_id WHERE i.contract_id = %s ORDER BY 1, 2"""
EXPOSURES = """SELECT p.name, e.advance_class, e.outstanding_cents, e.ineligible_cents,
        e.reduction_cents, e.approved_cents, e.unapplied_credit_cents, e.open_count
    FROM exposure e JOIN party p ON p.id = e.buyer_id WHERE e.contract_id = %s ORDER BY 1, 2"""
BALANCES = """SELECT account, value_on, amount_cents FROM balance
    WHERE contract_id = %s AND amount_cents <> 0 ORDER BY 1, 2"""


@st.composite
def files(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Invoices and credit notes in their rank: issued one after the other, numbered in order."""
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(2, 7))):
        is_note = bool(rows) and draw(st.integers(0, 4)) == 0
        named = draw(st.sampled_from([None, *rows])) if is_note else None
        rows.append({
            "number": f"{'AV' if is_note else 'FA'}-{number:03d}",
            "type_code": "381" if is_note else "380",
            "buyer": named["buyer"] if named else draw(st.sampled_from(("BETA SA", "DELTA SARL"))),
            "credited_number": named["number"] if named else None,
            "cents": 1_000 * draw(st.integers(1, 60 if is_note else 900)),
            "issued_on": date(2026, 1, 1) + timedelta(days=number),
            "due_on": date(2026, 1, 15) + timedelta(days=draw(st.integers(0, 40))),
        })  # fmt: skip
    return rows


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    add_user(world, "celine", world.ids["GAMMA SA"], ["client_owner"], False)
    return world


def taken(world: World, client: str, login: str, terms: dict[str, Any],
          *sends: list[dict[str, Any]]) -> int:  # fmt: skip
    """A new contract that has received these files, one after the other."""
    world.count += 1
    contract_id = world.contract(f"K-{world.count}", client, **terms)
    world.limit(contract_id, "BETA SA", 1_500_000)
    world.limit(contract_id, "DELTA SARL", 700_000)
    for lines in sends:
        asked = world.asked(login)
        remit.remit(
            world.conn, asked, contract_id=contract_id, sent=sent_invoices(world.on, *lines),
            file_name="test.csv", digest=asked.key.encode().ljust(32), received_at=asked.at,
        )  # fmt: skip
    return contract_id


@settings(
    max_examples=6, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(rows=files(), name=st.sampled_from(sorted(TERMS)))
def test_one_by_one_equals_all_at_once(world: World, rows: list[dict[str, Any]], name: str) -> None:
    world.count += 1
    rows = [
        {**row, "number": f"{world.count}{row['number']}",
         "credited_number": row["credited_number"] and f"{world.count}{row['credited_number']}"}
        for row in rows
    ]  # fmt: skip
    at_once = taken(world, "ALPHA SAS", "alice", TERMS[name], rows)
    one_by_one = taken(world, "GAMMA SA", "celine", TERMS[name], *([row] for row in rows))
    # The fund gives back what a credit note frees at the latest with the close of the day.
    world.close()
    for query in (POSITIONS, EXPOSURES, BALANCES):
        both = [world.conn.execute(query, (id_,)).fetchall() for id_ in (at_once, one_by_one)]
        assert both[0] == both[1]
    seen = [
        look(world.conn, world.users["anna"], id_, world.on, world.asked("anna").at).totals
        for id_ in (at_once, one_by_one)
    ]
    assert seen[0] == {**seen[1], "contract_id": at_once}
    world.on += timedelta(days=1)
