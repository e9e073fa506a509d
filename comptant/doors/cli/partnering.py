"""Who takes a part in a contract: brokers, advisers, insurers, guarantors, accountants' firms."""

import click

from comptant.doors import counterparties, lookup
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT
from comptant.doors.words import Both, say

PARTNER = Subject("partner", both=Both(
    "Companies with a part in a contract, and what they may read.",
    "Les sociétés qui ont un rôle dans un contrat, et ce qu'elles peuvent lire."))  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PARTNER)


@verb(
    PARTNER, "set",
    ("Give a company a part in a contract, or take it back with --remove.\n\n"
     "Parts: broker, adviser, insurer, guarantor, external_accountant. Its people with the role "
     "of that name then read what is theirs of the contract; a client names its adviser and its "
     "external accountant.",
     "Donner à une société un rôle dans un contrat, ou le retirer par --remove.\n\n"
     "Rôles : broker, adviser, insurer, guarantor, external_accountant. Ses personnes ayant le "
     "rôle de ce nom lisent alors ce qui les concerne du contrat ; un client désigne son conseil "
     "et son expert-comptable."),
    "comptant partner set C-1 'CABINET MARTIN' external_accountant --source 'letter of 5 January'",
)  # fmt: skip
@click.argument("contract")
@click.argument("company")
@click.argument("role")
@option("--amount", type=AMOUNT, help=("Up to how much a guarantor stands surety (default: all).",
                                       "Montant cautionné (sinon tout)."))  # fmt: skip
@option("--source", required=True, help=("Who decided.", "Qui l'a décidé."))
@option("--remove", is_flag=True, help=("Take the part back.", "Retirer le rôle."))
def set_(
    sh: Shell, contract: str, company: str, role: str, amount: int | None, source: str, remove: bool
) -> None:
    """Give or take a part."""
    from comptant.operations.registry import partners

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        party_id = counterparties.company(see, company)
    answer = sh.run(
        partners.set_partner, contract_id=found["id"], party_id=party_id, role=role,
        is_granted=not remove, amount_cents=amount, source=source,
    )  # fmt: skip
    sh.say(answer, say("Done.", "Fait."))


@verb(PARTNER, "list", ("List who has a part in a contract.",
                        "Lister qui a un rôle dans un contrat."),
      "comptant partner list C-1")  # fmt: skip
@click.argument("contract")
def list_(sh: Shell, contract: str) -> None:
    """List partners."""
    with sh.reading() as (see, _, on):
        rows = see("read_partners", contract_id=lookup.contract(see, contract, on)["id"])
    sh.show(rows, "company_name", "role", "amount_cents", "source")
