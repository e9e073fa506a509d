"""What must hold in a history after each operation and at the end of each day, to the cent.

Everything is read again from items, postings and terms, and computed in plain Python; nothing is
taken from the sums that the operations keep. Source: DOMAIN §12, §0.4.
"""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comptant.operations.drawing.availability import explain, judge_due
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import contract_in_force, contracts_batch
from comptant.rules.availability import CLASS_RATES
from comptant.store import bulk
from tests.rules import oracle
from tests.rules.availability_oracle import available
from tests.simulation.history import Done, History
from tests.simulation.state import bank_off

HISTORY_TABLES = (
    "act", "approval", "approval_decision", "document", "outbox", "term", "group_member",
    "allotment", "rate_fixing", "entry", "posting", "movement", "entry_number", "day_close",
    "period_change", "remittance", "refused_line", "invoice", "payment", "charge", "payment_order",
    "payment_order_step", "bank_statement", "bank_movement", "party", "contract_buyer",
)  # fmt: skip
Figures = dict[str, int]
Key = tuple[int, int]


@dataclass
class Memory:
    """What an earlier check saw, for what may only grow or must stay."""

    rows: Figures = field(default_factory=dict)
    approved: dict[int, int] = field(default_factory=dict)
    by_buyer: dict[tuple[int, int], int] = field(default_factory=dict)
    by_group: dict[tuple[int, int], int] = field(default_factory=dict)
    known: list[tuple[Any, dict[tuple[Any, ...], int]]] = field(default_factory=list)
    act_id: int | None = None


def one(h: History, query: str, *arguments: object) -> int:
    """The only number of a query, 0 for none."""
    found = h.conn.execute(query, arguments).fetchone()
    return int(found[0] or 0) if found else 0


def check_books(h: History) -> None:
    """Entries balance, sums agree with what they sum, the bank account too. (I-01, I-04)"""
    for contract_id in h.contracts.values():
        assert bulk.rows(h.conn, "contradictions", ids=[contract_id], whole=True) == []
    house = [row for row in bulk.rows(h.conn, "contradictions", ids=[house_id(h)], whole=True)
             if row["what"] != "unallocated cash of buyers"]  # fmt: skip
    assert house == []
    assert h.rows("SELECT 1 FROM posting GROUP BY contract_id, entry_id, currency"
                  " HAVING sum(amount_cents) <> 0") == []  # fmt: skip
    assert one(h, "SELECT sum(amount_cents) FROM balance") == 0
    assert bank_off(h.conn) == []
    assert balances(h) == {key: cents for key, cents in kept_balances(h).items() if cents}


def house_id(h: History) -> int:
    """The house's own contract."""
    return one(h, "SELECT id FROM contract WHERE is_house")


def balances(h: History, known_at: object = None) -> dict[tuple[Any, ...], int]:
    """Each account and value date from the postings, as known at an instant."""
    found = h.conn.execute(
        """SELECT p.contract_id, p.account, p.sub_id, e.value_on, sum(p.amount_cents)::bigint
           FROM posting p JOIN entry e ON e.contract_id = p.contract_id AND e.id = p.entry_id
           WHERE e.booked_at <= coalesce(%s, 'infinity'::timestamptz)
           GROUP BY 1, 2, 3, 4 HAVING sum(p.amount_cents) <> 0""",
        (known_at,),
    ).fetchall()
    return {row[:4]: row[4] for row in found}


def kept_balances(h: History) -> dict[tuple[Any, ...], int]:
    """The same as the database keeps it."""
    found = h.conn.execute(
        "SELECT contract_id, account, sub_id, value_on, amount_cents FROM balance"
    ).fetchall()
    return {row[:4]: row[4] for row in found}


def check_history(h: History, memory: Memory) -> None:
    """Nothing is deleted, and what was known at an instant stays what was known. (I-22)"""
    for table in HISTORY_TABLES:
        count = len(h.rows(f"SELECT 1 FROM {table}"))
        assert count >= memory.rows.get(table, 0), table
        memory.rows[table] = count
    for at, seen in memory.known[-3:]:
        assert balances(h, at) == seen
    now = h.conn.execute("SELECT clock_timestamp()").fetchone()
    assert now is not None
    memory.known.append((now[0], balances(h)))


