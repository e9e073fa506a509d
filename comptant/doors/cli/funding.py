"""Money out: what is available and why, draws, releases, payment files."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from comptant.doors import lookup, orders_told, words
from comptant.doors.cli import files_out, many
from comptant.doors.cli.ceilings import answer as answer_approval
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY, ID, word
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.store.access import See

TOP = Subject("funding", both=Both("", ""))
ORDER = Subject("order", both=Both("Payment orders.", "Les ordres de paiement."))
ORDER_COLUMNS = ("id", "contract_number", "purpose", "amount_cents", "holder", "iban", "step",
                 "promised_at")  # fmt: skip
# Of what gives money back: who had paid it, from which account, and why it goes so.
ORIGIN_COLUMNS = ("payer_name", "payer_iban", "order_reason")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (*TOP.commands.values(), ORDER):
        root.add_command(command)


@verb(TOP, "draw", ("Ask for money, within what is available; no amount: all of it.\n\n"
                    "--all asks on every contract; --many on those of a list (CSV: contract; "
                    "amount, or nothing for all of it). What would be asked for is shown first.",
                    "Demander un financement, dans le disponible ; sans montant : tout.\n\n"
                    "--all demande sur tous les contrats ; --many sur ceux d'une liste (CSV : "
                    "contrat ; montant, ou rien pour tout). Le résultat est montré d'abord."),
      "comptant draw C-1 18000.00", "comptant draw --many draws.csv")  # fmt: skip
@click.argument("contract", required=False)
@click.argument("amount", type=AMOUNT, required=False)
@option("--to", "iban", help=("Account to pay (IBAN), when there are several.",
                              "Compte à payer (IBAN), s'il y en a plusieurs."))  # fmt: skip
@option("--many", "file", type=Path, help=("A list of contracts and amounts.",
                                           "Une liste de contrats et de montants."))  # fmt: skip
@option("--all", "is_all", is_flag=True, help=("On every contract.", "Sur tous les contrats."))
@option("--yes", "is_sure", is_flag=True, help=("Without asking.", "Sans confirmation."))
@click.pass_context
def draw(
    ctx: click.Context, sh: Shell, contract: str | None, amount: int | None, iban: str | None,
    file: Path | None, is_all: bool, is_sure: bool,
) -> None:  # fmt: skip
    """Ask for money."""
    from comptant.operations.drawing import payments

    if bool(contract) + bool(file) + is_all != 1 or (iban and not contract):
        raise click.UsageError(say("Say a contract, or --many FILE, or --all.",
                                   "Donnez un contrat, ou --many FICHIER, ou --all."))  # fmt: skip
    if contract is None:
        many.draw_many(sh, ctx, file, is_sure)
        return
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        payee_id = lookup.payee(see, found["client_id"], iban)["id"] if iban else None
    answer = sh.run(payments.draw, contract_id=found["id"], amount_cents=amount,
                    payee_account_id=payee_id)  # fmt: skip
    total = words.money(answer["amount_cents"], answer["currency"])
    sh.say(answer,
           say(f"Order {answer['order_id']}: {total} to {answer['holder']} {answer['iban']}",
               f"Ordre {answer['order_id']} : {total} à {answer['holder']} {answer['iban']}"),
           say(f"It waits for its release: comptant release {answer['order_id']}",
               f"Il attend sa libération : comptant release {answer['order_id']}"))  # fmt: skip


@verb(TOP, "release", ("Release payment orders that another person prepared.\n\n"
                       "--all: all that wait, within your authority; they are shown first.",
                       "Libérer des ordres de paiement préparés par une autre personne.\n\n"
                       "--all : tous ceux qui attendent, selon votre habilitation ; ils sont "
                       "montrés d'abord."),
      "comptant release 1201", "comptant release --all")  # fmt: skip
@click.argument("orders", type=ID, nargs=-1)
@option("--all", "is_all", is_flag=True, help=("All that wait.", "Tous ceux qui attendent."))
@option("--yes", "is_sure", is_flag=True, help=("Without asking.", "Sans confirmation."))
def release(sh: Shell, orders: tuple[int, ...], is_all: bool, is_sure: bool) -> None:
    """Approve the release of orders."""
    from comptant.operations.acts.act import Refused

    if bool(orders) == is_all:
        raise click.UsageError(say("Say orders, or --all.", "Donnez des ordres, ou --all."))
    if is_all or len(orders) > 1:
        many.release_many(sh, orders, is_sure)
        return
    with sh.reading() as (see, user, _):
        if not user.is_factor:
            raise Refused("not_your_right", operation="release", login=user.login)
        lookup.order(see, orders[0])
        waiting = see("read_approvals", kind="payment_order", subject_id=orders[0])
    if not waiting:
        raise Refused("step_taken", order_id=orders[0], step="RELEASED")
    answer_approval(sh, waiting[0]["id"], True, "")


@verb(TOP, "orders", ("List payment orders and where each stands.",
                      "Lister les ordres de paiement et leur état."),
      "comptant orders C-1")  # fmt: skip
@click.argument("contract", required=False)
@option("--step", type=word(("PREPARED", "CANCELLED", "RELEASED", "REFUSED", "SENT", "UNSENT",
                             "EXECUTED", "REJECTED", "RETURNED", "REDEBITED", "RECREDITED")),
        help=("Only these.", "Ceux-là seulement."))  # fmt: skip
def orders(sh: Shell, contract: str | None, step: str | None) -> None:
    """List orders."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_orders", contract_id=contract_id, id=None)
    rows = [row for row in rows if step in (None, row["step"])]
    gives_back = any(row["payer_name"] is not None for row in rows)
    sh.show(rows, *ORDER_COLUMNS, *(ORIGIN_COLUMNS if gives_back else ()))


