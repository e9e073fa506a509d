"""Somebody who reads a quote has an adviser call: taken, called, closed, by a day."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.doors.offer_files import file_of
from comptant.operations.acts.act import Answer, Asked
from comptant.operations.acts.tokens import token_digest
from comptant.operations.closing.keeper import keeper
from comptant.operations.quoting import callbacks, links, offer_files
from comptant.operations.registry import opening
from comptant.store.access import reading, reading_by_link
from tests.brokers import add_broker, agreed, look_up
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.operations.offering import ONE_BUYER, TYPED, in_force, quote
from tests.traces import refused

SECRET = "a" * 32
CALLER = {"caller": "Alice Martin", "phone": "+33 (0)6 12-34.56 78"}


@house
def world(writer: psycopg.Connection) -> World:
    """A tariff in force; alice owns ALPHA, cora GAMMA; brice works at COURTAGE SAS; anna and axel
    manage accounts. The house wants a KYC file and owners before a contract draws."""
    opened = open_world(writer)
    broker = add_broker(opened, opened.contract("C-1"))
    add_user(opened, "brice", broker, ["broker"], False)
    add_user(opened, "cora", opened.ids["GAMMA SA"], ["client_owner"], False)
    add_user(opened, "axel", opened.ids["FACTOR SA"], ["account_manager"], True)
    look_up(opened)
    agreed(opened)
    in_force(opened)
    wanted = opening.set_opening_guards(writer, opened.asked("ada"), guards=["KYC_FILE", "OWNERS"],
                                        from_on=opened.on, source="policy")  # fmt: skip
    if wanted["approval_id"]:
        opened.approve(wanted, "anna")
    return opened


def ask(world: World, login: str = "alice", **told: Any) -> Answer:
    return callbacks.ask_callback(
        world.conn, world.asked(login),
        **{"quote_id": None, "file_id": None, "question": "Why so little cash?", **CALLER, **told},
    )  # fmt: skip


def call(world: World, case: Answer, outcome: str, by_on: date | None = None) -> Answer:
    return callbacks.note_call(world.conn, world.asked("anna"), callback_id=case["callback_id"],
                               outcome=outcome, call_by_on=by_on, note="as said")  # fmt: skip


def listed(world: World, login: str, on: date | None = None, state: str | None = None
           ) -> list[dict[str, Any]]:  # fmt: skip
    user = world.users[login]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        return see("read_callbacks", on=on or world.on, state=state)


def diagnosis(world: World, case: Answer) -> dict[str, Any]:
    return dict(world.one("SELECT diagnosis FROM callback WHERE id = %s", case["callback_id"]))


def test_a_case_is_diagnosed_when_it_is_opened_and_opened_once(world: World) -> None:
    made = quote(world, login="alice", terms=TYPED, need_cents=20_000_000)
    case = ask(world, quote_id=made["quote_id"])
    assert (case["adviser"], case["act_by_on"]) == ("Anna", date(2026, 1, 19))  # a Friday's
    found = diagnosis(world, case)
    assert [row["weakness"] for row in found["ledger"]] == ["CONCENTRATED"]
    mine, *others = found["options"]
    assert mine["yearly_cost_cents"] == made["figures"]["yearly_cost_cents"]
    assert {row["weakness"] for row in mine["weak"]} >= {"SHORT", "RISK_KEPT"}
    short = next(row for row in mine["weak"] if row["weakness"] == "SHORT")
    assert short["value"] == 20_000_000 - made["figures"]["available_cents"]
    assert {"non_recourse", "confidential"} <= {one["product"] for one in others}
    assert found["recommended"] in range(1, len(found["options"]) + 1)
    papers = {row["paper"]: row["count"] for row in found["papers"]}
    assert papers == {"BUYER_NUMBERS": 1, "LARGEST_INVOICES": 1, "MONTHS": 1, "KYC_FILE": 1,
                      "OWNERS": 1}  # fmt: skip
    with refused(world.conn, "callback_open"):
        ask(world, quote_id=made["quote_id"])


def test_a_case_is_taken_called_and_closed_and_its_state_follows(world: World) -> None:
    case = ask(world, quote_id=quote(world, login="alice", terms=TYPED)["quote_id"])
    (row,) = listed(world, "alice")
    assert (row["callback_state"], row["adviser"], row["late_days"]) == ("ASKED", "Anna", 0)
    assert row["phone"] == "+330612345678"
    (late,) = listed(world, "anna", date(2026, 1, 22))
    assert late["late_days"] == 3
    callbacks.take_callback(world.conn, world.asked("axel"), callback_id=case["callback_id"])
    with refused(world.conn, "callback_taken"):
        callbacks.take_callback(world.conn, world.asked("axel"), callback_id=case["callback_id"])
    assert listed(world, "alice")[0]["adviser"] == "Axel"
    with refused(world.conn, "call_missing"):
        callbacks.close_callback(world.conn, world.asked("anna"), callback_id=case["callback_id"],
                                 outcome="GOES_ON", note="")  # fmt: skip
    call(world, case, "NO_ANSWER")
    (row,) = listed(world, "anna")
    assert (row["callback_state"], row["call_outcome"], row["act_by_on"], row["adviser"]) == (
        "CALLED", "NO_ANSWER", date(2026, 1, 19), "Anna")  # fmt: skip
    with refused(world.conn, "call_day_missing"):
        call(world, case, "SPOKEN")
    call(world, case, "SPOKEN", date(2026, 1, 30))
    callbacks.close_callback(world.conn, world.asked("anna"), callback_id=case["callback_id"],
                             outcome="GOES_ON", note="the KYC file comes")  # fmt: skip
    assert listed(world, "anna") == []
    (row,) = listed(world, "alice", state="CLOSED")
    assert (row["call_outcome"], row["act_by_on"], row["phone"]) == ("GOES_ON", None, "")
    with refused(world.conn, "callback_closed"):
        call(world, case, "NO_ANSWER")
    assert [kind for (kind,) in world.conn.execute(
        "SELECT kind FROM event WHERE kind LIKE 'callback.%' ORDER BY id").fetchall()] == [
        "callback.asked", "callback.taken", "callback.called", "callback.called",
        "callback.closed"]  # fmt: skip


def test_whoever_reads_offers_asks_and_nobody_of_what_is_not_theirs(world: World) -> None:
    made = quote(world, login="brice", prospect="OMEGA", client_class="C")
    own = ask(world, "brice", quote_id=made["quote_id"])
    user = world.users["brice"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        content = file_of(see, [made["quote_id"]])[1]
    file = offer_files.take_file(world.conn, world.asked("brice"), file_name="o.json",
                                 content=content)  # fmt: skip
    about = ask(world, "brice", file_id=file["file_id"])
    assert about["adviser"] == "Axel"  # who has none yet
    options = diagnosis(world, about)["options"]
    assert options[0]["offer_label"] == "FACTOR SA · whole turnover"
    assert options[0]["yearly_cost_cents"] == made["figures"]["yearly_cost_cents"]
    for login, told in (("alice", {"quote_id": made["quote_id"]}),
                        ("cora", {"quote_id": made["quote_id"]})):  # fmt: skip
        with refused(world.conn, "quote_unknown"):
            ask(world, login, **told)
    with refused(world.conn, "file_unknown"):
        ask(world, "alice", file_id=file["file_id"])
    ids = sorted([own["callback_id"], about["callback_id"]])
    assert sorted(row["id"] for row in listed(world, "brice")) == ids
    assert listed(world, "alice") == []
    for wrong, code in (({"phone": "call me"}, "caller_phone_wrong"),
                        ({"caller": " "}, "caller_missing"),
                        ({"question": "x" * 2_001}, "text_too_long"),
                        ({"file_id": file["file_id"]}, "callback_of_what"),
                        ({"link_id": 1}, "link_unknown")):  # fmt: skip
        with refused(world.conn, code):
            ask(world, "brice", **{"quote_id": made["quote_id"], **wrong})


def test_a_link_opens_a_quote_until_its_last_day_and_its_reader_may_be_called(world: World) -> None:
    made = quote(world, "whole_turnover", {**ONE_BUYER, "term_days": 10, "payment_days": 40},
                 prospect="OMEGA")  # fmt: skip
    shared = links.share_quote(world.conn, world.asked("anna"), quote_id=made["quote_id"],
                               token=SECRET)  # fmt: skip
    assert shared["until_on"] == made["last_on"]
    for token, on in (("b" * 32, world.on), (SECRET, date(2026, 2, 16))):
        with pytest.raises(Exception, match="link_unknown"):
            links.open_link(world.conn, token, on)
        with reading_by_link(token_digest(token), on) as see:
            assert see("read_linked_quote") == []
    with reading_by_link(token_digest(SECRET), world.on) as see:
        (found,) = see("read_linked_quote")
    assert (found["id"], found["prospect"]) == (made["quote_id"], "OMEGA")
    assert links.open_link(world.conn, SECRET, world.on)["quote_id"] == made["quote_id"]
    by = keeper(world.conn)
    assert by is not None
    asked = Asked(by, "link", world.asked("anna").at, world.on)
    case = callbacks.ask_callback(
        world.conn, asked, quote_id=found["id"], file_id=None, question="", **CALLER,
        link_id=found["link_id"],
    )  # fmt: skip
    assert "LATE" in {row["weakness"] for row in diagnosis(world, case)["ledger"]}
    assert listed(world, "anna")[0]["is_by_link"]
    with refused(world.conn, "quote_unknown"):
        links.share_quote(world.conn, world.asked("alice"), quote_id=made["quote_id"],
                          token=SECRET)  # fmt: skip