# Receivables ----------------------------------------------------------------------------------


def open_items(h: History, contract_id: int) -> list[dict[str, Any]]:
    """The open invoices and credit notes of a contract, in their rank."""
    return h.rows("SELECT * FROM invoice WHERE contract_id = %s AND open_cents <> 0 ORDER BY id",
                  contract_id)  # fmt: skip


def check_holders(h: History) -> None:
    """A receivable is held by us from its assignment to its reassignment or withdrawal, once.
    (I-12)"""
    taken = {row["id"] for row in h.rows("SELECT id FROM invoice")}
    back = {row["item_id"] for row in h.rows(
        "SELECT m.item_id FROM movement m JOIN entry e ON e.contract_id = m.contract_id"
        " AND e.id = m.entry_id AND e.event IN ('reassignment', 'withdrawal',"
        " 'credit_note_withdrawal') WHERE m.account = 'DEB'"
        " GROUP BY m.item_id HAVING sum(m.amount_cents) <> 0")}  # fmt: skip
    held = Counter(row["invoice_id"] for row in h.rows(
        "SELECT invoice_id FROM held WHERE returned_for IS NULL"))  # fmt: skip
    assert held == Counter(taken - back)


# What came back of approvals with what is undone, since an act: of each invoice, no more than the
# undone act had taken of its approval, and no more than is owed again.
RESTORED = """
    SELECT i.buyer_id, i.contract_id, sum(least(u.cents, u.lost_cents))::bigint AS cents FROM (
        SELECT m.contract_id, m.item_id, s.act_id, sum(m.amount_cents) AS cents, (
            SELECT greatest(-sum(t.approved_cents), 0) FROM movement t
            JOIN entry y ON y.contract_id = t.contract_id AND y.id = t.entry_id
            WHERE t.contract_id = m.contract_id AND t.item_id = m.item_id AND y.act_id = s.act_id
        ) AS lost_cents
        FROM entry x JOIN entry s ON s.contract_id = x.contract_id AND s.id = x.reverses_id
        JOIN movement m ON m.contract_id = x.contract_id AND m.entry_id = x.id AND m.account = 'DEB'
        WHERE x.act_id > %s AND m.amount_cents > 0 GROUP BY 1, 2, 3
    ) u JOIN invoice i ON i.contract_id = u.contract_id AND i.id = u.item_id
    WHERE u.lost_cents > 0 GROUP BY 1, 2"""


def restored(h: History, since_act_id: int | None) -> dict[Key, int]:
    """The approvals that came back since an act, of each contract and buyer."""
    if since_act_id is None:
        return {}
    return {(row["contract_id"], row["buyer_id"]): row["cents"]
            for row in h.rows(RESTORED, since_act_id)}  # fmt: skip


def check_limits(h: History, memory: Memory) -> None:
    """Approved within the limits, own or shared; what passes one was found there by a cut, or came
    back with what was undone, and nothing new is approved beside it. (I-05, I-19)"""
    back = restored(h, memory.act_id)
    for contract_id in h.contracts.values():
        of_group: Counter[int] = Counter()
        buyers = approvals(h, contract_id)
        for buyer in buyers:
            key = (contract_id, buyer["buyer_id"])
            of_group[buyer["buyer_group_id"]] += back.get(key, 0)
            _within(memory.by_buyer, key, buyer["approved"], buyer["limit_cents"], back.get(key, 0))
        for buyer in buyers:
            if (group_limit := buyer["group_limit_cents"]) is not None:
                key = (contract_id, buyer["buyer_group_id"])
                _within(memory.by_group, key, buyer["of_group"], group_limit, of_group[key[1]])
    memory.act_id = one(h, "SELECT max(id) FROM act")


def approvals(h: History, contract_id: int) -> list[dict[str, Any]]:
    """Each buyer with open invoices: its limits, its open rows, what they and its group hold."""
    rows = defaultdict(list)
    for row in open_items(h, contract_id):
        if row["open_cents"] > 0:
            rows[row["buyer_id"]].append(row)
    pairs = json.dumps([{"contract_id": contract_id, "buyer_id": buyer_id} for buyer_id in rows])
    buyers = bulk.rows(h.conn, "buyer_facts", pairs=pairs, on=h.on)
    groups: Counter[int] = Counter()
    for buyer in buyers:
        buyer["rows"] = rows[buyer["buyer_id"]]
        buyer["approved"] = sum(row["approved_cents"] for row in buyer["rows"])
        groups[buyer["buyer_group_id"]] += buyer["approved"]
    return [{**buyer, "of_group": groups[buyer["buyer_group_id"]]} for buyer in buyers]


