"""Files of invoices sent by a program: taken in, or quoted before they are ceded."""

import importlib.util
from collections.abc import Mapping
from datetime import date
from types import ModuleType
from typing import Any

import django
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comptant.doors.bench.einvoice_files import factur_x
from comptant.operations.acts.proofs import PERSONAL
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import ROLES
from tests import facts
from tests.everyone import CAST, everyone, two_clients
from tests.houses import house
from tests.traces import contents

DAY = "2026-01-16"
CSV = (b"Invoice number;Invoice date;Due date;Total incl VAT;Buyer;SIREN\n"
       b"FA-2;2026-01-16;2026-03-17;1000,00;BETA SA;443061841\n")  # fmt: skip
OF_THE_DOOR = {"address_tries", "api_use", "kept_read"}


@house
def world(writer: psycopg.Connection) -> facts.World:
    """ALPHA SAS with a contract and a limit; GAMMA SA with another contract."""
    django.setup()
    return two_clients(writer)


def files() -> dict[str, bytes]:
    """A Factur-X, a table, and what nobody can read."""
    paper = factur_x("E-1", "BETA SA", facts.SIRENS["BETA SA"], 500_000, date(2026, 1, 16),
                     date(2026, 2, 28))  # fmt: skip
    return {"E-1.pdf": paper, "march.csv": CSV, "photo.xml": b"<a>"}


def program(world: facts.World, login: str = "alice", *scopes: str) -> Client:
    token = f"{login}-{world.count}".ljust(43, "x")
    world.give_key(login, token, *(scopes or ("read", "remit")), name=token[:20])
    return Client(headers={"authorization": f"Bearer {token}", "comptant-day": DAY,
                           "host": "localhost", "accept-language": "en"})  # fmt: skip


def send(client: Client, way: str, contract_id: int, sent: Mapping[str, bytes],
         key: str = "f-1") -> Any:  # fmt: skip
    uploads = [SimpleUploadedFile(name, content) for name, content in sent.items()]
    return client.post(f"/api/v1/bulk/{way}?contract_id={contract_id}", {"files": uploads},
                       headers={"idempotency-key": key})  # fmt: skip


def test_files_become_one_remittance_done_once_and_what_cannot_be_read_is_told(
    world: facts.World,
) -> None:
    client, contract = program(world), world.ids["C-1"]
    before = world.one("SELECT count(*) FROM remittance")
    sent = files()
    told = send(client, "remit_files", contract, sent).json()
    (remittance,) = told["remittances"]
    assert (remittance["accepted"], remittance["accepted_cents"]) == (2, 700_000)
    (fault,) = told["faults"]
    assert (told["fault_count"], fault["file"], fault["code"]) == (1, "photo.xml", "xml_malformed")
    assert fault["sentence"].endswith(".")
    assert send(client, "remit_files", contract, sent).json() == told
    assert world.one("SELECT count(*) FROM remittance") == before + 1
    kept = world.rows("SELECT name FROM remittance_file WHERE remittance_id = %s ORDER BY 1",
                      remittance["remittance_id"])  # fmt: skip
    assert kept == [("E-1.pdf",), ("march.csv",)]
    other = send(client, "remit_files", contract, {"march.csv": CSV})
    assert (other.status_code, other.json()["code"]) == (409, "key_used_for_something_else")


def test_what_files_would_bring_and_cost_is_told_line_by_line_and_nothing_is_kept(
    world: facts.World,
) -> None:
    client, contract = program(world), world.ids["C-1"]
    before = contents(world.conn)
    told = send(client, "quote_files", contract, files()).json()
    after = contents(world.conn)
    assert {name for name in after if after[name] != before[name]} <= OF_THE_DOOR
    assert told["freed_cents"] == told["drawable_after_cents"] - told["drawable_before_cents"]
    assert told["freed_cents"] > 0
    assert told["fee_cents"] > 0
    due = [(row["approved_cents"], (date.fromisoformat(row["due_on"]) - world.on).days)
           for row in told["lines"]]  # fmt: skip
    assert told["days"] == sum(cents * days for cents, days in due) // sum(c for c, _ in due)
    assert told["charge_cents"] > 0
    assert [(row["invoice_number"], row["state"]) for row in told["lines"]] == [
        ("E-1", "ACCEPTED"), ("FA-2", "ACCEPTED"),
    ]  # fmt: skip
    assert told["fault_count"] == 1
    done = send(client, "remit_files", contract, files()).json()["remittances"][0]
    names = ("accepted", "accepted_cents", "refused", "not_fundable")
    assert {name: told["answer"][name] for name in names} == {name: done[name] for name in names}


