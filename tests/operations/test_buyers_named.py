"""Buyers that a contract names: invoices on the others are refused wherever they come in."""

from datetime import UTC, date, datetime

import psycopg
import pytest

from comptant.formats.ledgers.sales import read_sales
from comptant.operations.acts.act import Answer
from comptant.operations.assigning import arriving, feeds, ledger_gaps
from comptant.operations.closing.keeper import keeper
from comptant.operations.drawing import quoted
from comptant.operations.quoting import accepting
from comptant.operations.registry import contracting
from comptant.operations.risk import facts
from comptant.operations.terms.contracts import contracts_in_force
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.offering import ONE_BUYER, in_force, quote

BETA, OTHER = ("BETA SA", "443061841"), ("DELTA SARL", "542065479")
DUE_ON = date(2026, 3, 16)
HEAD = "numero;date facture;echeance;montant ttc;acheteur;siren\n"


@house
def world(writer: psycopg.Connection) -> World:
    """A contract of ALPHA, a limit on BETA."""
    found = open_world(writer)
    found.ids["C-1"] = found.contract("C-1")
    found.limit(found.ids["C-1"], "BETA SA", 20_000_000)
    return found


def scope(world: World, value: str, *named: str) -> None:
    contracting.amend_contract(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], from_on=world.on,
        terms={"buyer_scope": value}, source="amendment",
    )  # fmt: skip
    for name in named:
        facts.record_fact(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"], subject="BUYER",
            subject_id=world.ids[name], name="is_named", value=True, from_on=world.on,
            source="amendment",
        )  # fmt: skip


def lines(*buyers: tuple[str, str]) -> str:
    return HEAD + "".join(
        f"F-{number};15/01/2026;16/03/2026;{number}000,00;{name};{siren}\n"
        for number, (name, siren) in enumerate(buyers, 1)
    )


def sent(world: World) -> Answer:
    """F-1 on BETA, F-2 on DELTA."""
    return world.remit(
        world.ids["C-1"],
        {"number": "F-1", "cents": 100_000, "due_on": DUE_ON},
        {"number": "F-2", "cents": 200_000, "due_on": DUE_ON, "buyer": OTHER[0]},
    )


@pytest.mark.parametrize(("value", "named", "refused"), [
    ("ALL", (), []),
    ("ALL", ("BETA SA",), []),
    ("ONLY_NAMED", ("BETA SA",), ["F-2"]),
    ("ONLY_NAMED", (), ["F-1", "F-2"]),
    ("ALL_BUT_NAMED", ("BETA SA",), ["F-1"]),
])  # fmt: skip
def test_an_invoice_on_a_buyer_left_out_is_refused_with_the_clause(
    world: World, value: str, named: tuple[str, ...], refused: list[str]
) -> None:
    scope(world, value, *named)
    answer = sent(world)
    assert (answer["accepted"], answer["refused"]) == (2 - len(refused), len(refused))
    found = world.rows("SELECT invoice_number, reason FROM refused_line ORDER BY 1")
    assert found == [(number, "buyer_out_of_scope") for number in refused]


def test_what_was_assigned_before_stays_and_a_credit_note_is_always_taken(world: World) -> None:
    sent(world)
    scope(world, "ALL_BUT_NAMED", "BETA SA")
    assert world.rows("SELECT hold FROM invoice WHERE invoice_number = 'F-1'") == [(None,)]
    note = world.remit(world.ids["C-1"], {"number": "A-1", "cents": 10_000, "type_code": "381",
                                          "credited_number": "F-1"})  # fmt: skip
    assert (note["credit_notes"], note["refused"]) == (1, 0)


def test_the_clause_counts_from_its_day_and_until_it_is_changed(world: World) -> None:
    scope(world, "ONLY_NAMED")
    assert sent(world)["refused"] == 2
    scope(world, "ALL")
    again = sent(world)
    assert (again["accepted"], again["again"]) == (2, True)


def test_a_watched_folder_holds_them_too(world: World) -> None:
    scope(world, "ONLY_NAMED", "BETA SA")
    feeds.open_feed(world.conn, world.asked("alice"), contract_id=world.ids["C-1"], way="FOLDER",
                    sender=None, login="alice")  # fmt: skip
    by = keeper(world.conn)
    assert by is not None
    (feed,) = arriving.folder_feeds(world.conn)
    at = datetime.combine(world.on, datetime.min.time(), UTC)
    files = [("ventes.csv", lines(BETA, OTHER).encode())]
    arriving.take_lot(world.conn, at, by, feed, "lot", files)
    assert world.rows("SELECT accepted, refused FROM arrival") == [(1, 1)]
    assert world.rows("SELECT reason FROM refused_line") == [("buyer_out_of_scope",)]


@pytest.mark.parametrize(("value", "kept"), [("ONLY_NAMED", "F-1"), ("ALL_BUT_NAMED", "F-2")])
def test_the_standing_cession_leaves_them_out_and_counts_them(
    world: World, value: str, kept: str
) -> None:
    scope(world, value, "BETA SA")
    read = read_sales("ventes.csv", lines(BETA, OTHER).encode(), None)
    missing = ledger_gaps.look(world.conn, world.users["alice"], world.ids["C-1"], world.on,
                               read.rows)  # fmt: skip
    assert missing["invoice_number"].to_list() == [kept]
    asked = world.asked("alice")
    answer = ledger_gaps.cede_ledger(
        world.conn, asked, contract_id=world.ids["C-1"], sent=read.rows, file_name="ventes.csv",
        received_at=asked.at,
    )  # fmt: skip
    counts = ("accepted", "refused", "known", "out_of_scope")
    assert [answer[name] for name in counts] == [1, 0, 0, 1]


@pytest.mark.parametrize("has_number", [True, False])
def test_the_buyers_of_a_selective_quote_are_those_of_its_contract(
    world: World, has_number: bool
) -> None:
    in_force(world)
    buyer = {**ONE_BUYER, "buyer_siren": BETA[1] if has_number else None}
    made = quote(world, "selective", buyer, login="alice", terms={"scope_count": 1})
    accepting.accept_quote(world.conn, world.asked("alice"), quote_id=made["quote_id"],
                           capacity="gérante", language="fr")  # fmt: skip
    answer = quoted.open_from_quote(
        world.conn, world.asked("anna"), quote_id=made["quote_id"], client_id=None, number="Q-1",
        from_on=world.on, terms={"standing_consent": "acte"},
    )  # fmt: skip
    id_ = answer["contract_id"]
    terms = contracts_in_force(world.conn, [id_], world.on)[id_].terms
    assert terms["buyer_scope"] == ("ONLY_NAMED" if has_number else "ALL")
    named = world.rows("SELECT subject_id FROM term WHERE contract_id = %s AND name = 'is_named'",
                       id_)  # fmt: skip
    assert named == ([(world.ids["BETA SA"],)] if has_number else [])
