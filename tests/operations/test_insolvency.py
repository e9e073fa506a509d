"""A buyer, a client and a guarantor that fail, stopped and freed by what is published of them."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors import insolvency_told
from comptant.operations.acts.act import Answer
from comptant.operations.claiming.insolvency_notices import judge_notice
from comptant.operations.claiming.insolvency_steps import record_insolvency_step
from comptant.operations.registry import contracting, parties, partners
from comptant.operations.risk import facts
from comptant.store.access import reading
from tests.claims import CENTS, sold
from tests.conftest import Connect
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.notices import PUBLISHED_ON, record, took, undoing
from tests.policies import insured
from tests.traces import contents, refused

BETA, ALPHA, DELTA = "BETA SA", "ALPHA SAS", "DELTA SARL"


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 50 000.00 on BETA SA, approved, 45 000.00 drawn; notices of 3 April."""
    made = open_world(writer)
    sold(made)
    made.on = PUBLISHED_ON
    return made


def said(world: World, name: str = BETA) -> list[tuple[Any, ...]]:
    """What is said of the insolvency of a party, and by whom."""
    return world.rows("SELECT value #>> '{}', source FROM term WHERE contract_id = 0"
                      " AND name = 'insolvent_on' AND subject_id = %s ORDER BY recorded_at",
                      world.ids[name])  # fmt: skip


def cases(world: World, login: str = "anna", **asked: Any) -> list[dict[str, Any]]:
    with reading(world.users[login].id) as see:
        return insolvency_told.cases(see, world.on, asked.get("contract_id"))


def step(world: World, name: str, of: str = "CLIENT", party: str = ALPHA, **told: Any) -> Answer:
    given = {"amount_cents": None, "step_on": world.on, "reference": "letter", **told}
    return record_insolvency_step(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        party_id=world.ids[party], failed_part=of, step=name, **given,
    )  # fmt: skip


def sent(world: World) -> None:
    """One more invoice, taken in."""
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 100_000,
                                   "due_on": date(2026, 5, 3)})  # fmt: skip


def status(world: World) -> str:
    contract = contracting.contracts_in_force(world.conn, [world.ids["C-1"]], world.on)
    return str(contract[world.ids["C-1"]].terms["status"])


def test_a_buyer_is_stopped_and_the_reason_names_the_notice(world: World) -> None:
    told = took(world, record(1), record(2, familleavis="vente"))
    (failed,) = told["failed"]
    assert (failed["party_name"], failed["insolvent_on"], failed["judged"]) == (
        BETA, date(2026, 4, 1), 1)  # fmt: skip
    assert (told["new_count"], told["other_count"], told["doubts"]) == (1, 1, [])
    assert said(world) == [("2026-04-01", "BODACC A202600651")]
    sent(world)
    assert world.one("SELECT hold FROM invoice WHERE invoice_number = 'FA-2'") == (
        "buyer_insolvent")  # fmt: skip
    with reading(world.users["alice"].id) as see:
        rows = insolvency_told.held(see, world.ids["C-1"], world.on)
    assert "BODACC A202600651" in rows["FA-2"]


def test_a_notice_counts_once_however_often_it_comes(world: World) -> None:
    took(world, record(1))
    before = {name: kept for name, kept in contents(world.conn).items()
              if name not in ("act", "document", "app_user", "read_seal", "event")}  # fmt: skip
    again = took(world, record(1), record(1))
    assert (again["new_count"], again["failed"], again["contradictions"]) == (0, [], [])
    after = contents(world.conn)
    assert {name: after[name] for name in before} == before


def test_other_words_under_a_number_that_is_kept_change_nothing_and_are_told(world: World) -> None:
    took(world, record(1))
    told = took(world, record(1, judged="2026-03-01"))
    assert told["contradictions"] == [{"notice_number": "A202600651", "siren": "443061841"}]
    assert said(world) == [("2026-04-01", "BODACC A202600651")]


def test_a_cancellation_lifts_the_block_also_when_it_comes_first(world: World) -> None:
    took(world, record(1))
    told = took(world, undoing(9, of=1))
    assert [row["party_name"] for row in told["lifted"]] == [BETA]
    assert [value for value, _ in said(world)] == ["2026-04-01", None]
    sent(world)
    assert world.one("SELECT hold FROM invoice WHERE invoice_number = 'FA-2'") is None
    assert took(world, undoing(8, of=7), record(7))["failed"] == []


