"""Bodies that name things: invoices by number, accounts, days, people, savings. Each is called with
a key of its own kind, and does what it is for."""

import inspect
import json
from datetime import date
from typing import Any

import django
import psycopg
import pytest
from django.test import Client

from comptant.doors.catalogue import endpoints
from comptant.doors.objects import KEYED
from comptant.operations.acts.proofs import PERSONAL
from comptant.operations.acts.rights import RIGHTS
from tests import facts
from tests.houses import house
from tests.operations import offering

DAY = "2026-01-16"
BUYER = {name: value for name, value in offering.ONE_BUYER.items() if name != "row_number"}
OFFER = {"offer_label": "", "product": "whole_turnover", "offer_terms": "{}"}


@house
def world(writer: psycopg.Connection) -> facts.World:
    django.setup()
    opened = facts.open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1", fund_ppm=100_000)
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    opened.remit(opened.ids["C-1"], {"number": "F-1", "cents": 1_000_000,
                                     "due_on": date(2026, 3, 1)})  # fmt: skip
    offering.in_force(opened)
    return opened


def post(world: facts.World, login: str, name: str, **body: Any) -> Any:
    token = login.ljust(43, "x")
    if login not in world.tokens:
        world.give_key(login, token, "read", *sorted(set(RIGHTS) - PERSONAL))
        world.tokens[login] = token
    client = Client(headers={"authorization": f"Bearer {token}", "host": "localhost",
                             "comptant-day": DAY, "accept-language": "en"})  # fmt: skip
    return client.post(f"/api/v1/{name}", json.dumps(body), content_type="application/json",
                       headers={"idempotency-key": f"{name} {sorted(body)}"})  # fmt: skip


def done(response: Any) -> Any:
    assert response.status_code == 200, response.content[:600]
    return json.loads(response.content)


def test_every_argument_by_key_has_its_kind_of_key() -> None:
    django.setup()
    found = {
        (name, one.name) for name, endpoint in endpoints().items()
        for one in inspect.signature(endpoint.run).parameters.values()
        if one.annotation == dict[str, int] and one.name in endpoint.body.model_fields
    }  # fmt: skip
    assert found == set(KEYED)


def test_an_entry_is_by_account_owners_by_name_and_savings_by_word(world: facts.World) -> None:
    contract = world.ids["C-1"]
    waits = done(post(world, "aron", "propose_entry", contract_id=contract, value_on=DAY,
                      lines={"CCA": -100, "FDG": 100}, reason="by letter"))  # fmt: skip
    assert waits["approval_id"]
    told = done(post(world, "anna", "record_owners", contract_id=contract, fact_on=DAY,
                     owners={"Marie Curie-Skłodowska": 600_000, "Jean d'Été": 0},
                     source="RBE"))  # fmt: skip
    assert told["contract_id"] == contract
    sold = {"prospect": "OMEGA", "client_class": "B", "need_cents": None, "buyers": [BUYER],
            "sales": [], "told": {"management_cents": 100_000, "premium_cents": 5}}  # fmt: skip
    done(post(world, "anna", "quote", party_id=None, product="whole_turnover", terms={}, **sold))
    done(post(world, "anna", "compare", offers=[OFFER], wants_cover=False, wants_discretion=False,
              **sold))  # fmt: skip


def test_a_plan_is_by_day(world: facts.World) -> None:
    contract = world.ids["C-1"]
    world.draw(contract)
    world.payout()
    world.limit(contract, "BETA SA", 100_000)
    post(world, "anna", "defund", contract_id=contract, is_lifted=False, reason="x",
         invoice_ids=[id_ for (id_,) in world.rows("SELECT id FROM invoice")])  # fmt: skip
    owed = 800_000  # drawn, less the fund
    told = done(post(world, "anna", "propose_plan", contract_id=contract,
                     instalments={"2026-02-28": owed - 1, "2026-12-31": 1}))  # fmt: skip
    assert told["instalments"] == {"2026-02-28": owed - 1, "2026-12-31": 1}


@pytest.mark.parametrize(("name", "field", "login", "more"), [
    ("allocate", "invoices", "anna", {"payment_id": 1}),
    ("reallocate", "to", "anna", {"payment_id": 1, "invoice_ids": [1]}),
    ("pay_penalties", "penalties", "anna", {"payment_id": 1}),
    ("order_debit", "invoices", "tania", {
        "mandate_id": 1, "amount_cents": 5, "due_on": DAY, "is_last": False, "text": "x"}),
    ("receive_instrument", "invoices", "tania", {
        "payment_means": "CHEQUE", "number": "1", "amount_cents": 5, "due_on": None,
        "issued_on": DAY, "received_on": DAY, "account": None,
        "payer_name": None, "is_accepted": False,
        "text": "x", "buyer_id": 1}),
])  # fmt: skip
def test_items_are_by_number(
    world: facts.World, name: str, field: str, login: str, more: dict[str, Any]
) -> None:
    """What is unknown is told as such: the number of an item is taken as a key."""
    wanted = endpoints()[name].body.model_fields
    given = {key: value for key, value in more.items() if key in wanted}
    told = post(world, login, name, contract_id=world.ids["C-1"], **{field: {"12": 5}}, **given)
    assert told.status_code in (200, 404, 422)
    assert json.loads(told.content)["code"] not in ("body_wrong", "not_your_right"), told.content


@pytest.mark.parametrize(("name", "field", "key", "login"), [
    ("propose_entry", "lines", "12", "aron"), ("propose_entry", "lines", "BNK1", "aron"),
    ("propose_plan", "instalments", "31/12/2026", "anna"),
    ("propose_plan", "instalments", "1899-12-31", "anna"),
    ("record_owners", "owners", "", "anna"), ("record_owners", "owners", "a\u202eb", "anna"),
    ("record_owners", "owners", "a" * 201, "anna"),
    ("quote", "told", "usable", "anna"), ("compare", "told", "1", "anna"),
    ("allocate", "invoices", "CCA", "anna"), ("pay_penalties", "penalties", "0", "anna"),
])  # fmt: skip
def test_a_key_of_another_kind_is_told_with_its_place(
    world: facts.World, name: str, field: str, key: str, login: str
) -> None:
    told = post(world, login, name, **{field: {key: 1}})
    assert told.status_code == 422
    places = [one["field"] for one in json.loads(told.content)["errors"]]
    assert [one for one in places if one.startswith(f"{field}.{key}")], places
