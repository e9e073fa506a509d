"""Policies of insurers: terms and covers by two people, decisions by their day, what is refused."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.insurance.claims_expected import claims_expected
from comptant.operations.insurance.covering import cover_of, to_do
from comptant.operations.reminding import promising
from comptant.operations.risk import facts
from comptant.store.access import reading
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import cover_proposed, decided, insured, opened, step, terms_proposed
from tests.traces import refused

NO_INTEREST: dict[str, Any] = {"age_cutoff_days": 3_650}
CENTS, DUE_ON = 5_000_000, date(2026, 3, 11)


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 of ALPHA SAS, with FA-1 of 50 000.00 on BETA SA."""
    made = open_world(writer)
    made.ids["C-1"] = made.contract("C-1", **NO_INTEREST)
    made.limit(made.ids["C-1"], "BETA SA", CENTS)
    made.remit(made.ids["C-1"], {"number": "FA-1", "cents": CENTS, "issued_on": date(2026, 1, 10),
                                 "due_on": DUE_ON})  # fmt: skip
    return made


def cover(world: World, login: str = "anna", contract: str | None = "C-1") -> list[dict[str, Any]]:
    id_ = world.ids[contract] if contract else None
    with reading(world.users[login].id) as see:
        return cover_of(see("read_insured_invoices", contract_id=id_, on=world.on), world.on, id_)


def rows_of(world: World) -> tuple[int, ...]:
    tables = ("policy", "policy_version", "policy_cover", "policy_limit", "cover_step")
    return tuple(world.one(f"SELECT count(*) FROM {table}") for table in tables)


def test_a_policy_covers_nothing_before_two_people_have_agreed(world: World) -> None:
    policy_id = opened(world)
    decided(world, policy_id, CENTS)
    terms, covers = terms_proposed(world, policy_id), cover_proposed(
        world, policy_id, world.ids["C-1"])  # fmt: skip
    assert (rows_of(world), cover(world)) == ((1, 0, 0, 1, 0), [])
    with refused(world.conn, "same_person"):
        world.approve(terms, "anna")
    world.approve(terms, "carl")
    assert cover(world) == []
    world.approve(covers, "carl")
    (found,) = cover(world)
    assert (found["covered_cents"], found["cover_due_cents"]) == (CENTS, 4_500_000)
    assert (found["declare_by_on"], found["next_cover_step"]) == (date(2026, 6, 9), None)


def test_terms_that_are_not_said_have_their_default_then_stay(world: World) -> None:
    policy_id = opened(world)
    world.approve(terms_proposed(world, policy_id, insured_base="NET"), "carl")
    later = date(2026, 2, 1)
    world.approve(terms_proposed(world, policy_id, later, insured_ppm=850_000), "carl")
    told = "SELECT terms ->> 'insured_base', terms ->> 'insured_ppm', terms ->> 'waiting_days'"
    assert world.rows(f"{told} FROM policy_version ORDER BY valid_from_on") == [
        ("NET", "900000", "150"), ("NET", "850000", "150")]  # fmt: skip


@pytest.mark.parametrize(("terms", "name"), [
    ({"insured_ppm": 1_000_001}, "insured_ppm"), ({"insured_base": "HT"}, "insured_base"),
    ({"waiting_days": None}, "waiting_days"), ({"waiting_days": -1}, "waiting_days"),
    ({"colour": "red"}, "colour"), ({"is_paid_up": "yes"}, "is_paid_up"),
])  # fmt: skip
def test_a_term_that_cannot_be_is_refused_with_its_name(
    world: World, terms: dict[str, Any], name: str
) -> None:
    policy_id = opened(world)
    with refused(world.conn, "policy_term_wrong", term=name):
        terms_proposed(world, policy_id, **terms)


def test_terms_out_of_order_are_refused_and_the_former_ones_stand(world: World) -> None:
    policy_id = opened(world)
    with refused(world.conn, "terms_out_of_order", after_on=date(2026, 1, 1)):
        terms_proposed(world, policy_id, date(2025, 12, 31))
    early = terms_proposed(world, policy_id, date(2026, 1, 15), waiting_days=60)
    world.approve(terms_proposed(world, policy_id, date(2026, 2, 1), waiting_days=90), "carl")
    with refused(world.conn, "terms_out_of_order", after_on=date(2026, 2, 1)):
        world.approve(early, "carl")
    assert world.rows("SELECT terms ->> 'waiting_days' FROM policy_version") == [("90",)]