def guaranteed(h: History, contract_id: int, buyer: dict[str, Any]) -> int:
    """What the guarantee has taken of a buyer: a risk under the limit until it is paid."""
    return one(h, "SELECT sum(factor_open_cents) FROM guarantee WHERE contract_id = %s"
               " AND buyer_id = %s", contract_id, buyer["buyer_id"])  # fmt: skip


def _within(before: dict[Key, int], key: Key, now: int, limit: int, back: int) -> None:
    assert now <= max(limit, before.get(key, 0) + back), (key, now, limit, back)
    before[key] = now


def check_room(h: History) -> None:
    """Each amount is eligible or not, approved or not; while one waits there is no room. (I-05)"""
    for contract_id in h.contracts.values():
        for buyer in approvals(h, contract_id):
            room = buyer["limit_cents"] - buyer["approved"] - guaranteed(h, contract_id, buyer)
            if buyer["group_limit_cents"] is not None:
                room = min(room, buyer["group_limit_cents"] - buyer["of_group"])
            for row in buyer["rows"]:
                eligible = row["open_cents"] - row["ineligible_cents"] - row["reduction_cents"]
                assert 0 <= row["approved_cents"] <= eligible, row
                assert eligible == row["approved_cents"] or room <= 0, (row, room)


def check_reductions(h: History) -> None:
    """Credits and cash of a buyer reduce its oldest invoices first, what is excluded apart."""
    for contract_id in h.contracts.values():
        items = open_items(h, contract_id)
        credits: Counter[int] = Counter()
        for row in items:
            credits[row["buyer_id"]] += max(0, -row["open_cents"])
        for row in h.rows("SELECT buyer_id, open_cents FROM payment WHERE contract_id = %s",
                          contract_id):  # fmt: skip
            credits[row["buyer_id"]] += row["open_cents"]
        recourse = terms_of(h, contract_id)["has_recourse"]
        for row in items:
            # Without recourse the reducible part is more than what stays eligible.
            shielded = not recourse and row["hold"]
            if row["open_cents"] > 0 and not shielded:
                taken = min(credits[row["buyer_id"]], row["open_cents"] - row["ineligible_cents"])
                assert row["reduction_cents"] == taken, row
            if row["open_cents"] > 0:
                credits[row["buyer_id"]] -= row["reduction_cents"]


def check_judged(h: History) -> None:
    """What is kept is what a judgement of everything would say: not one row changes."""
    for name, contract_id in h.contracts.items():
        with h.conn.transaction(force_rollback=True):
            do = h.preview()
            judge_due(do, contracts_batch(h.conn, [contract_id], h.on))
            before = open_items(h, contract_id)
            judge_again_one(do, contract_id, None)
            pairs = zip(before, open_items(h, contract_id), strict=True)
            changed = [
                (was["invoice_number"], column, was[column], now[column])
                for was, now in pairs
                for column in was
                if was[column] != now[column]
            ]
            assert changed == [], name


# Availability ---------------------------------------------------------------------------------


def terms_of(h: History, contract_id: int) -> dict[str, Any]:
    """The terms in force today."""
    return contract_in_force(h.conn, contract_id, h.on).terms


def fact(h: History, contract_id: int, subject: str, subject_id: int, name: str) -> Any:
    """The value in force today of a dated fact; None where nothing was said."""
    found = h.rows(
        """SELECT value FROM term WHERE contract_id = %s AND subject = %s AND subject_id = %s
           AND name = %s AND valid_from_on <= %s
           ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1""",
        contract_id, subject, subject_id, name, h.on,
    )  # fmt: skip
    return found[0]["value"] if found else None


CLAIMED = """SELECT sum(t.amount_cents) FROM dispute d
    JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id
    JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id
    WHERE d.contract_id = %s AND i.buyer_id = %s AND d.code IN ('LIT-RFA', 'LIT-CPS')"""


