"""The auditor's sheet and the report of a close say on each line what comes next: a command that
there is, typed as it stands once its capitals are filled in."""

import re
from datetime import date
from typing import Any

import click
import pytest

from comptant.doors import approvals, next_steps
from comptant.doors.cli.controlling import SECTIONS
from comptant.doors.cli.main import program
from comptant.operations.acts import approval
from tests import facts
from tests.doors import camt
from tests.doors.conftest import DAY, Cli

ROW: dict[str, Any] = {
    "contract_number": "C-1", "order_id": 7, "id": 8, "entry_id": 9, "invoice_number": "FA-1",
    "buyer_name": "BETA SA", "reason_code": "overdue_when_sent", "off_cents": 1,
    "defund_reason": "OVERDUE", "dispute_id": 12, "alarm_id": 13,
}  # fmt: skip
KINDS = [("suspense", {"what": "debit"}), ("suspense", {"what": "payment", "age_days": 29}),
         ("suspense", {"what": "payment", "age_days": 29, "contract_number": None}),
         ("suspense", {"what": "payment", "age_days": 30, "contract_number": None}),
         ("exceptions", {"invoice_number": None}), ("exceptions", {}),
         *(("orders_astray", {"astray": kind}) for kind in next_steps.ASTRAY),
         *(("gaps", {"what": what}) for what in next_steps.GAPS),
         *(("two_people", {"kind": kind}) for kind in sorted(approval.KINDS)),
         ("limits", {"scope": "CONTRACT_BUYER", "is_share": False}),
         ("limits", {"scope": "BUYER_GROUP", "is_share": True}),
         ("limits", {"scope": "BUYER", "is_share": False, "contract_number": None}),
         *((name, {}) for name in ("contradictions", "ledger", "bank", "over_advances",
                                   "covers", "late_instalments", "promises_broken", "fraud_alarms",
                                   "dispute_notices", "defunding",
                                   "manual_entries",
                                   "uncredited", "silent_accounts", "announced_late"))]  # fmt: skip


@pytest.mark.parametrize(("section", "more"), KINDS)
def test_the_next_step_is_a_command_that_takes_what_it_is_given(
    section: str, more: dict[str, Any]
) -> None:
    told = next_steps.next_step(section, {**ROW, **more})
    commands = re.findall(r"comptant ((?:[^,;]| ,)+)", told)
    assert commands, told
    for typed in commands:
        _parse(typed.split())


def _parse(words: list[str]) -> None:
    """Refused by click itself where there is no such command, option or choice."""
    command: Any = program()
    while isinstance(command, click.Group):
        assert words[0] in command.commands, words
        command = command.commands[words.pop(0)]
    given = {param.opts[0] for param in command.params}
    assert {word for word in words if word.startswith("--")} <= given
    least = [param for param in command.params
             if isinstance(param, click.Argument) and param.required]  # fmt: skip
    assert not words or len([word for word in words if not word.startswith("--")]) >= len(least)


def test_each_section_of_the_sheet_has_a_next_step() -> None:
    assert SECTIONS.keys() <= next_steps.STEPS.keys()


def test_the_sheet_tells_what_to_do_about_money_of_nobody(
    cli: Cli, world: facts.World, tmp_path: Any
) -> None:
    told = camt.statement(facts.FACTOR_IBAN, 1, date(2026, 1, 16), 0, (20_000, "NONE", "WHO"),
                          (-4_250, "NONE", "STAMP"))  # fmt: skip
    (tmp_path / "1.xml").write_text(told)
    cli.run("bank", tmp_path / "1.xml", "--user", "tania", *DAY)
    (payment,) = cli.json("cash", "list", "--user", "anna", *DAY)
    words = cli.run("control", "--user", "ugo", *DAY).stdout.split()
    assert f"comptant identify {payment['id']} CONTRACT BUYER" in " ".join(words)
    assert "debit explain" in " ".join(words)
    french = cli.run("control", "--user", "ugo", *DAY, LC_ALL="fr_FR.UTF-8").stdout
    assert "la suite" in french
    assert "puis comptant debit explain" in " ".join(french.split())


def test_the_kinds_that_two_people_decide_are_one_list_and_the_help_names_each(cli: Cli) -> None:
    assert sorted(approvals.KINDS) == sorted(approval.KINDS)
    for language in ("en_GB.UTF-8", "fr_FR.UTF-8"):
        told = cli.run("user", "authority", "--help", LC_ALL=language).stdout
        assert set(approvals.KINDS) <= set(re.findall(r"[a-z_]+", told))