def test_layers_beyond_the_whole_are_refused_when_said_and_when_agreed(world: World) -> None:
    contract = world.ids["C-1"]
    first, second = opened(world), opened(world, "P-2")
    waits = cover_proposed(world, second, contract, share_ppm=400_001)
    world.approve(cover_proposed(world, first, contract, share_ppm=600_000), "carl")
    with refused(world.conn, "layers_beyond_whole", layer=1, share_ppm=1_000_001):
        cover_proposed(world, second, contract, share_ppm=400_001)
    with refused(world.conn, "layers_beyond_whole", layer=1, share_ppm=1_000_001):
        world.approve(waits, "carl")
    assert world.one("SELECT count(*) FROM policy_cover") == 1
    world.approve(cover_proposed(world, second, contract, share_ppm=400_000), "carl")
    world.approve(cover_proposed(world, second, contract, layer=2, buyer_id=world.ids["BETA SA"]),
                  "carl")  # fmt: skip


def test_two_policies_share_an_invoice_by_their_layers(world: World) -> None:
    contract = world.ids["C-1"]
    insured(world, contract, 3_000_000)
    top = opened(world, "P-2")
    world.approve(terms_proposed(world, top, insured_ppm=800_000), "carl")
    world.approve(cover_proposed(world, top, contract, layer=2), "carl")
    decided(world, top, 1_500_000)
    told = [(row["policy_number"], row["covered_cents"], row["beyond_cover_cents"])
            for row in cover(world)]  # fmt: skip
    assert told == [("P-1", 3_000_000, 2_000_000), ("P-2", 1_500_000, 3_500_000)]


@pytest.mark.parametrize(("told", "code"), [
    ({"valid_from_on": None}, "limit_undated"),
    ({"decision": "TEMPORARY"}, "limit_undated"),
    ({"until_on": date(2025, 12, 31)}, "limit_dates_wrong"),
    ({"decision": "CANCELLED"}, "limit_amount_wrong"),
    ({"cents": 0}, "limit_amount_wrong"),
    ({"decision": "SOMETIMES"}, "decision_unknown"),
    ({"decision_number": " "}, "decision_number_missing"),
    ({"decision": "REDUCED"}, "no_limit_to_lower"),
    ({"source": " "}, "source_missing"),
])  # fmt: skip
def test_a_decision_that_cannot_be_is_refused(
    world: World, told: dict[str, Any], code: str
) -> None:
    policy_id = opened(world)
    with refused(world.conn, code):
        decided(world, policy_id, **{"cents": CENTS, **told})
    assert rows_of(world)[3] == 0


def test_a_decision_comes_once_and_after_the_one_before(world: World) -> None:
    policy_id = opened(world)
    decided(world, policy_id, CENTS, valid_from_on=date(2026, 1, 10))
    with refused(world.conn, "decision_known", decision_number="D-1"):
        decided(world, policy_id, CENTS, valid_from_on=date(2026, 1, 10))
    with refused(world.conn, "decision_out_of_order", after_on=date(2026, 1, 10)):
        decided(world, policy_id, CENTS, decision_number="D-2", valid_from_on=date(2026, 1, 9))
    with refused(world.conn, "no_limit_to_lower", limit_cents=CENTS):
        decided(world, policy_id, CENTS, decision="REDUCED", decision_number="D-2",
                valid_from_on=date(2026, 2, 1))  # fmt: skip


def test_what_was_delivered_before_a_cancellation_stays_covered(world: World) -> None:
    policy_id = insured(world, world.ids["C-1"], 8_000_000)
    world.on = date(2026, 2, 1)
    decided(world, policy_id, 0, decision="CANCELLED", decision_number="D-2",
            valid_from_on=world.on)  # fmt: skip
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 100_000, "issued_on": world.on,
                                   "due_on": date(2026, 3, 31)})  # fmt: skip
    told = {row["invoice_number"]: (row["covered_cents"], row["uninsured_reason"])
            for row in cover(world)}  # fmt: skip
    assert told == {"FA-1": (CENTS, None), "FA-2": (0, "no_limit")}


LESS: list[dict[str, Any]] = [
    {"decision": "CANCELLED", "cents": 0}, {"decision": "REFUSED", "cents": 0},
    {"decision": "REDUCED", "cents": 1}, {"decision": "PARTIAL", "cents": 1},
    {"decision": "TEMPORARY", "cents": 8_000_000, "until_on": date(2026, 1, 9)},
]  # fmt: skip


