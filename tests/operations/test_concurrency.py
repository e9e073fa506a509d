"""Many at once, each on a connection of its own: every sum exact, no invoice bought twice."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg

from comptant.operations.closing import decide
from comptant.operations.closing.close import close
from comptant.operations.paying import payout
from comptant.operations.risk import limits
from tests.cast import add_cast, allot, approved, ceiling, draw, group, send
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import at_once, contents, refused

Connect = Callable[[str], psycopg.Connection]


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    add_cast(opened)
    return opened


def fund(world: World, login: str, number: str, cents: int) -> int:
    """A contract with one approved invoice; what it brings is 90 % of it."""
    contract = world.ids[number]
    world.limit(contract, "BETA SA", 90_000_000)
    send(world, login, contract, {"number": f"{number}-0", "cents": cents})
    return contract


def drawn(world: World, *contracts: int) -> int:
    """What was asked for on these contracts, in cents."""
    found = world.conn.execute(
        "SELECT coalesce(sum(amount_cents), 0)::bigint FROM payment_order"
        " WHERE contract_id = ANY (%s)", (list(contracts),),
    ).fetchone()  # fmt: skip
    return int(found[0]) if found else 0


def codes(given: list[Any]) -> Counter[str]:
    """How many succeeded and how many were refused why; an error is shown as itself."""
    return Counter("done" if isinstance(one, dict) else str(one) for one in given)


def test_draws_at_once_take_exactly_what_is_available(world: World, connect_to: Connect) -> None:
    contract = fund(world, "alice", "A-1", 1_000_000)
    given = at_once(connect_to, *(
        lambda conn, n=n: draw(world, "alice", contract, 200_000, conn, f"draw-{n}")
        for n in range(8)
    ))  # fmt: skip
    assert codes(given) == {"done": 4, "beyond_availability": 4}
    assert drawn(world, contract) == 800_000
    seen = sorted(one["available_cents"] for one in given if isinstance(one, dict))
    assert seen == [300_000, 500_000, 700_000, 900_000]


def test_draws_of_all_there_is_at_once_are_paid_once(world: World, connect_to: Connect) -> None:
    contract = fund(world, "alice", "A-1", 1_000_000)
    given = at_once(connect_to, *(
        lambda conn, n=n: draw(world, "alice", contract, None, conn, f"draw-{n}")
        for n in range(4)
    ))  # fmt: skip
    assert codes(given) == {"done": 1, "nothing_available": 3}
    assert drawn(world, contract) == 900_000


def test_the_same_invoices_on_two_contracts_of_one_seller_are_bought_once(
    world: World, connect_to: Connect
) -> None:
    first, second = world.ids["A-1"], world.contract("A-2")
    for contract in (first, second):
        world.limit(contract, "BETA SA", 90_000_000)
    lines = [{"number": f"F-{n}", "cents": 10_000 + n} for n in range(40)]
    given = at_once(
        connect_to,
        lambda conn: send(world, "alice", first, *lines, conn=conn, key="one"),
        lambda conn: send(world, "alice", second, *reversed(lines), conn=conn, key="two"),
    )
    assert codes(given) == {"done": 2}
    # Whoever came first has all of them: a file is claimed whole or looked at again.
    assert sorted((one["accepted"], one["refused"]) for one in given) == [(0, 40), (40, 0)]
    found = world.conn.execute(
        "SELECT count(*), count(DISTINCT invoice_number) FROM invoice"
    ).fetchone()
    assert found == (40, 40)
    assert contents(world.conn)["held"][0] == 40
    reasons = world.conn.execute("SELECT DISTINCT reason FROM refused_line").fetchall()
    assert reasons == [("held_elsewhere",)]


def test_files_that_overlap_share_out_each_invoice_once(world: World, connect_to: Connect) -> None:
    contracts = [world.ids["A-1"], world.contract("A-2"), world.contract("A-3")]
    lines = [{"number": f"F-{n}", "cents": 10_000 + n} for n in range(30)]
    files = [lines[:20], lines[10:], [*lines[20:], *lines[:10]]]
    given = at_once(connect_to, *(
        lambda conn, n=n: send(world, "alice", contracts[n], *files[n], conn=conn, key=f"f-{n}")
        for n in range(3)
    ))  # fmt: skip
    assert codes(given) == {"done": 3}
    found = world.conn.execute(
        "SELECT count(*), count(DISTINCT fingerprint), (SELECT count(*) FROM held) FROM invoice"
    ).fetchone()
    assert found == (30, 30, 30)
    assert sum(one["accepted"] + one["refused"] for one in given) == 60


def test_new_buyers_met_by_two_clients_at_once_are_opened_once(
    world: World, connect_to: Connect
) -> None:
    sirens = ["404833048", "130005481", "775670417", "356000000", "542051180", "552032534"]
    lines = [{"number": f"N-{n}", "cents": 10_000, "buyer": f"NEW {siren}", "buyer_siren": siren}
             for n, siren in enumerate(sirens)]  # fmt: skip
    parties = contents(world.conn)["party"][0]
    given = at_once(
        connect_to,
        lambda conn: send(world, "alice", world.ids["A-1"], *lines, conn=conn, key="one"),
        lambda conn: send(
            world, "celine", world.ids["C-1"], *reversed(lines), conn=conn, key="two"
        ),
    )
    assert [one["accepted"] for one in given] == [6, 6]
    assert contents(world.conn)["party"][0] == parties + 6


def test_draws_on_a_shared_line_stay_within_it_while_shares_move(
    world: World, connect_to: Connect
) -> None:
    """Two clients draw, the desk moves shares back and forth: the line is never passed."""
    ours, theirs = fund(world, "alice", "A-1", 9_000_000), fund(world, "celine", "C-1", 9_000_000)
    line = group(world, "ALPHA GAMMA", "ALPHA SAS", "GAMMA SA")
    ceiling(world, "CLIENT_GROUP_LINE", line, 3_000_000)
    for contract in (ours, theirs):
        allot(world, contract, "CLIENT_GROUP_LINE", line, 1_500_000)

    def shift(conn: psycopg.Connection, contract: int, cents: int, key: str) -> Any:
        return allot(world, contract, "CLIENT_GROUP_LINE", line, cents, conn, key)

    actions: list[Callable[[psycopg.Connection], Any]] = []
    for n in range(4):
        actions += [
            lambda conn, n=n: draw(world, "alice", ours, 450_000, conn, f"a-{n}"),
            lambda conn, n=n: draw(world, "celine", theirs, 450_000, conn, f"c-{n}"),
            lambda conn, n=n: shift(conn, ours, 3_000_000 if n % 2 else 0, f"s-{n}"),
            lambda conn, n=n: shift(conn, theirs, 0 if n % 2 else 3_000_000, f"t-{n}"),
        ]
    given = at_once(connect_to, *actions)
    wanted = {"done", "beyond_availability", "nothing_available", "beyond_ceiling"}
    assert set(codes(given)) <= wanted
    assert drawn(world, ours, theirs) == 450_000 * sum(
        "order_id" in one for one in given if isinstance(one, dict)
    )
    # Now one after the other: what is left of the line can be drawn to its last cent, and no more.
    allot(world, ours, "CLIENT_GROUP_LINE", line, 0)
    allot(world, theirs, "CLIENT_GROUP_LINE", line, 3_000_000 - drawn(world, ours))
    draw(world, "celine", theirs)
    assert drawn(world, ours, theirs) == 3_000_000
    with refused(world.conn, "nothing_available", available_cents=0):
        draw(world, "celine", theirs)


def test_draws_while_the_shared_line_is_cut_never_pass_what_is_left(
    world: World, connect_to: Connect
) -> None:
    """Two clients draw while two people cut the line: it holds, or was full when it was cut."""
    ours, theirs = fund(world, "alice", "A-1", 9_000_000), fund(world, "celine", "C-1", 9_000_000)
    line = group(world, "ALPHA GAMMA", "ALPHA SAS", "GAMMA SA")
    ceiling(world, "CLIENT_GROUP_LINE", line, 4_000_000)
    for contract in (ours, theirs):
        allot(world, contract, "CLIENT_GROUP_LINE", line, 2_000_000)
    cut = limits.propose_limit(
        world.conn, world.asked("anna"), scope="CLIENT_GROUP_LINE", contract_id=0,
        party_id=line, amount_cents=1_000_000, currency="EUR", from_on=world.on, source="test",
    )  # fmt: skip

    def decide_cut(conn: psycopg.Connection) -> Any:
        return decide.decide(conn, world.asked("ada", "cut"), approval_id=cut["approval_id"],
                             approve=True, reason="")  # fmt: skip

    actions: list[Callable[[psycopg.Connection], Any]] = [decide_cut]
    for n in range(6):
        actions += [
            lambda conn, n=n: draw(world, "alice", ours, 300_000, conn, f"a-{n}"),
            lambda conn, n=n: draw(world, "celine", theirs, 300_000, conn, f"c-{n}"),
        ]
    given = at_once(connect_to, *actions)
    assert set(codes(given)) <= {"done", "beyond_availability", "nothing_available"}
    assert given[0]["shares_cut"] == 2
    before = world.one(
        "SELECT coalesce(sum(o.amount_cents), 0)::bigint FROM payment_order o"
        " JOIN act a ON a.id = o.act_id WHERE a.at < (SELECT at FROM act WHERE key = 'cut')"
    )
    assert drawn(world, ours, theirs) <= max(before, 1_000_000)
    left = [world.available(contract) for contract in (ours, theirs)]
    assert sum(max(cents, 0) for cents in left) <= max(1_000_000 - drawn(world, ours, theirs), 0)


def test_draws_and_remittances_at_once_never_wait_for_each_other_in_a_circle(
    world: World, connect_to: Connect
) -> None:
    """Contracts that share a buyer's ceiling and a line: what is done adds up to the cent."""
    ours, theirs = fund(world, "alice", "A-1", 1_000_000), fund(world, "celine", "C-1", 1_000_000)
    line, beta = group(world, "ALPHA GAMMA", "ALPHA SAS", "GAMMA SA"), world.ids["BETA SA"]
    ceiling(world, "CLIENT_GROUP_LINE", line, 4_000_000)
    ceiling(world, "BUYER", beta, 8_000_000)
    for contract in (ours, theirs):
        allot(world, contract, "CLIENT_GROUP_LINE", line, 2_000_000)
        allot(world, contract, "BUYER", beta, 3_000_000)
    actions: list[Callable[[psycopg.Connection], Any]] = []
    for login, contract in (("alice", ours), ("celine", theirs)):
        for n in range(4):
            new = {"number": f"{login}-{n}", "cents": 250_000}
            actions += [
                lambda conn, g=(login, contract, n, new): send(
                    world, g[0], g[1], g[3], conn=conn, key=f"{g[0]}-send-{g[2]}"),
                lambda conn, g=(login, contract, n): draw(
                    world, g[0], g[1], 100_000, conn, f"{g[0]}-draw-{g[2]}"),
                lambda conn, g=(login, contract, n): allot(
                    world, g[1], "BUYER", beta, 3_000_000 + 10_000 * g[2], conn,
                    f"{g[0]}-allot-{g[2]}"),
            ]  # fmt: skip
    assert codes(at_once(connect_to, *actions)) == {"done": 24}
    for contract in (ours, theirs):
        assert drawn(world, contract) == 400_000
        assert sorted(approved(world, contract)) == [250_000] * 4 + [1_000_000]
    # The close proves that ledger, items and sums agree, or it raises.
    close(world.conn, world.asked("aron"), world.on, lambda done, of: None)


