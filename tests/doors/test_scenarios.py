"""What does not go as planned, played by clock travel: the figures of each day."""

import json
from datetime import date

import django
import psycopg
import pytest
from django.test import Client

from comptant.doors.cli.playing import NAMES
from comptant.doors.demo import scenarios


@pytest.fixture
def conn(writer: psycopg.Connection) -> psycopg.Connection:
    writer.autocommit = True
    return writer


def test_the_command_knows_every_scenario() -> None:
    assert set(NAMES) == set(scenarios.SCENARIOS)


def test_a_late_payers_invoices_fall_out_of_the_base_and_its_payment_brings_the_rest(
    conn: psycopg.Connection,
) -> None:
    told = scenarios.play(conn, "late_payer", "k" * 43).told
    assert [one.day for one in told][2:] == [date(2026, 4, 16), date(2026, 5, 17),
                                             date(2026, 5, 20)]  # fmt: skip
    sold, drawn, late, out, paid = (one.available_cents for one in told)
    assert (sold, drawn) == (1_785_600, 0)
    assert -20_000 < late < 0  # the charge that runs
    assert out < -1_700_000
    assert paid > 170_000
    assert told[-1].outstanding_cents == 0


def test_a_dispute_takes_its_invoice_out_and_its_credit_note_settles_it(
    conn: psycopg.Connection,
) -> None:
    told = scenarios.play(conn, "dispute", "k" * 43).told
    _, drawn, contested, settled, credited, paid = (one.available_cents for one in told)
    assert contested < drawn - 500_000
    assert settled > contested
    assert credited <= settled
    assert paid > 0
    assert [one.outstanding_cents for one in told][3:] == [2_000_000, 1_850_000, 0]


def test_a_failed_buyer_is_financed_no_more_and_a_dividend_pays_a_part(
    conn: psycopg.Connection,
) -> None:
    told = scenarios.play(conn, "failure", "k" * 43).told
    assert told[2].available_cents < -1_700_000
    assert told[3].available_cents > told[2].available_cents
    assert told[3].outstanding_cents == 1_800_000


def test_a_program_goes_on_with_the_key_and_travels_in_time(conn: psycopg.Connection) -> None:
    django.setup()
    tale = scenarios.play(conn, "late_payer", "k" * 43)

    def late(day: str) -> int:
        client = Client(headers={"authorization": f"Bearer {'k' * 43}", "comptant-day": day,
                                 "host": "localhost"})  # fmt: skip
        response = client.get(f"/api/v1/contracts?on={day}")
        assert response.status_code == 200
        return len(json.loads(response.content)["rows"])

    assert late("2026-01-10") == late("2027-01-10") == 1
    client = Client(headers={"authorization": f"Bearer {'k' * 43}", "host": "localhost",
                             "comptant-day": str(tale.box.on)})  # fmt: skip
    told = client.post(
        "/api/v1/draw", json.dumps({"contract_id": tale.contract_id}),
        content_type="application/json", headers={"idempotency-key": "d"},
    )  # fmt: skip
    assert json.loads(told.content)["amount_cents"] == tale.told[-1].available_cents
