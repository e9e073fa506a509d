"""What a prospect said ends three years after the last word, the people of a file that has ended,
refused or not, five years after its end; what is held stays."""

from datetime import date

import psycopg
import pytest

from comptant.doors.offer_files import file_of
from comptant.operations.quoting import callbacks, links, offer_files
from comptant.operations.registry import contracting, erasing, opening
from comptant.operations.risk.screening import screen_all
from comptant.operations.risk.screening_words import decide_hit
from comptant.store.access import reading
from comptant.store.connection import connect
from tests.facts import SEED_TERMS, World, open_world
from tests.houses import house
from tests.operations.offering import ONE_BUYER, TYPED, in_force, quote

OWNER, SIGNATORY = "Ines Vandervelde", "Paul Quatresous"
OURS = {**TYPED, "is_ours": True}
LIST = b"name\nInes Vanderveld\n"
NAMED = {**ONE_BUYER, "buyer_name": "Boulangerie Zoé Tixier", "buyer_siren": "404833048"}


@house
def world(writer: psycopg.Connection) -> World:
    """A tariff in force, and an application of ALPHA SAS that goes no further: its owner looks
    like an entry of a list."""
    opened = open_world(writer)
    in_force(opened)
    opened.ids["C"] = contract = contracting.open_contract(
        writer, opened.asked("anna"), client_id=opened.ids["ALPHA SAS"], number="C-9",
        currency="EUR", from_on=opened.on, terms={**SEED_TERMS, "status": "OPENING"},
    )["contract_id"]  # fmt: skip
    opening.record_owners(writer, opened.asked("anna"), contract_id=contract, fact_on=opened.on,
                          owners={OWNER: 1_000_000}, source=f"passport of {OWNER}")  # fmt: skip
    opening.record_opening_fact(writer, opened.asked("anna"), contract_id=contract, guard="POWERS",
                                label=SIGNATORY, fact_on=opened.on, until_on=None,
                                source="minutes")  # fmt: skip
    opening.screen_names(writer, opened.asked("anna"), contract_id=contract, list_name="l.csv",
                         list_on=opened.on, content=LIST)  # fmt: skip
    screen_all(writer, opened.asked("carl"), list_name="l.csv", list_on=opened.on, content=LIST)
    hit_id = opened.one("SELECT id FROM screening_hit")
    asked = decide_hit(writer, opened.asked("carl"), hit_id=hit_id, outcome="FALSE",
                       reason=f"{OWNER} was born elsewhere")  # fmt: skip
    opened.approve(asked, "ada")
    return opened


def refuse(world: World) -> None:
    """The committee says no: the application is closed without having drawn."""
    answer = contracting.amend_contract(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], from_on=world.on,
        terms={"status": "CLOSED"}, source="committee of 16 January",
    )  # fmt: skip
    if answer["approval_id"]:
        world.approve(answer, "ada")


def prospect(world: World) -> None:
    """Zoé has an adviser called, who writes down what she said; then nobody hears of her."""
    made = quote(world, "whole_turnover", NAMED, prospect="Zoé Tixier EI", terms=OURS)
    user = world.users["anna"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        content = file_of(see, [made["quote_id"]])[1]
    offer_files.take_file(world.conn, world.asked("anna"), file_name="tixier.json",
                          content=content)  # fmt: skip
    link = links.share_quote(world.conn, world.asked("anna"), quote_id=made["quote_id"],
                             token="t" * 32)  # fmt: skip
    case = callbacks.ask_callback(
        world.conn, world.asked("anna"), quote_id=made["quote_id"], file_id=None,
        caller="Zoé Tixier", phone="+33601020304", question="My husband Tixier is ill",
        link_id=link["link_id"],
    )  # fmt: skip
    world.on = date(2026, 1, 20)
    callbacks.note_call(
        world.conn,
        world.asked("anna"),
        callback_id=case["callback_id"],
        outcome="CALL_AGAIN",
        call_by_on=world.on,
        note="Tixier: after summer",
    )


def due(world: World) -> list[tuple[str, int]]:
    is_due = erasing.something_due(world.conn, world.on)
    answer = erasing.erase_due(world.conn, world.asked("ada"))["proofs"]
    assert is_due is bool(answer)
    return [(one["retention_kind"], one["row_count"]) for one in answer]


def where(world: World, *names: str) -> list[str]:
    """The tables, but acts and proposals whose chain is sealed, that say one of these names."""
    found, spelled = [], [*names, *(name.encode().hex() for name in names)]  # files are told in hex
    with connect("comptant_owner") as conn:
        tables = [row[0] for row in conn.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relispartition"
            " AND relnamespace = 'public'::regnamespace ORDER BY 1").fetchall()]  # fmt: skip
        for table in tables:
            text = str(conn.execute(f'SELECT t::text FROM "{table}" t').fetchall())
            if any(name in text for name in spelled) and not table.startswith(("act", "approval")):
                found.append(table)
    return found