@pytest.mark.parametrize("way", ["remit_files", "quote_files"])
def test_what_is_no_form_of_files_is_refused_without_a_trace(
    world: facts.World, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, contract = program(world), world.ids["C-1"]
    path = f"/api/v1/bulk/{way}?contract_id={contract}"
    before = contents(world.conn)
    key = {"idempotency-key": "k"}
    answers = [
        (client.post(path, "{}", content_type="application/json", headers=key), 415,
         "content_type_wrong"),
        (client.post(path, {"other": "x"}, headers=key), 422, "no_file"),
        (send(client, way, contract, {"photo.xml": b"<a>"}), 422, "files_unread"),
        (client.post(path, b"--x\r\nnothing", content_type="multipart/form-data; boundary=",
                     headers=key), 422, "body_wrong"),
    ]  # fmt: skip
    with monkeypatch.context() as patched:
        patched.setattr("django.conf.settings.DATA_UPLOAD_MAX_NUMBER_FILES", 1)
        answers.append((send(client, way, contract, files()), 422, "too_many_files"))
    monkeypatch.setattr("comptant.doors.portal.uploads.BYTES_MAX", 10)
    answers.append((send(client, way, contract, {"march.csv": CSV}), 422, "files_too_large"))
    for answer, status, code in answers:
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    after = contents(world.conn)
    assert {name for name in after if after[name] != before[name]} <= OF_THE_DOOR


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_who_remits_sends_files_and_a_neighbours_contract_is_not_there(
    world: facts.World, role: str
) -> None:
    everyone(world)
    scopes = ("read", *sorted(set(RIGHTS) - PERSONAL))
    client = program(world, CAST[role], *scopes)
    may = role in RIGHTS["remit"]
    for way in ("quote_files", "remit_files"):
        own = send(client, way, world.ids["C-1"], {"march.csv": CSV}, key=f"{way}-own")
        assert own.status_code == (200 if may else 403), (way, own.content)
        if role not in ("account_manager",):
            other = send(client, way, world.ids["C-2"], {"march.csv": CSV}, key=f"{way}-theirs")
            assert other.status_code == (404 if may else 403), (way, other.content)
            assert b"GAMMA" not in other.content
    unscoped = program(world, CAST[role], "read")
    assert send(unscoped, "remit_files", world.ids["C-1"], {"march.csv": CSV}).status_code == 403


def test_the_python_client_sends_files(world: facts.World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its form is what the endpoint reads, a name with quotes in it too."""
    from tests.api.test_api_client import FILE

    spec = importlib.util.spec_from_file_location("comptant_client", FILE)
    assert spec
    assert spec.loader
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    client, made = program(world), module.Comptant("http://localhost", key="x")

    def call(method: str, path: str, body: bytes, headers: dict[str, str]) -> Any:
        kind = headers.pop("content-type")
        return client.post(f"/api/v1/{path}", body, content_type=kind, headers=headers).json()

    monkeypatch.setattr(made, "_call", call)
    told = made.quote_files(contract_id=world.ids["C-1"], files={'ma"rch.csv': CSV})
    assert [row["invoice_number"] for row in told["lines"]] == ["FA-2"]
    told = made.remit_files(contract_id=world.ids["C-1"], files={"march.csv": CSV}, key="c-1")
    assert told["remittances"][0]["accepted"] == 1
    assert made.remit_files(contract_id=world.ids["C-1"], files={"march.csv": CSV}, key="c-1") == (
        told
    )