def exposures(h: History, contract_id: int) -> list[Figures]:
    """The exposure of each buyer and class, item by item."""
    terms = terms_of(h, contract_id)
    sums: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for row in open_items(h, contract_id):
        if row["open_cents"] < 0:
            sums[row["buyer_id"], "STANDARD"]["unapplied_credit_cents"] -= row["open_cents"]
            continue
        here = sums[row["buyer_id"], row["advance_class"]]
        here["outstanding_cents"] += row["open_cents"]
        for name in ("ineligible_cents", "reduction_cents", "approved_cents"):
            here[name] += row[name]
    for row in h.rows("SELECT * FROM payment WHERE contract_id = %s", contract_id):
        sums[row["buyer_id"], "STANDARD"]["unallocated_cash_cents"] += row["open_cents"]
    rows, told = [], set()
    for (buyer_id, advance_class), cents in sorted(sums.items()):
        first = buyer_id not in told
        told.add(buyer_id)
        set_off = 0
        if first:
            set_off = fact(h, contract_id, "BUYER", buyer_id, "set_off_cents") or 0
            set_off += one(h, CLAIMED, contract_id, buyer_id) or 0
        rows.append({
            "buyer_id": buyer_id, "advance_class": advance_class,
            "advance_ppm": terms[CLASS_RATES[advance_class]], "set_off_cents": set_off,
            **{name: cents[name] for name in (
                "outstanding_cents", "ineligible_cents", "reduction_cents", "approved_cents",
                "unapplied_credit_cents", "unallocated_cash_cents")},
        })  # fmt: skip
    return rows


def account(h: History, contract_id: int, name: str) -> int:
    """A balance from the postings, credit positive."""
    return -one(h, "SELECT sum(amount_cents) FROM posting WHERE contract_id = %s AND account = %s",
                contract_id, name)  # fmt: skip


def contract_figures(h: History, contract_id: int, rows: list[Figures]) -> dict[str, Any]:
    """The contract's own figures of the waterfall."""
    terms = terms_of(h, contract_id)
    owed = sum(row["outstanding_cents"] - row["unapplied_credit_cents"] for row in rows)
    approved = sum(row["approved_cents"] for row in rows)
    fund = account(h, contract_id, "FDG")
    has_fund = terms["fund_ppm"] or terms["fund_floor_cents"]
    base = owed if terms["fund_base"] == "ASSIGNED" else approved
    shortfall = oracle.fund(
        base, terms["fund_ppm"], terms["fund_floor_cents"], fund, 0, terms["fund_build_up"],
        terms["fund_levy_ppm"], False, False, terms["fund_tolerance_ppm"],
    )[3]  # fmt: skip
    lines = bulk.row(h.conn, "availability_facts", ids=[contract_id], on=h.on) or {}
    own = [cents for cents in (terms["line_cents"], lines["own_line_cents"]) if cents is not None]
    pending = one(h, """SELECT sum(amount_cents) FROM payment_order o WHERE contract_id = %s
        AND purpose = 'DRAW' AND NOT EXISTS (SELECT FROM payment_order_step s
            WHERE s.contract_id = o.contract_id AND s.order_id = o.id
            AND s.step IN ('RELEASED', 'REFUSED'))""", contract_id)  # fmt: skip
    reserve = {name: fact(h, contract_id, "CONTRACT", contract_id, name) or 0
               for name in ("dilution_reserve_cents", "manual_reserve_cents")}  # fmt: skip
    return {
        **{name: terms[name] for name in (
            "concentration_base", "concentration_ppm", "unapproved_advance_ppm")},
        "line_cents": min(own, default=None), **{f"{n}_cents": lines[f"{n}_cents"] for n in (
            "line_allotment", "claimed_by_factor", "written_off")},
        "current_account_cents": account(h, contract_id, "CCA") - pending, "pending_cents": pending,
        "garnished_cents": 0,
        "fund_balance_cents": fund, "fund_shortfall_cents": shortfall if has_fund else 0,
        "accrued_unbilled_cents": accrued(h, contract_id), **reserve,
    }  # fmt: skip


