"""What waits for a second person is told whole: whoever approves sees what is decided."""

from datetime import date

import pytest

from comptant.doors import remaining, words
from comptant.doors.approvals import SUBJECTS
from comptant.operations.acts.approval import KEY, KINDS
from comptant.operations.assigning import withdrawal
from comptant.operations.closing import manual
from comptant.operations.collection import reallocation
from comptant.operations.drawing import payments
from comptant.operations.paying import outcomes
from comptant.operations.risk import exceptions, limits
from comptant.operations.risk.exceptions import EXCEPTABLE
from comptant.rules.terms import TERMS
from tests import facts
from tests.doors.conftest import DAY, Cli

TANIA = ("--user", "tania", *DAY)
FR = {"LC_ALL": "fr_FR.UTF-8"}


@pytest.fixture
def world(world: facts.World) -> facts.World:
    """FA-1 and FA-2 of ALPHA on BETA SA; 1 000.00 paid on FA-1."""
    contract = world.ids["C-1"]
    world.remit(contract, {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 1)},
                {"number": "FA-2", "cents": 500_000, "due_on": date(2026, 3, 1)})  # fmt: skip
    return world


def told(cli: Cli, kind: str, **environment: str) -> str:
    """The list of one kind as one line of words."""
    shown = cli.run("approvals", "--kind", kind, *TANIA, **environment).stdout
    return " ".join(shown.replace("\N{NO-BREAK SPACE}", " ").split())


def test_each_kind_that_two_people_decide_says_what_it_is_about() -> None:
    assert set(SUBJECTS) == KINDS | {KEY}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_change_of_any_term_is_told_in_words(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "language", lambda: language)
    for name, term in TERMS.items():
        value = next(iter(term.choices), term.default)
        said = SUBJECTS["contract_terms"]({"currency": "EUR", "arguments": {
            "from_on": "2026-01-16", "shown": {name: value}}})  # fmt: skip
        assert said.startswith(term.french if language == "fr" else term.english), name


def test_terms_that_wait_are_listed_and_decided_by_their_words(
    cli: Cli, world: facts.World
) -> None:
    cli.run("contract", "amend", "C-1", "--term", "advance_standard_ppm=85", "--source", "a 1",
            "--user", "anna", *DAY)  # fmt: skip
    assert "advance rate: 85.00%" in told(cli, "contract_terms")
    (waiting,) = cli.json("approvals", "--kind", "contract_terms", *TANIA)
    cli.run("approve", waiting["id"], "--user", "carl", *DAY)
    assert "advance rate: 85.00%" in cli.run("audit", "decisions", "--user", "ugo", *DAY).stdout


def test_an_entry_by_hand_and_a_reversal_say_their_lines_day_and_reason(
    cli: Cli, world: facts.World
) -> None:
    contract = world.ids["C-1"]
    asked = manual.propose_entry(
        world.conn, world.asked("aron"), contract_id=contract, lines={"CCA": -5_000, "FEE": 5_000},
        value_on=date(2026, 1, 12), reason="late thing",
    )  # fmt: skip
    assert "CCA -€50.00, FEE €50.00, value date 2026-01-12 (late thing)" in told(
        cli, "manual_entry"
    )
    assert "CCA -50,00 €, FEE 50,00 €, valeur 12/01/2026" in told(cli, "manual_entry", **FR)
    booked = world.approve(asked, "ada")
    manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                            entry_id=booked["entry_id"], reason="twice")  # fmt: skip
    shown = told(cli, "manual_entry")
    assert f"entry {booked['entry_id']} undone: CCA €50.00, FEE -€50.00" in shown
    assert "value date 2026-01-12 (twice)" in shown


def test_an_exception_and_a_limit_say_for_whom_for_what_and_until_when(
    cli: Cli, world: facts.World
) -> None:
    contract = world.ids["C-1"]
    exceptions.propose_exception(
        world.conn, world.asked("anna"), contract_id=contract, subject="INVOICE",
        subject_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'"),
        reason_code="too_old", amount_cents=100_000, until_on=date(2026, 2, 28), why="they pay",
    )  # fmt: skip
    assert "invoice FA-1 on BETA SA: too old; until 2026-02-28 (they pay)" in told(cli, "exception")
    assert "facture FA-1 sur BETA SA : trop ancienne ; jusqu'au 28/02/2026" in told(
        cli, "exception", **FR
    )
    limits.propose_limit(
        world.conn, world.asked("anna"), scope="BUYER", contract_id=0,
        party_id=world.ids["GAMMA SA"], amount_cents=100, currency="EUR",
        from_on=date(2026, 1, 20), source="committee",
    )  # fmt: skip
    assert "GAMMA SA: buyer across contracts, from 2026-01-20 (committee)" in told(cli, "limit")


