"""Without recourse nobody alone ends the risk that the factor has taken, by whichever words, before
the buyer fails or after. DOMAIN 3.7, 5.4, C-3; docs/decisions/0088."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.assigning import returns, withdrawal
from comptant.operations.collection import reallocation, undoing
from comptant.operations.risk import disputes, facts
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

DAY = date(2026, 1, 16)
Word = Callable[[World], Answer]


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 10 000.00 approved whole, FA-2 of 15 000.00 for 5 000.00, without recourse."""
    opened = open_world(writer)
    opened.ids["C"] = contract = opened.contract(fee_ppm=0, has_recourse=False)
    opened.limit(contract, "BETA SA", 1_500_000)
    opened.remit(contract, *(
        {"number": number, "cents": cents, "due_on": date(2026, 3, 1)}
        for number, cents in (("FA-1", 1_000_000), ("FA-2", 1_500_000))
    ))  # fmt: skip
    return opened


def id_of(world: World, number: str = "FA-1") -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def state(world: World, number: str = "FA-1") -> tuple[Any, ...]:
    asked = "SELECT open_cents, approved_cents FROM invoice WHERE invoice_number = %s"
    return tuple(world.rows(asked, number)[0])


def contest(
    world: World, cents: int | None, evidence: str = "letter", number: str = "FA-1", **said: Any
) -> int:
    told = disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C"],
        invoice_id=id_of(world, number), **{"code": "LIT-QTE", "amount_cents": cents,
        "is_rest_confirmed": False, "source": "BUYER", "evidence": evidence, **said},
    )  # fmt: skip
    return int(told["dispute_id"])


def say(world: World, name: str, value: Any, subject: str = "INVOICE") -> None:
    is_party = subject == "PARTY"
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0 if is_party else world.ids["C"],
        subject=subject, subject_id=world.ids["BETA SA"] if is_party else id_of(world), name=name,
        value=value, from_on=world.on, source="bodacc",
    )  # fmt: skip


def fail(world: World) -> None:
    """The buyer fails."""
    say(world, "insolvent_on", world.on.isoformat(), "PARTY")


def charge(world: World, reason: str = "DISPUTE", number: str = "FA-1") -> Answer:
    return returns.reassign(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                            invoice_ids=[id_of(world, number)], reason=reason)  # fmt: skip


def reserve(world: World, reason: str = "DISPUTE") -> Answer:
    return returns.defund(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                          invoice_ids=[id_of(world)], reason=reason)  # fmt: skip


def withdraw(world: World) -> Answer:
    return withdrawal.withdraw(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                               invoice_ids=[id_of(world)], reason="x")  # fmt: skip


def keep(world: World, cents: int | None = None) -> Answer:
    return returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], invoice_id=id_of(world),
        amount_cents=cents, evidence="x",
    )  # fmt: skip


# What one person may say that takes the approval away.
BEFORE: dict[str, Callable[[World], object]] = {
    "nothing": lambda world: None,
    "contested by nobody": lambda world: contest(world, None, ""),
    "a euro, contested by nobody": lambda world: contest(world, 100, " "),
    "contested": lambda world: contest(world, None),
    "a euro, contested": lambda world: contest(world, 100),
    "short paid": lambda world: world.bank(
        {"cents": 100_000, "text": "FA-1", "payer_name": "BETA SA"}),
    "refused": lambda world: say(world, "einvoice_status", "210"),
    "elsewhere": lambda world: say(world, "factored_elsewhere", True),
    "kept back": lambda world: say(world, "retention_cents", 1_000_000),
    "not recognised": lambda world: say(world, "verification_answer", "NOT_RECOGNISED"),
}  # fmt: skip
REASONS = ("DISPUTE", "DILUTION", "UNAPPROVED", "INSOLVENCY_RECOURSE", "BREACH", "FRAUD", "OVERDUE")
WORDS: dict[str, Word] = {
    "withdraw": withdraw, "direct-payment": keep, "a part": lambda world: keep(world, 100),
    **{f"reassign {reason}": lambda world, reason=reason: charge(world, reason)
       for reason in REASONS},
    **{f"defund {reason}": lambda world, reason=reason: reserve(world, reason)
       for reason in REASONS},
}  # fmt: skip
MOVED = """SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM movement),
    (SELECT count(*) FROM term), (SELECT count(*) FROM dispute_step),
    (SELECT count(*) FROM outbox), (SELECT count(returned_for) FROM held)"""