def accrued(h: History, contract_id: int) -> int:
    """The charge run up to today, and where the contract says so the fees to bill."""
    periods = billed(h, contract_id)
    first = h.rows("SELECT min(e.value_on) AS on FROM entry e JOIN posting p"
                   " ON p.contract_id = e.contract_id AND p.entry_id = e.id"
                   " WHERE e.contract_id = %s", contract_id)[0]["on"]  # fmt: skip
    from_on = max((until_on for _, until_on in periods), default=first)
    terms = terms_of(h, contract_id)
    cents = interest_of(h, contract_id, from_on, h.on) if from_on else 0
    if terms["is_fee_reserved"]:
        net = sum(row["fee_cents"] for row in open_items(h, contract_id)
                  if row["open_cents"] > 0 and row["fee_bill_id"] is None)  # fmt: skip
        cents += net + (net * 20 + 50) // 100  # VAT, half up
    return cents


def check_waterfall(h: History) -> None:
    """Each part of the explanation, recomputed; together they are what was assigned. (C-2, I-03)"""
    for name, contract_id in h.contracts.items():
        rows = exposures(h, contract_id)
        facts = contract_figures(h, contract_id, rows)
        wanted = available(rows, facts)
        at = h.world.asked("anna").at
        seen, parts = explain(h.conn, h.client(), contract_id, h.on, at)
        told: Counter[str] = Counter()
        for part, cents in parts.select("part", "amount_cents").iter_rows():
            told[part] += cents
        assert told == Counter(parts_of(rows, facts, wanted)), name
        assert sum(told.values()) == wanted["outstanding_cents"]
        figures = seen.totals
        credit = facts["current_account_cents"]
        assert figures["funds_in_use_cents"] == wanted["funds_in_use_cents"]
        assert figures["unavailable_cents"] == credit - wanted["headroom_cents"]
        assert wanted["available_cents"] <= wanted["headroom_cents"] <= credit


def parts_of(rows: list[Figures], facts: dict[str, Any], wanted: Figures) -> Figures:
    """The explanation of a contract: what is not zero, and what is available always."""
    credits = {name: sum(row[f"{name}_cents"] for row in rows)
               for name in ("unapplied_credit", "unallocated_cash", "reduction")}  # fmt: skip
    approved = sum(row["approved_cents"] for row in rows)
    held = wanted["over_limit_held_cents"]
    bases = wanted["fundable_cents"] + wanted["retained_cents"] + held
    in_use = wanted["funds_in_use_cents"] - facts["pending_cents"]
    unapproved_base = bases - approved + wanted["concentration_cents"]
    reserves = {
        "contra": wanted["contra_reserve_cents"], "dilution": facts["dilution_reserve_cents"],
        **{name: facts[f"{name}_cents"] for name in ("fund_balance", "fund_shortfall")},
        "manual": facts["manual_reserve_cents"], "accrued": facts["accrued_unbilled_cents"],
        "owed_to_factor": wanted["owed_to_factor_cents"],
        "written_off": wanted["written_off_held_cents"],
    }  # fmt: skip
    parts = {
        **{name: credits[name] for name in ("unapplied_credit", "unallocated_cash")},
        "credit_not_needed":
            credits["reduction"] - credits["unapplied_credit"] - credits["unallocated_cash"],
        "ineligible": sum(row["ineligible_cents"] for row in rows),
        "over_limit": wanted["over_limit_cents"] - unapproved_base + held,
        "concentration": wanted["concentration_cents"], "retained": wanted["retained_cents"],
        **reserves, "owed_to_buyers": wanted["reserves_cents"] - sum(reserves.values()),
        "asked": facts["pending_cents"],
        "funds_in_use": max(in_use, 0), "in_credit": min(in_use, 0),
        "line_cut": wanted["line_cut_cents"],
    }  # fmt: skip
    return {"available": wanted["available_cents"], **{k: v for k, v in parts.items() if v}}


# Interest -------------------------------------------------------------------------------------


def billed(h: History, contract_id: int) -> dict[tuple[date, date], int]:
    """The financing charge posted for each period, corrections included; where it is taken in
    advance, a period begins on its first day of use."""
    found = h.rows(
        """SELECT min(coalesce(period_from_on, from_on)) AS from_on,
               coalesce(period_until_on, until_on) AS until_on,
               sum(amount_cents)::bigint AS cents FROM charge
           WHERE contract_id = %s AND code = 'INT' GROUP BY 2 ORDER BY 1""",
        contract_id,
    )
    return {(row["from_on"], row["until_on"]): row["cents"] for row in found}


