"""Reminders by the hundred thousand: selected and queued in one run, against what any program would
do at least; then letters, what is not the engine against the engine at its fastest."""

import hashlib
from datetime import timedelta
from time import perf_counter
from typing import Any

from comptant.doors.bench import letters, stage
from comptant.doors.sandbox import Sandbox
from comptant.formats.papers import reminders as papers
from comptant.operations.assigning import remit
from comptant.operations.banking import bank
from comptant.operations.reminding import plans, printing, run
from comptant.rules.columns import BANK_MOVEMENTS, STATEMENTS
from comptant.rules.reminders import PLAN

Row = dict[str, Any]
INVOICES_EACH = 2  # of each buyer of each contract
# Of each table that a run writes: a bare one like it, its rows out, and in.
BARE = (
    ("CREATE TEMP TABLE bare_reminder (LIKE reminder INCLUDING ALL) ON COMMIT DROP",
     "COPY reminder TO STDOUT (FORMAT csv)", "COPY bare_reminder FROM STDIN (FORMAT csv)"),
    ("CREATE TEMP TABLE bare_line (LIKE reminder_line INCLUDING ALL) ON COMMIT DROP",
     "COPY reminder_line TO STDOUT (FORMAT csv)", "COPY bare_line FROM STDIN (FORMAT csv)"),
)  # fmt: skip
# Fifty days before the due day: all that the stage remits is due to be told.
STAGES = PLAN.frame([{"stage_number": 1, "stage": "PRE", "offset_days": -50, "least_cents": 0,
                      "channel": "LETTER"}])  # fmt: skip


def measure(box: Sandbox, count: int, printed: int) -> list[Row]:
    """Two rows: the run that queues `count` reminders (in hundreds), and `printed` letters of
    them."""
    made = prepare(box, count)
    began = perf_counter()
    answer = run.remind(box.conn, box.asked("anna"), contract_id=None)
    seconds = perf_counter() - began
    if answer["count"] != made:
        raise RuntimeError(f"{made} reminders were due, {answer['count']} were queued")
    read, copied = _read(box), _copied(box)
    queued = {
        "reminders": made, "invoices": made * INVOICES_EACH, "seconds": round(seconds, 2),
        "reminders_per_s": round(made / seconds), "read_s": round(read, 2),
        "copy_s": round(copied, 2), "floor_s": round(read + copied, 2),
        "ratio_to_floor": round(seconds / (read + copied), 2),
    }  # fmt: skip

    def write() -> int:
        return int(printing.print_reminders(box.conn, box.asked("anna"),
                                            contract_id=None)["count"])  # fmt: skip

    return [queued, *letters.compared(box, papers, "reminder", write, printed)]


def prepare(box: Sandbox, count: int) -> int:
    """Contracts of one client whose hundred buyers owe two invoices each, a plan for all, whom to
    write to, and the bank's word of the day; how many reminders are due."""
    client_id, buyers = stage.client(box)
    plans.set_reminder_plan(
        box.conn, box.asked("anna"), contract_id=None, buyer_id=None, valid_from_on=box.on,
        stages=STAGES, sender_email="", source="bench",
    )  # fmt: skip
    for buyer_id in buyers:
        plans.set_reminder_contact(
            box.conn, box.asked("anna"), contract_id=None, buyer_id=buyer_id, person="",
            email="", phone="", postal_address="1 rue du Port\n44000 NANTES", language="fr",
            is_email_refused=False, source="bench",
        )  # fmt: skip
    contracts = max(1, count // len(buyers))
    for number in range(contracts):
        contract_id = box.contract(client_id, f"R-{number}", **stage.TERMS)
        sent = stage.invoices(INVOICES_EACH * len(buyers), f"R{number}")
        asked = box.asked("anna")
        remit.remit(box.conn, asked, contract_id=contract_id, sent=sent, file_name="bench",
                    digest=hashlib.sha256(str(number).encode()).digest(),
                    received_at=asked.at)  # fmt: skip
    _tell_the_buyers(box)
    _hear_the_bank(box)
    return contracts * len(buyers)


def _tell_the_buyers(box: Sandbox) -> None:
    """As if notices had left to all: who was not told is not reminded."""
    box.conn.execute(
        """INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source,
               act_id)
           SELECT DISTINCT contract_id, 'BUYER', buyer_id, 'is_notified', %s::date, 'true'::jsonb,
               'bench', (SELECT max(id) FROM act) FROM invoice""",
        (box.on,),
    )


def _hear_the_bank(box: Sandbox) -> None:
    """A statement of the day without a line: nobody is reminded of what the bank has not told."""
    (iban,) = box.conn.execute("SELECT iban FROM own_account WHERE id = %s",
                               (box.own_account_id,)).fetchone() or ("",)  # fmt: skip
    statements = STATEMENTS.frame([{
        "file": "bench", "statement_number": 1, "account_iban": iban, "currency": "EUR",
        "statement_reference": "1", "sequence": 1, "opened_on": box.on - timedelta(days=1),
        "closed_on": box.on, "opening_cents": 0, "closing_cents": 0, "ends_the_day": True,
    }])  # fmt: skip
    bank.take_in(
        box.conn, box.asked("tania"), statements=statements, movements=BANK_MOVEMENTS.empty(),
        source="camt.053", file_name="bench", content=b"bench",
    )  # fmt: skip


def _read(box: Sandbox) -> float:
    """Seconds to copy out, by one join, what no run can do without: the open invoices with the
    stage and the address of each."""
    asked = """COPY (SELECT i.contract_id, i.buyer_id, i.id, i.due_on, i.open_cents, s.stage_number,
            x.postal_address FROM invoice i
        JOIN reminder_plan p ON p.contract_id = 0 AND p.buyer_id = 0
        JOIN reminder_stage s ON s.contract_id = p.contract_id AND s.plan_id = p.id
        JOIN reminder_contact x ON x.contract_id = 0 AND x.buyer_id = i.buyer_id
        WHERE i.open_cents > 0 AND i.due_on + s.offset_days::int <= %s) TO STDOUT"""
    began = perf_counter()
    with box.conn.cursor() as cursor, cursor.copy(asked, (box.on,)) as copy:
        for _ in copy:
            pass
    return perf_counter() - began


def _copied(box: Sandbox) -> float:
    """Seconds to copy the rows that were queued into tables like theirs, with the same indexes."""
    seconds = 0.0
    for like, out, into in BARE:
        with box.conn.cursor() as cursor, cursor.copy(out) as copy:
            rows = b"".join(bytes(part) for part in copy)
        with box.conn.transaction(), box.conn.cursor() as cursor:
            cursor.execute(like)
            began = perf_counter()
            with cursor.copy(into) as copy:
                copy.write(rows)
            seconds += perf_counter() - began
    return seconds
