"""Advanced signatures: sent to a provider over HTTP, asked about, taken in; what the network and
the provider do wrong."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors.worker import yousign
from comptant.operations.acts.act import Refused
from comptant.operations.assigning import envelopes, signatures
from comptant.operations.assigning.papers import issue_title
from comptant.operations.closing import keeper
from comptant.settings import BadSetting
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.signing import ask, content, empower, sent
from tests.traces import refused
from tests.yousign import KEY, Provided, provided

SIGNED_AT = "2026-01-16T10:30:00+00:00"


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    opened.ids["D-1"] = opened.contract("D-1", transfer_mode="DAILLY")
    empower(opened)
    return opened


@pytest.fixture
def theirs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provided]:
    with provided() as held:
        monkeypatch.setenv("COMPTANT_SIGNATURES_URL", held.url)
        monkeypatch.setenv("COMPTANT_SIGNATURES_KEY", KEY)
        yield held


def turn(world: World, minutes: int = 0) -> int:
    """One turn of the worker, some minutes after the envelope was due."""
    asked = yousign.provider()
    by = keeper.keeper(world.conn)
    assert asked is not None
    assert by is not None
    at = world.asked("anna").at + timedelta(minutes=minutes)
    world.conn.execute("UPDATE envelope SET next_at = %s WHERE next_at IS NOT NULL", (at,))
    return envelopes.turn(world.conn, at, asked, by)


def advanced(world: World) -> dict[str, Any]:
    """A deed asked to be signed at the provider, due at once."""
    told = ask(world, sent(world, "D-1"), way="ADVANCED")
    world.conn.execute("UPDATE envelope SET next_at = %s", (world.asked("anna").at,))
    return told


def ends(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT outcome, reason FROM signature_end")


def state(world: World) -> tuple[Any, ...]:
    (row,) = world.rows("SELECT state, tries, last_answer FROM envelope")
    return row


def test_a_deed_signed_at_the_provider_is_the_title(world: World, theirs: Provided) -> None:
    asked = advanced(world)
    assert turn(world) == 1
    (held,) = theirs.requests.values()
    assert (held["status"], held["delivery_mode"], held["expiration_date"]) == (
        "ongoing", "email", "2026-01-16")  # fmt: skip
    signer = held["signer"]
    assert signer["signature_level"] == "advanced_electronic_signature"
    assert signer["info"] == {
        "first_name": "Alice",
        "last_name": "Alice",
        "locale": "fr",
        "email": "alice@alpha.example",
        "phone_number": "+33612345678",
    }
    assert signer["fields"][0]["page"] == 2
    assert state(world)[0] == "SENT"
    theirs.signed(SIGNED_AT)
    turn(world, 5)
    assert ends(world) == [("SIGNED", "")]
    title = issue_title(world.conn, world.asked("anna"), contract_id=world.ids["D-1"],
                        remittance_id=asked["subject_id"], language="fr")  # fmt: skip
    sealed = content(world, title["digest"])
    assert sealed == content(world, asked["digest"]) + b"% sealed\n"
    proof = json.loads(content(world, world.one(
        "SELECT encode(evidence, 'hex') FROM signature_end")))  # fmt: skip
    assert (proof["level"], proof["signed_at"]) == ("advanced (eIDAS, art. 26)", SIGNED_AT)
    assert proof["document"]["sha256"] == asked["digest"]
    trail = json.loads(content(world, proof["identified"]["evidence_sha256"]))
    assert trail["signer"]["signature_process_completed_at"] == SIGNED_AT
    assert world.one("SELECT signed_file FROM envelope") is None
    assert turn(world, 60) == 0


def test_an_answer_that_is_lost_makes_no_second_request(world: World, theirs: Provided) -> None:
    advanced(world)
    theirs.loses = "POST .*activate"
    turn(world)
    assert state(world) == ("WAITING", 1, "POST: ConnectionError")
    turn(world, 1)
    assert len(theirs.requests) == 1
    assert state(world) == ("SENT", 0, "")


def test_a_request_left_half_made_is_made_anew(world: World, theirs: Provided) -> None:
    advanced(world)
    theirs.loses = "POST .*documents"
    turn(world)
    turn(world, 1)
    (held,) = theirs.requests.values()
    assert held["status"] == "ongoing"
    assert any(call.startswith("DELETE") for call in theirs.calls)


def test_a_provider_that_fails_is_asked_again_later_and_no_secret_is_told(
    world: World, theirs: Provided, caplog: pytest.LogCaptureFixture
) -> None:
    advanced(world)
    theirs.fails = [503]
    turn(world)
    assert state(world) == ("WAITING", 1, "GET: 503")
    theirs.fails = [429]
    turn(world, 1)
    assert state(world) == ("WAITING", 2, "GET: 429")
    turn(world, 2)
    assert state(world) == ("SENT", 0, "")
    assert KEY not in caplog.text + repr(yousign.provider()) + str(state(world))


def test_what_the_provider_will_not_have_ends_it(world: World, theirs: Provided) -> None:
    advanced(world)
    theirs.fails = [422]
    turn(world)
    assert ends(world) == [("WITHDRAWN", "GET signature_requests: 422")]


@pytest.mark.parametrize(("status", "end"), [
    ("declined", ("DECLINED", "the total is wrong")), ("expired", ("WITHDRAWN", "yousign")),
])  # fmt: skip
def test_declined_or_expired_there_it_is_over(
    world: World, theirs: Provided, status: str, end: tuple[str, str]
) -> None:
    asked = advanced(world)
    turn(world)
    theirs.ended(status)
    turn(world, 5)
    assert ends(world) == [end]
    with refused(world.conn, "mentions_missing", mentions=["SIGNATURE"]):
        issue_title(world.conn, world.asked("anna"), contract_id=world.ids["D-1"],
                    remittance_id=asked["subject_id"], language="fr")  # fmt: skip


def test_signed_after_its_day_it_is_void_and_what_was_signed_is_kept(
    world: World, theirs: Provided
) -> None:
    advanced(world)
    turn(world)
    theirs.signed("2026-01-16T23:30:00+00:00")  # the 17th in Paris
    turn(world, 5)
    assert ends(world) == [("VOID", "LATE")]
    assert world.one("SELECT signed IS NOT NULL AND evidence IS NOT NULL FROM signature_end")


@pytest.mark.parametrize("wrong", [{"email": "mallory@x.example"}, {"sha256": "0" * 64}])
def test_another_signer_or_another_file_is_not_taken(
    world: World, theirs: Provided, wrong: dict[str, str]
) -> None:
    advanced(world)
    turn(world)
    theirs.signed(SIGNED_AT, **wrong)
    turn(world, 5)
    assert ends(world) == [("WITHDRAWN", "somebody else signed, or another paper")]


def test_withdrawn_here_it_is_called_back_there(world: World, theirs: Provided) -> None:
    asked = advanced(world)
    turn(world)
    signatures.withdraw_signature(world.conn, world.asked("anna"), contract_id=world.ids["D-1"],
                                  signature_id=asked["signature_id"], reason="wrong")  # fmt: skip
    turn(world, 1)
    (held,) = theirs.requests.values()
    assert held["status"] == "canceled"
    assert ends(world) == [("WITHDRAWN", "wrong")]


def test_nobody_says_in_the_provider_s_place_what_it_has_not_said(
    world: World, theirs: Provided
) -> None:
    asked = advanced(world)
    turn(world)
    with refused(world.conn, "envelope_open", signature_id=asked["signature_id"]):
        envelopes.hear_provider(world.conn, world.asked("aron"), contract_id=world.ids["D-1"],
                                signature_id=asked["signature_id"])  # fmt: skip


def test_a_call_back_makes_it_asked_at_once(world: World, theirs: Provided) -> None:
    advanced(world)
    turn(world)
    (reference,) = theirs.requests
    soon = datetime.fromisoformat("2026-01-16T09:00:01+00:00")
    assert envelopes.ask_soon(world.conn, reference, soon)
    assert world.one("SELECT next_at FROM envelope") == soon
    assert not envelopes.ask_soon(world.conn, "sr-unknown", soon)
    assert not envelopes.ask_soon(world.conn, "", soon)


def test_a_signatory_without_a_phone_signs_by_code_only(world: World, theirs: Provided) -> None:
    empower(world, phone="")
    remittance = sent(world, "D-1")
    with refused(world.conn, "phone_missing", name="Alice"):
        ask(world, remittance, way="ADVANCED")


@pytest.mark.parametrize("url", ["http://api.yousign.app/v3", "https://k@h/v3", "ftp://h"])
def test_the_provider_is_asked_over_tls(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("COMPTANT_SIGNATURES_URL", url)
    monkeypatch.setenv("COMPTANT_SIGNATURES_KEY", KEY)
    with pytest.raises(BadSetting):
        yousign.provider()


def test_without_a_provider_nothing_is_asked_of_it(world: World) -> None:
    remittance = sent(world, "D-1")
    with pytest.raises(Refused, match="provider_missing"):
        ask(world, remittance, way="ADVANCED")