NOT_SO = ("no_recourse", "dispute_unproved", "invoice_not_late", "invoice_paid")


def said(world: World, word: Word) -> str:
    """What becomes of one person's word: a refusal, or it waits for another person."""
    try:
        return "waits" if word(world).get("approval_id") else "done"
    except Refused as refusal:
        return refusal.code


@pytest.mark.parametrize("has_failed", [False, True])
@pytest.mark.parametrize("before", BEFORE)
def test_no_words_of_one_person_end_the_risk(world: World, before: str, has_failed: bool) -> None:
    if has_failed:
        fail(world)
    BEFORE[before](world)
    was, can = state(world), world.available(world.ids["C"])
    asked, moved = set(), world.rows(MOVED)
    for name, word in WORDS.items():
        told = said(world, word)
        assert told in (*NOT_SO, "waits"), name
        asked |= {name} if told == "waits" else set()
        assert world.rows(MOVED) == moved, name
    assert {"direct-payment", "a part", "reassign FRAUD", "defund BREACH"} <= asked
    assert (state(world), world.available(world.ids["C"])) == (was, can)


def test_what_is_shown_is_as_much_as_was_contested_then(world: World) -> None:
    """A payment is short of 6.00, which a letter shows; it is moved elsewhere, and another makes
    the rest of it: after 31 days one person gives back the 6.00, and no more."""
    world.bank({"cents": 999_400, "text": "FA-1", "payer_name": "BETA SA"})
    disputes.confirm_rest(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], amount_cents=600,
        dispute_id=world.one("SELECT id FROM dispute"), evidence="letter",
    )  # fmt: skip
    world.remit(world.ids["C"], {"number": "FA-9", "cents": 999_400,
                                 "due_on": world.on + timedelta(days=60)})  # fmt: skip
    other = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-9'")
    world.approve(reallocation.reallocate(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], invoice_ids=[],
        to={str(other): 999_400}, payment_id=world.one("SELECT id FROM payment")),
        "aron")  # fmt: skip
    world.on += timedelta(days=31)
    world.bank({"cents": 100, "text": "FA-1", "payer_name": "BETA SA"})
    assert world.one("SELECT sum(amount_cents) FROM dispute_step") == 999_900
    assert charge(world)["reassigned_cents"] == 600
    assert state(world)[0] == 999_300


def test_the_buyer_has_failed_and_one_euro_is_contested(world: World) -> None:
    """Neither the euro nor the rest goes for a dispute that nothing shows; of one that a letter
    shows, the euro alone, once two agree."""
    fail(world)
    first = contest(world, 100, "")
    with refused(world.conn, "dispute_unproved", dispute_id=first):
        charge(world)
    disputes.confirm_rest(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], dispute_id=first,
        amount_cents=100, evidence="letter of 14 January",
    )  # fmt: skip
    asked = charge(world)
    assert asked["amount_cents"] == 100
    said = world.one("SELECT arguments FROM approval WHERE id = %s", asked["approval_id"])
    assert (said["cents"], said["evidence"]) == ({str(id_of(world)): 100}, "letter of 14 January")
    with refused(world.conn, "same_person", login="anna"):
        world.approve(asked, "anna")
    assert world.approve(asked, "aron")["reassigned_cents"] == 100
    # It has gone with what was disputed of it: the rest is approved again, and nothing more goes.
    assert state(world) == (999_900, 999_900)
    with refused(world.conn, "no_recourse", invoice_ids=[id_of(world)]):
        charge(world)
    world.close()


