"""Cheques, bills and direct debits in collection: remitted to our bank, settled, returned."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup, words
from comptant.doors.cli import consequences, files_out
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.putting_right import undone_by
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID, word
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.store.access import See

COLLECT = Subject(
    "collect", both=Both("Cheques, bills and debits in collection at our bank.",
                         "Chèques, effets et prélèvements à l'encaissement."))  # fmt: skip
MEANS = ("CHQ", "LCR", "BOR", "SDD")
STEPS = ("RECEIVED", "REMITTED", "CREDITED", "SETTLED", "RETURNED", "DEBITED", "CANCELLED")
SHOWN = ("id", "contract_number", "payment_means", "instrument_number", "buyer_name",
         "amount_cents", "due_on", "instrument_step", "step_on", "value_on",
         "collection_id")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(COLLECT)


def instrument(see: "See", instrument_id: int) -> Any:
    """A cheque, bill or debit by its id; Refused: instrument_unknown."""
    from comptant.operations.acts.act import Refused

    found = see("read_instruments", contract_id=None, id=instrument_id)
    if not found:
        raise Refused("instrument_unknown", instrument_id=instrument_id)
    return found[0]


@verb(COLLECT, "list", ("List cheques, bills and debits, and where each stands.",
                        "Lister chèques, effets et prélèvements, et leur état."),
      "comptant collect list C-1 --step remitted")  # fmt: skip
@click.argument("contract", required=False)
@option("--step", type=word(STEPS), help=("Only these.", "Ceux-là seulement."))
@option("--kind", "means", type=word(MEANS), help=("Only these.", "Ceux-là seulement."))
def collect_list(sh: Shell, contract: str | None, step: str | None, means: str | None) -> None:
    """List instruments."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_instruments", contract_id=contract_id, id=None)
    rows = [{**row, "instrument_step": row.pop("step"), "instrument_number": row.pop("number")}
            for row in rows]  # fmt: skip
    rows = [row for row in rows if step in (None, row["instrument_step"])
            and means in (None, row["payment_means"])]  # fmt: skip
    owed = ("claim_cents",) if any(row["claim_cents"] for row in rows) else ()
    sh.show(rows, *SHOWN, *owed)


@verb(COLLECT, "files", ("List what was remitted to our bank, and what it has not credited yet.",
                         "Lister les remises à notre banque, et ce qu'elle n'a pas crédité."),
      "comptant collect files")  # fmt: skip
def collect_files(sh: Shell) -> None:
    """List remittances to our bank."""
    with sh.reading() as (see, _, _on):
        rows = see("read_collections", id=None)
    sh.show(rows, "id", "payment_means", "reference", "iban", "remitted_on", "line_count",
            "total_cents", "open_cents")  # fmt: skip


@verb(COLLECT, "remit",
      ("Remit to our bank what waits: a slip of cheques, a file of bills (CFONB 160) or of debits "
       "(pain.008), written here.",
       "Remettre à notre banque ce qui attend : bordereau de chèques, fichier d'effets (CFONB 160) "
       "ou de prélèvements (pain.008), écrit ici."),
      "comptant collect remit bill --out bills.txt")  # fmt: skip
@click.argument("kind", type=word(("CHEQUE", "BILL", "DEBIT")))
@click.argument("instruments", nargs=-1, type=ID, metavar="[ID...]")
@option("--scheme", type=word(("CORE", "B2B")), default="CORE",
        help=("Of debits: core or business (core).",
              "Des prélèvements : core ou interentreprises (core)."))  # fmt: skip
@option("--account", help=("Our account to credit (IBAN), when there are several.",
                           "Notre compte à créditer (IBAN), s'il y en a plusieurs."))  # fmt: skip
@files_out.OUT
@files_out.FORCE
def collect_remit(
    sh: Shell, kind: str, instruments: tuple[int, ...], scheme: str, account: str | None,
    out: Path | None, is_forced: bool,
) -> None:  # fmt: skip
    """Remit instruments."""
    from comptant.operations.collection.collecting import remit_instruments

    with sh.reading() as (see, _, _on):
        account_id = lookup.own_account(see, account)["id"]
    means = {"CHEQUE": "CHQ", "BILL": "BILL", "DEBIT": "SDD"}[kind]
    answer = sh.run(remit_instruments, payment_means=means, own_account_id=account_id,
                    scheme=scheme, instrument_ids=list(instruments) or None)  # fmt: skip
    left_out = [_left_out(each, scheme) for each in answer["left_out"]]
    left_out += [say(f"{id_} will be collected later than it is due.",
                     f"{id_} sera encaissé après son échéance.")
                 for id_ in answer.get("moved", [])]  # fmt: skip
    if not answer["count"]:
        sh.say(answer, say("Nothing to remit.", "Rien à remettre."), *left_out)
        return
    path = files_out.write_made(sh, out, answer["file"], answer["digest"], is_forced=is_forced)
    total = words.money(answer["total_cents"], answer["currency"])
    sh.say({**answer, "path": str(path)},
           say(f"{path}: {answer['count']} remitted, total {total}, reference "
               f"{answer['reference']}",
               f"{path} : {answer['count']} remis, total {total}, référence "
               f"{answer['reference']}"), *left_out)  # fmt: skip


