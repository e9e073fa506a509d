"""Accounts dedicated to collection in clients' names: what stands there, the sweeps to us."""

import click

from comptant.doors import lookup
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, money, say

SWEEP = Subject("sweep", both=Both(
    "Sweeps of the accounts dedicated to collection, in clients' names, to ours.",
    "Nivellements vers nos comptes des comptes dédiés, ouverts au nom des adhérents.")
)  # fmt: skip
ACCOUNTS = ("contract_number", "client_name", "iban", "standing_cents", "came_cents",
            "ordered_cents", "way_cents", "closed_on", "sweep_alert",
            "sweep_missing_cents")  # fmt: skip
SWEEPS = ("id", "contract_number", "iban", "amount_cents", "execute_on", "left_on", "arrived_on",
          "sweep_state", "is_by_the_bank")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(SWEEP)


@verb(
    SWEEP, "order",
    ("Order the transfer to us of all that stands on the dedicated accounts: a pain.001 for each, "
     "in the outbox, for the client's bank.",
     "Ordonner le virement vers nous de tout ce que portent les comptes dédiés : un pain.001 par "
     "compte, dans la boîte d'envoi, pour la banque de l'adhérent."),
    "comptant sweep order",
)  # fmt: skip
@option("--to", "iban", help=("Account of ours that receives, where there are several.",
                              "Notre compte qui reçoit, s'il y en a plusieurs."))  # fmt: skip
def order(sh: Shell, iban: str | None) -> None:
    """Order sweeps."""
    from comptant.operations.banking import sweeps

    with sh.reading() as (see, _, on):
        currencies = {row["currency"] for row in see("read_dedicated", on=on)}
        account = lookup.own_account(see, iban, currencies or None)
    answer = sh.run(sweeps.order_sweeps, to_account_id=account["id"])
    lines = [say(f"{row['file']}: {money(row['amount_cents'], row['currency'])} of "
                 f"{row['contract_number']}, {row['iban']}.",
                 f"{row['file']} : {money(row['amount_cents'], row['currency'])} de "
                 f"{row['contract_number']}, {row['iban']}.")
             for row in answer["sweeps"]]  # fmt: skip
    sh.say(answer, *(lines or [say("Nothing to sweep.", "Rien à niveler.")]))


@verb(
    SWEEP, "cancel",
    ("Give up a sweep that the client's bank will not do: it is there to be ordered again.",
     "Abandonner un nivellement que la banque de l'adhérent ne fera pas : il est à réordonner."),
    "comptant sweep cancel C-1 4711 --reason 'rejected by the bank'",
)  # fmt: skip
@click.argument("contract")
@click.argument("sweep", type=ID)
@option("--reason", required=True, help=("Why.", "Motif."))
def cancel(sh: Shell, contract: str, sweep: int, reason: str) -> None:
    """Give a sweep up."""
    from comptant.operations.banking import sweeps

    answer = sh.run(sweeps.cancel_sweep, contract_id=sh.contract(contract)[0], sweep_id=sweep,
                    reason=reason)  # fmt: skip
    sh.say(answer, say("It is given up. Order it again: comptant sweep order",
                       "Il est abandonné. L'ordonner de nouveau : comptant sweep order")
           )  # fmt: skip


@verb(
    SWEEP, "list",
    ("List the sweeps, the latest first.", "Lister les nivellements, le dernier d'abord."),
    "comptant sweep list C-1",
)  # fmt: skip
@click.argument("contract", required=False)
def list_(sh: Shell, contract: str | None) -> None:
    """List sweeps."""
    with sh.reading() as (see, _, on):
        of = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_sweeps", contract_id=of)
    sh.show(rows, *SWEEPS)


@verb(
    SWEEP, "accounts",
    ("List the dedicated accounts: what stands there, what is under way to us, what is wrong.",
     "Lister les comptes dédiés : ce qu'ils portent, ce qui vient vers nous, ce qui ne va pas."),
    "comptant sweep accounts",
)  # fmt: skip
def accounts(sh: Shell) -> None:
    """List dedicated accounts."""
    from comptant.operations.closing.unheard import judged

    with sh.reading() as (see, _, on):
        rows = judged(see("read_dedicated", on=on), on)
    sh.show(rows, *ACCOUNTS)