@verb(ORDER, "cancel", ("Take back a draw that nobody has released yet: the money is available "
                        "again at once.",
                        "Annuler un tirage que personne n'a encore libéré : la somme est de "
                        "nouveau disponible aussitôt."),
      "comptant order cancel 1201")  # fmt: skip
@click.argument("order", type=ID)
def cancel(sh: Shell, order: int) -> None:
    """Cancel a draw."""
    from comptant.operations.drawing.payments import cancel_draw

    with sh.reading() as (see, _, _on):
        found = lookup.order(see, order)
    answer = sh.run(cancel_draw, contract_id=found["contract_id"], order_id=order)
    total = words.money(answer["amount_cents"], answer["currency"])
    sh.say(answer, say(f"Order {order} is cancelled: {total} may be asked for again.",
                       f"L'ordre {order} est annulé : {total} peuvent être demandés à nouveau.")
    )  # fmt: skip


@verb(ORDER, "settle", ("Say by hand what became of an order: rejected or returned.\n\n"
                        "One that was sent to the bank may still be paid: another person "
                        "approves first.",
                        "Dire à la main ce qu'est devenu un ordre : rejected ou returned.\n\n"
                        "Envoyé à la banque, il peut encore être payé : une autre personne "
                        "approuve d'abord."),
      "comptant order settle 1201 rejected --reason AC04")  # fmt: skip
@click.argument("order", type=ID)
@click.argument("outcome", type=word(("REJECTED", "RETURNED")))
@option("--reason", required=True, help=("The bank's reason.", "Le motif de la banque."))
@option("--value", "value_on", type=DAY, help=("Value date (default: today).",
                                               "Date de valeur (sinon aujourd'hui)."))  # fmt: skip
def settle(sh: Shell, order: int, outcome: str, reason: str, value_on: date | None) -> None:
    """Settle an order."""
    from comptant.operations.paying import outcomes

    with sh.reading() as (see, _, _on):
        contract_id = lookup.order(see, order)["contract_id"]
    answer = sh.run(outcomes.settle_order, contract_id=contract_id, order_id=order,
                    outcome=outcome, value_on=value_on, reason=reason)  # fmt: skip
    state = words.word("step", outcome)
    if answer["approval_id"]:
        sh.say(answer, waits(answer["approval_id"]))
        return
    sh.say(answer, say(f"Order {order}: {state}.", f"Ordre {order} : {state}."))


