"""What notices come to, the last days of a failed party, who bears what: worked tables."""

from datetime import date
from typing import Any

import pytest

from comptant.rules.batch import decide
from comptant.rules.insolvency import (
    BEARERS,
    BORNE,
    FAILED,
    INSOLVENCY_DAYS,
    NULLABLE,
    Notice,
    Standing,
    doubt,
    standing,
)

TODAY = date(2026, 4, 10)


def notice(id_: int, effect: str = "OPENS", **said: Any) -> Notice:
    given = {"notice_number": f"A{id_}", "notice_kind": "NOTICE", "of_number": None,
             "published_on": date(2026, 4, id_), "judged_on": date(2026, 4, 1),
             "proceeding": "RECOVERY", **said}  # fmt: skip
    return Notice(id=id_, effect=effect, **given)


def opened(id_: int = 2, **said: Any) -> Standing:
    given = {"opened_on": date(2026, 4, 1), "published_on": date(2026, 4, id_),
             "proceeding": "RECOVERY", "ended_on": None, "notice_id": id_, **said}  # fmt: skip
    return Standing(**given)


CANCELLED = notice(5, "NOTHING", notice_kind="CANCELLATION", of_number="A2")
CORRECTED = notice(5, notice_kind="CORRECTION", of_number="A2", judged_on=date(2026, 4, 2))

FIRST = date(2026, 4, 2)
TAKEN_PLACE = opened(5, opened_on=date(2026, 4, 2), published_on=FIRST)


def undoes(id_: int, number: str, kind: str = "CANCELLATION", effect: str = "NOTHING") -> Notice:
    return notice(id_, effect, notice_kind=kind, of_number=number)


@pytest.mark.parametrize(("notices", "wanted"), [
    ([], None),
    ([notice(2)], opened()),
    ([notice(2, "NOTHING")], Standing(None, None, None, None, 2)),
    ([notice(2), notice(4)], opened()),  # an extension keeps the first day
    ([notice(2), notice(6, "CONVERTS", proceeding="LIQUIDATION")],
     opened(proceeding="LIQUIDATION")),
    ([notice(6, "CONVERTS")], opened(6)),  # the opening was never read
    ([notice(2), CANCELLED], Standing(None, None, None, None, 5)),
    ([CANCELLED, notice(2)], Standing(None, None, None, None, 5)),
    ([notice(2), CORRECTED], TAKEN_PLACE),
    ([notice(2), CORRECTED, undoes(8, "A5")], opened()),  # the first stands again
    ([notice(2), CORRECTED, undoes(8, "A2")], Standing(None, None, None, None, 8)),
    ([notice(2), CANCELLED, undoes(8, "A5")], opened()),
    ([notice(2), CANCELLED, undoes(7, "A5"), undoes(8, "A7")], Standing(None, None, None, None, 8)),
    ([notice(2), CANCELLED, undoes(8, "A2", "CORRECTION", "OPENS")], opened(8, published_on=FIRST)),
    ([notice(2), notice(4, "RETRACTS")], Standing(None, None, None, None, 4)),
    ([notice(2), notice(8, "ENDS", judged_on=date(2026, 4, 7))], opened(ended_on=date(2026, 4, 7))),
    ([notice(2), notice(7, "ENDS"), notice(9)], opened(9)),
])  # fmt: skip
def test_notices_come_to(notices: list[Notice], wanted: Standing | None) -> None:
    assert standing(notices) == wanted
    assert standing(notices[::-1]) == wanted


def test_what_another_company_corrects_is_undone() -> None:
    assert standing([notice(2)], ["A2"]) == Standing(None, None, None, None, 2)


@pytest.mark.parametrize(("one", "earlier", "why"), [
    (notice(2), None, None),
    (notice(2, published_on=date(2026, 1, 8)), None, "DATES_WRONG"),  # judged after it
    (notice(2, published_on=date(2026, 1, 8), judged_on=None), None, None),
    (notice(2, published_on=date(2026, 1, 7), judged_on=None), None, "LONG_PAST"),
    (notice(2, "ENDS", published_on=date(2020, 1, 7), judged_on=None), None, None),
    (notice(11), None, "DATES_WRONG"),  # tomorrow's
    (notice(4), opened(), None),
    (notice(4, judged_on=date(2026, 4, 3)), opened(), "OPENED_TWICE"),
    (notice(4, judged_on=date(2026, 4, 3), proceeding="LIQUIDATION"), opened(),
     "OTHER_PROCEEDINGS"),
    (notice(4, judged_on=date(2026, 4, 3)), opened(ended_on=date(2026, 4, 2)), None),
    (notice(4, judged_on=date(2026, 4, 3), notice_kind="CORRECTION"), opened(), None),
])  # fmt: skip
def test_a_notice_is_in_doubt(one: Notice, earlier: Standing | None, why: str | None) -> None:
    assert doubt(one, earlier, TODAY) == why


