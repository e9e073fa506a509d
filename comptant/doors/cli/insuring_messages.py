"""Messages to insurers and their answers: written, carried by people or by calls, taken in."""

import json
from datetime import date
from pathlib import Path

import click

from comptant.doors import cover_told, insurer_told, lookup
from comptant.doors.cli import files_out
from comptant.doors.cli.failures import FILE
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.insuring_premiums import POLICY
from comptant.doors.cli.language import option
from comptant.doors.cli.papers import tell_written
from comptant.doors.cli.shell import Row, Shell, verb
from comptant.doors.insurer_told import ANSWERS, MESSAGES
from comptant.doors.values import AMOUNT, DAY, ID, word
from comptant.doors.words import say

REQUESTS = ("NEW", "INCREASE", "PRELIMINARY", "CANCEL", "REDUCE", "PROLONG")
KINDS = ("EXTENSION", "OVERDUE", "CLAIM")
OUTCOMES = ("SENT", "TAKEN", "REJECTED", "WITHDRAWN")
REASON = option("--reason", required=True, help=("Why.", "Motif."))
WRITTEN = ("Written. By people: comptant policy message {0} --out form.pdf, then comptant policy "
           "mark {0} sent --reference TEXT",
           "Écrit. À la main : comptant policy message {0} --out form.pdf, puis comptant policy "
           "mark {0} sent --reference TEXTE")  # fmt: skip


def _written(sh: Shell, answer: Row) -> None:
    id_ = answer["message_id"]
    sh.say(answer, say(WRITTEN[0].format(id_), WRITTEN[1].format(id_)))


@verb(
    POLICY,
    "ask",
    (
        "Ask an insurer for its limit on a buyer: new, increase, preliminary, reduce, prolong "
        "(with --amount), cancel. It leaves by itself where the insurer is reached by calls.",
        "Demander à un assureur sa limite sur un acheteur : new (nouvelle), increase "
        "(augmentation), preliminary (étude), reduce, prolong (avec --amount), cancel "
        "(résiliation). La demande part seule si l'assureur est relié.",
    ),
    "comptant policy ask P-1 'BETA SA' new --amount 60000.00 --reason 'orders to come'",
)
@click.argument("policy")
@click.argument("buyer")
@click.argument("request", type=word(REQUESTS))
@option("--amount", "amount_cents", type=AMOUNT, help=("Amount.", "Montant."))
@REASON
def ask(
    sh: Shell, policy: str, buyer: str, request: str, amount_cents: int | None, reason: str
) -> None:
    """Ask for a limit."""
    from comptant.operations.insurance.insurer_messages import ask_policy_limit

    with sh.reading() as (see, _, on):
        policy_id = cover_told.policy(see, policy, on)["id"]
        buyer_id = lookup.buyer(see, buyer)["id"]
    _written(sh, sh.run(ask_policy_limit, policy_id=policy_id, buyer_id=buyer_id, request=request,
                        amount_cents=amount_cents or 0, reason=reason))  # fmt: skip


@verb(
    POLICY,
    "tell",
    (
        "Tell an insurer of invoices of a buyer: extension (asked), overdue (declared), claim (the "
        "file follows). Once the insurer has it, it counts on the day on which it left.",
        "Dire à un assureur des factures d'un acheteur : extension (prorogation demandée), overdue "
        "(impayé déclaré), claim (sinistre). Une fois reçu, cela compte au jour de l'envoi.",
    ),
    "comptant policy tell P-1 C-1 overdue FA-1 FA-2 --reason unpaid",
)
@click.argument("policy")
@click.argument("contract")
@click.argument("kind", type=word(KINDS))
@click.argument("invoices", nargs=-1, required=True)
@REASON
def tell(
    sh: Shell, policy: str, contract: str, kind: str, invoices: tuple[str, ...], reason: str
) -> None:
    """Tell of invoices."""
    from comptant.operations.insurance.insurer_messages import tell_insurer

    with sh.reading() as (see, _, on):
        policy_id = cover_told.policy(see, policy, on)["id"]
        contract_id = lookup.contract(see, contract, on)["id"]
        ids = [lookup.invoice(see, contract_id, one, paid=True)["id"] for one in invoices]
    _written(sh, sh.run(tell_insurer, contract_id=contract_id, policy_id=policy_id, kind=kind,
                        invoice_ids=ids, reason=reason))  # fmt: skip


@verb(
    POLICY,
    "tell-recovery",
    (
        "Tell an insurer what came in on a claim and was not told yet, the oldest first.",
        "Dire à un assureur ce qui est rentré sur un sinistre et n'a pas été dit, le plus ancien "
        "d'abord.",
    ),
    "comptant policy tell-recovery C-1 SIN-1",
)
@click.argument("contract")
@click.argument("claim")
def tell_recovery(sh: Shell, contract: str, claim: str) -> None:
    """Tell of a recovery."""
    from comptant.doors import claim_told
    from comptant.operations.insurance.insurer_messages import tell_recovery as tell_of

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        claim_id = claim_told.claim(see, contract_id, claim, on)["id"]
    _written(sh, sh.run(tell_of, contract_id=contract_id, claim_id=claim_id))


@verb(
    POLICY,
    "tell-turnover",
    (
        "Write the declaration of a policy's next period of turnover that is over.",
        "Écrire la déclaration de la prochaine période de chiffre d'affaires échue d'une police.",
    ),
    "comptant policy tell-turnover P-1",
)
@click.argument("policy")
def tell_turnover(sh: Shell, policy: str) -> None:
    """Tell the turnover."""
    from comptant.operations.insurance.insurer_messages import tell_turnover as tell_of

    with sh.reading() as (see, _, on):
        policy_id = cover_told.policy(see, policy, on)["id"]
    _written(sh, sh.run(tell_of, policy_id=policy_id))


