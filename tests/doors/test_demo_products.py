"""Products from the quote to the last euro: what each day tells, to the cent."""

from datetime import date
from pathlib import Path

import psycopg
import pytest

from comptant.doors.demo import products
from comptant.doors.demo.scenarios import Tale
from comptant.operations.acts.act import Refused
from comptant.operations.assigning import feeds


def play(conn: psycopg.Connection, name: str, folder: Path) -> Tale:
    conn.autocommit = True
    tale = products.PRODUCTS[name](conn, folder)
    ((owed,),) = conn.execute("SELECT coalesce(sum(open_cents), 0) FROM invoice").fetchall()
    assert owed == 0
    assert (tale.told[-1].available_cents, tale.told[-1].outstanding_cents) == (0, 0)
    return tale


def test_a_spot_invoice_is_paid_out_as_the_reference_says(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    """DOMAIN W7-1: 17 287.50 at once, 2 000.00 when the buyer has paid."""
    tale = play(writer, "spot", tmp_path)
    orders = writer.execute("SELECT amount_cents FROM payment_order ORDER BY id").fetchall()
    assert orders == [(1_728_750,), (200_000,)]
    assert "17,287.50 could be drawn, the fee is 500.00 before VAT" in tale.told[1].event.english
    assert writer.execute("SELECT DISTINCT value #>> '{}' FROM term WHERE name ="
                          " 'assignment_scope'").fetchall() == [("CHOSEN_INVOICES",)]  # fmt: skip


def test_under_whole_turnover_all_is_assigned_as_it_comes(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    tale = play(writer, "whole-turnover", tmp_path)
    assert writer.execute(
        "SELECT way, arrival_state, accepted FROM arrival ORDER BY id").fetchall() == [
        ("FOLDER", "TAKEN", 1), ("MAIL", "TAKEN", 1)]  # fmt: skip
    assert writer.execute("SELECT count(*) FROM remittance").fetchall() == [(3,)]
    assert [one.outstanding_cents for one in tale.told] == [
        0, 1_200_000, 2_000_000, 2_500_000, 2_500_000, 0]  # fmt: skip


def test_where_the_client_picks_nothing_feeds_the_contract(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    tale = play(writer, "selective", tmp_path)
    assert tale.told[2].outstanding_cents == 1_500_000
    with pytest.raises(Refused, match="feed_not_whole"):
        feeds.open_feed(writer, tale.box.asked("alice"), contract_id=tale.contract_id,
                        way="FOLDER", sender=None, login="alice")  # fmt: skip


def test_a_confidential_contract_is_swept_and_its_ledgers_agree(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    tale = play(writer, "confidential", tmp_path)
    assert writer.execute("SELECT step FROM sweep_step ORDER BY step").fetchall() == [
        ("ARRIVED",), ("LEFT",)]  # fmt: skip
    assert writer.execute("SELECT difference_count FROM sales_ledger").fetchall() == [(0,), (0,)]
    assert writer.execute(
        "SELECT account, sum(amount_cents)::bigint FROM balance WHERE account IN ('DEDI', 'SWIP')"
        " GROUP BY 1 ORDER BY 1"
    ).fetchall() == [("DEDI", 0), ("SWIP", 0)]
    assert writer.execute("SELECT DISTINCT kind FROM outbox ORDER BY 1").fetchall() == [
        ("payment_file",), ("sweep_file",)]  # fmt: skip
    assert tale.told[5].outstanding_cents == 0


def test_a_micro_enterprise_pays_a_package_by_the_month_and_no_fee(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    tale = play(writer, "micro", tmp_path)
    charges = writer.execute(
        "SELECT code, amount_cents FROM charge WHERE code NOT LIKE 'INT%' ORDER BY id"
    ).fetchall()
    assert charges == [("FEE-PACK", 9_500), ("VAT", 1_900)] * 2
    assert writer.execute("SELECT amount_cents, open_cents FROM invoice").fetchall() == [
        (240_000, 0)]  # fmt: skip
    terms = dict(writer.execute(
        "SELECT name, value FROM term WHERE subject = 'CONTRACT' AND subject_id = %s",
        (tale.contract_id,)).fetchall())  # fmt: skip
    assert (terms["fee_ppm"], terms["package_month_cents"]) == (0, 9_500)
    assert terms.get("annual_minimum_cents", 0) == 0
    assert writer.execute("SELECT count(*) FROM quote WHERE prospect = 'Jeanne Martin EI'"
                          ).fetchall() == [(1,)]  # fmt: skip


def test_a_whole_claim_brings_back_45_000_and_shares_what_comes_later(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    tale = play(writer, "insurance", tmp_path)
    # Freed on the guarantee date: 5 000.00 less what the financing has cost until then.
    assert [one.available_cents for one in tale.told] == [
        0, 0, 484_184, 484_184, 484_184, 0, 0, 0, 0, 0]  # fmt: skip
    # Our own claim in the proceedings is not lost: all that BETA SA owes, within its two months.
    assert writer.execute(
        "SELECT part, step, step_on, amount_cents FROM insolvency_step ORDER BY id"
    ).fetchall() == [("BUYER", "DECLARED", date(2026, 2, 23), 5_000_000),
                     ("BUYER", "ADMITTED", date(2026, 5, 20), 5_000_000)]  # fmt: skip
    assert "2026-04-20" in tale.told[3].event.english
    assert writer.execute(
        "SELECT step, amount_cents, insurer_cents, factor_cents FROM claim_step ORDER BY id"
    ).fetchall() == [
        ("OPENED", 0, 0, 0), ("ACCEPTED", 4_500_000, 0, 500_000), ("RECEIVED", 4_500_000, 0, 0),
        ("WRITTEN_OFF", 500_000, 0, 0), ("RECOVERED", 200_000, 180_000, 20_000),
    ]  # fmt: skip
    assert writer.execute(
        "SELECT account, sum(amount_cents)::bigint FROM balance WHERE account IN ('DEBD', 'INSR',"
        " 'DEPR', 'LOSS', 'RECV') GROUP BY 1 ORDER BY 1"
    ).fetchall() == [("DEBD", 0), ("DEPR", 0), ("INSR", 0), ("LOSS", 500_000), ("RECV", -20_000)]
    assert "45,000.00 come back" in tale.told[7].event.english


def test_a_client_that_manages_chases_and_the_account_is_swept(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    tale = play(writer, "client-managed", tmp_path)
    # Nothing is financed before the notice; 18 000.00 less the fee with VAT after it.
    assert [one.available_cents for one in tale.told[2:5]] == [-11_520, 1_788_480, 0]
    assert writer.execute("SELECT kind, count(*) FROM outbox GROUP BY 1 ORDER BY 1"
                          ).fetchall() == [
        ("buyer_notice", 1), ("payment_file", 2), ("sweep_file", 1)]  # fmt: skip
    assert writer.execute("SELECT count(*) FROM reminder").fetchall() == [(0,)]
    assert writer.execute("SELECT step FROM sweep_step ORDER BY step").fetchall() == [
        ("ARRIVED",), ("LEFT",)]  # fmt: skip
    assert tale.told[6].outstanding_cents == 0
    assert writer.execute(
        "SELECT sum(amount_cents)::bigint FROM balance WHERE account IN ('DEDI', 'SWIP', 'CCA')"
    ).fetchall() == [(0,)]


def test_without_recourse_a_buyer_half_a_year_late_costs_its_client_nothing_more(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    tale = play(writer, "without-recourse", tmp_path)
    # 61 days late: only the charge run up; on the guarantee date what was kept is free.
    assert [(one.available_cents, one.outstanding_cents) for one in tale.told] == [
        (0, 0), (0, 2_000_000), (-18_630, 2_000_000), (127_801, 0), (0, 0), (0, 0)]  # fmt: skip
    assert writer.execute("SELECT sum(amount_cents)::bigint FROM charge WHERE code = 'INT'"
                          ).fetchall() == [(28_999,)]  # fmt: skip
    assert writer.execute(
        "SELECT account, sum(amount_cents)::bigint FROM balance WHERE account IN ('CCA', 'DEB',"
        " 'DEBD') GROUP BY 1 ORDER BY 1"
    ).fetchall() == [("CCA", 0), ("DEB", 0), ("DEBD", 0)]


def test_two_sellers_of_a_group_share_a_line_and_keep_their_ledgers(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    tale = play(writer, "group", tmp_path)
    used = "The consolidated statement: 15,000.00 in use, 0.00 left of the line."
    freed = "The consolidated statement: 0.00 in use, 15,000.00 left of the line."
    assert [one.event.english for one in tale.told if "consolidated" in one.event.english] == [
        used, freed]  # fmt: skip
    orders = writer.execute("SELECT contract_id, amount_cents FROM payment_order ORDER BY id")
    first, found = tale.contract_id, orders.fetchall()
    second = next(id_ for id_, _ in found if id_ != first)
    assert found == [(first, 987_760), (second, 491_840), (first, 195_606), (second, 297_803)]
    assert writer.execute("SELECT contract_id, amount_cents FROM charge WHERE code = 'FEE-AFF'"
                          " ORDER BY 1").fetchall() == [
        (first, 10_200), (second, 6_800)]  # fmt: skip
    assert writer.execute(
        "SELECT contract_id, sum(amount_cents)::bigint FROM balance WHERE account = 'CCA'"
        " GROUP BY 1 ORDER BY 1"
    ).fetchall() == [(first, 0), (second, 0)]
    assert writer.execute("SELECT count(*) FROM quote_acceptance").fetchall() == [(2,)]


def test_export_is_paid_in_euros_and_by_the_import_factor(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    tale = play(writer, "export", tmp_path)
    told = [one.event.english for one in tale.told]
    assert "receivables -1,421.80 euros" in told[3]
    assert "the 103.60 missing are the client's" in told[4]
    assert "pays on 2026-06-29" in told[5]
    assert writer.execute("SELECT from_cents, amount_cents FROM exchange").fetchall() == [
        (5_480_000, 5_989_640)]  # fmt: skip