def days(**said: Any) -> dict[str, Any]:
    row = {"contract_id": 1, "party_id": 2, "failed_part": "BUYER",
           "insolvent_on": date(2026, 4, 1), "published_on": date(2026, 4, 3),
           "ended_on": None, "creditor_country": "FR",
           "debt_cents": 100, "claim_declared_on": None, "claim_admitted_on": None,
           "relief_asked_on": None, "administrator_asked_on": None, "administrator_answer": None,
           "today_on": TODAY, **said}  # fmt: skip
    return decide(FAILED.frame([row]), INSOLVENCY_DAYS, nullable=NULLABLE).row(0, named=True)


@pytest.mark.parametrize(("said", "by"), [
    ({}, date(2026, 6, 3)),
    ({"creditor_country": "BE"}, date(2026, 8, 3)),
    ({"creditor_country": "RE"}, date(2026, 8, 3)),  # not metropolitan France
    ({"published_on": None}, date(2026, 6, 1)),
    ({"published_on": date(2025, 12, 31)}, date(2026, 2, 28)),  # no 31 February
])  # fmt: skip
def test_our_claim_is_declared_within_two_months_or_four_from_abroad(
    said: dict[str, Any], by: date
) -> None:
    assert days(**said)["declare_claim_by_on"] == by


def test_goods_are_claimed_in_three_months_of_a_buyer_alone_and_relief_asked_in_six() -> None:
    assert days()["goods_by_on"] == date(2026, 7, 3)
    assert days(failed_part="CLIENT")["goods_by_on"] is None
    assert days()["relief_by_on"] == date(2026, 10, 3)


DECLARED = {"claim_declared_on": date(2026, 4, 5)}
CLIENT = {"failed_part": "CLIENT", **DECLARED}


@pytest.mark.parametrize(("said", "step", "by"), [
    ({}, "declare_our_claim", date(2026, 6, 3)),
    ({"today_on": date(2026, 6, 3)}, "declare_our_claim", date(2026, 6, 3)),
    ({"today_on": date(2026, 6, 4)}, "ask_relief", date(2026, 10, 3)),
    ({"today_on": date(2026, 6, 4), "relief_asked_on": date(2026, 6, 4)}, None, None),
    ({"today_on": date(2026, 10, 4)}, "claim_lost", None),
    ({"debt_cents": 0}, None, None),
    (DECLARED, None, None),
    ({**DECLARED, "ended_on": date(2026, 4, 9)}, "judge_the_end", None),
    (CLIENT, "ask_administrator", None),
    ({**CLIENT, "administrator_asked_on": date(2026, 4, 6)}, "keep_answer", date(2026, 5, 6)),
    ({**CLIENT, "administrator_asked_on": date(2026, 4, 6), "administrator_answer": "CONTINUED"},
     None, None),
])  # fmt: skip
def test_what_is_to_be_done_and_by_when(
    said: dict[str, Any], step: str | None, by: date | None
) -> None:
    found = days(**said)
    assert (found["next_insolvency_step"], found["act_by_on"]) == (step, by)


@pytest.mark.parametrize(("debt", "guaranteed", "insurer", "borne"), [
    (50_000, 50_000, 0, (0, 50_000, 0)),  # our own guarantee, no policy
    (50_000, 50_000, 45_000, (45_000, 5_000, 0)),  # W8-E
    (50_000, 45_000, 45_000, (45_000, 0, 5_000)),  # W8-E5b
    (62_000, 50_000, 45_000, (45_000, 5_000, 12_000)),  # W6-2: 12 000.00 outside the limit
    (50_000, 0, 0, (0, 0, 50_000)),  # with recourse
    (50_000, 0, 60_000, (50_000, 0, 0)),
])  # fmt: skip
def test_each_euro_of_a_failed_buyer_is_borne_by_one(
    debt: int, guaranteed: int, insurer: int, borne: tuple[int, int, int]
) -> None:
    facts = BORNE.frame([{"debt_cents": debt, "guaranteed_cents": guaranteed,
                          "insurer_cents": insurer}])  # fmt: skip
    found = decide(facts, BEARERS).row(0, named=True)
    told = (found["insurer_bears_cents"], found["factor_bears_cents"], found["client_bears_cents"])
    assert (told, sum(told)) == (borne, debt)
