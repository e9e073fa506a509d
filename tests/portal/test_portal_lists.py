"""Lists: their columns exist and have words, and their pages follow each other without a gap."""

import re
from html import unescape
from typing import Any

import pytest
from psycopg import sql

from comptant.doors import reads, words
from comptant.doors.parameters import PARAMETERS
from comptant.doors.portal.pages import pages
from comptant.doors.unlisted import NOT_LISTS
from comptant.operations.acts.act import Refused
from comptant.store import access, bulk
from comptant.store.access import reading
from tests import facts
from tests.portal.conftest import browser, visible


def columns_of(world: facts.World, name: str) -> list[str]:
    """The columns that a query gives."""
    return list(typed_columns(world, name))


def test_each_query_for_doors_is_listed_once_with_a_key_it_has(world: facts.World) -> None:
    from importlib import resources

    files = {one.name.removesuffix(".sql") for one in
             resources.files("comptant.store").joinpath("sql").iterdir()}  # fmt: skip
    assert set(reads.READS) | set(NOT_LISTS) == {one for one in files
                                                       if one.startswith("read_")}  # fmt: skip
    for name, read in reads.READS.items():
        assert set(reads.parameters(name)) <= set(PARAMETERS), name
        assert set(read.keys) <= set(columns_of(world, name)), name


# The lists that are given whole, and why none of them grows with the invoices.
WHOLE = {
    "read_act": "one row", "read_own_claim_evidence": "of one claim",
    "read_own_claim_file": "one row", "read_ageing": "a row per bucket",
    "read_balances": "a row per account",
    "read_candidates": "forty at most", "read_companies": "those one acts for",
    "read_contract_fees": "said by people",
    "read_concentration": "twelve buyers", "read_cost_of_year": "twelve months",
    "read_penalty_halves": "of one claim", "read_penalty_steps": "of one claim",
    "read_dispute_steps": "of one dispute", "read_entry_documents": "a hundred at most",
    "read_funds_over_time": "fifty-two weeks", "read_guesses": "of one payment",
    "read_house": "one row",
    "read_instalments": "of plans that two people agree", "read_ledger": "a row per account",
    "read_asked_by_due": "a row per due day, of a contract or of all",
    "read_open_by_due": "a row per due day, of buyers where they are asked for",
    "read_opening_guards": "one row", "read_orders_not_sent": "a row per currency and state",
    "read_payable_steps": "of one payable", "read_payment_homes": "twenty at most",
    "read_portfolio_totals": "a row per currency", "read_programme": "one row",
    "read_provision_terms": "one row",
    "read_purchase_order_steps": "of one order", "read_rates": "a value a day at most",
    "read_recovery_codes": "ten of a person",
    "read_reminder_lines": "of one reminder", "read_reminder_plans": "said by people",
    "read_released_orders": "two hundred at most", "read_remittance_states": "four states",
    "read_takeovers": "a step each, few contracts", "read_tariff_rows": "of one tariff",
    "read_tariffs": "said by people", "read_terms": "said by people",
}  # fmt: skip


def test_a_list_that_grows_with_invoices_has_a_key() -> None:
    assert {name for name, read in reads.READS.items() if not read.keys} == set(WHOLE)


def test_a_remittance_is_read_page_by_page_the_worst_lines_first(world: facts.World) -> None:
    count = 2 * reads.PAGE_SIZE + 5
    lines = [{"number": f"R-{number}", "cents": 1_000 + number,
              "due_on": world.on.replace(month=3)} for number in range(count)]  # fmt: skip
    id_ = world.remit(world.ids["C-1"], *lines, lines[-1])["remittance_id"]
    alice = browser(world, "alice")
    page, found = alice.get(f"/remittances/{id_}"), []
    assert f"accepted</a>: {count}" in page
    assert "refused</a>: 1" in page
    while True:
        found += re.findall(r"<td>(R-\d+)</td>|>(R-\d+)</a>", page)
        following = re.search(r'rel="next"[^>]*href="([^"]+)"', page)
        if not following:
            break
        page = alice.get(f"/remittances/{id_}{unescape(following[1])}")
    names = [first or second for first, second in found]
    assert names[0] == f"R-{count - 1}"  # the line that was refused
    assert sorted(names[1:]) == sorted(f"R-{number}" for number in range(count))
    told = alice.get(f"/remittances/{id_}?state=REFUSED")
    assert told.count("<tr>") == 2