@pytest.mark.parametrize("less", LESS)
@pytest.mark.parametrize("blind", [False, True])
def test_what_was_delivered_before_less_was_told_stays_covered(
    world: World, less: dict[str, Any], blind: bool
) -> None:
    """FA-1 of 10 January: a decision from the 5th on, told on the 20th, takes nothing of it, under
    a limit or a blind cover; FA-2 of the 20th has nothing."""
    policy_id = opened(world)
    terms: dict[str, Any] = {"insured_ppm": 900_000}
    world.approve(terms_proposed(world, policy_id, **terms, **{"blind_cents": 8_000_000} if blind
                                 else {}), "carl")  # fmt: skip
    world.approve(cover_proposed(world, policy_id, world.ids["C-1"]), "carl")
    if not blind:
        decided(world, policy_id, 8_000_000)
    elif less["decision"] in ("REDUCED", "CANCELLED"):
        with refused(world.conn, "no_limit_to_lower"):
            decided(world, policy_id, valid_from_on=date(2026, 1, 5), **less)
        return
    world.on = date(2026, 1, 20)
    given = {"valid_from_on": date(2026, 1, 5), **less}
    decided(world, policy_id, decision_number="D-2", **given)
    assert [row["covered_cents"] for row in cover(world)] == [CENTS]
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 100_000, "issued_on": world.on,
                                   "due_on": date(2026, 3, 31)})  # fmt: skip
    assert [row["covered_cents"] for row in cover(world)] == [CENTS, 0]


def test_what_was_told_before_a_delivery_and_kept_after_counts_for_it(world: World) -> None:
    policy_id = insured(world, world.ids["C-1"], 8_000_000)
    world.on = date(2026, 1, 20)
    told: dict[str, Any] = {"decision": "CANCELLED", "decision_number": "D-2",
                            "valid_from_on": date(2026, 1, 5)}  # fmt: skip
    with refused(world.conn, "limit_told_later", told_on=date(2026, 1, 21), on=world.on):
        decided(world, policy_id, 0, told_on=date(2026, 1, 21), **told)
    decided(world, policy_id, 0, told_on=date(2026, 1, 8), **told)
    assert [row["covered_cents"] for row in cover(world)] == [0]


def test_more_told_later_counts_from_its_day(world: World) -> None:
    """From 1 000.00 to 80 000.00 from the 5th on, told on the 20th; a cut dated in between, told
    before, is over by it."""
    policy_id = insured(world, world.ids["C-1"], 100_000)
    world.on = date(2026, 1, 18)
    decided(world, policy_id, 50_000, decision="REDUCED", decision_number="D-2",
            valid_from_on=date(2026, 1, 4))  # fmt: skip
    world.on = date(2026, 1, 20)
    decided(world, policy_id, 8_000_000, decision_number="D-3", valid_from_on=date(2026, 1, 5))
    assert [row["covered_cents"] for row in cover(world)] == [CENTS]


def test_the_desk_lists_what_is_lost_first(world: World) -> None:
    contract = world.ids["C-1"]
    policy_id = insured(world, contract, 8_000_000)
    world.remit(contract, {"number": "FA-2", "cents": 100_000, "issued_on": date(2026, 1, 12),
                           "due_on": date(2026, 2, 11)})  # fmt: skip
    world.on = date(2026, 5, 11)
    told = [(row["invoice_number"], row["next_cover_step"], row["cover_days_left_days"])
            for row in to_do(cover(world))]  # fmt: skip
    assert told == [("FA-2", "declare", 1), ("FA-1", "declare", 29)]
    ids = {row["invoice_number"]: row["invoice_id"] for row in cover(world)}
    step(world, contract, policy_id, ids["FA-2"])
    assert [row["invoice_number"] for row in to_do(cover(world))] == ["FA-1"]
    (kept,) = [row for row in cover(world) if row["invoice_number"] == "FA-2"]
    assert kept["indemnity_on"] == date(2026, 10, 8)


def test_a_debt_beyond_its_extension_stops_the_cover_of_later_deliveries(world: World) -> None:
    contract = world.ids["C-1"]
    insured(world, contract, 8_000_000)
    world.on = date(2026, 5, 11)
    world.remit(contract, {"number": "FA-2", "cents": 100_000, "issued_on": world.on,
                           "due_on": date(2026, 6, 30)})  # fmt: skip
    told = {row["invoice_number"]: row["uninsured_reason"] for row in cover(world)}
    assert told == {"FA-1": None, "FA-2": "delivered_after_stop"}