def test_a_payment_says_to_whom_and_an_outcome_leaves_once_the_bank_has_spoken(
    cli: Cli, world: facts.World
) -> None:
    contract = world.ids["C-1"]
    asked = payments.draw(world.conn, world.asked("alice"), contract_id=contract,
                          amount_cents=100_000, payee_account_id=None)  # fmt: skip
    assert f"to ALPHA SAS {facts.CLIENT_IBAN}" in told(cli, "payment_order")
    assert f"à ALPHA SAS {facts.CLIENT_IBAN}" in told(cli, "payment_order", **FR)
    world.approve(asked)
    world.payout()
    outcomes.settle_order(
        world.conn, world.asked("aron"), contract_id=contract, order_id=asked["order_id"],
        outcome="REJECTED", value_on=None, reason="AC04",
    )  # fmt: skip
    assert f"order {asked['order_id']} rejected: AC04" in told(cli, "order_outcome")
    world.bank({"cents": -100_000, "end_to_end_reference": asked["reference"]})
    assert told(cli, "order_outcome") == "Nothing."


def test_a_reallocation_says_from_what_to_what(cli: Cli, world: facts.World) -> None:
    contract = world.ids["C-1"]
    world.bank({"cents": 2_000_000, "text": "FA-1", "payer_name": "BETA SA"})
    world.on = date(2026, 3, 2)
    ids = dict(world.rows("SELECT invoice_number, id FROM invoice"))
    reallocation.reallocate(
        world.conn, world.asked("anna"), contract_id=contract,
        payment_id=world.one("SELECT id FROM payment"), invoice_ids=[ids["FA-1"]],
        to={str(ids["FA-2"]): 500_000},
    )  # fmt: skip
    assert "BETA SA: taken from FA-1, given to FA-2 €5,000.00" in told(cli, "reallocation")
    assert "BETA SA : repris de FA-1, donné à FA-2 5 000,00 €" in told(cli, "reallocation", **FR)


def test_a_credit_note_to_withdraw_says_which_and_why(cli: Cli, world: facts.World) -> None:
    world.remit(world.ids["C-1"], {"number": "AV-1", "cents": 10_000, "type_code": "381",
                                   "credited_number": "FA-1"})  # fmt: skip
    asked = cli.run("withdraw", "C-1", "AV-1", "--credit-note", "--reason", "a minus",
                    "--user", "anna", "--on", "2026-03-02").stdout  # fmt: skip
    assert asked.startswith("€100.00 to withdraw.\nApproval ")
    assert "withdrawn: AV-1 (a minus) " in told(cli, "reallocation")
    assert "retrait : AV-1 (a minus) " in told(cli, "reallocation", **FR)


def test_what_ends_our_risk_says_so_to_whoever_approves(cli: Cli, world: facts.World) -> None:
    contract = world.contract("C-NR", has_recourse=False)
    world.limit(contract, "BETA SA", 1_000_000)
    world.remit(contract, *({"number": number, "cents": 100_000, "due_on": date(2026, 3, 1)}
                            for number in ("NR-1", "NR-2")))  # fmt: skip
    anna = ("--user", "anna", *DAY)
    asked = cli.run("direct-payment", "C-NR", "NR-1", "600.00", "--evidence", "advice", *anna)
    assert "€600.00, approved without recourse: two people decide." in asked.stdout
    assert "€1,000.00 to withdraw" in cli.run("withdraw", "C-NR", "NR-2", "--reason", "slip",
                                              *anna).stdout  # fmt: skip
    for language, words_ in (
        ({}, ("paid to the client, approved without recourse: NR-1 (advice)",
              "withdrawn, approved without recourse: NR-2 (slip)")),
        (FR, ("réglé à l'adhérent, approuvé sans recours : NR-1 (advice)",
              "retrait, approuvé sans recours : NR-2 (slip)")),
    ):  # fmt: skip
        shown = told(cli, "reallocation", **language)
        assert [one for one in words_ if one not in shown] == []


def test_what_an_exception_does_not_free_is_told_in_both_languages() -> None:
    rows = [{"remaining_reasons": "overdue too_old", "invoices": 2, "open_cents": 450_000,
             "currency": "EUR"}]  # fmt: skip
    assert remaining.told(rows) == (
        "It frees nothing of 2 invoices (€4,500.00): they are also held by overdue, too_old. Each "
        "reason needs its own exception.",
    )
    with words.speaking("fr"):
        (french,) = remaining.told(rows)
    assert french.startswith("Elle ne libère rien de 2 factures")
    assert french.endswith("retenues aussi par overdue, too_old. Chaque motif veut sa dérogation.")


def test_every_exception_has_a_word_and_no_kind_is_offered_that_nobody_proposes() -> None:
    assert [code for code in EXCEPTABLE if code not in words.domain("excepted")] == []
    assert "write_off" not in words.domain("kind")


