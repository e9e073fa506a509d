"""Every endpoint with every role and a neighbour's ids: not one word of the neighbour, no act."""

import json
from datetime import date, datetime
from typing import Any, get_args, get_origin

import django
import psycopg
import pytest
from django.test import Client
from pydantic import BaseModel

from comptant.doors import reads
from comptant.doors.api.endpoints import WAYS_IN
from comptant.doors.api.needed import needed
from comptant.doors.catalogue import endpoints
from comptant.doors.parameters import PARAMETERS
from comptant.operations.acts.proofs import PERSONAL
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import FACTOR_ROLES, ROLES
from tests import facts
from tests.everyone import everyone, two_clients, words_of
from tests.houses import house
from tests.neighbour import add_things
from tests.partners import PARTNERS, add_partners

DAY = "2026-01-16"
NEIGHBOUR = ("GAMMA SA", "C-2", "cora", "GA-77", "DELTA SARL", "FR7630004000031234567890143")
OUTSIDE = sorted(ROLES - FACTOR_ROLES)
WHO = {"client_owner": "alice", "client_treasurer": "theo", "client_user": "adam",
       "client_accountant": "bob",
       **{role: login for role, (login, _) in PARTNERS.items()}}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> facts.World:
    """ALPHA SAS with its people and partners; GAMMA SA beside it, which sells to DELTA SARL."""
    django.setup()
    opened = facts.open_world(writer)
    facts.add_user(opened, "cora", opened.ids["GAMMA SA"], ["client_owner"], False)
    facts.add_user(opened, "adam", opened.ids["ALPHA SAS"], ["client_user"], False)
    facts.add_user(opened, "theo", opened.ids["ALPHA SAS"], ["client_treasurer"], False)
    facts.add_user(opened, "bob", opened.ids["ALPHA SAS"], ["client_accountant"], False)
    due = opened.on.replace(month=3)
    for number, client, buyer, invoice in (("C-1", "ALPHA SAS", "BETA SA", "FA-1"),
                                           ("C-2", "GAMMA SA", "DELTA SARL", "GA-77")):  # fmt: skip
        opened.ids[number] = opened.contract(number, client=client)
        opened.limit(opened.ids[number], buyer, 5_000_000)
        alice = opened.users["alice"]
        opened.users["alice"] = alice if client == "ALPHA SAS" else opened.users["cora"]
        opened.remit(opened.ids[number], {"number": invoice, "cents": 700_000, "buyer": buyer,
                                          "due_on": due})  # fmt: skip
        opened.users["alice"] = alice
    add_partners(opened, opened.ids["C-1"])
    return opened


@house
def peopled(writer: psycopg.Connection) -> facts.World:
    """The same with a thing of every kind on both sides."""
    django.setup()
    world = everyone(two_clients(writer))
    add_things(world)
    return world


def program(world: facts.World, role: str) -> Client:
    """A program with all scopes that a key may have, for the person of a role."""
    user, token = world.users[WHO[role]], role.ljust(43, "x")
    world.give_key(user.login, token, "read", *sorted(set(RIGHTS) - PERSONAL), name="all")
    return Client(headers={"authorization": f"Bearer {token}", "comptant-day": DAY,
                           "host": "localhost", "accept-language": "en"})  # fmt: skip


def theirs(world: facts.World) -> dict[str, Any]:
    """The neighbour's ids, by the names of parameters."""
    contract = world.ids["C-2"]
    invoice = world.one("SELECT id FROM invoice WHERE contract_id = %s", contract)
    return {
        "contract_id": contract, "contract_ids": [contract], "buyer_id": world.ids["DELTA SARL"],
        "party_id": world.ids["GAMMA SA"], "invoice_id": invoice, "number": "C-2",
        "numbers": ["GA-77"], "text": "GAMMA SA", "subject_id": invoice,
        "id": world.one("SELECT id FROM remittance WHERE contract_id = %s", contract),
        "company_id": world.ids["GAMMA SA"], "account": "DEB", "accounts": ["DEB"],
        "from_on": DAY, "until_on": DAY,
    }  # fmt: skip


