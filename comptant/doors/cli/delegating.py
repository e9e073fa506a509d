"""The draws of a contract in the hands of its accountant: given by two people, taken back at
once."""

from datetime import date

import click

from comptant.doors import lookup
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY, ID
from comptant.doors.words import Both, say

DELEGATION = Subject("delegation", both=Both(
    "Draws by the accountant of a client, within a limit and until a day.",
    "Les tirages par l'expert-comptable d'un client, dans une limite et jusqu'à un jour.")
)  # fmt: skip
COLUMNS = ("approval_id", "contract_number", "login", "company_name", "draw_limit_cents", "from_on",
           "until_on", "delegation_state", "proposed_by")  # fmt: skip
DRAWS = ("order_id", "contract_number", "client_name", "login", "company_name", "amount_cents",
         "draw_limit_cents", "asked_at")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(DELEGATION)


@verb(
    DELEGATION, "give",
    ("Let a person of the firm that keeps the books draw for your company: each draw up to an "
     "amount, until a day.\n\nIt counts when another owner of the company agrees, or the factor.",
     "Laisser une personne du cabinet qui tient les comptes tirer pour votre société : chaque "
     "tirage dans une limite, jusqu'à un jour.\n\nLa délégation vaut dès qu'un autre dirigeant de "
     "la société l'approuve, ou le factor."),
    "comptant delegation give C-1 eve --up-to 5000.00 --until 2026-06-30",
)  # fmt: skip
@click.argument("contract")
@click.argument("name")
@option("--up-to", "limit", type=AMOUNT, required=True,
        help=("At most, each draw.", "Au plus, par tirage."))  # fmt: skip
@option("--from", "from_on", type=DAY, help=("First day (default: today).",
                                             "Premier jour (sinon aujourd'hui)."))  # fmt: skip
@option("--until", "until_on", type=DAY, required=True, help=("Last day.", "Dernier jour."))
def give(
    sh: Shell, contract: str, name: str, limit: int, from_on: date | None, until_on: date
) -> None:
    """Delegate."""
    from comptant.operations.registry import delegations

    answer = sh.run(delegations.delegate_draws, contract_id=sh.contract(contract)[0], login=name,
                    draw_limit_cents=limit, from_on=from_on, until_on=until_on)  # fmt: skip
    sh.say(answer, say(
        f"Another owner of the company answers: comptant delegation answer {answer['approval_id']}",
        "Un autre dirigeant de la société y répond : comptant delegation answer "
        f"{answer['approval_id']}"), waits(answer["approval_id"]))  # fmt: skip


@verb(
    DELEGATION, "answer",
    ("Approve what another owner of your company proposed, or refuse it with --refuse.",
     "Approuver ce qu'un autre dirigeant de votre société propose, ou le refuser par --refuse."),
    "comptant delegation answer 12",
)  # fmt: skip
@click.argument("approval", type=ID)
@option("--refuse", is_flag=True, help=("Refuse.", "Refuser."))
@option("--reason", default="", help=("Why.", "Pourquoi."))
def answer_(sh: Shell, approval: int, refuse: bool, reason: str) -> None:
    """Answer."""
    from comptant.operations.registry import delegations

    answer = sh.run(delegations.answer_delegation, approval_id=approval, approve=not refuse,
                    reason=reason)  # fmt: skip
    sh.say(answer, say("Refused.", "Refusé.") if refuse else say("Approved.", "Approuvé."))


@verb(
    DELEGATION, "revoke",
    ("Take the draws of a contract back from a person, at once.",
     "Retirer aussitôt les tirages d'un contrat à une personne."),
    "comptant delegation revoke C-1 eve",
)  # fmt: skip
@click.argument("contract")
@click.argument("name")
def revoke(sh: Shell, contract: str, name: str) -> None:
    """Revoke."""
    from comptant.operations.registry import delegations

    answer = sh.run(delegations.revoke_delegation, contract_id=sh.contract(contract)[0], login=name)
    sh.say(answer, say(f"{answer['login']} draws no more.", f"{answer['login']} ne tire plus."))


@verb(
    DELEGATION, "list",
    ("List the delegations of a contract, or with --draws what was drawn under them.",
     "Lister les délégations d'un contrat, ou par --draws les tirages faits."),
    "comptant delegation list C-1", "comptant delegation list C-1 --draws",
)  # fmt: skip
@click.argument("contract")
@option("--draws", is_flag=True, help=("What was drawn.", "Les tirages."))
def list_(sh: Shell, contract: str, draws: bool) -> None:
    """List delegations."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)["id"]
        if draws:
            rows = see("read_delegated_draws", contract_id=found)
        else:
            rows = see("read_delegations", contract_id=found, login=None, on=on)
    sh.show(rows, *(DRAWS if draws else COLUMNS))