def test_an_insolvency_is_to_be_declared_within_its_days(world: World) -> None:
    insured(world, world.ids["C-1"])
    world.on = date(2026, 2, 2)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value="2026-02-01",
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    (found,) = to_do(cover(world))
    assert (found["next_cover_step"], found["act_by_on"]) == ("declare", date(2026, 2, 11))


def test_a_step_is_kept_once_in_its_order(world: World) -> None:
    contract = world.ids["C-1"]
    policy_id = insured(world, contract)
    (row,) = cover(world)
    invoice = row["invoice_id"]
    world.on = date(2026, 5, 25)
    with refused(world.conn, "not_declared", number="FA-1"):
        step(world, contract, policy_id, invoice, step="CLAIMED")
    with refused(world.conn, "extension_too_late", last_on=date(2026, 5, 10)):
        step(world, contract, policy_id, invoice, step="EXTENDED")
    with refused(world.conn, "cover_step_dates_wrong"):
        step(world, contract, policy_id, invoice, step_on=date(2026, 5, 26))
    with refused(world.conn, "invoice_not_insured", invoice_id=-1):
        step(world, contract, policy_id, -1)
    with refused(world.conn, "reference_missing"):
        step(world, contract, policy_id, invoice, reference=" ")
    assert step(world, contract, policy_id, invoice)["late_ids"] == []
    with refused(world.conn, "cover_step_known", cover_step="DECLARED"):
        step(world, contract, policy_id, invoice)
    assert cover(world)[0]["indemnity_on"] == date(2026, 10, 22)  # W6-6


def test_a_late_declaration_gives_no_cover_back(world: World) -> None:
    contract = world.ids["C-1"]
    policy_id = insured(world, contract)
    (row,) = cover(world)
    world.on = date(2026, 6, 10)
    (missed,) = to_do(cover(world))
    assert (missed["next_cover_step"], missed["cover_days_left_days"]) == ("lost", -1)
    told = step(world, contract, policy_id, row["invoice_id"])
    assert told["late_ids"] == [row["invoice_id"]]
    (found,) = cover(world)
    assert (found["covered_cents"], found["uninsured_reason"]) == (0, "declared_late")


def test_a_client_reads_the_policy_that_it_holds_and_no_other(world: World) -> None:
    contract = world.ids["C-1"]
    insured(world, contract)
    assert (len(cover(world)), cover(world, "alice")) == (1, [])
    own = opened(world, "P-2", holder_id=world.ids["ALPHA SAS"])
    world.approve(terms_proposed(world, own), "carl")
    world.approve(cover_proposed(world, own, contract, layer=2), "carl")
    assert [row["policy_number"] for row in cover(world, "alice")] == ["P-2"]
    with reading(world.users["alice"].id) as see:
        (told,) = see("read_policies", on=world.on)
        assert (told["policy_number"], told["insurer_name"]) == ("P-2", "ASSUR")
    other = world.contract("C-2", client="GAMMA SA")
    with refused(world.conn, "holder_not_client", number="C-2"):
        cover_proposed(world, own, other)


def test_a_promise_beyond_the_extension_is_refused_until_the_insurer_agrees(world: World) -> None:
    contract, buyer = world.ids["C-1"], world.ids["BETA SA"]
    policy_id = insured(world, contract)
    invoice = cover(world)[0]["invoice_id"]
    world.on = date(2026, 3, 20)

    def promised(day: date) -> Answer:
        days = promising.INSTALMENTS.frame([{"due_on": day, "instalment_cents": CENTS}])
        return promising.record_promise(
            world.conn, world.asked("anna"), contract_id=contract, buyer_id=buyer,
            invoice_ids=[invoice], instalments=days, evidence="mail", consent="",
        )  # fmt: skip

    with refused(world.conn, "cover_extension_beyond", last_on=date(2026, 5, 10)):
        promised(date(2026, 5, 11))
    step(world, contract, policy_id, invoice, step="EXTENDED")
    with refused(world.conn, "cover_extension_beyond", last_on=date(2026, 6, 9)):
        promised(date(2026, 6, 10))
    assert promised(date(2026, 6, 9))["promised_cents"] == CENTS