@verb(
    POLICY,
    "messages",
    (
        "List the messages to insurers: what waits, what left, what was taken or rejected.",
        "Lister les messages aux assureurs : ce qui attend, est parti, a été reçu ou rejeté.",
    ),
    "comptant policy messages",
)
def messages(sh: Shell) -> None:
    """List messages."""
    with sh.reading() as (see, _, _on):
        rows = see("read_insurer_messages", id=None)
    sh.show(rows, *MESSAGES)


@verb(
    POLICY,
    "message",
    (
        "Write a message to a file: .pdf, the form for people, or .json, in neutral words with the "
        "codes of RECECO.",
        "Écrire un message dans un fichier : .pdf, le formulaire, ou .json, en mots neutres avec "
        "les codes RECECO.",
    ),
    "comptant policy message 1204 --out form.pdf",
)
@click.argument("message", type=ID)
@files_out.OUT
@files_out.FORCE
def message(sh: Shell, message: int, out: Path | None, is_forced: bool) -> None:
    """Write a message."""
    from comptant.doors.papers import insurer_message
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, _, on):
        if out is not None and out.suffix == ".json":
            found = see("read_insurer_messages", id=message)
            if not found:
                raise Refused("message_unknown", message_id=message)
            told = found[0]["content"]
            name = f"{told['reference']}.json"
            content = json.dumps(told, ensure_ascii=False, indent=1).encode()
        else:
            made = insurer_message.message(see, message, on)
            name, content = made.name, made.content
    tell_written(sh, {"message_id": message, "name": name}, name, content, out,
                 is_forced=is_forced)  # fmt: skip


@verb(
    POLICY,
    "mark",
    (
        "Keep what became of a message that people carry: sent, taken (the insurer's number), "
        "rejected (why), withdrawn (before it left).",
        "Enregistrer ce qu'est devenu un message porté à la main : sent (envoyé), taken (reçu, "
        "avec le numéro de l'assureur), rejected (rejeté), withdrawn (retiré avant envoi).",
    ),
    "comptant policy mark 1204 sent --reference 'registered letter 12'",
    "comptant policy mark 1204 taken --reference DMS-3",
)
@click.argument("message", type=ID)
@click.argument("outcome", type=word(OUTCOMES))
@option("--on-day", "step_on", type=DAY, help=("Day (default: today).", "Jour (sinon ce jour)."))
@option("--reference", default="", help=("Its number, or where it is said.",
                                         "Son numéro, ou où il est dit."))  # fmt: skip
@option("--reason", default="", help=("Why.", "Motif."))
def mark(
    sh: Shell, message: int, outcome: str, step_on: date | None, reference: str, reason: str
) -> None:
    """Mark a message."""
    from comptant.operations.insurance.insurer_messages import mark_insurer_message

    with sh.reading() as (_see, _, on):
        day = step_on or on
    answer = sh.run(mark_insurer_message, message_id=message, outcome=outcome, step_on=day,
                    reference=reference, reason=reason)  # fmt: skip
    sh.say(answer, say("Recorded.", "Enregistré."))


@verb(
    POLICY,
    "decisions",
    (
        "Take in the decisions of an insurer from a list in CSV: policy, siren, response_code "
        "(RECECO 4507), number, amount, from, until, reference, reason. Each counts once; one that "
        "cannot be is kept with its cause.",
        "Prendre les décisions d'un assureur dans une liste CSV : police, siren, code de réponse "
        "(RECECO 4507), numéro, montant, du, au, référence, motif. Chacune compte une fois ; celle "
        "qui ne peut l'être est gardée avec sa cause.",
    ),
    "comptant policy decisions ASSUR decisions.csv",
)
@click.argument("insurer")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def decisions(ctx: click.Context, sh: Shell, insurer: str, file: Path) -> None:
    """Take decisions in."""
    from comptant.formats.insurer_lists import read_decisions
    from comptant.operations.insurance.insurer_answers import (
        INSURER_ANSWERS,
        take_insurer_answers,
    )

    with sh.reading() as (see, _, _on):
        insurer_id = lookup.party(see, insurer)["id"]
    with opened(file) as stream:
        read = read_decisions(file.name, stream.read())
    if read.faults:
        told = [fault_row(fault) for fault in read.faults]
        if sh.is_json:
            sh.say({"faults": told})
        else:
            tell_faults(told)
        ctx.exit(FILE)
    rows = [{name: row[name] for name in INSURER_ANSWERS.names} for row in read.rows]
    answer = sh.run(take_insurer_answers, insurer_id=insurer_id,
                    answers=INSURER_ANSWERS.frame(rows))  # fmt: skip
    taken, refused = len(answer["taken"]), len(answer["refused"])
    sh.say(answer, say(f"{taken} taken, {refused} refused. See why: comptant policy answers",
                       f"{taken} prises, {refused} refusées. Voyez pourquoi : comptant policy "
                       "answers"))  # fmt: skip


@verb(
    POLICY,
    "answers",
    (
        "List what insurers have decided, taken in or refused with its cause.",
        "Lister ce que les assureurs ont décidé, pris en compte ou refusé avec sa cause.",
    ),
    "comptant policy answers",
)
def answers(sh: Shell) -> None:
    """List answers."""
    with sh.reading() as (see, _, _on):
        rows = insurer_told.answers(see)
    sh.show(rows, *ANSWERS)