def all_of_theirs(world: facts.World) -> dict[str, Any]:
    """The neighbour's ids of every kind that an operation may be given."""
    found = {f"{name.removesuffix(' theirs')}_id": id_ for name, id_ in world.ids.items()
             if name.endswith(" theirs")}  # fmt: skip
    gamma, delta = world.ids["GAMMA SA"], world.ids["DELTA SARL"]
    found |= {"key_id": found["program_id"], "quote_id": world.ids["their quote"],
              "remittance_id": world.ids["theirs"], "credit_note_id": found["invoice_id"],
              "to_contract_id": world.ids["C-2"], "brought_id": world.ids["C-2"],
              "from_contract_id": world.ids["C-2"],
              "client_id": gamma, "lender_id": gamma, "broker_id": gamma, "group_id": gamma,
              "supplier_id": delta}  # fmt: skip
    lists = {f"{name}s": [id_] for name, id_ in found.items()}
    return {**lists, **found, "login": "cora", **theirs(world)}


def filled(kind: Any, name: str, ids: dict[str, Any]) -> Any:
    """A value of a kind: the neighbour's id where the name is that of one."""
    if name in ids:
        return ids[name]
    if get_origin(kind) is list:
        return [filled(get_args(kind)[0], name.removesuffix("s"), ids)]
    choices = [one for one in get_args(kind) if one is not type(None)]
    if choices and get_origin(kind) is not dict:
        return filled(choices[0], name, ids)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {one: filled(field.annotation, one, ids) for one, field in kind.model_fields.items()
                if field.is_required() or one in ids}  # fmt: skip
    return {int: 100, bool: True, date: DAY, datetime: f"{DAY}T09:00:00Z", dict: {},
            bytes: "eA=="}.get(kind, "EUR" if name == "currency" else "380")  # fmt: skip


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_list_tells_anyone_outside_of_a_neighbour(world: facts.World, role: str) -> None:
    client, ids = program(world, role), theirs(world)
    for name in reads.READS:
        told = {one: ids.get(one, DAY if PARAMETERS[one] is date else 1)
                for one in reads.parameters(name)
                if one in ids or one in needed(name)}  # fmt: skip
        for given in ({}, told):
            response = client.get(f"/api/v1/{name.removeprefix('read_')}", given)
            expected = 422 if needed(name) - given.keys() else 200
            assert response.status_code == expected, (name, response.content[:300])
            text = response.content.decode()
            assert words_of(NEIGHBOUR, text) == [], (name, given)


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_operation_of_anyone_outside_reaches_a_neighbour(
    peopled: facts.World, role: str
) -> None:
    world = peopled
    client, ids = program(world, role), all_of_theirs(world)
    before = world.one("SELECT count(*) FROM act")
    statuses = set()
    for name, endpoint in endpoints().items():
        if name in WAYS_IN or name == "add_webhook":  # which names no neighbour
            continue
        body = {one: filled(field.annotation, one, ids)
                for one, field in endpoint.body.model_fields.items()}  # fmt: skip
        response = client.post(f"/api/v1/{name}", json.dumps(body),
                               content_type="application/json",
                               headers={"idempotency-key": name})  # fmt: skip
        told = response.content.decode()
        assert response.status_code in (403, 404, 422), (name, told[:300])
        assert [word for word in ("GAMMA SA", "cora") if word in told] == [], (name, told[:300])
        statuses.add(response.status_code)
    assert world.one("SELECT count(*) FROM act") == before
    assert 403 in statuses


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_operation_on_ones_own_contract_reaches_what_is_a_neighbours(
    peopled: facts.World, role: str
) -> None:
    """The contract is theirs, its client and buyer too; every other id is the neighbour's."""
    world = peopled
    mine = {"contract_id": world.ids["C-1"], "contract_ids": [world.ids["C-1"]], "number": "C-1",
            "party_id": world.ids["ALPHA SAS"], "company_id": world.ids["ALPHA SAS"],
            "buyer_id": world.ids["BETA SA"], "dispute_code": "LIT-QTE",
            "source": "BUYER"}  # fmt: skip
    client, ids = program(world, role), all_of_theirs(world) | mine
    before = world.one("SELECT count(*) FROM act")
    for name, endpoint in endpoints().items():
        given = ids_asked(endpoint.body)
        if name in WAYS_IN or "contract_id" not in given or not given - mine.keys():
            continue
        body = {one: filled(field.annotation, one, ids)
                for one, field in endpoint.body.model_fields.items()}  # fmt: skip
        response = client.post(f"/api/v1/{name}", json.dumps(body),
                               content_type="application/json",
                               headers={"idempotency-key": name})  # fmt: skip
        told = response.content.decode()
        if response.status_code == 200:  # each line is answered, and none was done
            assert response.json()["count"] == 0, (name, told[:300])
            before += 1
        else:
            assert response.status_code in (403, 404, 409, 422), (name, told[:300])
        assert words_of(NEIGHBOUR, told) == [], (name, told[:300])
    assert world.one("SELECT count(*) FROM act") == before


