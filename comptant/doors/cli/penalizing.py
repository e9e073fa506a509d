"""Penalties of buyers who paid late: claimed, followed, paid by money that waits, waived."""

import click

from comptant.doors import lookup, tables, words
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.putting_right import undone_by
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.mirror import event_words
from comptant.doors.values import AMOUNT, ID
from comptant.doors.words import Both, say

PENALTY = Subject("penalty", both=Both(
    "Penalties of buyers who paid late: claimed, paid, waived.",
    "Les pénalités des acheteurs en retard : réclamées, payées, remises.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PENALTY)


@verb(PENALTY, "claim",
      ("Claim what buyers owe for paying late: of invoices, or (--buyer) of all those of a buyer. "
       "With --simulate it is shown and nothing is kept.",
       "Réclamer ce que doivent des acheteurs en retard : pour des factures, ou (--buyer) pour "
       "toutes celles d'un acheteur. Avec --simulate, c'est montré et rien n'est gardé."),
      "comptant penalty claim C-1 FA-1 FA-2", "comptant penalty claim C-1 --buyer 'BETA SA' "
      "--simulate")  # fmt: skip
@click.argument("contract")
@click.argument("invoices", nargs=-1)
@option("--buyer", help=("Of this buyer (SIREN or name).", "De cet acheteur (SIREN ou nom)."))
@option("--simulate", "is_look", is_flag=True, help=("Show it only.", "Le montrer seulement."))
def claim(
    sh: Shell, contract: str, invoices: tuple[str, ...], buyer: str | None, is_look: bool
) -> None:
    """Claim penalties."""
    from comptant.operations.drawing.preview import preview
    from comptant.operations.reminding.penalty_claims import claim_penalties

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        told = {
            "contract_id": found["id"], "buyer_id": lookup.buyer(see, buyer)["id"] if buyer
            else None,
            "invoice_ids": [lookup.invoice(see, found["id"], one, paid=True)["id"]
                            for one in invoices],
        }  # fmt: skip
    if is_look:
        with sh.writing(is_look=True) as (conn, asked):
            answer = preview(conn, asked, claim_penalties, **told)["answer"]
    else:
        answer = sh.run(claim_penalties, **told)
    if not sh.is_json:
        rows = answer["penalties"]
        tables.show(rows, ("invoice_number", "penalty_cents", "indemnity_cents",
                                          "amount_cents"))  # fmt: skip
    cents, count = words.money(answer["amount_cents"], answer["currency"]), answer["count"]
    whose = words.word("penalty_owner", answer["penalty_owner"])
    lines = [say(f"Claims: {count}, {cents} ({whose}).",
                 f"Réclamations : {count}, {cents} ({whose}).")]  # fmt: skip
    if answer["stopped"]:
        left = ", ".join(f"{words.word('penalty_stop', code)} {words.count(many)}"
                         for code, many in answer["stopped"].items())  # fmt: skip
        lines.append(say(f"Left out: {left}.", f"Écartées : {left}."))
    sh.say(answer, *lines)


@verb(PENALTY, "list",
      ("Show the penalties claimed: what of each is paid, waived and open.",
       "Montrer les pénalités réclamées : payé, remis et ouvert de chacune."),
      "comptant penalty list C-1")  # fmt: skip
@click.argument("contract", required=False)
@option("--buyer", help=("Of this buyer (SIREN or name).", "De cet acheteur (SIREN ou nom)."))
def penalty_list(sh: Shell, contract: str | None, buyer: str | None) -> None:
    """List penalties."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        buyer_id = lookup.buyer(see, buyer)["id"] if buyer else None
        rows = see("read_penalties", contract_id=contract_id, buyer_id=buyer_id, penalty_id=None,
                   on=on)  # fmt: skip
    sh.show(rows, "penalty_id", "contract_number", "buyer_name", "invoice_number", "claimed_on",
            "penalty_cents", "indemnity_cents", "paid_cents", "waived_cents", "open_cents",
            "penalty_owner", "penalty_state")  # fmt: skip


@verb(PENALTY, "show",
      ("Show a penalty claimed: its half-years, and its entries.",
       "Montrer une pénalité réclamée : ses semestres, et ses écritures."),
      "comptant penalty show C-1 1187")  # fmt: skip
@click.argument("contract")
@click.argument("penalty", type=ID)
def penalty_show(sh: Shell, contract: str, penalty: int) -> None:
    """Show a penalty."""
    contract_id = sh.contract(contract)[0]
    with sh.reading() as (see, _, _on):
        halves = see("read_penalty_halves", contract_id=contract_id, penalty_id=penalty)
        steps = see("read_penalty_steps", contract_id=contract_id, penalty_id=penalty)
    if sh.is_json:
        sh.say({"penalty_id": penalty, "halves": halves, "steps": steps})
        return
    steps = [{**row, "event": event_words(row["event"], "")} for row in steps]
    sh.show(halves, "paid_on", "part_kind", "part_cents", "half_year_on", "half_year_late_days",
            "late_rate_ppm", "penalty_cents")  # fmt: skip
    sh.show(steps, "entry_id", "entry_on", "event", "amount_cents", "by_login", "reason")


@verb(PENALTY, "pay",
      ("A payment that waits pays penalties claimed of its buyer: those named, or all that are "
       "open, the oldest first.",
       "Un règlement en attente paie des pénalités réclamées à son acheteur : celles nommées, ou "
       "toutes celles ouvertes, la plus ancienne d'abord."),
      "comptant penalty pay 1302", "comptant penalty pay 1302 1187=239.73")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("penalties", nargs=-1, metavar="PENALTY=AMOUNT...")
def penalty_pay(sh: Shell, payment: int, penalties: tuple[str, ...]) -> None:
    """Pay penalties."""
    from comptant.operations.collection.penalty_payments import pay_penalties

    wanted = lookup.amounts(penalties, lambda id_: str(ID.convert(id_, None, None)))
    with sh.reading() as (see, _, _on):
        of = lookup.payment(see, payment)
    answer = sh.run(pay_penalties, contract_id=of["contract_id"], payment_id=payment,
                    penalties=wanted)  # fmt: skip
    done, left = (words.money(answer[name], answer["currency"])
                  for name in ("paid_cents", "open_cents"))  # fmt: skip
    entries = [undone_by(of["contract_number"], {"entry_id": id_}) for id_ in answer["entry_ids"]]
    sh.say(answer, say(f"{done} paid, {left} waits.", f"{done} payés, {left} en attente."),
           *entries)  # fmt: skip


@verb(PENALTY, "waive",
      ("Propose to waive a penalty, or a part of it; another person's approval does it.",
       "Proposer de remettre une pénalité, ou une part ; l'accord d'autrui le fait."),
      "comptant penalty waive C-1 1187 --reason 'goodwill, letter of 3 March'",
      "comptant penalty waive C-1 1187 40.00 --reason 'first time'")  # fmt: skip
@click.argument("contract")
@click.argument("penalty", type=ID)
@click.argument("amount", type=AMOUNT, required=False)
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def penalty_waive(sh: Shell, contract: str, penalty: int, amount: int | None, reason: str) -> None:
    """Waive a penalty."""
    from comptant.operations.collection.penalty_payments import waive_penalty

    answer = sh.run(waive_penalty, contract_id=sh.contract(contract)[0], penalty_id=penalty,
                    amount_cents=amount, reason=reason)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))
