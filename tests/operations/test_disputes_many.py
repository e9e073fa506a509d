"""Disputes of many contracts in one act: as if each had been noted alone."""

from datetime import date
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.risk import disputes
from tests.facts import World, add_user, open_world, sent_invoices
from tests.houses import house
from tests.simulation.state import state
from tests.traces import contents, refused

DUE = date(2026, 3, 1)
Line = tuple[str, str, int | None, bool, str]  # invoice, kind, amount, rest confirmed, evidence
LINES: list[Line] = [
    ("1", "LIT-QTE", 300_000, False, ""), ("2", "LIT-PRX", 50_000, True, "mail"),
    ("3", "LIT-QTE", None, False, ""), ("1", "LIT-PRX", 100_000, False, ""),
    ("2", "LIT-XYZ", 1, False, ""), ("2", "LIT-QTE", 10**9, False, ""),
    ("3", "LIT-QTE", 5, True, " "), ("3", "LIT-PRX", 5, False, ""),
]  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def opened(world: World, prefix: str) -> dict[str, int]:
    """Two contracts with three invoices each, with room for two and a half."""
    ids = {}
    for number in ("1", "2"):
        name = f"{prefix}-{number}"
        ids[name] = world.contract(name, has_auto_funding=number == "2")
        world.limit(ids[name], "BETA SA", 2_500_000)
        world.remit(ids[name], *(
            {"number": f"{name}-{place}", "cents": 1_000_000, "due_on": DUE}
            for place in (1, 2, 3)))  # fmt: skip
    return ids


def wanted(world: World, ids: dict[str, int]) -> list[dict[str, Any]]:
    rows = []
    for name, contract_id in ids.items():
        for place, kind, cents, is_confirmed, evidence in LINES:
            invoice = world.one("SELECT id FROM invoice WHERE invoice_number = %s",
                                f"{name}-{place}")  # fmt: skip
            rows.append({
                "row_number": len(rows) + 1, "contract_id": contract_id, "invoice_id": invoice,
                "dispute_code": kind, "disputed_cents": cents, "source": "BUYER",
                "dispute_rest_confirmed": is_confirmed, "evidence": evidence,
            })  # fmt: skip
    return rows


def one_by_one(world: World, rows: list[dict[str, Any]]) -> list[int | str]:
    told: list[int | str] = []
    for row in rows:
        try:
            answer = disputes.open_dispute(
                world.conn, world.asked("anna"), contract_id=row["contract_id"],
                invoice_id=row["invoice_id"], code=row["dispute_code"],
                amount_cents=row["disputed_cents"], source=row["source"],
                is_rest_confirmed=row["dispute_rest_confirmed"], evidence=row["evidence"],
            )  # fmt: skip
        except disputes.Refused as refusal:
            told.append(refusal.code)
        else:
            told.append(answer["amount_cents"])
    return told


def at_once(world: World, rows: list[dict[str, Any]]) -> Answer:
    frame = disputes.TO_OPEN.frame(rows)
    return disputes.open_disputes(world.conn, world.asked("anna"), wanted=frame)


def settle(world: World, *rows: tuple[int, int, int, str]) -> Answer:
    frame = disputes.TO_SETTLE.frame(
        {"row_number": number, "contract_id": contract_id, "dispute_id": dispute,
         "credit_agreed_cents": cents, "evidence": evidence}
        for number, (contract_id, dispute, cents, evidence) in enumerate(rows, 1)
    )  # fmt: skip
    return disputes.settle_disputes(world.conn, world.asked("anna"), settled=frame)


def of(world: World, prefix: str) -> list[str]:
    """All that the contracts of a prefix came to."""
    everything = [repr(row) for rows in state(world.conn).values() for row in rows]
    return sorted(row.replace(prefix, "X") for row in everything if f"'{prefix}-" in row)