def test_a_correction_of_the_company_frees_one_and_stops_the_other(world: World) -> None:
    took(world, record(1))
    told = took(world, undoing(9, of=1, kind="rectificatif", registre=["572015246"]))
    assert [row["party_name"] for row in told["lifted"]] == [BETA]
    assert [row["party_name"] for row in told["failed"]] == ["GAMMA SA"]


def test_what_people_have_said_since_stands(world: World) -> None:
    took(world, record(1))
    facts.record_fact(world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
                      subject_id=world.ids[BETA], name="insolvent_on", value="2026-03-30",
                      from_on=world.on, source="letter of its court")  # fmt: skip
    took(world, undoing(9, of=1))
    assert said(world)[-1] == ("2026-03-30", "letter of its court")


def test_a_file_that_cannot_be_believed_leaves_the_former_state(world: World) -> None:
    took(world, record(1))
    for content, place, cause in (
        (b'[{"id": "A2026', "1:9", "not_json"),
        (b'{"total_count": 2, "results": []}', "0/2", "cut_short"),
    ):  # fmt: skip
        with refused(world.conn, "notices_unread", place_number=place, notice_fault=cause):
            took(world, content=content)
    with refused(world.conn, "not_your_right"):
        took(world, record(3), login="alice")


def test_a_notice_in_doubt_waits_for_somebodys_word(world: World) -> None:
    old = {"dateparution": "2025-12-20", "judged": "2025-12-10"}
    (doubt,) = took(world, record(1, **old))["doubts"]
    assert (doubt["doubt"], said(world)) == ("LONG_PAST", [])
    judged = {"notice_id": doubt["notice_id"], "counts": True}
    with refused(world.conn, "reason_missing"):
        judge_notice(world.conn, world.asked("anna"), **judged, reason=" ")
    with refused(world.conn, "notice_unknown"):
        judge_notice(world.conn, world.asked("anna"), notice_id=1, counts=True, reason="x")
    told = judge_notice(world.conn, world.asked("anna"), **judged, reason="its court says so")
    assert [row["party_name"] for row in told["failed"]] == [BETA]
    with refused(world.conn, "notice_judged"):
        judge_notice(world.conn, world.asked("anna"), **judged, reason="again")
    told = judge_notice(world.conn, world.asked("anna"), notice_id=doubt["notice_id"],
                        counts=False, reason="a plan was agreed")  # fmt: skip
    assert [row["party_name"] for row in told["lifted"]] == [BETA]


def test_a_company_known_since_is_found_among_the_notices_that_are_kept(world: World) -> None:
    assert took(world, record(1, "380129866"))["failed"] == []
    parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="LATE SA",
                      country="FR", numbers={"siret": "38012986646850"})  # fmt: skip
    assert [row["party_name"] for row in took(world)["failed"]] == ["LATE SA"]


def test_the_claim_on_a_buyer_has_its_last_day_and_is_declared(world: World) -> None:
    took(world, record(1))
    (case,) = cases(world)
    assert (case["failed_part"], case["debt_cents"], case["notice_number"]) == (
        "BUYER", CENTS, "A202600651")  # fmt: skip
    assert (case["next_insolvency_step"], case["act_by_on"], case["goods_by_on"]) == (
        "declare_our_claim", date(2026, 6, 3), date(2026, 7, 3))  # fmt: skip
    given = {"of": "BUYER", "party": BETA}
    for name, told, code in (
        ("ADMITTED", {}, "step_before_its_first"), ("ASKED", {}, "insolvency_step_unknown"),
        ("DECLARED", {"reference": " "}, "reference_missing"),
        ("DECLARED", {"step_on": date(2026, 3, 31)}, "cover_step_dates_wrong"),
        ("DECLARED", {"step_on": world.on + timedelta(days=1)}, "cover_step_dates_wrong"),
        ("DECLARED", {"amount_cents": 0}, "claim_amount_wrong"),
        ("DECLARED", {"party": "GAMMA SA"}, "not_in_proceedings"),
    ):  # fmt: skip
        with refused(world.conn, code):
            step(world, name, **{**given, **told})
    assert step(world, "DECLARED", **given)["amount_cents"] == CENTS
    with refused(world.conn, "claim_amount_wrong"):
        step(world, "ADMITTED", **given, amount_cents=CENTS + 1)
    step(world, "ADMITTED", **given, amount_cents=CENTS - 1)
    assert step(world, "GOODS_CLAIMED", **given)["amount_cents"] == 0
    (case,) = cases(world)
    assert (case["next_insolvency_step"], case["claim_admitted_cents"]) == (None, CENTS - 1)


