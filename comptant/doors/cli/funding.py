"""Money out: what is available and why, draws, releases, payment files."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import tables, waterfall, words
from comptant.doors.cli import lookup, many
from comptant.doors.cli.ceilings import answer as answer_approval
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.failures import FileFault
from comptant.doors.cli.guaranteeing import GUARANTEE_COLUMNS
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.cli.values import AMOUNT, DAY, ID, word
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.store.access import See

TOP = Subject("funding", both=Both("", ""))
ORDER = Subject("order", both=Both("Payment orders.", "Les ordres de paiement."))
ORDER_COLUMNS = ("id", "contract_number", "purpose", "amount_cents", "holder", "iban", "step",
                 "promised_at")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (*TOP.commands.values(), ORDER):
        root.add_command(command)


@verb(
    TOP, "availability",
    ("What may be drawn now, from what was assigned. With --explain: every euro in between, its "
     "rule, its clause or law, its buyer or invoice, and the act that would free it.",
     "Ce qui peut être tiré maintenant, à partir de ce qui est cédé. Avec --explain : chaque euro "
     "entre les deux, sa règle, sa clause ou sa loi, son acheteur ou sa facture, et ce qui le "
     "libérerait."),
    "comptant availability C-1 --explain",
)  # fmt: skip
@click.argument("contract")
@option("--explain", "explains", is_flag=True, help=("Account for every euro.",
                                                     "Rendre compte de chaque euro."))  # fmt: skip
def availability(sh: Shell, contract: str, explains: bool) -> None:
    """Show the availability."""
    from comptant.operations.availability import explain
    from comptant.operations.exceptions import excused

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    with sh.writing(is_look=True) as (conn, asked):
        seen, parts = explain(conn, asked.by, found["id"], asked.on, asked.at)
    with sh.reading() as (see, _, on):
        rows = _named(see, found, parts.to_dicts())
        excused_rows = excused(see("read_excused", contract_id=found["id"], on=on))
        guarantees = see("read_guarantees", contract_id=found["id"])
    data = {
        "contract": found["number"], "currency": found["currency"], "on": on,
        "outstanding_cents": seen.totals["outstanding_cents"],
        "available_cents": seen.available_cents, "drawable_cents": seen.drawable_cents,
        "pending_cents": seen.pending_cents, "parts": rows,
        "by_exception": excused_rows, "guaranteed": guarantees,
    }  # fmt: skip
    if sh.is_json:
        sh.say(data)
        return
    _draw(data)
    if explains:
        _explain(data)


def _named(see: "See", found: dict[str, Any], parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts with the names of their buyers, the numbers of their invoices, their sentences."""
    shared, facts = lookup.reason_facts(see, found)
    names = {row["id"]: row["name"] for row in see("read_buyers", contract_id=found["id"],
                                                   on=date.max)}  # fmt: skip
    ids = [str(row["invoice_id"]) for row in parts if row["invoice_id"]]
    held = {row["id"]: row for row in see("read_invoices", contract_id=found["id"], numbers=ids,
                                          everything=True)} if ids else {}  # fmt: skip
    rows = []
    for row in parts:
        invoice = held.get(row["invoice_id"], {})
        # The reason is that of this instant; the stored one may wait for the next close.
        asked = {**invoice, "reason": row["reason"], "buyer_id": row["buyer_id"]}
        rows.append({
            **row, "currency": found["currency"], "buyer_name": names.get(row["buyer_id"]),
            "invoice_number": invoice.get("invoice_number"),
            "sentence": lookup.told([asked], shared, facts)[0]["sentence"],
        })  # fmt: skip
    return rows


def _draw(data: dict[str, Any]) -> None:
    console = tables.console()
    for text, style in waterfall.draw(data["parts"], data["outstanding_cents"], data["currency"]):
        console.print(text, style=style, markup=False, soft_wrap=True)
    drawable = words.money(data["drawable_cents"], data["currency"])
    tables.line()
    tables.line(say(f"May be drawn: {drawable}", f"À tirer : {drawable}"))
    if data["pending_cents"]:
        pending = words.money(data["pending_cents"], data["currency"])
        tables.dim(say(f"Asked for and not released yet: {pending}",
                       f"Demandé et pas encore libéré : {pending}"))  # fmt: skip


