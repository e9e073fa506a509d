"""Reports of a history against the ledger: what is open, and the client's account, to the cent.

What a report says is compared with sums of bare postings, read here by themselves.
"""

from collections.abc import Callable
from csv import reader
from datetime import date, timedelta
from functools import partial
from io import StringIO
from typing import Any

from comptant.doors import client_books
from comptant.doors.cli.books import account_of
from comptant.doors.papers import statements
from comptant.store import bulk
from comptant.store.access import reading
from tests.simulation.history import STARTS_ON, History

Row = dict[str, Any]
See = Callable[..., list[Row]]
LATE = ("not_due_cents", "late_30_cents", "late_60_cents", "late_90_cents", "later_cents")
POSTED = """SELECT coalesce(sum(p.amount_cents), 0)::bigint AS cents FROM entry e JOIN posting p
        ON p.contract_id = e.contract_id AND p.entry_id = e.id
    WHERE e.contract_id = ANY (%s) AND p.account = %s AND e.value_on <= %s
        AND e.booked_at <= coalesce(%s, 'infinity'::timestamptz)"""
MOVED = """SELECT coalesce(sum(m.amount_cents), 0)::bigint AS cents FROM entry e JOIN movement m
        ON m.contract_id = e.contract_id AND m.entry_id = e.id
    WHERE e.contract_id = ANY (%s) AND m.account = 'DEB' AND e.value_on <= %s
        AND e.booked_at <= coalesce(%s, 'infinity'::timestamptz)"""


def posted(h: History, contract_ids: list[int], account: str, on: date, at: object = None) -> int:
    """The balance of an account at a value date as known at an instant, from bare postings."""
    return int(h.rows(POSTED, contract_ids, account, on, at)[0]["cents"])


def check_open(h: History, on: date, known_at: object = None) -> None:
    """All that tells what is open on a day tells the same: aged balance by buyer, by contract, by
    bucket and by due day, open items, sub-ledger, ledger, portfolio."""
    see = partial(bulk.rows, h.conn)
    ids = list(h.contracts.values())
    by_contract = {row["id"]: row for row in see("read_aged_contracts", on=on, known_at=known_at)}
    for id_ in ids:
        wanted = posted(h, [id_], "DEB", on, known_at)
        buyers = see("read_aged_buyers", contract_id=id_, on=on, known_at=known_at)
        for row in buyers:
            assert sum(row[name] for name in (*LATE, "notes_cents")) == row["open_cents"]
        of_contract = by_contract.get(
            id_, dict.fromkeys((*LATE, "notes_cents", "open_cents", "guaranteed_cents"), 0)
        )
        for name in (*LATE, "notes_cents"):
            assert sum(row[name] for row in buyers) == of_contract[name], name
        items = see("read_open_items", contract_id=id_, on=on, known_at=known_at)
        told = {
            "aged balance by buyer": sum(row["open_cents"] for row in buyers),
            "aged balance by contract": of_contract["open_cents"],
            "open items": sum(row["open_cents"] for row in items if row["account"] == "DEB"),
            "sub-ledger": h.rows(MOVED, [id_], on, known_at)[0]["cents"],
            "balances": _account(see("read_balances", contract_id=id_, on=on, known_at=known_at)),
        }
        if known_at is None:
            by_due = see("read_open_by_due", contract_ids=[id_], on=on, by_buyer=True)
            told["open by due day"] = sum(row["open_cents"] for row in by_due)
            ageing = see("read_ageing", contract_id=id_, on=on)
            told["buckets"] = sum(row["open_cents"] for row in ageing)
            with reading(h.client().id) as look:
                shown = {row["id"]: row for row in look("read_portfolio", on=on)}
            told["portfolio"] = shown[id_]["outstanding_cents"]
        assert told == dict.fromkeys(told, wanted), (on, known_at)
        # What the guarantee has taken is told apart: both are all that buyers owe.
        taken = posted(h, [id_], "DEBD", on, known_at)
        assert sum(row["guaranteed_cents"] for row in buyers) == taken, (on, known_at)
        assert of_contract["guaranteed_cents"] == taken, (on, known_at)
    assert _account(see("read_ledger", on=on, known_at=known_at)) == sum(
        row["open_cents"] for row in by_contract.values()
    )


def _account(rows: list[Row], account: str = "DEB") -> int:
    return int(sum(row["amount_cents"] for row in rows if row["account"] == account))


def check_statements(h: History, count: int = 3) -> int:
    """Periods drawn by lot, of each contract: the statement of a terminal and that on paper begin
    and end as the ledger does, line by line, and one follows from the other. How many were seen."""
    see = partial(bulk.rows, h.conn)
    for number, id_ in h.contracts.items():
        for _ in range(count):
            days = sorted(h.chance.randint(-2, (h.on - STARTS_ON).days + 6) for _ in range(3))
            first, middle, last = (STARTS_ON + timedelta(days=day) for day in days)
            after = middle + timedelta(days=1)
            one, two = (_statement(h, see, number, id_, *period)
                        for period in ((first, middle), (after, max(last, after))))  # fmt: skip
            assert one["closing_cents"] == two["opening_cents"]
    return 2 * count * len(h.contracts)