def interest_of(h: History, contract_id: int, from_on: date, until_on: date) -> int:
    """The charge of a period from the value dates of the postings, day by day, beyond what was
    charged in advance."""
    accounts = ["DEB", "UNAL", "CCA", "FDG"]
    if terms_of(h, contract_id)["interest_base"] == "FUNDS_IN_USE_AND_FUND":
        accounts.remove("FDG")
    changes = [(row["on"], row["cents"]) for row in h.rows(
        """SELECT e.value_on AS on, sum(p.amount_cents)::bigint AS cents FROM posting p
           JOIN entry e ON e.contract_id = p.contract_id AND e.id = p.entry_id
           WHERE p.contract_id = %s AND p.account = ANY (%s) GROUP BY 1
           UNION ALL SELECT value_on, -advance_cents FROM charged_advance WHERE contract_id = %s""",
        contract_id, accounts, contract_id)]  # fmt: skip
    fixings = {row["fixing_on"]: row["rate_ppm"]
               for row in h.rows("SELECT * FROM rate_fixing ORDER BY recorded_at")}  # fmt: skip
    days = h.rows("SELECT DISTINCT valid_from_on AS on FROM term WHERE contract_id = %s"
                  " AND subject = 'CONTRACT' AND name IN ('margin_ppm', 'status') ORDER BY 1",
                  contract_id)  # fmt: skip
    lines = []
    for row in days:
        terms = contract_in_force(h.conn, contract_id, row["on"]).terms
        lines.append((row["on"], terms["fixing_convention"], terms["margin_ppm"],
                      0 if terms["is_floored"] else None))  # fmt: skip
    total = oracle.interest_numbers(changes, fixings, lines, from_on, until_on)
    assert total is not None
    return oracle.interest(total)


def check_interest(h: History) -> None:
    """What was charged for each period is what its value dates give, and periods follow. (I-08)"""
    for name, contract_id in h.contracts.items():
        posted = billed(h, contract_id)
        for (from_on, until_on), cents in posted.items():
            assert cents == interest_of(h, contract_id, from_on, until_on), (name, from_on)
        periods = list(posted)
        if terms_of(h, contract_id)["charge_timing"] == "ARREARS":
            assert [start for start, _ in periods[1:]] == [end for _, end in periods[:-1]], name
        charged = one(h, """SELECT -sum(p.amount_cents) FROM posting p JOIN entry e
            ON e.contract_id = p.contract_id AND e.id = p.entry_id
            WHERE p.contract_id = %s AND p.account = 'INT' AND e.key LIKE 'interest/%%'""",
            contract_id)  # fmt: skip
        assert charged == sum(posted.values())


# When -----------------------------------------------------------------------------------------


def after_each(h: History, done: Done, memory: Memory) -> None:
    """After an operation: books and approvals; a draw lowers the availability by itself. (I-06)"""
    for contract_id in h.contracts.values():
        assert bulk.rows(h.conn, "contradictions", ids=[contract_id], whole=True) == []
    rows = h.rows("SELECT id, approved_cents, open_cents - ineligible_cents - reduction_cents"
                  " AS eligible_cents FROM invoice WHERE open_cents > 0")  # fmt: skip
    if "ceiling_id" in done.answer:  # I-19: what is still eligible keeps its approval
        kept = [min(memory.approved.get(row["id"], 0), row["eligible_cents"]) for row in rows]
        both = zip(rows, kept, strict=True)
        short = [row for row, cents in both if row["approved_cents"] < cents]
        assert short == []
    memory.approved = {row["id"]: row["approved_cents"] for row in rows}
    check_limits(h, memory)
    if done.operation.__name__ == "draw":
        contract_id = done.answer["contract_id"]
        rows = exposures(h, contract_id)
        left = available(rows, contract_figures(h, contract_id, rows))["available_cents"]
        assert left == done.answer["available_cents"] - done.answer["amount_cents"]


def after_the_day(h: History, memory: Memory) -> None:
    """After the close of a day: everything."""
    check_books(h)
    check_history(h, memory)
    check_holders(h)
    check_judged(h)
    check_room(h)
    check_reductions(h)
    check_interest(h)
    check_waterfall(h)
