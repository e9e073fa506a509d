"""Repayment plans of over-advances: proposed, followed, ended."""

from datetime import date

import click

from comptant.doors import lookup, plans_simulated, words
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import COUNT, DAY
from comptant.doors.words import Both, say

PLAN = Subject(
    "plan", both=Both("Repayment plans of over-advances.", "Plans d'apurement des dépassements.")
)


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PLAN)


@verb(PLAN, "simulate",
      ("Show how today's over-advance would be repaid in monthly instalments; nothing is kept.",
       "Montrer comment le dépassement du jour serait remboursé en mensualités ; rien n'est gardé."
       ), "comptant plan simulate C-1 --count 6 --first 2026-07-31")  # fmt: skip
@click.argument("contract")
@option("--count", type=COUNT, required=True, help=("How many instalments.",
                                                    "Nombre de mensualités."))  # fmt: skip
@option("--first", "first_on", type=DAY, required=True, help=("Day of the first.",
                                                              "Jour de la première."))  # fmt: skip
def plan_simulate(sh: Shell, contract: str, count: int, first_on: date) -> None:
    """Simulate a plan."""
    from comptant.doors.minor_units import plain

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    with sh.writing(is_look=True) as (conn, asked):
        rows = plans_simulated.simulated(conn, asked, found, count, first_on)
    shown = [{**row, "plan_left_cents": row["left_cents"]} for row in rows]
    sh.show(shown, *plans_simulated.COLUMNS)
    if not sh.is_json:
        told = " ".join(f"{row['due_on']}={plain(row['instalment_cents'], found['currency'])}"
                        for row in rows)  # fmt: skip
        click.echo(say(f"To propose it: comptant plan propose {contract} {told}",
                       f"Pour le proposer : comptant plan propose {contract} {told}"))  # fmt: skip


@verb(PLAN, "propose", ("Propose that the client repays today's over-advance by instalments.",
                        "Proposer que l'adhérent rembourse son dépassement par échéances."),
      "comptant plan propose C-1 2026-03-31=5000.00 2026-04-30=5800.00")  # fmt: skip
@click.argument("contract")
@click.argument("instalments", nargs=-1, required=True, metavar="DATE=AMOUNT...")
def plan_propose(sh: Shell, contract: str, instalments: tuple[str, ...]) -> None:
    """Propose a plan."""
    from comptant.operations.drawing.over_advance import propose_plan

    wanted = lookup.amounts(instalments, lambda text: DAY.convert(text, None, None).isoformat())
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    answer = sh.run(propose_plan, contract_id=found["id"], instalments=wanted)
    sh.say(answer, waits(answer["approval_id"]))


@verb(PLAN, "end",
      ("Propose that a plan ends though something of it is left: it is owed at once.",
       "Proposer de clore un plan dont il reste à payer : le reste est dû aussitôt."),
      "comptant plan end C-1 --reason 'the second instalment was missed'")  # fmt: skip
@click.argument("contract")
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def plan_end(sh: Shell, contract: str, reason: str) -> None:
    """End a plan."""
    from comptant.operations.drawing.over_advance import propose_plan_end

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    answer = sh.run(propose_plan_end, contract_id=found["id"], reason=reason)
    left = words.money(answer["left_cents"], answer["currency"])
    sh.say(answer, say(f"{left} of the plan is left.", f"Il reste {left} du plan."),
           waits(answer["approval_id"]))  # fmt: skip


@verb(PLAN, "list", ("Follow the plans: due, paid, taken by the guarantee, late.",
                     "Suivre les plans : échu, payé, pris par la garantie, en retard."),
      "comptant plan list C-1")  # fmt: skip
@click.argument("contract", required=False)
def plan_list(sh: Shell, contract: str | None) -> None:
    """Follow the plans."""
    from comptant.operations.drawing.over_advance import owed_now, plans

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_instalments", contract_id=contract_id, on=on)
        numbers = {row["id"]: row["number"] for row in see("read_contracts", number=None, on=on)}
    with sh.writing(is_look=True) as (conn, asked):
        owed = owed_now(conn, asked, [row["contract_id"] for row in rows])
    rows = plans(rows, owed)
    rows = [{**row, "contract_number": numbers[row["contract_id"]]} for row in rows]
    sh.show(rows, "contract_number", "due_on", "instalment_cents", "instalment_paid_cents",
            "instalment_guaranteed_cents", "instalment_late_cents")  # fmt: skip
