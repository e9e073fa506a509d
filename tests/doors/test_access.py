"""Everyone sees what is theirs and no more: A owns, B is A's accountant, C must see nothing."""

import psycopg
import pytest

from comptant.store.access import is_sandbox, reading
from tests import facts
from tests.cast import group
from tests.doors.conftest import DAY, Cli, Csv

# Each query of the doors with the arguments that ask for all of ALPHA's contract.
ALL_OF_IT = {
    "read_contracts": {"number": None, "on": "2026-01-16"},
    "read_terms": {},
    "read_buyers": {"on": "2026-01-16"},
    "read_limits": {"on": "2026-01-16"},
    "read_payees": {"party_id": None},
    "read_remittances": {"id": None},
    "read_invoices": {"numbers": None, "everything": True},
    "read_orders": {"id": None},
    "read_account": {"from_on": "2026-01-01", "until_on": "2026-12-31", "known_at": None},
    "read_entries": {"from_on": None, "until_on": None, "known_at": None},
    "read_balances": {"on": "2026-12-31", "known_at": None},
    "read_cash": {"id": None},
}  # fmt: skip
FACTOR_ONLY = {
    "read_own_accounts": {}, "read_rates": {"index_name": None},
    "read_group_members": {"party_id": None, "on": "2026-01-16"},
}  # fmt: skip


@pytest.fixture
def busy(cli: Cli, world: facts.World, csv: Csv) -> facts.World:
    """ALPHA has remitted, drawn and been paid; GAMMA has nothing."""
    cli.run("remit", "C-1", csv("FA-1", "20000.00", "FA-2", "x"), "--user", "alice", *DAY, code=3)
    world.draw(world.ids["C-1"], 1_000_000)
    return world


@pytest.mark.parametrize("query", sorted(set(ALL_OF_IT) - {"read_cash"}))
def test_a_client_and_its_accountant_see_their_rows_and_another_client_none(
    busy: facts.World, query: str
) -> None:
    arguments = {"contract_id": busy.ids["C-1"], **ALL_OF_IT[query]}
    if query in ("read_contracts", "read_payees"):
        del arguments["contract_id"]
    seen = {}
    for login in ("alice", "bob", "cora"):
        with reading(busy.users[login].id) as see:
            seen[login] = see(query, **arguments)
        for row in seen[login]:
            row.pop("by_login", None)  # one knows one's own name, not a colleague's
    assert seen["alice"] == seen["bob"]
    assert seen["alice"]
    own = [row for row in seen["cora"] if row.get("number") == "C-2"]
    assert seen["cora"] == own


@pytest.mark.parametrize("query", sorted(FACTOR_ONLY))
def test_what_is_the_factors_is_not_a_clients(busy: facts.World, query: str) -> None:
    group(busy, "ALPHA AND OTHERS", "ALPHA SAS")
    with reading(busy.users["anna"].id) as see:
        assert see(query, **FACTOR_ONLY[query])
    with reading(busy.users["alice"].id) as see:
        assert see(query, **FACTOR_ONLY[query]) == []


def test_nobody_sees_anything(busy: facts.World) -> None:
    with reading(0) as see:
        for query, arguments in ALL_OF_IT.items():
            given = {"contract_id": busy.ids["C-1"], **arguments}
            if query in ("read_contracts", "read_payees"):
                del given["contract_id"]
            assert see(query, **given) == []


def test_a_look_cannot_write_and_asks_only_what_is_made_for_doors(busy: facts.World) -> None:
    with (
        reading(busy.users["ada"].id) as see,
        pytest.raises(ValueError, match="not a query for doors"),
    ):
        see("house")
    with reading(busy.users["ada"].id) as see:
        conn = see.__closure__[0].cell_contents  # type: ignore[attr-defined]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), conn.transaction():
            conn.execute("CREATE TABLE x (y int)")


def test_whether_the_data_are_invented_is_known_before_the_user_is(
    busy: facts.World, writer: psycopg.Connection
) -> None:
    assert is_sandbox(writer) is True


@pytest.mark.parametrize(
    "typed",
    [
        ("contract", "show", "C-1"), ("buyer", "list", "--contract", "C-1"), ("invoices", "C-1"),
        ("remittance", "list", "C-1"), ("availability", "C-1", "--explain"), ("draw", "C-1", "1"),
        ("statement", "C-1"), ("journal", "C-1"), ("balances", "C-1"), ("orders", "C-1"),
        ("limit", "request", "C-1", "443061841", "1"), ("cash", "list", "C-1"),
    ],
    ids=lambda typed: " ".join(typed[:2]),
)  # fmt: skip
def test_a_contract_of_another_client_is_as_if_it_did_not_exist(
    cli: Cli, busy: facts.World, typed: tuple[str, ...]
) -> None:
    told = cli.error(*typed, "--user", "cora", *DAY, code=1)
    unknown = [word if word != "C-1" else "C-99" for word in typed]
    assert told["error"] == cli.error(*unknown, "--user", "cora", *DAY, code=1)["error"]
    assert told["error"] == "contract_unknown"


def test_another_client_sees_no_line_in_any_list(cli: Cli, busy: facts.World) -> None:
    assert [row["number"] for row in cli.json("contract", "list", "--user", "cora")] == ["C-2"]
    for typed in (("orders",), ("payee", "list"), ("cash", "list"), ("account", "list"),
                  ("rate", "list")):  # fmt: skip
        assert cli.json(*typed, "--user", "cora") == []
    # An owner reads who works at the company, and at no other.
    for typed in (("user", "list"), ("team", "list")):
        told = cli.json(*typed, "--user", "cora")
        people = told["people"] if isinstance(told, dict) else told
        assert [row["login"] for row in people] == ["cora"]
    assert cli.json("journal", "--user", "cora") == {"entries": [], "totals": []}
    (order,) = cli.json("orders", "--user", "alice")
    assert cli.error("release", order["id"], "--user", "cora", code=4)["error"] == "not_your_right"


def test_an_accountant_reads_and_does_not_draw(cli: Cli, busy: facts.World) -> None:
    assert cli.json("statement", "C-1", "--user", "bob", *DAY)["closing_cents"] == 1_000_000
    told = cli.error("draw", "C-1", "1.00", "--user", "bob", *DAY, code=4)
    assert (told["error"], told["facts"]["operation"]) == ("not_your_right", "draw")
    assert len(cli.json("orders", "--user", "alice")) == 1


def test_the_list_of_approvals_is_the_factors(cli: Cli, busy: facts.World) -> None:
    assert cli.json("approvals", "--user", "anna") == []
    assert cli.error("approvals", "--user", "alice", code=4)["error"] == "not_your_right"
    assert cli.error("outbox", "list", "--user", "alice", code=4)["error"] == "not_your_right"