def test_a_claim_declared_late_says_so_and_a_factor_abroad_has_four_months(
    world: World, connect_to: Connect
) -> None:
    took(world, record(1))
    world.on = date(2026, 6, 4)
    assert cases(world)[0]["next_insolvency_step"] == "ask_relief"
    assert step(world, "DECLARED", "BUYER", BETA)["is_late"] is True
    owner = connect_to("comptant_owner")
    owner.execute("ALTER TABLE party DISABLE TRIGGER USER")
    owner.execute("UPDATE party SET country = 'BE' WHERE kind = 'FACTOR'")
    owner.commit()
    assert cases(world)[0]["declare_claim_by_on"] == date(2026, 8, 3)


def test_the_exposure_on_a_failed_buyer_tells_what_each_bears(world: World) -> None:
    insured(world, world.ids["C-1"])
    took(world, record(1))
    with reading(world.users["anna"].id) as see:
        (row,) = insolvency_told.exposure(see, world.on, world.ids[BETA])
        (deadline,) = insolvency_told.insurers(see, world.on, world.ids[BETA])
    assert (row["debt_cents"], row["insurer_bears_cents"], row["factor_bears_cents"],
            row["client_bears_cents"]) == (CENTS, 4_500_000, 0, 500_000)  # fmt: skip
    # Ten days from the publication of the notice, not from its judgment.
    assert (deadline["next_cover_step"], deadline["declare_by_on"]) == (
        "declare", date(2026, 4, 13))  # fmt: skip


def test_without_recourse_the_factor_bears_before_and_after_its_guarantee(world: World) -> None:
    own = world.contract("C-2", has_recourse=False, guaranteed_ppm=900_000)
    world.limit(own, "GAMMA SA", CENTS)
    world.remit(own, {"number": "FB-1", "cents": CENTS, "buyer": "GAMMA SA",
                      "due_on": date(2026, 5, 3)})  # fmt: skip
    took(world, record(1, "GAMMA SA"))

    def borne() -> tuple[int, ...]:
        with reading(world.users["anna"].id) as see:
            (row,) = insolvency_told.exposure(see, world.on, world.ids["GAMMA SA"])
        return tuple(row[f"{who}_bears_cents"] for who in ("insurer", "factor", "client"))

    assert borne() == (0, 4_500_000, 500_000)
    world.close()
    assert world.one("SELECT count(*) FROM guarantee") == 1
    assert borne() == (0, 4_500_000, 500_000)  # his part was charged to him, and is his


def test_the_funding_of_a_client_stops_and_collection_goes_on(world: World) -> None:
    told = took(world, record(1, ALPHA))
    assert told["failed"][0]["suspended"] == ["C-1"]
    assert status(world) == "SUSPENDED"
    with refused(world.conn, "contract_not_drawing"):
        world.draw(world.ids["C-1"], 1)
    sent(world)
    assert world.one("SELECT hold FROM invoice WHERE invoice_number = 'FA-2'") == (
        "client_suspended")  # fmt: skip
    world.bank({"cents": CENTS, "text": "FA-1", "payer_name": BETA})
    assert world.one("SELECT open_cents FROM invoice WHERE invoice_number = 'FA-1'") == 0
    (case,) = cases(world)
    assert (case["failed_part"], case["next_insolvency_step"]) == ("CLIENT", "ask_administrator")


def test_the_administrators_answer_is_followed_and_people_fund_again(world: World) -> None:
    took(world, record(1, ALPHA))
    assert step(world, "DECLARED")["amount_cents"] == 4_500_000  # what is in use
    step(world, "ASKED")
    assert cases(world)[0]["act_by_on"] == date(2026, 5, 3)
    with refused(world.conn, "insolvency_step_unknown"):
        step(world, "GOODS_CLAIMED")
    step(world, "CONTINUED")
    assert cases(world)[0]["next_insolvency_step"] is None
    world.amend(world.ids["C-1"], {"status": "ACTIVE"})
    assert status(world) == "ACTIVE"
    took(world, record(2, ALPHA, nature="Jugement arrêtant le plan", judged="2026-04-02"))
    assert status(world) == "ACTIVE"


