"""Links that open a buyer's account: who makes them, what they open, when they open nothing."""

from datetime import date, timedelta

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.acts.tokens import token_digest
from comptant.operations.assigning import disclosing, outbox
from comptant.operations.buyer_page import answers, links
from comptant.store.access import reading, reading_by_link
from comptant.store.bulk import Row
from comptant.store.pool import lent
from tests.buyers import SECRET, say, share, tell_buyer
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

DUE = date(2026, 3, 1)
SECRET_OF_DELTA = "d" * 32


@house
def world(writer: psycopg.Connection) -> World:
    """BETA SA owes FA-1 and FA-2 of C-1, and FS-1 of a confidential one; DELTA SARL owes FD-1. Both
    were told to pay us."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.ids["S-1"] = opened.contract("S-1", disclosure_mode="CONFIDENTIAL")
    for buyer in ("BETA SA", "DELTA SARL"):
        opened.limit(opened.ids["C-1"], buyer, 5_000_000)
    opened.remit(
        opened.ids["C-1"], {"number": "FA-1", "cents": 1_000_000, "due_on": DUE},
        {"number": "FA-2", "cents": 200_000, "due_on": DUE + timedelta(days=1)},
        {"number": "FD-1", "cents": 300_000, "due_on": DUE, "buyer": "DELTA SARL"},
    )  # fmt: skip
    opened.remit(opened.ids["S-1"], {"number": "FS-1", "cents": 400_000, "due_on": DUE})
    for buyer in ("BETA SA", "DELTA SARL"):
        tell_buyer(opened, buyer)
    return opened


def opened_by(world: World, token: str, on: date | None = None) -> tuple[list[Row], list[str]]:
    """The account that a link opens, and the numbers of the invoices."""
    with reading_by_link(token_digest(token), on or world.on) as see:
        return see("read_linked_account"), [
            row["invoice_number"] for row in see("read_linked_invoices", id=None)
        ]


def test_a_link_opens_one_buyer_under_one_contract_until_its_day(world: World) -> None:
    made = share(world)
    assert made["until_on"] == world.on + timedelta(days=30)
    accounts, numbers = opened_by(world, SECRET)
    assert [(row["client_name"], row["buyer_name"], row["factor_name"], row["link_id"])
            for row in accounts] == [("ALPHA SAS", "BETA SA", "FACTOR SA",
                                      made["link_id"])]  # fmt: skip
    assert numbers == ["FA-1", "FA-2"]
    share(world, "DELTA SARL", token=SECRET_OF_DELTA)
    assert opened_by(world, SECRET_OF_DELTA)[1] == ["FD-1"]
    assert opened_by(world, SECRET, made["until_on"])[1] == ["FA-1", "FA-2"]
    nothing: tuple[list[Row], list[str]] = ([], [])
    assert opened_by(world, SECRET, made["until_on"] + timedelta(days=1)) == nothing
    assert opened_by(world, SECRET[1:]) == nothing
    with pytest.raises(ValueError, match="read_contracts is not a query for links"), \
            reading_by_link(token_digest(SECRET), world.on) as see:  # fmt: skip
        see("read_contracts", number=None, on=world.on)


def test_a_notice_is_asked_for_where_the_contract_needs_none_and_then_a_link_made(
    world: World,
) -> None:
    world.ids["N-1"] = world.contract("N-1", notice_required=False)
    world.limit(world.ids["N-1"], "BETA SA", 5_000_000)
    world.remit(world.ids["N-1"], {"number": "FN-1", "cents": 100_000, "due_on": DUE})
    said = {"contract_id": world.ids["N-1"], "buyer_id": world.ids["BETA SA"]}
    with refused(world.conn, "buyers_not_told", number="N-1"):
        share(world, contract="N-1")
    asked = disclosing.ask_notice(world.conn, world.asked("anna"), **said)
    with refused(world.conn, "notice_asked", buyer="BETA SA", number="N-1"):
        disclosing.ask_notice(world.conn, world.asked("anna"), **said)
    with refused(world.conn, "buyers_not_told"):
        share(world, contract="N-1")
    outbox.mark_sent(world.conn, world.asked("anna"), outbox_id=asked["outbox_id"], outcome="SENT",
                     proof="registered letter")  # fmt: skip
    with refused(world.conn, "notice_asked"):
        disclosing.ask_notice(world.conn, world.asked("anna"), **said)
    share(world, contract="N-1")
    assert opened_by(world, SECRET)[1] == ["FN-1"]
    for contract, buyer, code in (("S-1", "BETA SA", "buyers_kept_untold"),
                                  ("N-1", "GAMMA SA", "buyer_unknown")):  # fmt: skip
        with refused(world.conn, code):
            disclosing.ask_notice(world.conn, world.asked("anna"), contract_id=world.ids[contract],
                                  buyer_id=world.ids[buyer])  # fmt: skip


def test_a_link_opens_no_table_to_the_role_that_reads_by_it(world: World) -> None:
    """Row security leaves nothing but the three views: whatever is asked by that look is empty."""
    share(world)
    with lent("comptant_reader") as conn, conn.transaction():
        conn.execute(
            "SELECT set_config('comptant.user_id', '0', true), set_config('comptant.on', %s, true),"
            " set_config('comptant.link', %s, true)",
            (str(world.on), token_digest(SECRET).hex()),
        )
        for table in ("invoice", "contract", "party", "dispute", "buyer_link", "buyer_answer",
                      "act", "own_account", "document", "term"):  # fmt: skip
            assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        assert conn.execute("SELECT count(*) FROM linked_invoice").fetchone() == (2,)


def test_no_link_is_made_where_the_buyer_must_not_know_or_was_never_told(world: World) -> None:
    with refused(world.conn, "buyers_not_told", number="S-1"):
        share(world, contract="S-1")
    with refused(world.conn, "buyer_unknown"):
        share(world, "GAMMA SA")
    for days in (0, 181):
        with refused(world.conn, "link_days_wrong", most=180):
            share(world, days=days)
    for login in ("alice", "tania"):
        with refused(world.conn, "not_your_right"):
            share(world, login=login)
    world.ids["C-3"] = world.contract("C-3")
    world.limit(world.ids["C-3"], "BETA SA", 5_000_000)
    world.remit(world.ids["C-3"], {"number": "FC-1", "cents": 100_000, "due_on": DUE})
    with refused(world.conn, "buyers_not_told", number="C-3"):
        share(world, contract="C-3")
    world.remit(world.ids["C-3"], {"number": "FC-2", "cents": 100_000, "due_on": DUE,
                                   "payment_iban": FACTOR_IBAN})  # fmt: skip
    share(world, contract="C-3")
    assert opened_by(world, SECRET)[1] == ["FC-2"]  # of FC-1 the buyer knows nothing


def test_a_link_ended_or_of_a_contract_become_confidential_opens_nothing(world: World) -> None:
    made = share(world)
    share(world, "DELTA SARL", token=SECRET_OF_DELTA)
    with refused(world.conn, "reason_missing"):
        links.end_buyer_account(world.conn, world.asked("anna"), link_id=made["link_id"],
                                reason=" ")  # fmt: skip
    links.end_buyer_account(world.conn, world.asked("anna"), link_id=made["link_id"],
                            reason="wrong address")  # fmt: skip
    assert opened_by(world, SECRET) == ([], [])
    with refused(world.conn, "link_unknown"):
        links.end_buyer_account(world.conn, world.asked("anna"), link_id=made["link_id"],
                                reason="again")  # fmt: skip
    fa_1 = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    with refused(world.conn, "link_unknown"):
        say(world, answers.confirm_by_link, invoice_id=fa_1, amount_cents=None)
    assert opened_by(world, SECRET_OF_DELTA)[1] == ["FD-1"]
    world.amend(world.ids["C-1"], {"disclosure_mode": "CONFIDENTIAL"})
    assert opened_by(world, SECRET_OF_DELTA) == ([], [])
    fd_1 = world.one("SELECT id FROM invoice WHERE invoice_number = 'FD-1'")
    with refused(world.conn, "link_unknown"):
        say(world, answers.confirm_by_link, SECRET_OF_DELTA, invoice_id=fd_1, amount_cents=None)


def test_the_staff_sees_every_link_and_what_was_said_and_a_client_none(world: World) -> None:
    made = share(world)
    fa_1 = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    say(world, answers.confirm_by_link, invoice_id=fa_1, amount_cents=None, note="right")
    for login, count in (("anna", 1), ("alice", 0)):
        user = world.users[login]
        with reading(user.id, user.company_id, user.roles, world.on) as see:
            listed = see("read_buyer_links", contract_id=world.ids["C-1"], on=world.on)
            said = see("read_buyer_answers", contract_id=None, link_id=None)
        assert len(listed) == len(said) == count
        if count:
            assert (listed[0]["link_state"], listed[0]["answer_count"]) == ("OPEN", 1)
            assert (said[0]["link_id"], said[0]["invoice_numbers"], said[0]["said"]) == (
                made["link_id"], "FA-1", "right")  # fmt: skip


def test_a_day_holds_so_many_answers_of_a_link(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    share(world)
    monkeypatch.setattr(links, "ANSWERS_MAX", 1)
    fa_1 = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    say(world, answers.confirm_by_link, invoice_id=fa_1, amount_cents=None)
    with pytest.raises(Refused) as caught:
        say(world, answers.confirm_by_link, invoice_id=fa_1, amount_cents=None)
    assert (caught.value.code, caught.value.facts) == ("link_busy", {"most": 1})
    world.on += timedelta(days=1)
    say(world, answers.confirm_by_link, invoice_id=fa_1, amount_cents=None)