def _explain(data: dict[str, Any]) -> None:
    from comptant.rules.reasons import REASONS

    rows = [{**row, "frees": row["freed_by"],
             "source": say(row["source"], REASONS[row["reason"]].source_french)}
            for row in data["parts"]]  # fmt: skip
    ceiling = ("binding_scope",) if any(row["binding_scope"] for row in rows) else ()
    tables.show(rows, ("part", "amount_cents", "sentence", *ceiling, "rule", "source",
                       "buyer_name", "invoice_number", "frees"))  # fmt: skip
    total = sum(row["amount_cents"] for row in rows)
    told, whole = (words.money(cents, data["currency"])
                   for cents in (total, data["outstanding_cents"]))  # fmt: skip
    tables.line(say(f"Sum of the parts {told} = assigned {whole}",
                    f"Somme des postes {told} = cédé {whole}"))  # fmt: skip
    excused = data["by_exception"]
    if excused:
        tables.line(say("\nFinanced by exception", "\nFinancé par dérogation"))
        tables.show(excused, ("invoice_number", "buyer_name", "holds",
                                           "excused_cents", "last_on"))  # fmt: skip

    debts = data["guaranteed"]
    if debts:
        tables.line(say(
            "\nOut of this account since their guarantee date (recourse, term guarantee_delay_days"
            "): the factor bears what is left of them",
            "\nHors de ce compte depuis leur date de garantie (clause de recours, terme "
            "guarantee_delay_days) : le factor supporte ce qu'il en reste",
        ))  # fmt: skip
        tables.show(debts, GUARANTEE_COLUMNS)


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
    from comptant.operations import payments

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
    from comptant.operations.act import Refused

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
@option("--step", type=word(("PREPARED", "RELEASED", "REFUSED", "SENT", "EXECUTED", "REJECTED",
                             "RETURNED", "REDEBITED", "RECREDITED")),
        help=("Only these.", "Ceux-là seulement."))  # fmt: skip
def orders(sh: Shell, contract: str | None, step: str | None) -> None:
    """List orders."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_orders", contract_id=contract_id, id=None)
    sh.show([row for row in rows if step in (None, row["step"])], *ORDER_COLUMNS)


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
    from comptant.operations import outcomes

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
@option("--out", type=Path, help=("File to write (default: its own name).",
                                  "Fichier à écrire (sinon son propre nom)."))  # fmt: skip
@option("--execute", "execute_on", type=DAY, help=("Day of execution (default: today).",
                                                   "Jour d'exécution (sinon aujourd'hui).")
)  # fmt: skip
def payout(sh: Shell, account: str | None, out: Path | None, execute_on: date | None) -> None:
    """Make and write a payment file."""
    from comptant.operations import payout as sending

    with sh.reading() as (see, _, _on):
        account_id = lookup.own_account(see, account)["id"]
    answer = sh.run(sending.payout, own_account_id=account_id, execute_on=execute_on)
    left_out = [say(f"Order {each['order_id']} was left out: the payee's check failed.",
                    f"Ordre {each['order_id']} laissé de côté : vérification du bénéficiaire.")
                for each in answer["left_out"]]  # fmt: skip
    if not answer["count"]:
        sh.say(answer, say("No order to pay.", "Aucun ordre à payer."), *left_out)
        return
    with sh.reading() as (see, _, _on):
        document = see("read_document", digest=answer["digest"])[0]
    path = _write(out or Path(answer["file"]), bytes(document["content"]))
    total = words.money(answer["total_cents"])
    sh.say({**answer, "path": str(path)},
           say(f"{path}: payments {answer['count']}, total {total}",
               f"{path} : virements {answer['count']}, total {total}"), *left_out)  # fmt: skip


def _write(path: Path, content: bytes) -> Path:
    """The file on disk; the same command with the same key writes it again if this fails."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileFault(say(
            f"{path} cannot be written: {error.strerror}. The orders are sent: run the command "
            "again with the same --key and another --out.",
            f"{path} ne peut être écrit : {error.strerror}. Les ordres sont partis : relancez la "
            "commande avec la même --key et un autre --out.",
        )) from None  # fmt: skip
    return path