def test_a_cancellation_funds_again_what_its_notice_had_stopped(world: World) -> None:
    world.amend(world.ids["C-1"], {"status": "WATCH"})
    took(world, record(1, ALPHA))
    assert took(world, undoing(9, of=1, name=ALPHA))["lifted"][0]["resumed"] == ["C-1"]
    assert status(world) == "WATCH"


@pytest.mark.parametrize("number", [9, 1])
def test_a_client_whose_notice_was_corrected_is_funded_again_when_it_is_cancelled(
    world: World, number: int
) -> None:
    took(world, record(1, ALPHA))
    took(world, undoing(9, of=1, name=ALPHA, kind="rectificatif", judged="2026-03-30"))
    assert status(world) == "SUSPENDED"
    told = took(world, undoing(10, of=number, name=ALPHA))
    if number == 1:  # of the notice, whatever corrected it
        assert [row["resumed"] for row in told["lifted"]] == [["C-1"]]
        assert status(world) == "ACTIVE"
        return
    assert told["lifted"] == []  # the first notice stands again
    assert status(world) == "SUSPENDED"
    assert [row["resumed"] for row in took(world, undoing(11, of=1, name=ALPHA))["lifted"]] == [
        ["C-1"]]  # fmt: skip


def test_a_correction_puts_no_last_day_off(world: World) -> None:
    took(world, record(1))
    (before,) = cases(world)
    world.on = date(2026, 5, 20)
    took(world, undoing(9, of=1, kind="rectificatif", dateparution="2026-05-20"))
    (after,) = cases(world)
    assert after["declare_claim_by_on"] == before["declare_claim_by_on"] == date(2026, 6, 3)


def test_a_cancellation_that_is_cancelled_frees_nobody(world: World) -> None:
    took(world, record(1))
    took(world, undoing(9, of=1))
    took(world, undoing(10, of=9))
    assert [value for value, _ in said(world)] == ["2026-04-01", None, "2026-04-01"]
    sent(world)
    assert world.one("SELECT hold FROM invoice WHERE invoice_number = 'FA-2'") == (
        "buyer_insolvent")  # fmt: skip


def test_what_people_had_suspended_stays_so(world: World) -> None:
    world.amend(world.ids["C-1"], {"status": "SUSPENDED"})
    assert took(world, record(1, ALPHA))["failed"][0]["suspended"] == []
    assert took(world, undoing(9, of=1, name=ALPHA))["lifted"][0]["resumed"] == []
    assert status(world) == "SUSPENDED"


def test_a_guarantor_that_fails_stops_the_funding_of_whom_it_stands_for(world: World) -> None:
    partners.set_partner(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                         party_id=world.ids[DELTA], role="guarantor", is_granted=True,
                         amount_cents=1_000_000, source="deed")  # fmt: skip
    assert took(world, record(1, DELTA))["failed"][0]["suspended"] == ["C-1"]
    (case,) = cases(world)
    assert (case["failed_part"], case["debt_cents"], case["next_insolvency_step"]) == (
        "GUARANTOR", 1_000_000, "declare_our_claim")  # fmt: skip
    took(world, record(2, ALPHA))
    assert took(world, undoing(9, of=1, name=DELTA))["lifted"][0]["resumed"] == []


def test_the_end_of_proceedings_is_told_and_lifts_nothing(world: World) -> None:
    took(world, record(1))
    step(world, "DECLARED", "BUYER", BETA)
    (row,) = took(world, record(2, nature="Jugement de clôture pour extinction du passif",
                                judged="2026-04-02"))["ended"]  # fmt: skip
    assert (row["party_name"], row["ended_on"]) == (BETA, date(2026, 4, 2))
    assert cases(world)[0]["next_insolvency_step"] == "judge_the_end"
    assert said(world) == [("2026-04-01", "BODACC A202600651")]


@pytest.mark.parametrize("login", ["alice", "cora"])
def test_clients_read_neither_notices_nor_what_is_done(world: World, login: str) -> None:
    took(world, record(1), record(2, ALPHA))
    if login == "cora":
        add_user(world, "cora", world.ids["GAMMA SA"], ["client_owner"], False)
    with reading(world.users[login].id) as see:
        assert see("read_insolvency_notices", siren=None) == []
        assert see("read_insolvency_steps", contract_id=None) == []