def test_a_dispute_that_is_shown_for_more_than_thirty_days_is_proved(world: World) -> None:
    contest(world, 200_000)
    unshown = contest(world, 300_000, "", code="LIT-PRX")
    world.on = DAY + timedelta(days=30)
    assert charge(world)["amount_cents"] == 200_000
    world.on += timedelta(days=1)
    assert charge(world)["reassigned_cents"] == 200_000
    # The days count from when something shows it, not from when it is said.
    with refused(world.conn, "dispute_unproved", dispute_id=unshown):
        charge(world)
    disputes.confirm_rest(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                          dispute_id=unshown, amount_cents=300_000, evidence="mail")  # fmt: skip
    assert charge(world)["amount_cents"] == 300_000
    assert state(world) == (800_000, 0)
    # FA-2 has taken the room: what nobody contests any more has lost its approval, and goes by two.
    disputes.settle_dispute(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                            dispute_id=unshown, credit_cents=0, evidence="mail")  # fmt: skip
    assert (state(world), state(world, "FA-2")) == ((800_000, 0), (1_500_000, 1_500_000))
    asked = charge(world, "UNAPPROVED")
    assert world.approve(asked, "aron")["reassigned_cents"] == 800_000
    world.close()


def test_a_whole_dispute_that_is_proved_ends_the_guarantee_by_any_word(world: World) -> None:
    contest(world, None)
    world.on = DAY + timedelta(days=31)
    assert reserve(world)["defunded_cents"] == 1_000_000
    assert withdraw(world)["withdrawn_cents"] == 1_000_000


def test_no_more_goes_than_a_second_person_has_seen(world: World) -> None:
    contest(world, 100)
    asked = charge(world)
    contest(world, None, code="LIT-PRX")
    assert world.approve(asked, "aron")["reassigned_cents"] == 100
    again = charge(world)
    for (id_,) in world.rows("SELECT id FROM dispute WHERE code = 'LIT-PRX'"):
        disputes.settle_dispute(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                                dispute_id=id_, credit_cents=0, evidence="mail")  # fmt: skip
    with refused(world.conn, "no_recourse"):  # what was shown is settled by now
        world.approve(again, "aron")


def test_what_was_never_approved_goes_alone_and_takes_the_dispute_with_it(world: World) -> None:
    """FA-2: what is disputed is of what nobody approved, as long as there is enough of that."""
    contest(world, 400_000, "", "FA-2")
    told = charge(world, "UNAPPROVED", "FA-2")
    assert (told["reassigned_cents"], state(world, "FA-2")) == (1_000_000, (500_000, 500_000))
    asked = undoing.undo_entry(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], entry_id=told["entry_id"],
        invoice_ids=[], reason="a slip",
    )  # fmt: skip
    world.approve(asked, "aron")
    assert state(world, "FA-2")[0] == 1_500_000
    left = "SELECT sum(amount_cents) FROM dispute_step"
    assert world.one(left) == 400_000
    world.close()


def test_a_short_payment_shows_no_dispute_by_itself(world: World) -> None:
    """The half that a failing buyer pays is no proof that he contests the other."""
    world.bank({"cents": 500_000, "text": "FA-1", "payer_name": "BETA SA"})
    id_ = world.one("SELECT id FROM dispute")
    world.on = DAY + timedelta(days=40)
    with refused(world.conn, "dispute_unproved", dispute_id=id_):
        charge(world)
    disputes.settle_dispute(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                            dispute_id=id_, credit_cents=120_000, evidence="agreement")  # fmt: skip
    assert charge(world)["amount_cents"] == 120_000


def test_a_credit_note_lowers_what_is_owed_and_what_is_left_stays_ours(world: World) -> None:
    """The client's own document; all that it leaves is approved as before."""
    fail(world)
    world.remit(world.ids["C"], {"number": "AV-1", "cents": 300_000, "type_code": "381",
                                 "credited_number": "FA-1"})  # fmt: skip
    assert state(world) == (700_000, 700_000)
    with refused(world.conn, "no_recourse"):
        charge(world, "DILUTION")
    asked = withdrawal.withdraw(
        world.conn, world.asked("anna"), contract_id=world.ids["C"],
        invoice_ids=[id_of(world, "AV-1")], reason="never sent by the client",
    )  # fmt: skip
    assert world.approve(asked, "aron")["credited_again_cents"] == 300_000
    assert state(world) == (1_000_000, 1_000_000)
    world.close()