def test_money_given_back_says_who_had_paid_it_and_why_it_goes_elsewhere(
    cli: Cli, world: facts.World
) -> None:
    """To whoever releases it: in the list of approvals, and in that of orders."""
    world.bank({"cents": 900_000, "text": "HELLO", "payer_name": "STRANGER LTD",
                "payer_iban": "DE89370400440532013000"})  # fmt: skip
    payment = world.one("SELECT id FROM payment")
    given = ("cash", "return", payment, facts.CLIENT_IBAN, *TANIA)
    refusal = cli.error(*given, code=1)
    assert refusal["error"] == "payee_not_the_payer"
    assert "STRANGER LTD paid from DE89370400440532013000" in refusal["message"]
    cli.run(*given, "--reason", "their account is closed")
    (asked,) = cli.json("approvals", "--kind", "payment_order", *TANIA)
    assert f"to ALPHA SAS {facts.CLIENT_IBAN}; paid by STRANGER LTD DE89370400440532013000, " \
        "another account than it goes to (their account is closed)" in asked["subject"]  # fmt: skip
    (asked,) = cli.json("approvals", "--kind", "payment_order", *TANIA, **FR)
    assert "payé par STRANGER LTD DE89370400440532013000, autre compte" in asked["subject"]
    (order,) = cli.json("orders", *TANIA)
    assert (order["payer_name"], order["payer_iban"], order["order_reason"]) == (
        "STRANGER LTD", "DE89370400440532013000", "their account is closed")  # fmt: skip
    assert "STRANGER LTD" in cli.run("orders", *TANIA).stdout


def test_money_said_to_be_the_clients_is_told_with_who_had_paid_it(
    cli: Cli, world: facts.World
) -> None:
    world.bank({"cents": 900_000, "text": "HELLO", "payer_name": "STRANGER LTD",
                "payer_iban": "DE89370400440532013000"})  # fmt: skip
    anna = ("--user", "anna", *DAY)
    payment = cli.json("identify", world.one("SELECT id FROM payment"), "C-1", *anna)["payment_id"]
    asked = cli.json("cash", "repay", payment, "400.00", "--reason", "his parent", *anna)
    of = {language: cli.json("approvals", "--kind", "reallocation", *TANIA, **environment)[0]
          for language, environment in (("en", {}), ("fr", FR))}  # fmt: skip
    paid = "STRANGER LTD DE89370400440532013000 (his parent)"
    assert of["en"]["subject"] == (
        f"payment {payment} to the client's account, as his own repayment; paid by {paid}"
    )
    assert of["fr"]["subject"] == (
        f"règlement {payment} au compte de l'adhérent, comme son remboursement ; payé par {paid}"
    )
    cli.run("refuse", asked["approval_id"], "--reason", "whose?", "--user", "aron", *DAY)
    world.on = world.on.replace(day=26)
    shown = cli.run("cash", "forward", payment, "--reason", "an older invoice", "--user", "anna",
                    "--on", world.on).stdout  # fmt: skip
    assert "waits for another person" in " ".join(shown.split())
    (asked,) = cli.json("approvals", "--kind", "reallocation", *TANIA)
    assert asked["subject"] == (
        f"payment {payment} passed on to the client, as of a buyer of his; paid by STRANGER LTD "
        "DE89370400440532013000 (an older invoice)"
    )
    (asked,) = cli.json("approvals", "--kind", "reallocation", *TANIA, **FR)
    assert asked["subject"].startswith(f"règlement {payment} reversé à l'adhérent, comme")


def test_a_plan_that_ends_is_told_and_one_that_cannot_is_closed(
    cli: Cli, world: facts.World
) -> None:
    world.draw(world.ids["C-1"])
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    withdrawal.withdraw(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                        invoice_ids=[invoice], reason="twice")  # fmt: skip
    owed = -world.available(world.ids["C-1"])
    anna = ("--user", "anna", *DAY)
    first = cli.json("plan", "propose", "C-1", f"2026-02-16={owed / 100:.2f}", *anna)
    cli.run("approve", first["approval_id"], "--user", "ada", *DAY)
    ends = [cli.json("plan", "end", "C-1", "--reason", "missed", *anna) for _ in range(2)]
    assert "the plan ends" in told(cli, "repayment_plan")
    assert "owed at once (missed)" in told(cli, "repayment_plan")
    cli.run("approve", ends[0]["approval_id"], "--user", "ada", *DAY)
    assert cli.json("plan", "list", "C-1", *anna) == []
    said = " ".join(
        cli.run("approve", ends[1]["approval_id"], "--user", "ada", *DAY).stdout.split()
    )
    assert f"Approval {ends[1]['approval_id']} can no longer be carried out: it is closed." in said
    assert told(cli, "repayment_plan") == "Nothing."