def test_a_statement_is_read_page_by_page_and_its_file_in_blocks(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract, count = world.ids["C-1"], reads.PAGE_SIZE + 3
    for number in range(count):
        world.remit(contract, {"number": f"S-{number}", "cents": 100,
                               "due_on": world.on.replace(month=3)})  # fmt: skip
    alice = browser(world, "alice")
    first = alice.get("/contracts/C-1/account")
    following = re.search(r'rel="next"[^>]*href="([^"]+)"', first)
    assert following
    second = alice.get(f"/contracts/C-1/account{unescape(following[1])}")
    closing = re.search(r'id="closing">([^<]+)<', second)
    assert closing
    assert second.split("</tbody>")[0].rstrip().endswith(f"{closing[1]}</td></tr>")
    monkeypatch.setattr(access, "STREAMED", 10)
    answer = alice.client.get("/contracts/C-1/account.csv")
    assert answer.streaming
    parts = [part for part in answer.streaming_content if part]
    assert max(part.count(b"\r\n") for part in parts) == 10
    lines = b"".join(parts).decode("utf-8-sig").splitlines()
    rows = first.count('><a href="/contracts/C-1/entries/')
    rows += second.count('><a href="/contracts/C-1/entries/')
    assert len(lines) == rows + 1
    cora = browser(world, "cora")
    assert cora.client.get("/contracts/C-1/account.csv").status_code == 404


def test_the_description_of_the_api_tells_the_columns_of_each_list(world: facts.World) -> None:
    """Where a query has changed: write what this test found into doors/api/rows.csv."""
    from comptant.doors.api.described import TYPES, columns

    found = {name: typed_columns(world, name) for name in reads.READS}
    kinds = {kind for of in found.values() for kind in of.values()}
    assert kinds <= set(TYPES)
    assert {name: (of, columns().get(name)) for name, of in found.items()
            if columns().get(name) != of} == {}  # fmt: skip
    assert set(columns()) == set(found)


def typed_columns(world: facts.World, name: str) -> dict[str, str]:
    """The columns that a query gives with their types."""
    given: dict[str, Any] = dict.fromkeys(reads.parameters(name))
    given |= {one: [] for one in given if PARAMETERS[one] is list}
    given |= {one: False for one in given if PARAMETERS[one] is bool}
    text = sql.SQL("SELECT * FROM ({}\n) q LIMIT 0").format(sql.SQL(bulk.query(name)))
    told = world.conn.execute(text, given).description or ()
    oids = dict(world.rows("SELECT oid::bigint, typname FROM pg_type"))
    return {column.name: oids[column.type_code] for column in told}


# Columns that a page puts into words from those of its query: amounts in another currency.
TOLD = {"read_revaluations": ["per_euro", "euro_told", "exchange_told"]}


def test_each_list_shows_columns_that_exist_and_have_words(world: facts.World) -> None:
    wrong = {}
    for page in pages().values():
        if page.query:
            known = [*columns_of(world, page.query), *TOLD.get(page.query, [])]
            missing = [one for one in page.columns if one not in known]
            wordless = []
            for one in page.columns:
                try:
                    words.column(one)
                except KeyError:
                    wordless.append(one)
            if missing or wordless:
                wrong[page.name] = (missing, wordless, known)
    assert wrong == {}, wrong


def test_pages_of_a_list_follow_each_other_without_a_gap(world: facts.World) -> None:
    contract = world.ids["C-1"]
    for number in range(7):
        world.remit(contract, {"number": f"N-{number}", "cents": 1_000,
                               "due_on": world.on.replace(month=3)})  # fmt: skip
    for name, told in (("read_invoices", {"contract_id": contract}),
                       ("read_remittances", {"contract_id": contract}),
                       ("read_entries", {"contract_id": contract}),
                       ("read_buyers", {"contract_id": contract})):  # fmt: skip
        with reading(world.users["alice"].id) as see:
            at = world.asked("alice").at
            whole, rest = reads.listed(see, name, told, world.on, at, size=1_000)
            assert rest == ""
            found, after = reads.listed(see, name, told, world.on, at, size=3)
            while after:
                more, after = reads.listed(see, name, told, world.on, at, size=3, after=after)
                assert 0 < len(more) <= 3
                found += more
        assert found == whole
        assert len(found) >= 1


def test_a_cursor_of_another_is_refused(world: facts.World) -> None:
    at = world.asked("alice").at
    for cursor in ("x", "W10", "é", "WyJhIiwgImIiXQ", "bnVsbA"):
        with (
            reading(world.users["alice"].id) as see,
            pytest.raises(Refused, match="cursor_wrong"),
        ):
            reads.listed(see, "read_invoices", {}, world.on, at, after=cursor)


def test_the_claims_that_stay_in_the_queue_are_those_that_are_reserved() -> None:
    from comptant.rules.disputes import RESERVED

    text = bulk.query("read_open_disputes")
    assert set(re.findall(r"'(LIT-\w+)'", text)) == set(RESERVED)


def test_the_page_of_limits_marks_those_that_are_passed(world: facts.World) -> None:
    contract = world.ids["C-1"]
    world.remit(contract, {"number": "FA-9", "cents": 400_000})
    approved = world.one("SELECT sum(approved_cents)::bigint FROM exposure WHERE contract_id = %s",
                         contract)  # fmt: skip
    assert approved > 100_000
    before = visible(browser(world, "anna").get("/limits"))
    assert words.money(approved - 100_000, "EUR") not in before
    world.limit(contract, "BETA SA", 100_000)
    page = visible(browser(world, "anna").get("/limits"))
    assert words.money(approved, "EUR") in page
    assert words.money(approved - 100_000, "EUR") in page