def test_the_people_of_a_refused_file_go_five_years_after_it_ended(world: World) -> None:
    kept = ["opening_fact", "screening_hit", "screening_word"]
    world.on = date(2031, 6, 1)
    assert due(world) == []  # it has not ended: nothing runs
    refuse(world)
    world.on = date(2036, 6, 1)
    assert due(world) == []
    assert where(world, OWNER, SIGNATORY) == kept
    world.on = date(2036, 6, 2)
    assert due(world) == [("KYC", 5)]
    assert where(world, OWNER, SIGNATORY) == []
    assert world.rows("SELECT kind, row_count, source FROM erasure_proof") == [
        ("KYC", 5, "art. L561-12 CMF")]  # fmt: skip
    assert world.rows("SELECT guard, label, detail -> 'owners' FROM opening_fact ORDER BY id") == [
        ("OWNERS", "", {}), ("POWERS", "", None), ("SCREENING", "", None)]  # fmt: skip
    assert due(world) == []


def test_a_hold_keeps_the_file_of_a_company_or_all_files(world: World) -> None:
    refuse(world)
    world.on = date(2031, 2, 1)
    for told in ({"party_id": world.ids["ALPHA SAS"]}, {"kind": "KYC"}):
        hold = erasing.place_hold(world.conn, world.asked("ada"), **{
            "login": None, "party_id": None, "kind": None, "reason": "inquiry", **told}
        )  # fmt: skip
        assert erasing.erase_due(world.conn, world.asked("ada"))["proofs"] == []
        assert where(world, OWNER) != []
        world.approve(erasing.lift_hold(world.conn, world.asked("ada"), hold_id=hold["hold_id"],
                                        reason="closed"), "aron")  # fmt: skip
    assert due(world) == [("KYC", 5)]


def test_a_client_who_has_another_contract_is_still_a_client(world: World) -> None:
    refuse(world)
    world.contract("C-10")
    world.on = date(2031, 2, 1)
    assert due(world) == []
    assert SIGNATORY in str(world.rows("SELECT label FROM opening_fact"))


def test_what_a_prospect_said_goes_three_years_after_the_last_word(world: World) -> None:
    prospect(world)
    world.on = date(2029, 1, 17)
    assert due(world) == [("PROSPECT", 1)]  # whom to call, as asked for on 16 January
    assert where(world, "Tixier") == ["callback", "callback_step", "document", "offer_file",
                                      "quote"]  # fmt: skip
    world.on = date(2029, 1, 20)
    assert due(world) == []
    world.on = date(2029, 1, 21)
    world.close()
    assert world.rows("SELECT kind, row_count, source FROM erasure_proof ORDER BY id") == [
        ("PROSPECT", 1, "CNIL"), ("PROSPECT", 4, "CNIL")]  # fmt: skip
    assert where(world, "Tixier", "404833048", "+33601020304", "husband") == []
    assert due(world) == []


def test_a_request_forgotten_is_still_read_by_its_figures(world: World) -> None:
    prospect(world)
    before = world.one("SELECT cost_cents FROM quote")
    world.on = date(2029, 1, 21)
    assert due(world) == [("PROSPECT", 1), ("PROSPECT", 4)]
    marker = f"erased-{world.one('SELECT id FROM quote')}"
    assert world.rows("SELECT prospect, cost_cents, offer ->> 'prospect' FROM quote") == [
        (marker, before, marker)]  # fmt: skip
    file = world.one("SELECT id FROM offer_file")
    world.rate("EURIBOR3M", 20_000, date(2029, 1, 19))
    found = offer_files.compare_files(world.conn, world.asked("anna"), file_ids=[file],
                                      products=[], client_class="B")  # fmt: skip
    assert found["prospect"] == marker


def test_a_prospect_that_became_a_client_is_kept_as_one(world: World) -> None:
    made = quote(world, prospect="alpha sas", terms=TYPED)
    world.on = date(2031, 1, 1)
    assert due(world) == []
    assert world.one("SELECT prospect FROM quote WHERE id = %s", made["quote_id"]) == "alpha sas"


def test_nobody_else_writes_where_history_is_final(world: World) -> None:
    world.conn.execute("SELECT set_config('comptant.erasing', 'on', false)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="opening_fact"):
        world.conn.execute("UPDATE opening_fact SET label = ''")