def _statement(h: History, see: See, number: str, id_: int, first: date, last: date) -> Row:
    found = see("read_contracts", number=number, on=h.on)[0]
    told = account_of(see, found, first, last, None)  # type: ignore[arg-type]
    opening, closing = told["opening_cents"], told["closing_cents"]
    assert opening == -posted(h, [id_], "CCA", first - timedelta(days=1))
    assert closing == -posted(h, [id_], "CCA", last)
    running = opening
    for row in told["entries"]:
        assert row["amount_cents"] == _of_entry(h, id_, row["id"])
        running += row["amount_cents"]
        assert row["balance_cents"] == running == opening + row["running_cents"]
        assert first <= row["value_on"] <= last
    assert running == closing
    paper = statements.account(see, number, first, last, h.on)  # type: ignore[arg-type]
    assert (paper["opening"], paper["closing"], len(paper["rows"])) == (
        opening, closing, len(told["entries"]))  # fmt: skip
    return told


def _of_entry(h: History, contract_id: int, entry_id: int) -> int:
    found = h.rows("SELECT sum(amount_cents)::bigint AS cents FROM posting WHERE contract_id = %s"
                   " AND entry_id = %s AND account = 'CCA'", contract_id, entry_id)  # fmt: skip
    return -int(found[0]["cents"])


def check_client_books(h: History) -> int:
    """A period by lot of each contract, exported as FEC and as CSV and imported again: account 467
    comes to the statement to the cent, the bridge says what lies between the two, every entry
    balances, each code has its day. How many lines were seen."""
    see = partial(bulk.rows, h.conn)
    seen = 0
    for number in h.contracts:
        found = see("read_contracts", number=number, on=h.on)[0]
        played = (h.on - STARTS_ON).days
        first = STARTS_ON + timedelta(days=h.chance.randint(0, played // 2))
        last = h.on + timedelta(days=h.chance.randint(-1, 3))
        rows = client_books.books(see, found, first, last)
        lines = _imported(client_books.fec(rows))
        assert {line["account"][:3] for line in lines} <= CLIENTS_ACCOUNTS
        sums: dict[str, int] = {}
        for line in lines:
            sums[line["entry"]] = sums.get(line["entry"], 0) + line["cents"]
        assert set(sums.values()) <= {0}
        told = client_books.bridge(see, found, first, last, rows)
        moved = sum(line["cents"] for line in lines if line["account"] == "4671")
        statement = account_of(see, found, first, last, None)  # type: ignore[arg-type]
        assert told["moved_cents"] == moved
        assert told["statement_cents"] == statement["closing_cents"]
        valued = sum(line["cents"] for line in _imported_csv(client_books.csv(
            client_books.books(see, found, STARTS_ON, h.on), "fr"))
            if line["account"] == "4671" and line["value_on"] <= last)  # fmt: skip
        assert valued == _closing_of(see, found, last)
        seen += len(lines)
    return seen


CLIENTS_ACCOUNTS = {"411", "416", "467", "471", "622", "445", "661", "468", "512", "658", "768"}


def _imported(content: bytes) -> list[Row]:
    """A FEC as an accountant's program reads it."""
    head, *body = content.decode().rstrip("\r\n").split("\r\n")
    titles = head.split("\t")
    told = []
    for text in body:
        row = dict(zip(titles, text.split("\t"), strict=True))
        debit, credit = (int(row[name].replace(",", "")) for name in ("Debit", "Credit"))
        assert (debit == 0) != (credit == 0)
        assert bool(row["EcritureLet"]) == bool(row["DateLet"])
        told.append({"entry": row["EcritureNum"], "account": row["CompteNum"],
                     "cents": debit - credit, "letter": row["EcritureLet"]})  # fmt: skip
    return told


def _imported_csv(content: bytes) -> list[Row]:
    rows = list(reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    told = []
    for row in rows[1:]:
        line = dict(zip(client_books.COLUMNS, row, strict=True))
        debit, credit = (int(line[name].replace(",", "") or 0)
                         for name in ("debit_cents", "credit_cents"))  # fmt: skip
        day, month, year = map(int, line["value_on"].split("/"))
        told.append({"account": line["account_number"], "cents": debit - credit,
                     "value_on": date(year, month, day)})  # fmt: skip
    return told


def _closing_of(see: See, contract: Row, last: date) -> int:
    balances = see("read_balances", contract_id=contract["id"], on=last, known_at=None)
    return -_account(balances, "CCA")
