"""Programmes of buyers: their suppliers, and what runs."""

from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup, tables
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, day, money, say

if TYPE_CHECKING:
    from comptant.store.access import See

PROGRAMME = Subject("programme", both=Both(
    "A buyer's programme: its suppliers may be paid early on what it has approved.",
    "Le programme d'un acheteur : ses fournisseurs peuvent être payés d'avance sur ce qu'il a "
    "validé."))  # fmt: skip
SUPPLIERS = ("supplier_name", "siren", "supplier_step")
OFFERED = ("contract_number", "buyer_name", "supplier_step")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PROGRAMME)


@verb(
    PROGRAMME, "invite",
    ("Invite a supplier of the buyer to its programme; --end: its part is over, what is approved "
     "is paid all the same.\n\n"
     "The contract is the buyer's, with a line: comptant contract amend P-1 --term "
     "payables_line_cents=300000.00.",
     "Inviter un fournisseur de l'acheteur dans son programme ; --end : sa participation cesse, ce "
     "qui est validé est payé quand même.\n\n"
     "Le contrat est celui de l'acheteur, avec un plafond : comptant contract amend P-1 --term "
     "payables_line_cents=300000.00."),
    "comptant programme invite P-1 572015246 --name 'GAMMA SA' --source 'letter of the buyer'",
)  # fmt: skip
@click.argument("contract")
@click.argument("supplier")
@option("--name", help=("Its name, where the factor does not know it yet.",
                        "Son nom, si le factor ne le connaît pas encore."))  # fmt: skip
@option("--source", required=True, help=("On whose word.", "Sur la parole de qui."))
@option("--end", "is_ended", is_flag=True, help=("Its part is over.", "Sa participation cesse."))
def invite(
    sh: Shell, contract: str, supplier: str, name: str | None, source: str, is_ended: bool
) -> None:
    """Invite a supplier."""
    from comptant.operations.assigning.programmes import invite_supplier

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
    answer = sh.run(invite_supplier, contract_id=contract_id, supplier_number=supplier,
                    supplier_name=name, is_invited=not is_ended, source=source)  # fmt: skip
    told = (say("Its part is over; what is approved is paid when due.",
                "Sa participation cesse ; ce qui est validé est payé à l'échéance.")
            if is_ended else
            say(f"Invited. It joins: comptant programme join {contract}",
                f"Invité. Il rejoint : comptant programme join {contract}"))  # fmt: skip
    sh.say(answer, told)


@verb(
    PROGRAMME, "join",
    ("Join a programme as a supplier: from then on ask to be paid early for what the buyer has "
     "approved, or --automatic: be paid each time at once.\n\n"
     "Nothing but the discount shown is ever taken; the buyer's default is not yours. Say it again "
     "to change the choice.",
     "Rejoindre un programme comme fournisseur : demander dès lors d'être payé d'avance de ce que "
     "l'acheteur a validé, ou --automatic : l'être chaque fois aussitôt.\n\n"
     "Rien d'autre que l'escompte montré n'est jamais pris ; le défaut de l'acheteur n'est pas le "
     "vôtre. À redire pour changer de choix."),
    "comptant programme join P-1 --consent 'general terms of 1 January 2026'",
)  # fmt: skip
@click.argument("contract")
@option("--supplier", help=("For whom, when the factor says it.",
                            "Pour qui, quand le factor le dit."))  # fmt: skip
@option("--automatic", "is_automatic", is_flag=True,
        help=("Be paid early without asking.", "Être payé d'avance sans demander."))  # fmt: skip
@option("--consent", required=True,
        help=("What is accepted: paper, terms.", "Ce qui est accepté : acte, conditions.")
        )  # fmt: skip
def join(sh: Shell, contract: str, supplier: str | None, is_automatic: bool, consent: str) -> None:
    """Join a programme."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.assigning.programmes import join_programme

    with sh.reading() as (see, user, on):
        if user.is_factor:
            if not supplier:
                raise click.UsageError(say("Say the supplier: --supplier.",
                                           "Donnez le fournisseur : --supplier."))  # fmt: skip
            programme_id = lookup.contract(see, contract, on)["id"]
            supplier_id = _supplier(see, programme_id, supplier)
        else:
            rows = [row for row in see("read_offered_programmes")
                    if contract in (row["contract_number"], str(row["id"]))]  # fmt: skip
            if not rows:
                raise Refused("programme_not_offered", number=contract)
            programme_id, supplier_id = rows[0]["id"], rows[0]["supplier_id"]
    answer = sh.run(join_programme, programme_id=programme_id, supplier_id=supplier_id,
                    is_automatic=is_automatic, consent=consent)  # fmt: skip
    sh.say(answer, say("Joined. See what is approved: comptant payable list",
                       "Rejoint. Voyez ce qui est validé : comptant payable list"))  # fmt: skip


@verb(PROGRAMME, "show",
      ("Show what runs in a programme: its line, what is used, what comes next, its suppliers.",
       "Montrer ce qui court dans un programme : plafond, utilisé, à venir, fournisseurs."),
      "comptant programme show P-1")  # fmt: skip
@click.argument("contract")
def show(sh: Shell, contract: str) -> None:
    """Show a programme."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        (runs,) = see("read_programme", contract_id=contract_id, on=on)
        suppliers = see("read_programme_suppliers", contract_id=contract_id)
    if sh.is_json:
        sh.say({**runs, "suppliers": suppliers})
        return
    currency = runs["currency"] or "EUR"
    line, used, early, waits = (
        money(runs[name] or 0, currency)
        for name in ("payables_line_cents", "payables_used_cents", "early_open_cents",
                     "to_approve_cents")
    )  # fmt: skip
    sh.say(None, say(f"Line {line}: {used} approved and not paid yet, of which {early} paid early.",
                     f"Plafond {line} : {used} validés et pas encore payés, dont {early} payés "
                     "d'avance."),
           say(f"To approve: {waits}.", f"À valider : {waits}."))  # fmt: skip
    if runs["next_due_on"]:
        due = day(runs["next_due_on"])
        sh.say(None, say(f"Next due date: {due}.", f"Prochaine échéance : {due}."))
    if runs["overdue_cents"]:
        late = money(runs["overdue_cents"], currency)
        sh.say(None, say(f"Overdue: {late}.", f"Échu : {late}."))
    tables.show(suppliers, SUPPLIERS, say("Suppliers", "Fournisseurs"))


@verb(PROGRAMME, "list",
      ("List the programmes to which your company is invited as a supplier.",
       "Lister les programmes où votre société est invitée comme fournisseur."),
      "comptant programme list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List programmes of a supplier."""
    with sh.reading() as (see, _, _on):
        rows = see("read_offered_programmes")
    sh.show(rows, *OFFERED)


def _supplier(see: "See", contract_id: int, text: str) -> Any:
    """A supplier's party: of the programme, or any that the reader may name."""
    for row in see("read_programme_suppliers", contract_id=contract_id):
        if text in (row["siren"], row["supplier_name"], str(row["id"])):
            return row["id"]
    return lookup.party(see, text)["id"]
