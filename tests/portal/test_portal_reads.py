"""Sensitive reads at every door: the portal, the API and the command line keep the same."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from comptant.operations.acts import audit
from comptant.operations.acts.act import Asked
from comptant.operations.acts.roles import READERS_OF_READS, ROLES
from comptant.operations.registry import keys
from comptant.store.connection import DatabaseUnavailable
from tests import facts
from tests.everyone import CAST, everyone
from tests.portal.conftest import browser, visible

KEPT = "SELECT u.login, r.name, r.row_count FROM kept_read r JOIN app_user u ON u.id = r.user_id"


def test_a_page_with_sensitive_data_is_kept_once_and_another_not_at_all(
    world: facts.World,
) -> None:
    ugo = browser(world, "ugo")
    ugo.get("/rates")
    assert world.rows(KEPT) == []
    ugo.get("/orders")
    assert world.rows(KEPT) == [("ugo", "orders", 0)]
    ugo.get("/users")
    assert [row[1] for row in world.rows(KEPT)] == ["orders", "users"]
    assert browser(world, "alice").client.get("/users").status_code == 404  # nothing was read
    assert len(world.rows(KEPT)) == 2


def test_a_program_leaves_its_key(world: facts.World) -> None:
    token = "secret".ljust(43, "x")
    asked = world.asked("alice")
    added = keys.add_key(
        world.conn, Asked(asked.by, asked.key, datetime.now(UTC), asked.on), login="alice",
        company_id=world.ids["ALPHA SAS"], name="books", scopes=["read"], networks=[], days=30,
        token=token,
    )  # fmt: skip
    program = Client(headers={"authorization": f"Bearer {token}", "host": "localhost",
                              "comptant-day": "2026-01-16"})  # fmt: skip
    rows = program.get("/api/v1/payees").json()["rows"]
    assert {row["party_name"] for row in rows} == {"ALPHA SAS"}
    kept = world.rows("SELECT key_id, name, row_count FROM kept_read")
    assert kept == [(added["key_id"], "payees", len(rows))]
    assert program.get("/api/v1/kept_reads").json()["rows"] == []
    told = visible(browser(world, "ada").get("/reads?kind=account"))
    assert "alice ALPHA SAS books account numbers accounts that may be paid" in told


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_administrators_and_auditors_open_the_reads(world: facts.World, role: str) -> None:
    everyone(world)
    visitor = browser(world, CAST[role])
    assert visitor.client.get("/reads").status_code == (200 if role in READERS_OF_READS else 404)


def test_a_page_whose_read_cannot_be_kept_shows_nothing(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comptant.store import kept_reads

    def full(role: str) -> object:
        raise DatabaseUnavailable("full", "Wait.")

    tania = browser(world, "tania")
    asked = tania.client.get("/accounts")
    assert asked.status_code == 200
    monkeypatch.setattr(kept_reads, "lent", full)
    refused = tania.client.get("/orders")
    assert refused.status_code == 503
    assert tania.client.get("/accounts").status_code == 200


def test_the_chain_of_reads_made_at_doors_is_whole(world: facts.World) -> None:
    for login in ("ugo", "ada", "alice"):
        browser(world, login).get("/")
    browser(world, "ugo").get("/journal")
    audit.seal(world.conn, world.asked("aron"))
    found = audit.verify(world.conn)
    assert found["is_whole"]
    assert found["reads"]["sealed"] == world.one("SELECT count(*) FROM kept_read")
    assert ("ugo", "entries") in {row[:2] for row in world.rows(KEPT)}
