"""Payables: sent and approved by the buyer, asked for early by the supplier, paid when due."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from comptant.doors import lookup, tables, words
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.failures import FILE, REFUSED
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.payables_meant import meant, suppliers
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, day, money, percent, say

Row = dict[str, Any]
PAYABLE = Subject("payable", both=Both(
    "What a buyer owes its suppliers: approved for good, paid early or when due.",
    "Ce qu'un acheteur doit à ses fournisseurs : validé pour de bon, payé d'avance ou à "
    "l'échéance."))  # fmt: skip
SHOWN = ("invoice_number", "supplier_name", "issued_on", "due_on", "amount_cents", "open_cents",
         "payable_state")  # fmt: skip
OFFERED = ("contract_number", "buyer_name", "invoice_number", "due_on", "amount_cents",
           "discount_cents", "payable_state")  # fmt: skip
FOR_GOOD = Both(
    "An approval cannot be undone: the buyer owes each payable on its due date, whatever it may "
    "have against the invoice later.",
    "Une validation est irrévocable : l'acheteur doit chaque dette à son échéance, quoi qu'il "
    "reproche ensuite à la facture.",
)


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PAYABLE)


@verb(
    PAYABLE, "send",
    ("Send the invoices that a buyer owes to suppliers of its programme; nobody counts on them "
     "before they are approved.\n\n"
     "A list (CSV: supplier SIREN, invoice, invoice date, due date, amount), or the suppliers' "
     "e-invoices.",
     "Transmettre les factures qu'un acheteur doit à des fournisseurs de son programme ; personne "
     "n'y compte avant leur validation.\n\n"
     "Une liste (CSV : siren fournisseur, facture, date facture, échéance, montant TTC), ou les "
     "factures électroniques des fournisseurs."),
    "comptant payable send P-1 payables.csv",
)  # fmt: skip
@click.argument("contract")
@click.argument("file", type=Path)
@click.pass_context
def send(ctx: click.Context, sh: Shell, contract: str, file: Path) -> None:
    """Send payables."""
    from comptant.doors.bounds import framed
    from comptant.formats.payable_lists import read_payables
    from comptant.operations.assigning.payables import send_payables
    from comptant.rules.payables import SENT_PAYABLES

    with opened(file) as stream:
        read = read_payables(file.name, stream.read())
    if read.faults:
        rows = [fault_row(fault) for fault in read.faults]
        if sh.is_json:
            sh.say({"count": 0, "faults": rows})
        else:
            tell_faults(rows)
            tables.complain(say("Nothing was sent.", "Rien n'a été transmis."))
        ctx.exit(FILE)
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
    answer = sh.run(send_payables, contract_id=contract_id,
                    payables=framed(SENT_PAYABLES, read.rows))  # fmt: skip
    total = money(answer["total_cents"], answer["currency"])
    sh.say(answer, say(f"Sent: {answer['count']}, {total}. To approve them: comptant payable "
                       f"approve {contract} --all",
                       f"Transmises : {answer['count']}, {total}. Pour les valider : comptant "
                       f"payable approve {contract} --all"))  # fmt: skip
    _tell_refused(ctx, sh, answer)


@verb(
    PAYABLE, "approve",
    ("Approve payables, in bulk. " + FOR_GOOD.english + "\n\n"
     "What would be approved is shown first, and asked for; --yes: without asking.",
     "Valider des dettes, en masse. " + FOR_GOOD.french + "\n\n"
     "Ce qui serait validé est montré d'abord, et demandé ; --yes : sans demander."),
    "comptant payable approve P-1 --all", "comptant payable approve P-1 FG-1 FG-2 --yes",
)  # fmt: skip
@click.argument("contract")
@click.argument("numbers", nargs=-1)
@option("--all", "is_all", is_flag=True, help=("All that wait.", "Toutes celles qui attendent."))
@option("--yes", "is_sure", is_flag=True, help=("Without asking.", "Sans confirmation."))
@click.pass_context
def approve(
    ctx: click.Context, sh: Shell, contract: str, numbers: tuple[str, ...], is_all: bool,
    is_sure: bool,
) -> None:  # fmt: skip
    """Approve payables."""
    from comptant.operations.assigning.payables import approve_payables

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        rows = see("read_payables", contract_id=contract_id)
        ids = meant(rows, numbers, is_all, "UPLOADED")
    told = {"contract_id": contract_id, "payable_ids": ids}

    def ask(seen: Row) -> str:
        total = money(seen["total_cents"], seen["currency"])
        whose = suppliers(rows, seen["payable_ids"])
        return say(f"Approve {seen['count']} payables of {whose}, {total}? {FOR_GOOD.said()}",
                   f"Valider {seen['count']} dettes envers {whose}, {total} ? {FOR_GOOD.said()}"
                   )  # fmt: skip

    _confirm(sh, approve_payables, told, is_sure, ask)
    answer = sh.run(approve_payables, **told)
    total = money(answer["total_cents"], answer["currency"])
    lines = [say(f"Approved for good: {answer['count']}, {total}.",
                 f"Validées définitivement : {answer['count']}, {total}.")]  # fmt: skip
    if answer["early"]:
        count = len(answer["early"])
        lines.append(say(f"Early payments ordered for suppliers who want them: {count}.",
                         f"Paiements anticipés ordonnés pour les fournisseurs qui les veulent : "
                         f"{count}."))  # fmt: skip
    sh.say(answer, *lines)
    _tell_refused(ctx, sh, answer)


@verb(
    PAYABLE, "cancel",
    ("Take payables back that were sent by mistake, before they are approved.",
     "Reprendre des dettes transmises par erreur, avant leur validation."),
    "comptant payable cancel P-1 FG-3 --reason 'sent twice'",
)  # fmt: skip
@click.argument("contract")
@click.argument("numbers", nargs=-1, required=True)
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def cancel(sh: Shell, contract: str, numbers: tuple[str, ...], reason: str) -> None:
    """Cancel payables."""
    from comptant.operations.assigning.payables import cancel_payables

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        ids = meant(see("read_payables", contract_id=contract_id), numbers, False, "UPLOADED")
    answer = sh.run(cancel_payables, contract_id=contract_id, payable_ids=ids, reason=reason)
    sh.say(answer, say(f"Cancelled: {answer['count']}. They may be sent again.",
                       f"Annulées : {answer['count']}. Elles peuvent être transmises à nouveau.")
           )  # fmt: skip


@verb(
    PAYABLE, "early",
    ("Ask to be paid now for what the buyer has approved. The price is shown first, and asked for; "
     "--yes: without asking. Nothing else is ever taken.",
     "Demander à être payé maintenant de ce que l'acheteur a validé. Le prix est montré d'abord, "
     "et demandé ; --yes : sans demander. Rien d'autre n'est jamais pris."),
    "comptant payable early FG-1", "comptant payable early --all --yes",
)  # fmt: skip
@click.argument("numbers", nargs=-1)
@option("--all", "is_all", is_flag=True, help=("All that are approved.",
                                               "Toutes celles qui sont validées."))  # fmt: skip
@option("--yes", "is_sure", is_flag=True, help=("Without asking.", "Sans confirmation."))
def early(sh: Shell, numbers: tuple[str, ...], is_all: bool, is_sure: bool) -> None:
    """Ask for early payment."""
    from comptant.operations.assigning.early_payments import ask_early

    with sh.reading() as (see, user, _):
        rows = see("read_payables", contract_id=None) if user.is_factor else see("read_offered")
        ids = meant(rows, numbers, is_all, "APPROVED")
    told = {"payable_ids": ids}
    _confirm(sh, ask_early, told, is_sure, lambda seen: _priced(
        seen, say("Ask for it?", "Le demander ?")))  # fmt: skip
    answer = sh.run(ask_early, **told)
    sh.say(answer, _priced(answer, say("Asked for: it waits for the factor's release.",
                                       "Demandé : le factor doit le libérer.")))  # fmt: skip


def _priced(seen: Row, end: str) -> str:
    """The price of early payment, in one sentence."""
    gross, discount, net = (money(seen[name], seen["currency"]) for name in
                            ("amount_cents", "discount_cents", "early_net_cents"))  # fmt: skip
    rate, on = percent(seen["rate_ppm"]), day(date.fromisoformat(seen["early_on"]))
    return say(f"{gross} less {discount} of discount ({rate} a year): {net} paid on {on}. {end}",
               f"{gross} moins {discount} d'escompte ({rate} par an) : {net} versés le {on}. {end}"
               )  # fmt: skip


@verb(PAYABLE, "settle",
      ("Use the buyer's money that waits for its payables that are due, as the close of day does.",
       "Employer l'argent de l'acheteur qui attend pour ses dettes échues, comme l'arrêté."),
      "comptant payable settle P-1")  # fmt: skip
@click.argument("contract")
def settle(sh: Shell, contract: str) -> None:
    """Settle payables."""
    from comptant.operations.collection.payables_due import settle_payables

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
    answer = sh.run(settle_payables, contract_id=contract_id)
    paid, rebate = (money(answer[name], answer["currency"])
                    for name in ("paid_cents", "rebate_cents"))  # fmt: skip
    count = len(answer["orders"])
    sh.say(answer, say(f"{paid} paid; rebate to the buyer: {rebate}; orders to suppliers to "
                       f"release: {count}.",
                       f"{paid} payés ; ristourne à l'acheteur : {rebate} ; ordres aux "
                       f"fournisseurs à libérer : {count}."))  # fmt: skip


@verb(PAYABLE, "back",
      ("Say that money should not have paid the payables: it waits again, and they are owed "
       "again.\n\nWhere suppliers were paid with it, another person approves it first.",
       "Dire qu'un règlement n'aurait pas dû payer les dettes : il attend de nouveau, et elles "
       "sont de nouveau dues.\n\n"
       "S'il a servi à payer des fournisseurs, une autre personne l'approuve d'abord."),
      "comptant payable back P-1 1207 --reason 'of another company'")  # fmt: skip
@click.argument("contract")
@click.argument("payment", type=ID)
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def back(sh: Shell, contract: str, payment: int, reason: str) -> None:
    """Take a settlement back."""
    from comptant.operations.collection.payables_back import take_back_payables

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    answer = sh.run(take_back_payables, contract_id=found["id"], payment_id=payment, reason=reason)
    if answer.get("approval_id"):
        ours = money(answer["amount_cents"], found["currency"])
        sh.say(answer, say(f"Suppliers were paid with it: {ours} would become ours.",
                           f"Il a servi à payer des fournisseurs : {ours} seraient à notre compte."
                           ), waits(answer["approval_id"]))  # fmt: skip
        return
    cents = money(answer["freed_cents"], found["currency"])
    sh.say(answer, say(f"{cents} wait again: say what they are before the next close, which uses "
                       "what still waits.",
                       f"{cents} attendent de nouveau : dites ce que c'est avant le prochain "
                       "arrêté, qui emploie ce qui attend."),
           *(words.refusal("payable_held", {"invoice_number": number})
             for number in answer["sold_numbers"]))  # fmt: skip


@verb(PAYABLE, "list",
      ("List the payables of a programme, or of all; a supplier sees its own, once approved.",
       "Lister les dettes d'un programme, ou de tous ; un fournisseur voit les siennes, une fois "
       "validées."),
      "comptant payable list P-1")  # fmt: skip
@click.argument("contract", required=False)
def list_(sh: Shell, contract: str | None) -> None:
    """List payables."""
    from comptant.operations.acts.roles import CLIENT_ROLES

    with sh.reading() as (see, user, on):
        if user.is_factor or user.roles & CLIENT_ROLES:
            contract_id = lookup.contract(see, contract, on)["id"] if contract else None
            rows = see("read_payables", contract_id=contract_id)
            columns = SHOWN if contract else ("contract_number", *SHOWN)
        else:
            rows, columns = see("read_offered"), OFFERED
    sh.show(rows, *columns)


def _confirm(
    sh: Shell, operation: Callable[..., Row], told: Row, is_sure: bool, ask: Callable[[Row], str]
) -> None:  # fmt: skip
    """Show what an act would do, and ask, unless one is sure."""
    from comptant.operations.drawing.preview import preview

    if is_sure:
        return
    with sh.writing(is_look=True) as (conn, asked):
        seen = preview(conn, asked, operation, **told)["answer"]
    if not click.confirm(ask(seen), err=True):
        raise click.Abort


def _tell_refused(ctx: click.Context, sh: Shell, answer: Row) -> None:
    """What was not taken, with why; the command fails where nothing was."""
    rows = [{**row, "sentence": words.refusal(row["refusal"], row)} for row in answer["refused"]]
    if rows and not sh.is_json:
        tables.show(rows, ("invoice_number", "sentence"),
                    say(f"Refused: {len(rows)}", f"Refusées : {len(rows)}"))  # fmt: skip
    if rows and not answer["count"]:
        ctx.exit(REFUSED)