def _left_out(each: dict[str, Any], scheme: str) -> str:
    """What was left out, why, under which mandate; what to type for those of the other scheme."""
    mandate, why = each.get("mandate_reference"), words.word("left_out", each["why"])
    about = say(f" (mandate {mandate})", f" (mandat {mandate})") if mandate else ""
    told = say(f"{each['instrument_id']}{about} was left out: {why}.",
               f"{each['instrument_id']}{about} laissé de côté : {why}.")  # fmt: skip
    if each["why"] != "other_scheme":
        return told
    other = "core" if scheme == "B2B" else "b2b"
    return say(
        f"{told} Remit it with: comptant collect remit debit --scheme {other}",
        f"{told} À remettre par : comptant collect remit debit --scheme {other}",
    )


@verb(COLLECT, "cancel", ("Give an instrument back, or call off a debit, before it is remitted.",
                          "Rendre une valeur, ou annuler un prélèvement, avant sa remise."),
      "comptant collect cancel 1402 --reason 'given back to BETA'")  # fmt: skip
@click.argument("id_", type=ID, metavar="ID")
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def collect_cancel(sh: Shell, id_: int, reason: str) -> None:
    """Cancel an instrument."""
    from comptant.operations.collection.instruments import cancel_instrument

    with sh.reading() as (see, _, _on):
        contract_id = instrument(see, id_)["contract_id"]
    answer = sh.run(cancel_instrument, contract_id=contract_id, instrument_id=id_, reason=reason)
    sh.say(answer, say(f"{id_} is cancelled.", f"{id_} est annulé."))


@verb(COLLECT, "settle",
      ("Say that unknown money is the bank's credit of a remittance, or of some of it.",
       "Dire qu'un encaissement inconnu est le crédit d'une remise, ou d'une partie."),
      "comptant collect settle 1405 --payment 1302")  # fmt: skip
@click.argument("collection", type=ID, metavar="REMITTANCE")
@click.argument("instruments", nargs=-1, type=ID, metavar="[ID...]")
@option("--payment", type=ID, required=True, help=("The payment that waits: comptant cash list.",
                                                   "Le règlement en attente : comptant cash list.")
)  # fmt: skip
def collect_settle(
    sh: Shell, collection: int, instruments: tuple[int, ...], payment: int
) -> None:  # fmt: skip
    """Settle a remittance by hand."""
    from comptant.operations.banking.collected import settle_collection

    answer = sh.run(settle_collection, collection_id=collection, payment_id=payment,
                    instrument_ids=list(instruments))  # fmt: skip
    total = words.money(answer["settled_cents"], answer["currency"])
    sh.say(answer, say(f"{total} settled.", f"{total} encaissés."))


@verb(COLLECT, "return",
      ("Say that an instrument is unpaid: its invoices are owed again from their due dates.\n\nIts "
       "money comes back from wherever it was moved; what has gone is owed by whoever had it.",
       "Dire qu'une valeur est impayée : ses factures sont dues à nouveau, à leur échéance.\n\nSon "
       "argent revient d'où qu'il ait été porté ; ce qui est parti est dû par qui l'a eu."),
      "comptant collect return 1402 --reason 'insufficient funds'")  # fmt: skip
@click.argument("id_", type=ID, metavar="ID")
@option("--reason", required=True, help=("The bank's reason.", "Le motif de la banque."))
@option("--debit", type=ID, help=("The bank debit that is this one: comptant debit list.",
                                  "Le débit bancaire concerné : comptant debit list."))  # fmt: skip
def collect_return(sh: Shell, id_: int, reason: str, debit: int | None) -> None:
    """Return an instrument unpaid."""
    from comptant.operations.banking.unpaid import return_instrument

    with sh.reading() as (see, _, _on):
        found = instrument(see, id_)
    answer = sh.run(return_instrument, contract_id=found["contract_id"], instrument_id=id_,
                    reason=reason, movement_id=debit)  # fmt: skip
    total = words.money(answer["amount_cents"], answer["currency"])
    day = words.day(date.fromisoformat(answer["value_on"]))
    lines = [say(f"{total} unpaid, value date {day}.", f"{total} impayés, valeur {day}.")]
    charged, claimed = (words.money(answer[name], answer["currency"])
                        for name in ("charged_cents", "claimed_cents"))  # fmt: skip
    if answer["charged_cents"]:
        lines.append(
            say(
                f"{charged} of it had gone: charged to the client of the contract it went from.",
                f"{charged} en étaient partis : à la charge de l'adhérent du contrat d'origine.",
            )
        )
    if answer["claimed_cents"]:
        lines.append(say(f"{claimed} of it had been refunded: the buyer owes them. When they come: "
                         f"comptant cash claim PAYMENT {id_}",
                         f"{claimed} avaient été remboursés : l'acheteur les doit. À l'arrivée : "
                         f"comptant cash claim RÈGLEMENT {id_}"))  # fmt: skip
    lines += consequences.told(answer)
    if answer["entry_id"]:
        lines.append(undone_by(found["contract_number"], answer))
    sh.say(answer, *lines)