def ids_asked(kind: Any) -> set[str]:
    """The fields of a body that take an id or ids, also within its lines."""
    found = set()
    for name, one in getattr(kind, "model_fields", {}).items():
        found |= {name} if name.endswith(("_id", "_ids")) else set()
        for inner in (one.annotation, *get_args(one.annotation)):
            found |= ids_asked(inner)
            for deeper in get_args(inner):
                found |= ids_asked(deeper)
    return found


def test_every_id_that_an_operation_takes_has_a_neighbours_value(peopled: facts.World) -> None:
    of_the_house = {"own_account_id", "to_account_id", "tariff_id"}  # no client's
    of_slices = {"act_id"}  # that took a bank file in
    # What its staff alone names, each within a contract that is checked, or of its own books.
    of_the_staff = {"bank_statement_id", "premium_id", "alarm_id", "step_id", "creditor_id",
                    "hit_id", "hold_id", "aml_alarm_id"}  # fmt: skip
    asked = {name: ids_asked(endpoint.body) for name, endpoint in endpoints().items()}
    without = set().union(*asked.values()) - all_of_theirs(peopled).keys()
    assert without == of_the_house | of_slices | of_the_staff


def test_every_endpoint_is_in_the_matrix() -> None:
    described = json.loads(Client(headers={"host": "localhost"})
                           .get("/api/v1/openapi.json").content)["paths"]  # fmt: skip
    known = {f"/api/v1/{name.removeprefix('read_')}" for name in reads.READS}
    known |= {f"/api/v1/{name}" for name in endpoints()} | {"/api/v1/bulk/remit"}
    # With every role: test_api_looks.py.
    looks = ("availability", "callback", "document", "draw_quote", "exit_simulation", "offer_file",
             "paper", "personal_data")  # fmt: skip
    known |= {f"/api/v1/{name}" for name in looks}
    known |= {"/api/v1/early_price", "/api/v1/suspicion_report"}  # test_api_payables.py
    watched = ("collection", "to_collect", "forecast", "treasury_plan", "client_journal",
               "cover", "claim", "repayment_simulated", "fee_grid", "policy_turnover",
               "policy_premium", "indemnities")  # fmt: skip
    known |= {f"/api/v1/{name}" for name in watched}  # test_api_watching.py
    known |= {
        "/api/v1/in_proceedings",
        "/api/v1/failed_buyer",
        "/api/v1/claim_letter",
        "/api/v1/provisions",
        "/api/v1/garnishment_days",
    }  # test_api_failed.py
    simulated = ("reminders_simulated", "plan_simulated", "penalties_simulated")
    known |= {f"/api/v1/{name}" for name in simulated}  # test_api_simulated.py
    known |= {"/api/v1/stress"}  # test_api_stress.py
    known |= {"/api/v1/bulk/remit_files", "/api/v1/bulk/quote_files"}  # test_api_files.py
    assert set(described) - known == set()
    assert set(OUTSIDE) == set(WHO)