def test_all_at_once_equals_one_by_one(world: World) -> None:
    singles, together = opened(world, "KA"), opened(world, "KB")
    told = one_by_one(world, wanted(world, singles))
    answer = at_once(world, wanted(world, together))
    found: dict[int, int | str] = {row["row_number"]: row["amount_cents"]
                                   for row in answer["opened"]}  # fmt: skip
    found |= {row["row_number"]: row["refusal"] for row in answer["refused"]}
    assert [found[number] for number in sorted(found)] == told
    assert told[:8] == [300_000, 50_000, 1_000_000, 100_000, "dispute_code_unknown",
                        "amount_too_large", "evidence_missing", "invoice_disputed"]  # fmt: skip
    assert of(world, "KA") == of(world, "KB")
    of_ids = "SELECT i.invoice_number, d.code, s.kind, s.amount_cents FROM dispute d" \
        " JOIN invoice i ON i.id = d.invoice_id JOIN dispute_step s ON s.dispute_id = d.id" \
        " WHERE i.invoice_number LIKE %s ORDER BY 1, 2, 3"  # fmt: skip
    ka, kb = (world.rows(of_ids, f"{prefix}%") for prefix in ("KA", "KB"))
    assert [row[1:] for row in ka] == [row[1:] for row in kb]


def test_settled_together_as_one_by_one(world: World) -> None:
    ids = opened(world, "C")
    done = at_once(world, wanted(world, ids))["opened"]
    first, second, third = (
        (row["contract_id"], row["dispute_id"]) for row in (done[0], done[2], done[-1])
    )
    before = world.one("SELECT count(*) FROM dispute_step")
    answer = settle(world, (*first, 20_000, "letter"), (*second, 0, "letter"),
                    (*third, 10**9, "letter"), (*first, 0, "letter"), (*third, 0, " "),
                    (first[0], 1, 0, "letter"))  # fmt: skip
    assert [(row["row_number"], row["left_cents"]) for row in answer["settled"]] == [
        (1, 20_000), (2, 0)]  # fmt: skip
    assert [(row["row_number"], row["refusal"]) for row in answer["refused"]] == [
        (3, "amount_too_large"), (4, "dispute_over"), (5, "evidence_missing"),
        (6, "dispute_unknown")]  # fmt: skip
    assert world.one("SELECT count(*) FROM dispute_step") == before + 2
    assert world.rows("SELECT kind, amount_cents FROM dispute_step WHERE dispute_id = ANY (%s)"
                      " AND kind <> 'OPENED' ORDER BY id", [first[1], second[1]]) == [
        ("CREDIT_AGREED", -280_000), ("SETTLED", -1_000_000)]  # fmt: skip


def test_a_client_disputes_on_its_own_contracts_only(world: World) -> None:
    rows = wanted(world, opened(world, "C"))
    add_user(world, "gina", world.ids["GAMMA SA"], ["client_owner"], False)
    frame = disputes.TO_OPEN.frame(rows)
    with refused(world.conn, "contract_unknown", contract_id=rows[0]["contract_id"]):
        disputes.open_disputes(world.conn, world.asked("gina"), wanted=frame)


def test_statements_do_not_grow_with_disputes(world: World) -> None:
    """The same statements for two disputes or for many."""
    ids = opened(world, "C")
    rows = wanted(world, ids)
    few, many = [rows[1], rows[8]], [*rows[0:4], *rows[7:11]]  # of both contracts

    def statements(some: list[dict[str, Any]]) -> int:
        count = 0
        execute = psycopg.Connection.execute

        def counted(self: Any, *given: Any, **how: Any) -> Any:
            nonlocal count
            count += 1
            return execute(self, *given, **how)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(psycopg.Connection, "execute", counted)
            at_once(world, some)
        return count

    assert statements(few) == statements(many)


def test_credit_notes_answer_disputes_of_many_contracts_at_once(world: World) -> None:
    ids = opened(world, "C")
    done = at_once(world, [row for row in wanted(world, ids) if row["disputed_cents"] == 300_000])
    assert done["count"] == 2
    frames = [
        sent_invoices(world.on, {
            "number": f"AV-{name}", "cents": 100_000, "due_on": DUE, "type_code": "381",
            "credited_number": f"{name}-1",
        }).with_columns(pl.lit(id_, pl.Int64).alias("contract_id"))
        for name, id_ in ids.items()
    ]  # fmt: skip
    from comptant.operations.assigning import remit
    from comptant.rules.columns import SENT_TO_CONTRACTS

    asked = world.asked("anna")
    remit.remit_many(world.conn, asked, sent=pl.concat(frames).select(SENT_TO_CONTRACTS.names),
                     file_name="day.csv", received_at=asked.at)  # fmt: skip
    assert world.rows("SELECT amount_cents FROM dispute_step WHERE kind = 'CREDITED'") == [
        (-100_000,), (-100_000,)]  # fmt: skip
    assert contents(world.conn)
