"""A party that fails: what the notices published of it come to, and what is to be done by when.

Source: DOMAIN 1.8, 1.9; art. L622-7, L622-13, L622-26, L624-9 and R622-24 C. com.;
docs/decisions/0127-a-notice-is-a-fact-that-counts-once.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from comptant.rules.columns import c, shape

# A notice that is older is likely of another year: somebody says whether it counts.
LONG_PAST_DAYS = 92
AT_HOME = "FR"  # what is not of metropolitan France has a country code of its own (GP, RE, ...)
MONTHS, MONTHS_ABROAD, GOODS_MONTHS, RELIEF_MONTHS = "2mo", "4mo", "3mo", "6mo"
ANSWER_MONTHS = "1mo"
# One row per contract and part that a party in proceedings has in it. `published_on`: of the notice
# that opened them (null: people said it, without a notice); `creditor_country`: where the factor
# is; `debt_cents`: what the party owes, or stands for.
FAILED = shape(
    "contract_id", "party_id", "failed_part", "insolvent_on", "published_on?", "ended_on?",
    "creditor_country", "debt_cents", "claim_declared_on?", "claim_admitted_on?",
    "relief_asked_on?", "administrator_asked_on?", "administrator_answer?", "today_on",
)  # fmt: skip
# One row per invoice of a failed buyer. `guaranteed_cents`: what our own guarantee carries of it,
# taken already or to be taken; `insurer_cents`: what policies are to pay of it.
BORNE = shape("debt_cents", "guaranteed_cents", "insurer_cents")


@dataclass(frozen=True)
class Notice:
    """A notice that counts, as kept."""

    id: int
    notice_number: str
    notice_kind: str
    of_number: str | None
    published_on: date
    judged_on: date | None
    effect: str
    proceeding: str


@dataclass(frozen=True)
class Standing:
    """What the notices of a company come to; `opened_on` null: in no proceedings. `notice_id`: the
    one that opened them, or the last read."""

    opened_on: date | None
    published_on: date | None
    proceeding: str | None
    ended_on: date | None
    notice_id: int


def turn(published_on: date, number: str) -> tuple[date, int, str]:
    """In which order notices are read: by day, and of one day as they are numbered (A10 after
    A9)."""
    return published_on, len(number), number


def standing(notices: Iterable[Notice], undone: Iterable[str] = ()) -> Standing | None:
    """The proceedings of a company by its notices, in the order of their publication: a correction
    or a cancellation takes the place of the notice that it names, and of what was said of it
    before; one that is itself taken back takes nobody's. `undone`: numbers that notices of another
    company correct. A conversion changes the proceedings and not their day; an end is told, and
    lifts nothing: who is in a plan, or closed, is for people to judge. The months of a notice that
    was corrected run from its own publication, the sooner day. Source: art. R622-24 C. com."""
    told = sorted(notices, key=lambda one: turn(one.published_on, one.notice_number))
    if not told:
        return None
    out = set(undone) | _replaced(told, set(undone))
    first = _first_published(told)
    left = [replace(one, published_on=first[one.notice_number]) for one in told
            if one.notice_number not in out]  # fmt: skip
    now = Standing(None, None, None, None, told[-1].id)
    for one in left:
        if one.effect == "RETRACTS":
            now = Standing(None, None, None, None, one.id)
        elif one.effect == "ENDS" and now.opened_on:
            now = Standing(now.opened_on, now.published_on, now.proceeding,
                           one.judged_on or one.published_on, now.notice_id)  # fmt: skip
        elif one.effect == "CONVERTS" and now.opened_on and not now.ended_on:
            now = Standing(now.opened_on, now.published_on, one.proceeding, None, now.notice_id)
        elif one.effect in ("OPENS", "CONVERTS"):
            now = _opened(now, one)
    return now


def _replaced(told: list[Notice], undone: set[str]) -> set[str]:
    """The numbers whose place another notice takes that counts itself: what the last one says of a
    notice holds, and is read first."""
    out = set(undone)
    for place in range(len(told) - 1, -1, -1):
        one = told[place]
        if one.of_number is None or one.notice_kind == "NOTICE" or one.notice_number in out:
            continue
        gone = {one.of_number}
        for earlier in told[:place]:
            if earlier.notice_kind != "NOTICE" and earlier.of_number in gone:
                gone.add(earlier.notice_number)
        out |= gone - {one.notice_number}
    return out


def _first_published(told: list[Notice]) -> dict[str, date]:
    """When each notice, or the one that it corrects, was published first."""
    first: dict[str, date] = {}
    for one in told:
        before = first.get(one.of_number or "", one.published_on)
        first[one.notice_number] = min(before, one.published_on)
    return first


def _opened(now: Standing, one: Notice) -> Standing:
    """Proceedings begin; the same again (an extension, a second court) keep their first day."""
    if now.opened_on and not now.ended_on:
        return now
    opened_on = one.judged_on or one.published_on
    return Standing(opened_on, one.published_on, one.proceeding, None, one.id)


def doubt(one: Notice, earlier: Standing | None, today_on: date) -> str | None:
    """Why a notice does not count before somebody says so: its days cannot be, it is long past, it
    opens what another has opened on another day, or other proceedings than those that run."""
    if one.published_on > today_on or (one.judged_on and one.judged_on > one.published_on):
        return "DATES_WRONG"
    opens = one.effect in ("OPENS", "CONVERTS")
    if opens and today_on - one.published_on > timedelta(days=LONG_PAST_DAYS):
        return "LONG_PAST"
    if (one.effect != "OPENS" or one.notice_kind != "NOTICE" or earlier is None
            or earlier.opened_on is None or earlier.ended_on):  # fmt: skip
        return None
    if earlier.proceeding != one.proceeding:
        return "OTHER_PROCEEDINGS"
    return None if earlier.opened_on == one.judged_on else "OPENED_TWICE"


def counted_from_on() -> pl.Expr:
    """From when the months run: the publication; where none is known the judgment, to be safe.
    Source: art. R622-24 C. com."""
    return pl.coalesce(c.published_on, c.insolvent_on)


def declare_claim_by_on() -> pl.Expr:
    """The last day to declare our claim: two months from the publication, four for a creditor who
    is not in metropolitan France. A Sunday is not counted for us, to be safe. Source: art. L622-24
    and R622-24 C. com."""
    return (
        pl.when(c.creditor_country == AT_HOME)
        .then(c.counted_from_on.dt.offset_by(MONTHS))
        .otherwise(c.counted_from_on.dt.offset_by(MONTHS_ABROAD))
    )


def relief_by_on() -> pl.Expr:
    """The last day to ask the court for relief where that was missed. Source: art. L622-26."""
    return c.counted_from_on.dt.offset_by(RELIEF_MONTHS)


def goods_by_on() -> pl.Expr:
    """The last day to claim goods sold under retention of title, of a buyer. Source: art. L624-9
    C. com."""
    return pl.when(c.failed_part == "BUYER").then(c.counted_from_on.dt.offset_by(GOODS_MONTHS))


def answer_by_on() -> pl.Expr:
    """The day after which an administrator who was asked, and has not answered, has given the
    contract up. Source: art. L622-13, III, 1° C. com."""
    return c.administrator_asked_on.dt.offset_by(ANSWER_MONTHS)


_UNDECLARED = c.claim_declared_on.is_null() & (c.debt_cents > 0)
_IS_CLIENT = c.failed_part == "CLIENT"


def next_insolvency_step() -> pl.Expr:
    """What is to be done now; null: nothing. Source: DOMAIN 1.9."""
    missed = c.today_on > c.declare_claim_by_on
    unanswered = c.administrator_asked_on.is_not_null() & c.administrator_answer.is_null()
    return (
        pl.when(_UNDECLARED & ~missed)
        .then(pl.lit("declare_our_claim"))
        .when(_UNDECLARED & c.relief_asked_on.is_null() & (c.today_on <= c.relief_by_on))
        .then(pl.lit("ask_relief"))
        .when(_IS_CLIENT & c.ended_on.is_null() & c.administrator_asked_on.is_null())
        .then(pl.lit("ask_administrator"))
        .when(_IS_CLIENT & unanswered)
        .then(pl.lit("keep_answer"))
        .when(c.ended_on.is_not_null())
        .then(pl.lit("judge_the_end"))
        .when(_UNDECLARED & c.relief_asked_on.is_null())
        .then(pl.lit("claim_lost"))
    )


def act_by_on() -> pl.Expr:
    """By when. Source: DOMAIN 1.9."""
    return (
        pl.when(c.next_insolvency_step == "declare_our_claim")
        .then(c.declare_claim_by_on)
        .when(c.next_insolvency_step == "ask_relief")
        .then(c.relief_by_on)
        .when(c.next_insolvency_step == "keep_answer")
        .then(c.answer_by_on)
    )


INSOLVENCY_DAYS = (counted_from_on, declare_claim_by_on, relief_by_on, goods_by_on, answer_by_on,
                   next_insolvency_step, act_by_on)  # fmt: skip
NULLABLE = ("goods_by_on", "answer_by_on", "next_insolvency_step", "act_by_on")


def insurer_bears_cents() -> pl.Expr:
    """What policies are to pay of the debt. Source: DOMAIN 6.4."""
    return pl.min_horizontal(c.insurer_cents, c.debt_cents)


def factor_bears_cents() -> pl.Expr:
    """What our own guarantee leaves to us: an indemnity pays the debt that it holds first. Source:
    DOMAIN 1.6, W8-E; docs/decisions/0108-a-claim-takes-the-debt-over.md."""
    return (c.guaranteed_cents - c.insurer_bears_cents).clip(lower_bound=0)


def client_bears_cents() -> pl.Expr:
    """The rest: what comes back to the client. Source: DOMAIN 1.6."""
    return c.debt_cents - c.insurer_bears_cents - c.factor_bears_cents


BEARERS = (insurer_bears_cents, factor_bears_cents, client_bears_cents)