def test_the_close_names_the_covers_to_keep(world: World) -> None:
    contract = world.ids["C-1"]
    policy_id = insured(world, contract)
    world.on = DUE_ON
    assert world.close()["to_look_at"]["covers"]["count"] == 0
    told = world.close()["to_look_at"]["covers"]
    assert told["sums"] == [{"currency": "EUR", "cover_due_cents": 4_500_000}]
    (row,) = told["rows"]
    assert (row["invoice_number"], row["next_cover_step"], row["act_by_on"]) == (
        "FA-1", "ask_extension", "2026-05-10")  # fmt: skip
    step(world, contract, policy_id, cover(world)[0]["invoice_id"])
    assert world.close()["to_look_at"]["covers"]["count"] == 0


def test_the_close_stops_what_would_be_delivered_without_cover_and_lets_it_go_again(
    world: World,
) -> None:
    contract = world.ids["C-1"]
    world.amend(contract, {"overdue_cutoff_days": 3_650})
    insured(world, contract, 9_000_000)
    told = ("SELECT valid_from_on, value, source FROM term WHERE name = 'insurer_stop_on'"
            " ORDER BY recorded_at")  # fmt: skip
    world.on = date(2026, 5, 9)
    world.close()
    assert world.rows(told) == []
    world.close()  # the last day of the extension
    stop = (date(2026, 5, 11), "2026-05-11", "policies")
    assert world.rows(told) == [stop]
    world.on = date(2026, 5, 11)
    world.remit(contract, {"number": "FA-2", "cents": 100_000, "issued_on": world.on,
                           "due_on": date(2026, 6, 30)})  # fmt: skip
    holds = "SELECT hold FROM invoice WHERE invoice_number = %s"
    assert (world.one(holds, "FA-1"), world.one(holds, "FA-2")) == (None, "insurer_stop")
    world.close()
    assert world.rows(told) == [stop]
    world.on = date(2026, 5, 12)
    world.bank({"cents": CENTS, "text": "FA-1", "payer_name": "BETA SA"})
    world.close()
    assert world.rows(told) == [stop, (date(2026, 5, 13), None, "policies")]


def test_what_people_have_said_of_a_stop_stands(world: World) -> None:
    contract, buyer = world.ids["C-1"], world.ids["BETA SA"]
    insured(world, contract)
    world.on = date(2026, 5, 10)
    world.close()
    world.on = date(2026, 5, 11)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=contract, subject="BUYER", value=None,
        subject_id=buyer, name="insurer_stop_on", from_on=world.on, source="mail of ASSUR",
    )  # fmt: skip
    world.close()
    assert world.one("SELECT count(*) FROM term WHERE name = 'insurer_stop_on'") == 2


@pytest.mark.parametrize(("limit", "terms", "told"), [
    (CENTS, {}, (CENTS, 0, 4_500_000, 500_000)),  # W6-1
    (4_000_000, {}, (4_000_000, 1_000_000, 3_600_000, 1_400_000)),
    (CENTS, {"loss_deductible_cents": 100_000}, (CENTS, 0, 4_400_000, 600_000)),  # W6-3
    (CENTS, {"claim_threshold_cents": CENTS + 1}, (CENTS, 0, 0, CENTS)),
    (CENTS, {"first_loss_cents": 1_000_000}, (CENTS, 0, 3_500_000, 1_500_000)),
    (CENTS, {"premium_minimum_cents": 100_000}, (CENTS, 0, 2_500_000, 2_500_000)),
    (CENTS, {"liability_cap_cents": 1_000_000}, (CENTS, 0, 1_000_000, 4_000_000)),
    (CENTS, {"insured_base": "NET"}, (4_166_667, 0, 3_750_000, 416_667)),  # W6-4
])  # fmt: skip
def test_what_an_insurer_is_expected_to_pay_of_a_declared_debt(
    world: World, limit: int, terms: dict[str, Any], told: tuple[int, ...]
) -> None:
    contract = world.ids["C-1"]
    policy_id = insured(world, contract, limit, **terms)
    world.on = date(2026, 5, 25)
    with reading(world.users["anna"].id) as see:
        rows = see("read_insured_invoices", contract_id=contract, on=world.on)
    assert claims_expected(rows, world.on) == []
    step(world, contract, policy_id, cover(world)[0]["invoice_id"])
    with reading(world.users["anna"].id) as see:
        rows = see("read_insured_invoices", contract_id=contract, on=world.on)
    (found,) = claims_expected(rows, world.on)
    names = ("loss_base_cents", "outside_limit_cents", "claim_indemnity_cents",
             "not_indemnified_cents")  # fmt: skip
    assert tuple(found[name] for name in names) == told
    assert found["indemnity_on"] == date(2026, 10, 22)