def test_draws_while_the_limit_is_cut_take_what_was_approved_and_no_more(
    world: World, connect_to: Connect
) -> None:
    contract = fund(world, "alice", "A-1", 2_000_000)
    cut = limits.propose_limit(
        world.conn, world.asked("anna"), scope="CONTRACT_BUYER", contract_id=contract,
        party_id=world.ids["BETA SA"], amount_cents=0, currency="EUR", from_on=world.on,
        source="test",
    )  # fmt: skip

    def decide_cut(conn: psycopg.Connection) -> Any:
        return decide.decide(conn, world.asked("ada", "cut"), approval_id=cut["approval_id"],
                             approve=True, reason="")  # fmt: skip

    given = at_once(connect_to, decide_cut, *(
        lambda conn, n=n: draw(world, "alice", contract, 500_000, conn, f"draw-{n}")
        for n in range(5)
    ))  # fmt: skip
    assert codes(given) == {"done": 4, "beyond_availability": 2}
    assert drawn(world, contract) == 1_500_000
    assert approved(world, contract) == [2_000_000]


def test_title_numbers_have_no_gap_whoever_sends(world: World, connect_to: Connect) -> None:
    contract = world.ids["A-1"]
    world.limit(contract, "BETA SA", 90_000_000)
    given = at_once(connect_to, *(
        lambda conn, n=n: send(
            world, "alice", contract, {"number": f"F-{n}", "cents": 1_000}, conn=conn, key=f"s-{n}"
        )
        for n in range(6)
    ))  # fmt: skip
    assert sorted(one["title_number"] for one in given) == [1, 2, 3, 4, 5, 6]


def test_a_payment_file_holds_each_order_once_whoever_makes_it(
    world: World, connect_to: Connect
) -> None:
    contract = fund(world, "alice", "A-1", 1_000_000)
    for _ in range(3):
        world.approve(draw(world, "alice", contract, 100_000))

    def pay(conn: psycopg.Connection, key: str) -> Any:
        return payout.payout(conn, world.asked("tania", key), own_account_id=world.ids["bank"],
                               execute_on=date(2026, 1, 16))  # fmt: skip

    given = at_once(connect_to, *(lambda conn, n=n: pay(conn, f"p-{n}") for n in range(3)))
    assert sorted(one["count"] for one in given) == [0, 0, 3]
    assert contents(world.conn)["payment_order_step"][0] == 6