@verb(TOP, "payout", ("Put released orders in one payment file (pain.001) and write it here.",
                      "Mettre les ordres libérés dans un fichier de virements (pain.001)."),
      "comptant payout --out january.xml")  # fmt: skip
@option("--account", help=("Our account that pays (IBAN), when there are several.",
                           "Notre compte payeur (IBAN), s'il y en a plusieurs."))  # fmt: skip
@files_out.OUT
@option("--execute", "execute_on", type=DAY, help=("Day of execution (default: today).",
                                                   "Jour d'exécution (sinon aujourd'hui).")
)  # fmt: skip
@files_out.FORCE
def payout(
    sh: Shell, account: str | None, out: Path | None, execute_on: date | None, is_forced: bool
) -> None:
    """Make and write a payment file."""
    from comptant.operations.paying import payout as sending

    with sh.reading() as (see, _, _on):
        waiting = see("read_orders_not_sent")
        payable = {row["currency"] for row in waiting if row["state"] == "RELEASED"}
        if not payable and account is None and _may_choose(see):
            answer = {"key": sh.key, "orders": [], "count": 0, "total_cents": 0, "left_out": [],
                      "currency": None, "waiting": waiting}  # fmt: skip
            sh.say(answer, _nothing_to_pay(None), *orders_told.not_sent(waiting, None))
            return
        account_id = lookup.own_account(see, account, payable or None)["id"]
    answer = sh.run(sending.payout, own_account_id=account_id, execute_on=execute_on)
    left_out = [_left_out(each["order_id"], words.word("left_out", each["reason"]))
                for each in answer["left_out"]]  # fmt: skip
    if not answer["count"]:
        why = orders_told.not_sent(answer["waiting"], answer["currency"])
        files = _made_before(sh)
        sh.say({**answer, "files": files}, _nothing_to_pay(answer["currency"]), *why, *left_out,
               *(_have_again(each) for each in files))  # fmt: skip
        return
    path = files_out.write_made(sh, out, answer["file"], answer["digest"], is_forced=is_forced)
    total = words.money(answer["total_cents"])
    sh.say({**answer, "path": str(path)},
           say(f"{path}: payments {answer['count']}, total {total}",
               f"{path} : virements {answer['count']}, total {total}"), *left_out)  # fmt: skip


def _left_out(order_id: int, why: str) -> str:
    return say(
        f"Order {order_id} was left out: {why}.", f"Ordre {order_id} laissé de côté : {why}."
    )


def _may_choose(see: "See") -> bool:
    """Whether several accounts could pay, and this is no second call for the answer of a first."""
    source = click.get_current_context().get_parameter_source("key")
    return len(see("read_own_accounts")) > 1 and source is not ParameterSource.COMMANDLINE


def _nothing_to_pay(currency: str | None) -> str:
    of = f" ({currency})" if currency else ""
    return say(f"No order to pay{of}.", f"Aucun ordre à payer{of}.")


def _made_before(sh: Shell) -> list[dict[str, Any]]:
    """The payment files of which the bank has executed nothing yet, and nobody has said more."""
    with sh.reading() as (see, _, _on):
        return [{"outbox_id": row["id"], "file": row["name"]} for row in see("read_outbox")
                if row["outbox_kind"] == "payment_file"]  # fmt: skip


def _have_again(file: dict[str, Any]) -> str:
    return say(f"{file['file']} was made before and is not executed. To have it again: comptant "
               f"outbox write {file['outbox_id']}",
               f"{file['file']} a été fait auparavant et n'est pas exécuté. Pour l'avoir à "
               f"nouveau : comptant outbox write {file['outbox_id']}")  # fmt: skip
